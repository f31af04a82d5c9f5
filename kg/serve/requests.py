"""Requests of the SPARQL 1.1 Protocol: queries (2.1) by GET, form and direct POST, updates (2.2) by the last two.

Media types are strict, because they are what a page of another site cannot choose freely, and every part stands once.
"""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qs

from pyoxigraph import NamedNode

from kg.store import Dataset

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


class Refusal(Exception):
    """A request that is answered with this HTTP status and these words."""

    def __init__(self, status: int, words: str, **headers: str) -> None:
        self.status = status
        self.words = words
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(status, words)


class QueryRequest(NamedTuple):
    """A query and the dataset that the request names for it, if it names one.

    ``form`` is the format it asks for by name, as a page without script must: its browser chooses ``Accept``.
    """

    query: str
    dataset: Dataset | None
    form: str = ""


class UpdateRequest(NamedTuple):
    """An update and the dataset that the request names for its patterns, if it names one."""

    update: str
    dataset: Dataset | None


class Posted(NamedTuple):
    """What a POST sends: its address behind the question mark, its ``Content-Type`` and its body."""

    address: str
    content_type: str
    body: bytes


def by_get(address: str) -> QueryRequest | None:
    """The request of a GET; ``None`` where it asks for nothing, which is to ask for the service description."""
    given = parameters(address)
    return _query(given) if given else None


def by_post(posted: Posted) -> QueryRequest | UpdateRequest:
    """The request of a POST."""
    media_type = _media_type(posted.content_type)
    given = parameters(posted.address)
    if "query" in given or "update" in given:
        raise Refusal(400, "a POST has its query or update in the body, not in the address.")
    text = text_of(posted.body)
    if media_type == QUERY:
        return _query(given | {"query": [text]})
    if media_type == UPDATE:
        return _update(given | {"update": [text]})
    given = _joined(given, parameters(text))
    return _update(given) if "update" in given else _query(given)


def parameters(text: str) -> dict[str, list[str]]:
    """The parameters in an address or a form."""
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (UnicodeDecodeError, ValueError) as error:
        raise Refusal(400, f"the parameters cannot be read: {error}.") from error


def iri(text: str) -> NamedNode:
    """The IRI of a graph."""
    try:
        return NamedNode(text)
    except ValueError as error:
        raise Refusal(400, f"a graph is named by an IRI: {error}.") from error


def text_of(body: bytes) -> str:
    """A body as text."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"the body is not UTF-8: {error.reason} at byte {error.start}.") from error


def split_type(content_type: str) -> tuple[str, Mapping[str, str]]:
    """A media type and its parameters."""
    media_type, *rest = (part.strip() for part in content_type.split(";"))
    pairs = (part.partition("=") for part in rest)
    return media_type.lower(), {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}


def _media_type(content_type: str) -> str:
    media_type, given = split_type(content_type)
    if media_type not in (FORM, QUERY, UPDATE):
        raise Refusal(415, f"this is {media_type or 'a body without a type'}; send {FORM}, {QUERY} or {UPDATE}.")
    charset = given.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Refusal(415, f"a body is UTF-8, not {charset}.")
    return media_type


def _joined(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: one.get(name, []) + other.get(name, []) for name in {**one, **other}}


def _query(given: dict[str, list[str]]) -> QueryRequest:
    if "update" in given:
        raise Refusal(400, "an update comes by POST, and without a query.")
    form = _only(given, "format") if "format" in given else ""
    return QueryRequest(_only(given, "query"), _dataset(given, "default-graph-uri", "named-graph-uri"), form)


def _update(given: dict[str, list[str]]) -> UpdateRequest:
    if "query" in given:
        raise Refusal(400, "a request has a query or an update, not both.")
    return UpdateRequest(_only(given, "update"), _dataset(given, "using-graph-uri", "using-named-graph-uri"))


def _only(given: dict[str, list[str]], name: str) -> str:
    found = given.get(name, [])
    if len(found) != 1:
        raise Refusal(400, f"a request has one parameter '{name}', not {len(found)}.")
    return found[0]


def _dataset(given: dict[str, list[str]], default: str, named: str) -> Dataset | None:
    if default not in given and named not in given:
        return None
    return Dataset(tuple(map(iri, given.get(default, []))), tuple(map(iri, given.get(named, []))))
