"""Search: any part of a Chinese name, several words, all characters in order, and what is typed by the unkind."""

from collections.abc import Iterator

import pytest
from pyoxigraph import RdfFormat, parse

from kg.publish.pages.graph import Graph
from kg.publish.pages.search import LONGEST, NameIndex
from kg.store import GraphStore

BODIES = {
    "a": "旬阳市医疗保障局",
    "b": "旬阳市医疗保障局经办中心",
    "c": "泽州县医疗保险服务中心",
    "d": "旬阳市教育局",
    "e": "A.C. (test) [x]*",
}
TRIG = "\n".join(
    f"GRAPH <http://x/graph/agencies> {{ <http://x/id/agency/{key}> a <http://www.w3.org/ns/org#FormalOrganization> ;"
    f' <http://www.w3.org/2000/01/rdf-schema#label> "{name}" }}'
    for key, name in BODIES.items()
)


@pytest.fixture(scope="module")
def index() -> Iterator[NameIndex]:
    with GraphStore.in_memory() as store:
        store.add(parse(TRIG, format=RdfFormat.TRIG))
        yield NameIndex(Graph(store), "agency")


def found(index: NameIndex, text: str) -> list[str]:
    return [one.iri.rpartition("/")[2] for one in index.find(text)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("旬阳市医疗保障局", ["a", "b"]),  # the exact name first
        ("医疗保障", ["a", "b"]),
        ("医疗", ["a", "c", "b"]),  # the shorter name first
        ("旬阳 中心", ["b"]),
        ("中心  旬阳", ["b"]),
        ("旬阳医保局", ["a", "b"]),  # all characters, in this order
        ("局阳旬医", []),
        ("医保", []),  # two characters that no name has together would fit nearly everything
        ("test", ["e"]),
        ("TEST", ["e"]),
        (".*", []),
        ("(test) [x]*", ["e"]),
        ("", []),
        ("  ", []),
        ("\n", []),
        ("局\n泽", []),
    ],
)
def test_what_is_found(index: NameIndex, text: str, keys: list[str]) -> None:
    assert found(index, text) == keys


def test_a_very_long_text_is_cut(index: NameIndex) -> None:
    assert found(index, "旬" * 1_000_000) == []
    assert found(index, "旬阳" + " " * LONGEST + "没有") == ["d", "a", "b"]


def test_looking_for_many_characters_in_order_ends(index: NameIndex) -> None:
    """A pattern of a hundred characters backtracks over one line at a time, not over the whole text."""
    assert found(index, "医" * LONGEST) == []
