"""Findings as a page to read: both languages, each with the cells in question among those around them.

The page is well-formed XML as well as HTML, needs nothing beside it, runs no script, and shows what documents print
as text only.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from kg.audit.judgement import Count, Found, Judgement
from kg.audit.listing import where
from kg.audit.markup import STYLE, text, writable
from kg.audit.places import Grid, Place, Places
from kg.model import Severity

_OWN = """
td.in { background: #fde9c8; font-weight: 600; }
section { border-top: 2px solid #c8c8c8; margin-top: 1.5rem; }
.level-error { color: #9b1c1c; } .level-warning { color: #8a5a00; } .level-info { color: #31507a; }
"""
_PAGE = """<!DOCTYPE html>
<html lang="zh" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8"/>
<meta name="viewport" content="width=device-width"/>
<title>检查报告 Report of checks</title><style>{style}</style></head><body>
<h1>检查报告 <span lang="en">Report of checks</span></h1>
<p>{documents} 份文件，{findings} 项发现。<span lang="en">{documents} documents, {findings} findings.</span></p>
{levels}
<h2>发现 <span lang="en">Findings</span></h2>
{sections}
<h2>规则 <span lang="en">Rules</span></h2>
{counts}
</body></html>
"""
_LEVELS = {
    Severity.VIOLATION: ("错误", "error"), Severity.WARNING: ("警告", "warning"), Severity.INFO: ("提示", "info"),
}  # fmt: skip
_AT = (("table", "第{}表", "table {}"), ("page", "第{}页", "page {}"), ("line", "第{}行", "line {}"))
_COUNT_HEADS = ("规则 Rule", "通过 Passed", "未通过 Failed", "不适用 Not applicable", "无法判断 Could not tell")
_AMOUNTS = (
    ("found", "所见 Found"), ("expected", "应有 Expected"), ("difference", "差额 Difference"),
    ("tolerance", "容差 Tolerance"),
)  # fmt: skip


def as_html(judged: Judgement, places: Places) -> str:
    """The page; ``places`` are those of the store that was judged."""
    sections = [_section(one, places) for one in judged.findings]
    none = '<p>没有发现。<span lang="en">Nothing was found.</span></p>'
    page = _PAGE.format(
        style=STYLE + _OWN,
        documents=judged.documents,
        findings=len(judged.findings),
        levels=_table(("程度 Level", "发现 Findings"), _levels(judged)),
        counts=_table(_COUNT_HEADS, (_counted(one) for one in judged.counts)),
        sections="\n".join(sections) or none,
    )
    return writable(page)


def _cells(one: Found) -> Iterable[str]:
    return dict.fromkeys([one.focus.iri, *(place.iri for place in one.cells)])


def _levels(judged: Judgement) -> Iterable[str]:
    counts = Counter(one.severity for one in judged.findings)
    return (f'<td>{_level(one)}</td><td class="n">{counts[one]}</td>' for one in _LEVELS)


def _level(severity: Severity) -> str:
    zh, en = _LEVELS[severity]
    return f'<span class="level-{en}">{zh} <span lang="en">{en}</span></span>'


def _counted(one: Count) -> str:
    name = f'<td>{text(one.rule.zh)}<br/><span lang="en">{text(one.rule.en)}</span></td>'
    numbers = (one.passed, one.failed, one.inapplicable, one.cant_tell)
    return name + "".join(f'<td class="n">{number}</td>' for number in numbers)


def _section(one: Found, places: Places) -> str:
    heading = f"<h3>{_level(one.severity)} {text(one.focus.document)}</h3>{_at(one.focus)}"
    said = f'<p>{text(one.message_zh)}<br/><span lang="en">{text(one.message_en)}</span></p>'
    shown = "".join(_grid(grid) for grid in places.grids(_cells(one)) if grid.rows)
    sentences = "".join(_sentence(place) for place in one.cells if place.sentence)
    return f"<section>{heading}{said}{_amounts(one)}{_cause(one, places)}{shown}{sentences}</section>"


def _at(place: Place) -> str:
    known = [(zh.format(number), en.format(number)) for name, zh, en in _AT if (number := getattr(place, name))]
    zh, en = ([one[side] for one in known] for side in (0, 1))
    return f'<p>{"，".join(zh)} <span lang="en">{", ".join(en)}</span></p>' if known else ""


def _cause(one: Found, places: Places) -> str:
    if not one.cause:
        return ""
    zh, en = places.labels(one.cause)
    return f'<p>可能原因：{text(zh)} <span lang="en">Likely cause: {text(en)}</span></p>'


def _amounts(one: Found) -> str:
    stated = [(head, getattr(one, name)) for name, head in _AMOUNTS if getattr(one, name) is not None]
    if not stated:
        return ""
    return _table((head for head, _ in stated), ["".join(_number(amount) for _, amount in stated)])


def _number(amount: Decimal) -> str:
    return f'<td class="n">{amount:f}</td>'


def _grid(grid: Grid) -> str:
    caption = " · ".join(filter(None, (grid.document, f"表 {grid.table}" if grid.table else "", grid.title)))
    rows = [
        f"<td>{text(label)}</td>"
        + "".join(f'<td class="{"n in" if inside else "n"}">{text(cell)}</td>' for cell, inside in cells)
        for label, cells in grid.rows
    ]
    return f"<p>{text(caption)}</p>" + _table(("", *map(text, grid.heads)), rows)


def _sentence(place: Place) -> str:
    line = f" {place.line}" if place.line else ""
    at = f" ({text(where(place))})" if where(place) else ""
    return f"<blockquote>{text(place.document)}{line}: {text(place.sentence)}{at}</blockquote>"


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
