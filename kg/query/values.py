"""What the user gives for a parameter, as RDF terms. Text never reaches a query but as a serialised term.

Besides the types here, every dimension (``phase``, ``fund``, ``item``, …) is a type: its members, by notation or name.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.errors import BadParameter
from kg.query.lookup import agencies_named, areas_named
from kg.query.members import dimensions, member_named
from kg.query.question import Parameter
from kg.store import GraphReader

Given: TypeAlias = str | int | Decimal | Sequence[str | int | Decimal]
"""A value, or several of which any will do."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_Terms: TypeAlias = tuple[NamedNode | Literal, ...]


def terms(store: GraphReader, name: str, parameter: Parameter, given: Given) -> _Terms:
    """The terms that ``given`` stands for, in the graph of ``store``."""
    several = [given] if isinstance(given, str | int | Decimal) else list(given)
    if not several:
        raise BadParameter("no value is given.", place=name, advice="Leave the parameter out, or give a value.")
    found = [term for one in several for term in _one(store, name, parameter, str(one).strip())]
    return tuple(dict.fromkeys(found))


def candidates(kind: str) -> tuple[tuple[str, str], ...]:
    """What may be given for a parameter of this type, each with its English name, where that is a list of members."""
    return tuple((member.notation, member.en) for member in dimensions().get(kind, ()))


def check_default(name: str, parameter: Parameter) -> None:
    """Raise BadParameter where a default is not of its type, as far as that shows without a graph."""
    if parameter.default is not None and parameter.type not in _LOOKUPS:
        _without_graph(name, parameter.type, parameter.default)


def _one(store: GraphReader, name: str, parameter: Parameter, text: str) -> _Terms:
    if not text:
        raise BadParameter("the value is empty.", place=name, advice="Leave the parameter out, or give a value.")
    lookup = _LOOKUPS.get(parameter.type)
    return lookup(store, name, text) if lookup else (_without_graph(name, parameter.type, text),)


def _without_graph(name: str, kind: str, text: str) -> NamedNode | Literal:
    if kind in _READERS:
        return _READERS[kind](name, text)
    member = member_named(kind, text)
    if member is not None:
        return member.iri
    known = [one.notation for one in dimensions()[kind]]
    near = get_close_matches(text, known + [one.zh for one in dimensions()[kind]], n=3)
    meant = f"Did you mean {', '.join(near)}?" if near else f"It is one of {', '.join(known)}."
    raise BadParameter(f"no {kind} is called {text!r}.", place=name, advice=meant)


def _pattern(shape: str, says: str, datatype: str | None = None) -> Callable[[str, str], Literal]:
    def read(name: str, text: str) -> Literal:
        if not re.fullmatch(shape, text, re.ASCII):
            raise BadParameter(f"{text!r} is not {says}.", place=name, advice=f"Give {says}.")
        return Literal(text, datatype=NamedNode(_XSD + datatype)) if datatype else Literal(text)

    return read


def _decimal(name: str, text: str) -> Literal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 17:  # what Oxigraph's decimals hold
        raise BadParameter(f"{text!r} is not a decimal number.", place=name, advice="Give one like 351600.00.")
    return Literal(f"{number:f}", datatype=NamedNode(_XSD + "decimal"))


def _iri(name: str, text: str) -> NamedNode:
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise BadParameter(f"{text!r} is not an absolute IRI.", place=name, advice="Give one with its scheme.")
    try:
        return NamedNode(text)
    except ValueError as error:
        raise BadParameter(f"{text!r} is not an IRI: {error}.", place=name, advice="Correct it.") from error


def _text(_name: str, text: str) -> Literal:
    return Literal(text)


_READERS: dict[str, Callable[[str, str], NamedNode | Literal]] = {
    "year": _pattern(r"\d{4}", "a year of four digits", "gYear"),
    "code": _pattern(r"\w{3,20}", "a code like 208 or 2101506"),
    "integer": _pattern(r"[+-]?\d{1,18}", "an integer", "integer"),
    "decimal": _decimal,
    "iri": _iri,
    "text": _text,
}
_LOOKUPS: dict[str, Callable[[GraphReader, str, str], _Terms]] = {"agency": agencies_named, "area": areas_named}

TYPES = frozenset(_READERS) | frozenset(_LOOKUPS)
"""The types of parameters that are no dimension."""
