"""Addresses: from IRIs to paths and back, relative to the page they stand on."""

import pytest

from kg.publish.pages.addresses import Addresses, Names
from kg.rdf.iris import Iris

NAMES = Names(Iris("https://data.example/budget/"))
PAIRS = {
    "https://data.example/budget/id/agency/610981-a": "agency/610981-a",
    "https://data.example/budget/id/code/cofog/07.6": "code/cofog/07.6",
    "https://data.example/budget/id/file/0123456789abcdef/t03/r14/c5": "file/0123456789abcdef/t03/r14/c5",
    "https://data.example/budget/graph/figures": "graph/figures",
    "https://w3id.org/cnfiscal/def": "def",
    "https://w3id.org/cnfiscal/shapes": "shapes",
}


@pytest.mark.parametrize(("iri", "path"), PAIRS.items())
def test_an_iri_has_a_path_and_the_path_that_iri(iri: str, path: str) -> None:
    assert NAMES.path(iri) == path
    assert NAMES.iri(path) == iri


@pytest.mark.parametrize("iri", ["https://w3id.org/cnfiscal/id/agency/x", "http://schema.org/Project", "urn:x", ""])
def test_an_iri_of_others_has_none(iri: str) -> None:
    assert NAMES.path(iri) is None


def test_what_a_client_writes_cannot_break_out_of_an_iri() -> None:
    assert NAMES.iri("agency/x> } DROP ALL #<") == (
        "https://data.example/budget/id/agency/x%3E%20%7D%20DROP%20ALL%20%23%3C"
    )


def test_addresses_are_relative_to_the_depth_of_the_page() -> None:
    agency = "https://data.example/budget/id/agency/x"
    assert Addresses(NAMES, 0).of(agency) == "./page/agency/x"
    assert Addresses(NAMES, 4).of(agency) == "../../../../page/agency/x"
    assert Addresses(NAMES, 1).to("search", q="医保 & <b>") == "../search?q=%E5%8C%BB%E4%BF%9D+%26+%3Cb%3E"


def test_a_fragment_stays_behind_the_parameters() -> None:
    to = Addresses(NAMES, 1, "en")
    assert to.of("https://w3id.org/cnfiscal/def#Final") == "../page/def?lang=en#Final"


def test_links_keep_a_language_only_where_it_was_chosen() -> None:
    assert Addresses(NAMES, 0).to("") == "./"
    assert Addresses(NAMES, 0, "en").to("") == "./?lang=en"
    assert Addresses(NAMES, 0, "en").here({"page": "2"}, lang="zh") == "?page=2&lang=zh"


def test_an_iri_of_others_is_linked_only_if_it_is_a_web_address() -> None:
    to = Addresses(NAMES, 0)
    assert to.of("http://schema.org/Project") == "http://schema.org/Project"
    assert to.of("javascript:alert(1)") == ""
