"""Which media type an answer has."""

import pytest

from kg.serve.negotiation import best, choose, takes_gzip


@pytest.mark.parametrize(
    ("accept", "tabular", "graphic"),
    [
        (None, "application/sparql-results+json", "text/turtle"),
        ("", "application/sparql-results+json", "text/turtle"),
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("text/*", "text/csv", "text/turtle"),
        ("application/json", "application/sparql-results+json", None),
        ("application/xml;q=0.5, text/csv;q=0.4", "application/sparql-results+xml", None),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.5", "application/sparql-results+xml", None),
        ("application/n-triples, text/turtle;q=0.9", None, "application/n-triples"),
        ("application/ld+json", None, "application/ld+json"),
        ("application/rdf+xml, text/turtle;q=0.2", None, "application/rdf+xml"),
        ("*/*;q=0.1, text/turtle;q=0", "application/sparql-results+json", "application/n-triples"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/sparql-results+json", "text/turtle"),
        ("TEXT/CSV; Q=1.0", "text/csv", None),
        ("text/csv; charset=utf-8; q=0.5", "text/csv", None),
        ("text/csv;q=many", None, None),
        ("image/png", None, None),
        (",;=,", None, None),
    ],
)
def test_the_best_type_is_chosen(accept: str | None, tabular: str | None, graphic: str | None) -> None:
    assert choose(accept) == (tabular, graphic)


def test_the_first_of_equals_is_chosen() -> None:
    assert best("*/*", ("text/html", "text/plain")) == "text/html"
    assert best("text/plain", ("text/html", "text/plain")) == "text/plain"
    assert best("image/png", ("text/html", "text/plain")) is None


@pytest.mark.parametrize(
    ("accept_encoding", "takes"),
    [("", False), ("gzip", True), ("br, gzip;q=0.1", True), ("gzip;q=0", False), ("*", True), ("*, gzip;q=0", False),
     ("identity", False)],
)  # fmt: skip
def test_compression_is_for_who_takes_it(accept_encoding: str, takes: bool) -> None:
    assert takes_gzip(accept_encoding) is takes
