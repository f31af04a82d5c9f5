"""Crosswalks between classifications, kept as SSSOM sets in ``mappings/alignments/`` so that others can use them too.

Promises: a set is read whole or not at all. Its metadata is YAML, every prefix is declared, every relation is one of
the five of SKOS, every code stands in its list under ``ontology/codes/``; a fault is named by file and line.
The international classifications that the sets lead to (COFOG, GFSM) are read here as well.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import NoReturn

from kg import paths
from kg.errors import DataFileError
from kg.paths.lists import Line, lines
from kg.paths.strictyaml import Node, parse, text_of

_CODES = "https://w3id.org/cnfiscal/id/code/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SEMAPV = "https://w3id.org/semapv/vocab/"
_RELATIONS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_BODY = "body"
_BODIES = ("机关", "事业单位", "不分")
_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "author_label", "confidence", "comment",
)  # fmt: skip
_STATED = ("mapping_set_id", "mapping_set_title", "license", "subject_source", "object_source")
_CONFIDENCE = re.compile(r"0(\.[0-9]+)?|1(\.0+)?")
_LIST = ("code", "level", "parent", "zh", "en")


@dataclass(frozen=True, slots=True)
class Match:
    """A relation between two codes.

    ``predicate`` is the local name of the SKOS property, ``justification`` that of the SEMAPV term; ``confidence``
    lies between 0 and 1; ``body`` says for which type of body it holds, empty where the set does not tell.
    """

    mapping_set: str
    scheme: str
    code: str
    predicate: str
    object_scheme: str
    object_code: str
    justification: str
    confidence: Decimal
    author: str
    body: str
    comment: str
    place: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A code of an international classification; ``zh`` is empty where no standard wording is certain."""

    scheme: str
    code: str
    level: int
    parent: str
    zh: str
    en: str
    place: str = field(compare=False)


@lru_cache(maxsize=4)
def load(folder: Path | None = None) -> tuple[Match, ...]:
    """Every match of the sets in ``folder``, by default those of this package, in the order of files and lines.

    Raises ``DataFileError`` with file and line for the first fault.
    """
    place = folder or paths.mappings() / "alignments"
    files = sorted(place.glob("*.sssom.tsv"))
    if not files:
        raise DataFileError("no crosswalk is here.", place=str(place), advice="Restore the *.sssom.tsv files.")
    found: dict[tuple[str, ...], Match] = {}
    for match in (match for file in files for match in _set(file)):
        key = (match.scheme, match.code, match.predicate, match.object_scheme, match.object_code, match.body)
        if key in found:
            _refuse(match.place, f"this match stands at {found[key].place} already.", "Keep one of the two rows.")
        found[key] = match
    return tuple(found.values())


def of(scheme: str, code: str) -> tuple[Match, ...]:
    """The matches from ``code`` of ``scheme`` to other classifications; none where no set has the code."""
    return _by_subject().get((scheme, code), ())


@lru_cache(maxsize=1)
def pairs() -> frozenset[tuple[str, str]]:
    """Every (部门 code, 政府 code) that may stand in one row, whatever the type of body."""
    ends = ("economic", "government-economic")
    return frozenset((m.code, m.object_code) for m in load() if (m.scheme, m.object_scheme) == ends)


@lru_cache(maxsize=4)
def terms(scheme: str, folder: Path | None = None) -> tuple[Term, ...]:
    """The codes of ``scheme``, ``cofog`` or ``gfsm``, parents first; ``folder`` is where the lists are.

    Raises ``DataFileError`` for a code that is there twice, a parent that does not precede it, a faulty level.
    """
    found: dict[str, Term] = {}
    for line in lines((folder or _lists()) / f"{scheme}.csv", _LIST):
        term = Term(scheme, line["code"], _level(line), line["parent"], line["zh"], line["en"], line.place)
        if not term.code or term.code in found:
            line.refuse(f"the code {term.code!r} is empty or there already.")
        above = found.get(term.parent)
        if term.parent and (above is None or above.level != term.level - 1):
            line.refuse(f"the parent {term.parent!r} is no code above, one level up.")
        found[term.code] = term
    return tuple(found.values())


def _level(line: Line) -> int:
    return int(line.one_of("level", ("1", "2", "3", "4")))


@lru_cache(maxsize=1)
def _by_subject() -> dict[tuple[str, str], tuple[Match, ...]]:
    found: dict[tuple[str, str], list[Match]] = defaultdict(list)
    for match in load():
        found[match.scheme, match.code].append(match)
    return {subject: tuple(matches) for subject, matches in found.items()}


def _lists() -> Path:
    return paths.ontology() / "codes"


def _refuse(place: str, what: str, advice: str) -> NoReturn:
    raise DataFileError(what, place=place, advice=advice)


