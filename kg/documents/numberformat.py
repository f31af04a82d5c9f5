"""A number as its sheet shows it: number formats of spreadsheets applied (ECMA-376 part 1, 18.8.30 and 18.8.31).

A sheet stores 1234.5000000001 and shows ``1,234.50``; what is shown is what was disclosed. Numbers are decimal all
the way, cut to the fifteen significant digits that spreadsheets compute with, and rounded half up as they do. Colours,
widths and fillers are not text and are left out. A format that is not understood (fractions) shows the number as
``General`` does. Two departures, both to keep digits: an integer is written in full up to fifteen digits, where
``General`` would turn to powers of ten at twelve; and no cell is ever ``####``.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from kg.documents import dateformat

GENERAL = "General"
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '"¥"#,##0;"¥"-#,##0;"¥""-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥""-"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""The formats that files name by number only, as the Chinese edition of the program shows them."""

_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_LONGEST_GENERAL = 11
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<elapsed>[hms]+)\]|\[[^\]]*\]'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>E[+-])|(?P<noon>AM/PM|A/P|上午/下午)|(?P<date>[ymdhsaeg]+)"
    r"|(?P<digit>[0#?])|(?P<mark>[.,%/@])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"?|[\\!_*].|\[[^\]]*\]|[^;])*', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")


class Token(NamedTuple):
    """A piece of a format: its kind (a group of the pattern) and its text."""

    kind: str
    text: str


def show(value: Decimal, code: str, *, from_1904: bool = False) -> str:
    """``value`` in the number format ``code``; dates count from 1900, or ``from_1904``."""
    if not value.is_finite():
        return str(value)
    value = _FIFTEEN.plus(value)
    section, signed = _section(value, code)
    tokens = _tokens(section)
    kinds = {token.kind for token in tokens}
    if kinds & {"date", "elapsed"}:
        shown = dateformat.show(value, [(token.kind, token.text) for token in tokens], from_1904=from_1904)
        return general(value) if shown is None else shown
    marks = {token.text for token in tokens if token.kind == "mark"}
    if "general" in kinds or "@" in marks or ("/" in marks and "digit" in kinds):
        number = general(abs(value) if signed else value)
        return "".join(_literal(token, number) for token in tokens).strip() if "/" not in marks else general(value)
    text = _number(abs(value), tokens)
    return ("-" if value < 0 and not signed else "") + text.strip()


