"""RDF terms as plain text: numbers without exponents, whatever their datatype prints."""

from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal

from kg.store import Term

XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte", "gYear",
    )
)  # fmt: skip
_FRACTIONS = frozenset({XSD + "decimal", XSD + "double", XSD + "float"})


def plain(term: Term | None) -> str:
    """The IRI, the label of a blank node, or the lexical form of a literal, a number written out."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        fraction = as_decimal(term)
        return term.value if fraction is None else f"{fraction:f}"
    return str(term) if not hasattr(term, "value") else term.value


def as_decimal(term: Term | None) -> Decimal | None:
    """The number that a decimal or floating literal states, if it states one."""
    if not isinstance(term, Literal) or term.datatype.value not in _FRACTIONS:
        return None
    try:
        number = Decimal(term.value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def as_integer(term: Term | None) -> int | None:
    """The number that an integer or a year states, if it states one."""
    if not isinstance(term, Literal) or term.datatype.value not in _INTEGERS:
        return None
    try:
        return int(term.value)
    except ValueError:
        return None
