"""Members contain each other as ``ontology/dimensions.csv`` says."""

import pytest

from kg.codebooks import dimensions


@pytest.mark.parametrize(
    ("dimension", "member", "wider"),
    [
        ("fund", "general", ("all-fiscal", "total")),
        ("fund", "all-fiscal", ("total",)),
        ("fund", "total", ()),
        ("nature", "personnel", ("basic", "total")),
        ("item", "vehicle-running", ("vehicles", "three-public", "three-public-meetings-training", "total")),
        ("origin", "carried-over", ("total",)),
        ("phase", "final", ()),
        ("fund", "unknown", ()),
    ],
)
def test_what_contains_a_member_nearest_first(dimension: str, member: str, wider: tuple[str, ...]) -> None:
    assert dimensions.wider(dimension, member) == wider


def test_names_in_the_vocabulary() -> None:
    assert dimensions.local_name("fund", "all-fiscal") == "AllFiscal"
    assert dimensions.local_name("fund", "total") == "T"


@pytest.mark.parametrize("dimension", ["fund", "nature", "origin", "item", "fundingLevel"])
def test_every_member_of_a_nested_dimension_is_in_its_total(dimension: str) -> None:
    notations = [notation for name, notation in dimensions.members() if name == dimension]
    chains = {notation: dimensions.wider(dimension, notation) for notation in notations}
    assert chains.pop("total") == ()
    assert {notation for notation, chain in chains.items() if chain[-1:] != ("total",)} == set()