def show_text(text: str, code: str) -> str:
    """``text`` in the number format ``code``, which may put words around it."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else next((one for one in sections if "@" in one), "@")
    tokens = _tokens(section)
    if "@" not in {token.text for token in tokens if token.kind == "mark"}:
        return text
    return "".join(_literal(token, text) for token in tokens)


def general(value: Decimal) -> str:
    """``value`` as the format ``General`` shows it: at most eleven characters, unless it is an integer."""
    value = _FIFTEEN.plus(value)
    if not value:
        return "0"
    if value == value.to_integral_value() and abs(value) < 10**15:
        return str(int(value))
    size = value.adjusted()
    if -5 < size < _LONGEST_GENERAL - 1:
        decimals = min(_LONGEST_GENERAL - 1 - max(size + 1, 1), 9)
        fixed = format(_rounded(value, decimals), "f")
        return fixed.rstrip("0").rstrip(".") if "." in fixed else fixed
    digits = format(Context(prec=6, rounding=ROUND_HALF_UP).plus(value).normalize(), "E")
    mantissa, _, exponent = digits.partition("E")
    return f"{mantissa}E{int(exponent):+03d}"


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    sections, at = [], 0
    while at <= len(code):
        found = _SECTION.match(code, at)
        text = found.group() if found else ""
        sections.append(text)
        at += len(text) + 1
    return tuple(sections)


def _section(value: Decimal, code: str) -> tuple[str, bool]:
    """The section for ``value``, and whether it shows the sign itself."""
    sections = _sections(code)[:3]
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        at = next((at for at, one in enumerate(conditions) if one is None or _holds(value, one)), len(sections) - 1)
        return sections[at], value < 0 and at > 0
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], False


def _holds(value: Decimal, condition: re.Match[str]) -> bool:
    operator, bound = condition.group(1), Decimal(condition.group(2))
    below, above = value < bound, value > bound
    return {
        "<": below,
        ">": above,
        "=": not (below or above),
        "<=": not above,
        ">=": not below,
        "<>": below or above,
    }[operator]


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[Token, ...]:
    return tuple(_cut(section))


def _cut(section: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(section):
        kind = found.lastgroup
        if kind in ("quoted", "escaped", "currency", "other"):
            yield Token("literal", found[kind])
        elif kind is not None:
            yield Token(kind, found[kind])


def _literal(token: Token, value: str) -> str:
    if token.kind == "general" or token.text == "@":
        return value
    return token.text if token.kind == "literal" else ""


def _number(value: Decimal, tokens: Sequence[Token]) -> str:
    """A number that is not negative, with placeholders for digits."""
    places = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    if not places:
        return "".join("%" if token.text == "%" else _literal(token, "") for token in tokens)
    point = next((at for at, token in enumerate(tokens) if token == Token("mark", ".")), None)
    power = next((at for at, token in enumerate(tokens) if token.kind == "exponent"), len(tokens))
    end = point if point is not None else power
    whole = [at for at in places if at < end]
    commas = [at for at, token in enumerate(tokens) if token == Token("mark", ",") and at < power]
    last = max((at for at in places if at < power), default=-1)
    edges = {max(whole, default=-1), last}
    scaling = sum(1 for at in commas if any(_follows(tokens, edge, at) for edge in edges))
    percents = sum(token == Token("mark", "%") for token in tokens)
    value = _WIDE.scaleb(value, 2 * percents - 3 * scaling)
    grouped = any(whole and min(whole) < at < max(whole) for at in commas)
    if power < len(tokens):
        return _scientific(value, tokens, power)
    decimals = sum(1 for at in places if at > end)
    return _filled(_rounded(value, decimals), tokens, end, grouped=grouped)


def _follows(tokens: Sequence[Token], edge: int, at: int) -> bool:
    """Whether nothing but commas stands between the placeholder at ``edge`` and the comma ``at``."""
    return at > edge >= 0 and all(token == Token("mark", ",") for token in tokens[edge + 1 : at])


def _filled(value: Decimal, tokens: Sequence[Token], end: int, *, grouped: bool) -> str:
    text = format(value, "f")
    digits, _, decimals = text.partition(".")
    return _whole(digits.lstrip("0"), tokens[:end], grouped=grouped) + _decimals(decimals, tokens[end:])


def _whole(digits: str, tokens: Sequence[Token], *, grouped: bool) -> str:
    """The digits before the point, from the right; the leftmost placeholder takes all that are left."""
    out: list[str] = []
    left, count = digits, 0
    first = next((at for at, token in enumerate(tokens) if token.kind == "digit"), -1)
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.kind != "digit":
            out.append("%" if token.text == "%" else _literal(token, ""))
            continue
        taken = left if at == first else left[-1:]
        left = left[: len(left) - len(taken)]
        for digit in reversed(taken or {"0": "0", "?": " "}.get(token.text, "")):
            out.append("," if grouped and count and count % 3 == 0 and digit != " " else "")
            out.append(digit)
            count += 1
    return "".join(reversed(out))


def _decimals(digits: str, tokens: Sequence[Token]) -> str:
    """The point and the digits after it; ``#`` drops zeros at the end."""
    places = [token.text for token in tokens if token.kind == "digit"]
    keep = len(digits)
    while keep and digits[keep - 1] == "0" and places[keep - 1] != "0":
        keep -= 1
    out, at = [], 0
    for token in tokens:
        if token.kind == "digit":
            out.append(digits[at] if at < keep else " " if token.text == "?" else "")
            at += 1
        elif token.kind == "mark":
            out.append(token.text if token.text in ".%" else "")
        else:
            out.append(_literal(token, ""))
    return "".join(out)


def _scientific(value: Decimal, tokens: Sequence[Token], power: int) -> str:
    point = next((at for at, token in enumerate(tokens[:power]) if token == Token("mark", ".")), power)
    decimals = sum(1 for token in tokens[point:power] if token.kind == "digit")
    size = value.adjusted() if value else 0
    mantissa = _rounded(value.scaleb(-size), decimals)
    if mantissa >= 10:
        size += 1
        mantissa = _rounded(value.scaleb(-size), decimals)
    width = sum(1 for token in tokens[power:] if token.kind == "digit")
    sign = "-" if size < 0 else "+" if tokens[power].text.endswith("+") else ""
    return _filled(mantissa, tokens[:power], point, grouped=False) + f"E{sign}{abs(size):0{width}d}"
