"""Turns flat records into quads, as the mappings of ``mappings/rdf/`` say.

The rules are compiled once, and what is made of the same values is made once. What comes out is what RML says: a
null makes no triple, and a null in the subject or the graph makes none at all; values in a template are
percent-encoded, a field alone is taken as it is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, Generic, TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import DataFileError
from kg.rdf.iris import BASE, iri_safe, is_safe
from kg.rdf.mapping import Rule, TermMap, read_rules
from kg.rdf.records import Record, source_name

T = TypeVar("T")
_Key = Callable[[Record], Any]
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Mapping:
    """The rules of a folder of mappings, ready to be carried out."""

    rules: tuple[Rule, ...]
    _quads: "_Makers[list[Quad]]" = field(repr=False, compare=False)
    _lines: "_Makers[str]" = field(repr=False, compare=False)

    @classmethod
    def load(cls, folder: Path, *, base: str = BASE) -> "Mapping":
        """The mapping of the ``*.yml`` files of ``folder``, all checked; ``base`` is that of data IRIs."""
        rules = read_rules(folder, base=base)
        return cls(rules, _Makers(rules, _quad_maker), _Makers(rules, _line_maker))

    def quads(self, records: Iterable[Record]) -> Iterator[Quad]:
        """The quads of ``records``, in their order. A record given twice gives its quads twice."""
        makers = self._quads
        return chain.from_iterable(make(record) for record in records for make in makers[type(record)])

    def nquads(self, records: Iterable[Record]) -> Iterator[str]:
        """The same quads as N-Quads text, in pieces of whole lines: for files, four times as fast."""
        makers = self._lines
        return (make(record) for record in records for make in makers[type(record)])


class _Makers(dict[type[Record], tuple[Callable[[Record], T], ...]], Generic[T]):
    """What is made of the records of each class, rule by rule."""

    def __init__(self, rules: tuple[Rule, ...], compiled: Callable[[Rule, "_Terms"], Callable[[Record], T]]) -> None:
        terms = _Terms()
        super().__init__()
        for rule in rules:
            self[rule.record] = (*self.get(rule.record, ()), compiled(rule, terms))

    def __missing__(self, record: type[Record]) -> tuple[Callable[[Record], T], ...]:
        source = f"{source_name(record)}.csv~csv"
        raise DataFileError(f"no mapping has the source {source}.", advice="Add one, or name the right folder.")


def _quad_maker(rule: Rule, terms: "_Terms") -> Callable[[Record], list[Quad]]:
    """The compiled form of ``rule``: only lookups and the making of quads are left for the row."""
    of_subject, subject_of = _key(rule, rule.subject), _iri_maker(rule.subject)
    of_graph, graphs = _key(rule, rule.graph), terms.iris(rule.graph)
    constants = [(NamedNode(predicate), NamedNode(object_.parts[0])) for predicate, object_ in _constants(rule)]
    variables = [
        (NamedNode(predicate), _key(rule, object_), terms.objects(object_)) for predicate, object_ in _variables(rule)
    ]

    def make(record: Record) -> list[Quad]:
        try:
            subject, graph = subject_of(of_subject(record)), graphs[of_graph(record)]
            if subject is None or graph is None:
                return []
            return [Quad(subject, predicate, object_, graph) for predicate, object_ in constants] + [
                Quad(subject, predicate, object_, graph)
                for predicate, key, objects in variables
                if (object_ := objects[key(record)]) is not None
            ]
        except ValueError as error:
            raise _unusable(rule, record, error) from error

    return make


def _line_maker(rule: Rule, terms: "_Terms") -> Callable[[Record], str]:
    """The same for lines: predicate and object are remembered as one piece, the rest stands between the pieces."""
    of_subject, subject_of = _key(rule, rule.subject), _iri_maker(rule.subject)
    of_graph, graphs = _key(rule, rule.graph), terms.iris(rule.graph)
    constants = [f" <{predicate}> <{object_.parts[0]}>" for predicate, object_ in _constants(rule)]
    variables = [(_key(rule, object_), terms.pieces(predicate, object_)) for predicate, object_ in _variables(rule)]

    def make(record: Record) -> str:
        try:
            subject, graph = subject_of(of_subject(record)), graphs[of_graph(record)]
            pieces = constants + [piece for key, made in variables if (piece := made[key(record)])]
        except ValueError as error:
            raise _unusable(rule, record, error) from error
        if subject is None or graph is None or not pieces:
            return ""
        between = f" {graph} .\n{subject}"
        return f"{subject}{between.join(pieces)} {graph} .\n"

    return make


def _constants(rule: Rule) -> list[tuple[str, TermMap]]:
    return [(one.predicate, one.object) for one in rule.statements if not one.object.fields]


def _variables(rule: Rule) -> list[tuple[str, TermMap]]:
    return [(one.predicate, one.object) for one in rule.statements if one.object.fields]


def _key(rule: Rule, term: TermMap) -> _Key:
    """What takes from a record the values of a term: one value, or several in a tuple, or none."""
    if not term.fields:
        return lambda record: ()  # noqa: ARG005 - a constant needs nothing of the record
    return itemgetter(*map(rule.record._fields.index, term.fields))


class _Remembered(dict[Any, T | None], Generic[T]):
    """What is made of values, by the values; when there are too many, all are forgotten."""

    def __init__(self, make: Callable[[Any], T | None]) -> None:
        super().__init__()
        self._make: Callable[[Any], T | None] = make

    def __missing__(self, values: Any) -> T | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        made: T | None = self._make(values)
        self[values] = made
        return made


class _Terms:
    """What is remembered, shared by all rules. It goes by the form of a term, whatever its fields are called."""

    def __init__(self) -> None:
        self._iris: dict[tuple[str, ...], _Remembered[NamedNode]] = {}
        self._literals: dict[tuple[str, str], _Remembered[Literal]] = {}

    def iris(self, term: TermMap) -> _Remembered[NamedNode]:
        """The IRIs of a term map."""
        return self._iris.setdefault(term.parts, _Remembered(_iri_maker(term)))

    def objects(self, term: TermMap) -> _Remembered[NamedNode] | _Remembered[Literal]:
        """The IRIs or literals of a term map."""
        if not term.literal:
            return self.iris(term)
        return self._literals.setdefault((term.datatype, term.language), _Remembered(_literal_maker(term)))

    @staticmethod
    def pieces(predicate: str, term: TermMap) -> _Remembered[str]:
        """The text of a predicate and the objects of a term map."""
        make = _maker(term)

        def piece(values: Any) -> str | None:
            made = make(values)
            return None if made is None else f" <{predicate}> {made}"

        return _Remembered(piece)


def _maker(term: TermMap) -> Callable[[Any], NamedNode | Literal | None]:
    return _literal_maker(term) if term.literal else _iri_maker(term)


def _iri_maker(term: TermMap) -> Callable[[Any], NamedNode | None]:
    if not term.fields:
        constant = NamedNode(term.parts[0])
        return lambda values: constant  # noqa: ARG005 - a constant needs no values
    if not term.is_template:
        return lambda value: NamedNode(value) if value else None
    if len(term.fields) == 1:
        before, after = term.parts
        return lambda value: NamedNode(before + iri_safe(value) + after) if value else None
    fill = "{}".join(term.parts).format

    def make(values: tuple[str, ...]) -> NamedNode | None:
        if not all(values):
            return None
        return NamedNode(fill(*values if is_safe("".join(values)) else map(iri_safe, values)))

    return make


def _literal_maker(term: TermMap) -> Callable[[Any], Literal | None]:
    if term.language:
        return lambda value: Literal(value, language=term.language) if value else None
    if term.datatype:
        datatype = NamedNode(term.datatype)
        return lambda value: Literal(value, datatype=datatype) if value else None
    return lambda value: Literal(value) if value else None


def _unusable(rule: Rule, record: Record, error: ValueError) -> DataFileError:
    """The error of a record whose values make no term: it names the fields of the first term that fails."""
    terms = (rule.subject, rule.graph, *(statement.object for statement in rule.statements))
    fields = next(term.fields for term in terms if _fails(term, _key(rule, term)(record)))
    values = ", ".join(f"{name} = {getattr(record, name)!r}" for name in fields)
    return DataFileError(
        f"the mapping {rule.name} can make no term of {values}: {error}.",
        place=rule.place,
        advice=f"Correct what makes the {rule.record.__name__}.",
    )


def _fails(term: TermMap, values: Any) -> bool:
    try:
        _maker(term)(values)
    except ValueError:
        return True
    return False
