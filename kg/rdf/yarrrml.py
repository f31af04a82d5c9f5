"""Turns flat records into quads, as the mappings of ``mappings/rdf/`` say.

The rules are compiled once, and what is made of the same values is made once. What comes out is what RML says: a
null makes no triple, and a null in the subject or the graph makes none at all; values in a template are
percent-encoded, a field alone is taken as it is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from operator import getitem, itemgetter
from pathlib import Path
from typing import Any, Generic, TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import DataFileError
from kg.rdf.iris import BASE, iri_safe
from kg.rdf.mapping import Rule, Statement, TermMap, read_rules
from kg.rdf.records import Record, source_name

T = TypeVar("T")
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
        """The same quads as N-Quads text, in pieces of whole lines: for files, about three times as fast."""
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
    constants = [(NamedNode(one.predicate.parts[0]), NamedNode(one.object.parts[0])) for one in _constants(rule)]
    variables = [
        (NamedNode(one.predicate.parts[0]), _key(rule, one.object), terms.objects(one.object))
        for one in _variables(rule)
    ]
    named = [
        (_key(rule, one.predicate), terms.iris(one.predicate), _key(rule, one.object), terms.objects(one.object))
        for one in _named(rule)
    ]

    def make(record: Record) -> list[Quad]:
        try:
            subject, graph = subject_of(of_subject(record)), graphs[of_graph(record)]
            if subject is None or graph is None:
                return []
            return (
                [Quad(subject, predicate, object_, graph) for predicate, object_ in constants]
                + [
                    Quad(subject, predicate, object_, graph)
                    for predicate, of_object, objects in variables
                    if (object_ := objects[of_object(record)]) is not None
                ]
                + [
                    Quad(subject, predicate, object_, graph)
                    for of_predicate, predicates, of_object, objects in named
                    if (predicate := predicates[of_predicate(record)]) is not None
                    and (object_ := objects[of_object(record)]) is not None
                ]
            )
        except ValueError as error:
            raise _unusable(rule, record, error) from error

    return make


def _line_maker(rule: Rule, terms: "_Terms") -> Callable[[Record], str]:
    """The same for lines: predicate and object are remembered as one piece, the rest stands between the pieces."""
    of_subject, subject_of = _key(rule, rule.subject), _text_maker(rule.subject)
    of_graph, graphs = _key(rule, rule.graph), terms.texts(rule.graph)
    constants = [f" <{one.predicate.parts[0]}> <{one.object.parts[0]}>" for one in _constants(rule)]
    variables = _variables(rule)
    of_objects, objects = _keys(rule, variables), [terms.pieces(one) for one in variables]
    named = [_piece_maker(rule, one, terms) for one in _named(rule)]

    def make(record: Record) -> str:
        try:
            subject, graph = subject_of(of_subject(record)), graphs[of_graph(record)]
            pieces = [*constants, *filter(None, map(getitem, objects, of_objects(record)))]
            pieces += filter(None, (piece(record) for piece in named))
        except ValueError as error:
            raise _unusable(rule, record, error) from error
        if subject is None or graph is None or not pieces:
            return ""
        between = f" {graph} .\n{subject}"
        return f"{subject}{between.join(pieces)} {graph} .\n"

    return make


def _constants(rule: Rule) -> list[Statement]:
    return [statement for statement in rule.statements if statement.is_constant]


def _variables(rule: Rule) -> list[Statement]:
    """The statements whose objects have fields, those of one field first."""
    listed = (one for one in rule.statements if one.object.fields and not one.predicate.fields)
    return sorted(listed, key=lambda one: len(one.object.fields) > 1)


def _named(rule: Rule) -> list[Statement]:
    """The statements whose predicates have fields."""
    return [one for one in rule.statements if one.predicate.fields]


def _piece_maker(rule: Rule, one: Statement, terms: "_Terms") -> Callable[[Record], str | None]:
    """What makes of a record the predicate and the object of such a statement as N-Quads writes them."""
    of_predicate, predicates = _key(rule, one.predicate), terms.texts(one.predicate)
    of_object, make = _key(rule, one.object), _text_maker(one.object)

    def piece(record: Record) -> str | None:
        predicate, object_ = predicates[of_predicate(record)], make(of_object(record))
        return f" {predicate} {object_}" if predicate and object_ else None

    return piece


def _key(rule: Rule, term: TermMap) -> Callable[[Record], Any]:
    """What takes from a record the values of a term: one value, or several in a tuple, or none."""
    if not term.fields:
        return lambda _record: ()
    return itemgetter(*map(rule.record._fields.index, term.fields))


def _keys(rule: Rule, variables: list[Statement]) -> Callable[[Record], tuple[Any, ...]]:
    """What takes from a record the values of all its objects, as :func:`_key` does for one."""
    keys = [_key(rule, one.object) for one in variables]
    singles = [rule.record._fields.index(one.object.fields[0]) for one in variables if len(one.object.fields) == 1]
    if len(singles) < 2:
        return lambda record: tuple([key(record) for key in keys])
    several, rest = itemgetter(*singles), keys[len(singles) :]
    if not rest:
        return several
    return lambda record: (*several(record), *[key(record) for key in rest])


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
        self._texts: dict[tuple[str, ...], _Remembered[str]] = {}
        self._literals: dict[tuple[str, str], _Remembered[Literal]] = {}

    def iris(self, term: TermMap) -> _Remembered[NamedNode]:
        """The IRIs of a term map."""
        return self._iris.setdefault(term.parts, _Remembered(_iri_maker(term)))

    def objects(self, term: TermMap) -> _Remembered[NamedNode] | _Remembered[Literal]:
        """The IRIs or literals of a term map."""
        if not term.literal:
            return self.iris(term)
        return self._literals.setdefault((term.datatype, term.language), _Remembered(_literal_maker(term)))

    def texts(self, term: TermMap) -> _Remembered[str]:
        """The IRIs of a term map as N-Quads writes them."""
        return self._texts.setdefault(term.parts, _Remembered(_text_maker(term)))

    @staticmethod
    def pieces(statement: Statement) -> _Remembered[str]:
        """The predicate and the objects of a statement as N-Quads writes them."""
        lead, make = f" <{statement.predicate.parts[0]}> ", _text_maker(statement.object)
        return _Remembered(lambda values: lead + text if (text := make(values)) else None)


def _maker(term: TermMap) -> Callable[[Any], NamedNode | Literal | None]:
    return _literal_maker(term) if term.literal else _iri_maker(term)


def _text_maker(term: TermMap) -> Callable[[Any], str | None]:
    """What makes a term as N-Quads writes it."""
    if term.is_template:
        fill = _filler(term)
        return lambda values: f"<{text}>" if (text := fill(values)) else None
    make = _maker(term)
    return lambda value: str(made) if (made := make(value)) is not None else None


def _iri_maker(term: TermMap) -> Callable[[Any], NamedNode | None]:
    if not term.is_template:
        return lambda value: NamedNode(value) if value else None
    fill = _filler(term)
    return lambda values: NamedNode(text) if (text := fill(values)) else None


def _filler(term: TermMap) -> Callable[[Any], str | None]:
    """What fills in a template: as its text was checked and its values are made safe, an IRI always."""
    if len(term.fields) == 1:
        before, after = term.parts
        return lambda value: before + iri_safe(value) + after if value else None
    pattern = "%s".join(part.replace("%", "%%") for part in term.parts)

    def fill(values: tuple[str, ...]) -> str | None:
        if not all(values):
            return None
        together = "".join(values)
        plain = together.isascii() and together.isalnum()
        return pattern % (values if plain else tuple(map(iri_safe, values)))

    return fill


def _literal_maker(term: TermMap) -> Callable[[Any], Literal | None]:
    if term.language:
        return lambda value: Literal(value, language=term.language) if value else None
    if term.datatype:
        datatype = NamedNode(term.datatype)
        return lambda value: Literal(value, datatype=datatype) if value else None
    return lambda value: Literal(value) if value else None


def _unusable(rule: Rule, record: Record, error: ValueError) -> DataFileError:
    """The error of a record whose values make no term: it names the fields of the first term that fails."""
    said = (term for one in rule.statements for term in (one.predicate, one.object))
    terms = (rule.subject, rule.graph, *said)
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
