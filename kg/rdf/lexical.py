"""Values as the text that records hold: decimals, counts, members of dimensions."""

from decimal import Decimal

from kg.codebooks import dimensions


def decimal(value: Decimal) -> str:
    """The lexical form of an xsd:decimal (XML Schema part 2, section 3.2.3): no exponent, no padding zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_if(value: Decimal | None) -> str | None:
    """The lexical form of a decimal, where there is one."""
    return None if value is None else decimal(value)


def integer_if(value: int | None) -> str | None:
    """The lexical form of an integer, where there is one."""
    return None if value is None else str(value)


def member(dimension: str, notation: str) -> str:
    """The local name of a member of a dimension."""
    return dimensions.local_name(dimension, notation)
