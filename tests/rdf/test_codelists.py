"""Turtle of a classification that people could list and this package's lists happen not to have."""

import pyoxigraph as ox

from kg.codebooks import Codebook, Version, schemes
from kg.codebooks.changes import Change, Kind
from kg.rdf.codelists import national

XKOS = "http://rdf-vocabulary.ddialliance.org/xkos#"
FUNCTION = "https://w3id.org/cnfiscal/id/code/function"


def test_a_name_that_comes_back_is_another_version() -> None:
    """201 was 甲, then 乙, then 甲 again: each renaming leads from the version before to the one that began then."""
    first = Version("function", "201", "", "甲", 1, "", None, 2010, exact=True)
    second = first._replace(name="乙", valid_from=2011, valid_to=2018)
    third = first._replace(valid_from=2019, valid_to=None)
    renamed = [
        Change("function", 2011, Kind.RENAMED, ("201",), ("201",), exact=True, names=("甲", "乙")),
        Change("function", 2019, Kind.RENAMED, ("201",), ("201",), exact=True, names=("乙", "甲")),
    ]
    text = national(schemes.schemes()["function"], Codebook([third, first, second]), renamed, [])
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    ends = {
        year: [
            quad.object.value.removeprefix(f"{FUNCTION}/201/")
            for end in ("source", "target")
            for quad in store.quads_for_pattern(
                ox.NamedNode(f"{FUNCTION}/change/{year}/renamed-201"), ox.NamedNode(f"{XKOS}{end}Concept"), None
            )
            if isinstance(quad.object, ox.NamedNode)
        ]
        for year in (2011, 2019)
    }
    assert ends == {2011: ["first", "v2011"], 2019: ["v2011", "v2019"]}
