"""Reads the mappings of ``mappings/rdf/``: a small, strict subset of YARRRML, checked before the first row.

The subset is described in ``docs/mappings.md``. It is what two engines read alike: that of ``kg.rdf.yarrrml``
and Morph-KGC, which judges it in the tests. Whatever is outside the subset is refused, with the file, the
line and the key, rather than read in one of several possible ways.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode

from kg.errors import DataFileError
from kg.paths.strictyaml import Node, read
from kg.rdf.iris import BASE, Iris
from kg.rdf.records import RECORDS, Record, source_name

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_RECORDS = {source_name(record): record for record in RECORDS}
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_PREFIXED = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?!//)(.*)", re.DOTALL)
_REFERENCE = re.compile(r"\$\(([A-Za-z_][A-Za-z0-9_]*)\)")
_LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)~lang")
_MALFORMED = re.compile(r"[^!#%&'*+,./0-9;=?@A-Z_a-z-]")
_SUBJECT = ("s", "subjects")
# Short keys of YARRRML. Engines write them out wherever they stand, among prefixes and names of mappings too.
_RESERVED = frozenset((
    "a", "author", "f", "fn", "g", "graph", "i", "inversepredicate", "m", "mapping", "o", "object", "p", "pm", "pms",
    "po", "predicate", "predicateobject", "s", "subject", "v", "http", "https", "ftp",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class TermMap:
    """How a term is made from a record: ``parts`` of fixed text with the values of ``fields`` between them.

    No field makes a constant IRI; one field with no text around it is taken as it is; anything else is a
    template, whose values are made safe for an IRI. A ``literal`` is always one field with no text around it.
    """

    parts: tuple[str, ...]
    fields: tuple[str, ...] = ()
    literal: bool = False
    datatype: str = ""
    language: str = ""

    @property
    def is_template(self) -> bool:
        """True where the values of the fields are parts of an IRI."""
        return any(self.parts)

    def fill(self, values: tuple[str, ...]) -> str:
        """The text of the term with ``values`` in the place of its fields."""
        return self.parts[0] + "".join(value + part for value, part in zip(values, self.parts[1:], strict=True))


@dataclass(frozen=True, slots=True)
class Statement:
    """One predicate and object of a rule. ``predicate`` is a constant IRI, or a template."""

    predicate: TermMap
    object: TermMap

    @property
    def is_constant(self) -> bool:
        """True where every record makes the same of it."""
        return not self.predicate.fields and not self.object.fields


@dataclass(frozen=True, slots=True)
class Rule:
    """One mapping: the quads that a record of one class makes. ``place`` is its file and line."""

    name: str
    place: str
    record: type[Record]
    subject: TermMap
    graph: TermMap
    statements: tuple[Statement, ...]


def read_rules(folder: Path, *, base: str = BASE) -> tuple[Rule, ...]:
    """Every rule of the mapping files of ``folder``, in order of file name; ``base`` is that of data IRIs."""
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise DataFileError(
            "no mapping is here.", place=str(folder), advice="Name the folder that holds the *.yml files."
        )
    prefixes, rules = _Prefixes(Iris(base), {}), dict[str, Rule]()
    for file in files:
        for spot, rule in _rules(file, prefixes):
            if rule.name in rules:
                raise spot.wrong("this mapping exists already.", f"Rename it, or that at {rules[rule.name].place}.")
            rules[rule.name] = rule
    return tuple(rules.values())


class _Prefixes:
    """The namespaces of the prefixes; every file declares its own, and all must agree."""

    def __init__(self, iris: Iris, declared: dict[str, Node]) -> None:
        self._declared = declared
        self._data = {"id": (Iris().ids, iris.ids), "ng": (Iris().graphs, iris.graphs)}

    def namespace(self, name: str, spot: Node) -> str:
        """The namespace that ``spot`` declares for ``name``; below the data base, that of the setting."""
        if name in _RESERVED or not _PREFIXED.fullmatch(f"{name}:"):
            raise spot.wrong("this cannot be a prefix.", "Use letters, digits and hyphens, and no key of YARRRML.")
        namespace = spot.text()
        _check_iri(spot, namespace)
        first = self._declared.setdefault(name, spot)
        if namespace != first.text():
            raise spot.wrong("this prefix has two namespaces.", f"Write {first.text()} as {first.place} does.")
        written, used = self._data.get(name, (namespace, namespace))
        if namespace != written:
            raise spot.wrong("this prefix is the project's own.", f"Write {written}; the base is a setting.")
        return used


def _rules(file: Path, prefixes: _Prefixes) -> Iterator[tuple[Node, Rule]]:
    """The rules of one file."""
    root = read(file)
    if root.content is None:
        raise root.wrong("the file is empty.", "Add mappings or remove it.")
    top = root.pairs(("prefixes", "mappings"))
    if len(top) != 2:
        raise root.wrong("prefixes and mappings are both needed.", "Add the key that is missing.")
    namespaces = {name: prefixes.namespace(name, spot) for name, spot in top["prefixes"].pairs().items()}
    for name, spot in top["mappings"].pairs().items():
        yield spot, _rule(name, spot, namespaces)


def _rule(name: str, spot: Node, namespaces: dict[str, str]) -> Rule:
    if name in _RESERVED or not _NAME.fullmatch(name):
        raise spot.wrong("this cannot name a mapping.", "Use a-z, 0-9 and hyphens, and no key of YARRRML.")
    keys = spot.pairs(("sources", *_SUBJECT, "graphs", "po"))
    for choice in (("sources",), _SUBJECT, ("graphs",), ("po",)):
        if sum(key in keys for key in choice) != 1:
            raise spot.wrong(f"{' or '.join(choice)} is needed here once.", "Add or remove it.")
    terms = _Terms(namespaces, _source(keys["sources"]))
    statements = keys["po"].items()
    if not statements:
        raise keys["po"].wrong("the list is empty.", "Add a pair [predicate, object], or remove the mapping.")
    return Rule(
        name=name,
        place=spot.place,
        record=terms.record,
        subject=terms.subject(next(keys[key] for key in _SUBJECT if key in keys)),
        graph=terms.graph(keys["graphs"]),
        statements=tuple(map(terms.statement, statements)),
    )


@dataclass(frozen=True, slots=True)
class _Terms:
    """Reads the terms of one mapping, whose prefixes and fields are known."""

    namespaces: dict[str, str]
    record: type[Record]

    def subject(self, spot: Node) -> TermMap:
        """``prefix:text$(field)…``, or ``$(field)~iri``."""
        text = spot.text()
        return self._reference(spot, text) if text.startswith("$(") else self._template(spot, text)

    def graph(self, spot: Node) -> TermMap:
        """``prefix:text$(field)…``."""
        term = self._template(spot, spot.text())
        _no_call(spot, "".join(term.parts))
        return term

    def statement(self, spot: Node) -> Statement:
        """``[predicate, object]``, with a datatype or a language (``zh~lang``) in the third place or none."""
        match spot.items():
            case [predicate, object_]:
                return Statement(self._predicate(predicate), self._object(object_))
            case [predicate, object_, kind]:
                return Statement(self._predicate(predicate), self._literal(object_, kind))
        raise spot.wrong("two or three parts are needed.", "Write [predicate, object] or [predicate, object, type].")

    def _predicate(self, spot: Node) -> TermMap:
        """``a``, ``prefix:text$(field)…``, or ``{value: prefix:text}``, which an IRI with ``function`` in it needs."""
        if not isinstance(spot.content, dict):
            if spot.text() == "a":
                return TermMap((RDF_TYPE,))
            term = self._template(spot, spot.text())
            _no_call(spot, "".join(term.parts))
            return term
        if not (pairs := spot.pairs(("value",))):
            raise spot.wrong("the predicate is missing.", "Write it like {value: cnf:functionalCode}.")
        return TermMap((self._constant(pairs["value"]),))

    def _object(self, spot: Node) -> TermMap:
        text = spot.text()
        if text.startswith("$("):
            return self._reference(spot, text) if text.endswith("~iri") else self._field(spot, text)
        term = self._template(spot, text.removesuffix("~iri"))
        if term.fields and not text.endswith("~iri"):
            raise spot.wrong("engines differ whether this is an IRI or a literal.", "Add ~iri at its end.")
        return term

    def _literal(self, spot: Node, kind: Node) -> TermMap:
        field = self._field(spot, spot.text())
        if language := _LANGUAGE.fullmatch(kind.text()):
            return replace(field, language=language[1])
        return replace(field, datatype=self._constant(kind))

    def _constant(self, spot: Node) -> str:
        term = self._template(spot, spot.text())
        if term.fields:
            raise spot.wrong("no field can stand here.", "Write an IRI like xsd:decimal, or zh~lang for a language.")
        return term.parts[0]

    def _reference(self, spot: Node, text: str) -> TermMap:
        if not text.endswith("~iri"):
            raise spot.wrong("a field alone is a literal.", "Write $(field)~iri, or begin with a prefix.")
        return replace(self._field(spot, text.removesuffix("~iri")), literal=False)

    def _field(self, spot: Node, text: str) -> TermMap:
        if not (match := _REFERENCE.fullmatch(text)):
            raise spot.wrong(f"{text!r} is not one field.", "Write $(field) and nothing around it.")
        return TermMap(("", ""), (self._known(spot, match[1]),), literal=True)

    def _template(self, spot: Node, text: str) -> TermMap:
        prefixed = _PREFIXED.fullmatch(text)
        if not prefixed:
            raise spot.wrong(f"{text!r} does not begin with a prefix.", "Write it like cnf:amount or id:file/$(sha).")
        prefix, rest = prefixed[1], prefixed[2]
        if prefix not in self.namespaces:
            raise spot.wrong(f"the prefix {prefix} is not known.", "Declare it under prefixes in this file.")
        pieces = _REFERENCE.split(rest)
        if wrong := _MALFORMED.search("".join(pieces[::2])):
            raise spot.wrong(
                f"{text!r} is malformed at {wrong[0]!r}.", "Write fields as $(field), text in plain ASCII."
            )
        term = TermMap(
            (self.namespaces[prefix] + pieces[0], *pieces[2::2]),
            tuple(self._known(spot, field) for field in pieces[1::2]),
        )
        _check_iri(spot, term.fill(("x",) * len(term.fields)))
        return term

    def _known(self, spot: Node, field: str) -> str:
        if field not in self.record._fields:
            advice = f"Its fields are: {', '.join(self.record._fields)}."
            raise spot.wrong(f"{self.record.__name__} has no field {field!r}.", advice)
        return field


def _no_call(spot: Node, iri: str) -> str:
    """``iri``, unless Morph-KGC 2.10 would take it for a call: it seeks that word, save below ``value``."""
    if "function" in iri:
        raise spot.wrong("the word function here stands for a call.", "Write a predicate as {value: …}.")
    return iri


def _source(spot: Node) -> type[Record]:
    """The record class of ``- [claim.csv~csv]``."""
    for _ in range(2):
        items = spot.items()
        if len(items) != 1:
            raise spot.wrong("one source is needed here.", "Write it like - [claim.csv~csv].")
        spot = items[0]
    name = spot.text().removesuffix(".csv~csv")
    if name == spot.text():
        raise spot.wrong("a source is a CSV file.", "Write it like - [claim.csv~csv].")
    if name not in _RECORDS:
        raise spot.wrong(f"no records are named {name!r}.", f"Name one of: {', '.join(sorted(_RECORDS))}.")
    return _RECORDS[name]


def _check_iri(spot: Node, text: str) -> None:
    try:
        NamedNode(text)
    except ValueError as error:
        raise spot.wrong(f"{text!r} is no IRI ({error}).", "Write an absolute IRI.") from error
