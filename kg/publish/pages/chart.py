"""Bars as SVG, made on the server: no script, no picture, readable on a narrow screen and on paper.

Lengths are percentages and text is not scaled, so a chart fits any width. It never stands alone: the same amounts are
in a table beside it, and its title says so to who hears the page.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup, escape

from kg.publish.pages.money import Unit

_LINE = 20
_BAR = 14
_GAP = 12
_WIDEST = 72
"""How much of the width the longest bar takes; the amount stands behind it."""


class Bar(NamedTuple):
    """A bar: its amount in yuan, and which of the kinds of the legend it is (from 0)."""

    yuan: Decimal
    kind: int
    link: str = ""


class Group(NamedTuple):
    """A name, and the bars below it."""

    name: str
    bars: tuple[Bar, ...]


def bars(title: str, groups: Sequence[Group], unit: Unit) -> Markup:
    """The chart; nothing where there is nothing above zero to show."""
    largest = max((abs(bar.yuan) for group in groups for bar in group.bars), default=Decimal(0))
    if largest == 0:
        return Markup("")
    height, parts = 0, []
    for group in groups:
        parts.append(Markup('<text class="name" x="0" y="{}">{}</text>').format(height + 14, group.name))
        height += _LINE
        for bar in group.bars:
            parts.append(_bar(bar, height, largest, unit))
            height += _BAR + 4
        height += _GAP
    head = Markup('<svg class="chart" role="img" width="100%" height="{}" aria-label="{}"><title>{}</title>')
    return head.format(height, title, title) + Markup("").join(parts) + Markup("</svg>")


def _bar(bar: Bar, top: int, largest: Decimal, unit: Unit) -> Markup:
    width = (abs(bar.yuan) / largest * _WIDEST).quantize(Decimal("0.01"))
    below = " below" if bar.yuan < 0 else ""
    return Markup(
        '<rect class="bar kind{}{}" x="0" y="{}" width="{}%" height="{}"/>'
        '<text class="amount" x="{}%" dx="6" y="{}">{}</text>'
    ).format(bar.kind, below, top, width, _BAR, width, top + 11, escape(unit.text(bar.yuan)))