@dataclass(frozen=True, slots=True)
class _Head:
    """The metadata of a set."""

    whole: Node
    said: dict[str, Node]

    def refuse(self, key: str, what: str, advice: str) -> NoReturn:
        _refuse(self.said.get(key, self.whole).place, what, advice)

    def text(self, key: str) -> str:
        value = self._plain(key)
        if not isinstance(value, str) or not value:
            self.refuse(key, f"{key} is missing or is no text.", f"State {key} in the metadata.")
        return value

    def prefixes(self) -> dict[str, str]:
        value = self._plain("curie_map")
        found = (
            {prefix: iri for prefix, iri in value.items() if isinstance(iri, str)} if isinstance(value, dict) else {}
        )
        if not found or found != value:
            self.refuse("curie_map", "curie_map is missing or is no map of prefixes.", "Declare every prefix.")
        return found

    def extensions(self) -> list[str]:
        value = self._plain("extension_definitions")
        if value is None or value == []:
            return []
        if not isinstance(value, list) or [isinstance(one, dict) and one.get("slot_name") for one in value] != [_BODY]:
            self.refuse("extension_definitions", f"the extension slots are not {_BODY!r} alone.", "Define no other.")
        return [_BODY]

    def _plain(self, key: str) -> object:
        return self.said[key].plain() if key in self.said else None

    def scheme(self, key: str) -> str:
        """The classification a source names, which must have a list of codes."""
        source = _expanded(self.text(key), self.prefixes())
        scheme = (source or "").removeprefix(_CODES)
        if not source or scheme == source or not (_lists() / f"{scheme}.csv").is_file():
            self.refuse(key, f"{self.text(key)!r} is no classification.", "Name one of ontology/codes/, as a CURIE.")
        return scheme


def _set(path: Path) -> Iterator[Match]:
    head = _head(path)
    for key in _STATED:
        head.text(key)
    reader = _Rows(
        head.text("mapping_set_id"), head.prefixes(), head.scheme("subject_source"), head.scheme("object_source")
    )
    columns = [*_COLUMNS, *head.extensions()]
    yield from (reader.match(line) for line in lines(path, columns, delimiter="\t", skip="#"))


def _head(path: Path) -> _Head:
    stated = takewhile(lambda line: line.startswith("#"), text_of(path).splitlines(keepends=True))
    # every value is text, whatever YAML would make of it: a version or a date is no number here
    whole = parse("".join(line[1:] for line in stated), path, typed=False)
    if not isinstance(whole.content, dict):
        raise whole.wrong("the metadata is missing.", "State it as YAML in leading lines that begin with #.")
    return _Head(whole, whole.content)


def _expanded(curie: str, prefixes: dict[str, str]) -> str | None:
    prefix, colon, rest = curie.partition(":")
    return prefixes[prefix] + rest if colon and prefix in prefixes else None


@dataclass(frozen=True, slots=True)
class _Rows:
    """How the rows of one set are read."""

    mapping_set: str
    prefixes: dict[str, str]
    scheme: str
    object_scheme: str

    def match(self, line: Line) -> Match:
        return Match(
            mapping_set=self.mapping_set,
            scheme=self.scheme,
            code=self._code(line, "subject_id", self.scheme),
            predicate=self._local(line, "predicate_id", _SKOS, _RELATIONS),
            object_scheme=self.object_scheme,
            object_code=self._code(line, "object_id", self.object_scheme),
            justification=self._local(line, "mapping_justification", _SEMAPV),
            confidence=_confidence(line),
            author=line["author_label"] or line.refuse("author_label is empty.", "Say who judged."),
            body=line.one_of(_BODY, _BODIES) if _BODY in line.values else "",
            comment=line["comment"],
            place=line.place,
        )

    def _code(self, line: Line, column: str, scheme: str) -> str:
        code = self._local(line, column, f"{_CODES}{scheme}/")
        if code not in _codes(_lists() / f"{scheme}.csv"):
            line.refuse(f"{column}: {scheme} has no code {code!r}.", f"Name a code of ontology/codes/{scheme}.csv.")
        return code

    def _local(self, line: Line, column: str, namespace: str, allowed: tuple[str, ...] = ()) -> str:
        """What follows ``namespace`` in the IRI that a CURIE stands for."""
        iri = _expanded(line[column], self.prefixes)
        if iri is None:
            line.refuse(f"{column}: no prefix of {line[column]!r} is declared.", "Declare it in curie_map.")
        local = iri.removeprefix(namespace)
        if not local or local == iri or (allowed and local not in allowed):
            among = f": {', '.join(allowed)}" if allowed else ""
            line.refuse(f"{column} is {line[column]!r}.", f"Name a term of {namespace}{among}.")
        return local


def _confidence(line: Line) -> Decimal:
    text = line["confidence"]
    if not _CONFIDENCE.fullmatch(text):
        line.refuse(f"confidence is {text!r}.", "Write a decimal number from 0 to 1.")
    return Decimal(text)


@lru_cache(maxsize=16)
def _codes(path: Path) -> frozenset[str]:
    """The codes of a list, whatever other columns it has: those are for its own reader to judge."""
    return frozenset(line["code"] for line in lines(path, ["code"], others=True))
