"""The report of a build: every file and table with what became of its numeric cells, as JSON and as a page to read."""

import json
from html import escape

from kg.model import Account
from kg.pipeline.outcomes import Outcome, Report

_ACCOUNT = ("numeric", "claims", "labels", "refused", "blank", "prose")
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1a1a1a; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; width: 100%; }
th, td { border: 1px solid #c8c8c8; padding: .25rem .5rem; text-align: left; vertical-align: top; }
th { background: #f0f0f0; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
.error { color: #9b1c1c; }
details { margin: .25rem 0; }
"""


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Report of a build</title><style>{style}</style></head><body>
<h1>Report of a build</h1>
<p>{files} files, {unread} of them not read. Numeric cells = claims + labels + refused.</p>
{files_table}
{errors}
<h2>Tables</h2>
{tables}
</body></html>
"""


def as_json(report: Report) -> str:
    """The report as JSON: ``account`` and ``refused`` of the whole, and one object for each of ``files``."""
    whole = {
        "account": _account(report.account),
        "refused": report.refused,
        "files": [_file(outcome) for outcome in report.outcomes],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _account(account: Account | None) -> dict[str, int] | None:
    return None if account is None else {name: getattr(account, name) for name in _ACCOUNT}


def _file(outcome: Outcome) -> dict[str, object]:
    disclosure = outcome.disclosure
    return {
        "file": outcome.file,
        "state": outcome.state,
        "error": str(outcome.error) if outcome.error is not None else None,
        "agency": disclosure.agency.name if disclosure else None,
        "area": disclosure.agency.area if disclosure else None,
        "year": disclosure.year if disclosure else None,
        "kind": disclosure.kind if disclosure else None,
        "scope": disclosure.scope if disclosure else None,
        "pages": outcome.pages,
        "account": _account(outcome.account),
        "refused": outcome.refused,
        "aside": [{"place": one.place, "reason": one.reason} for one in outcome.aside],
        "tables": [table._asdict() for table in outcome.tables],
    }


def as_html(report: Report) -> str:
    """The report as a page that stands alone."""
    rows = [_row("All", report.account, report.refused)]
    rows += [_row(outcome.file, outcome.account, outcome.refused) for outcome in report.outcomes if outcome.account]
    errors = [f'<li class="error">{escape(str(error))}' for error in report.errors]
    heads = ("File", "Numeric", "Claims", "Labels", "Refused", "Blank", "In sentences", "Refused because")
    return _PAGE.format(
        style=_STYLE,
        files=len(report.outcomes),
        unread=len(errors),
        files_table=_table(heads, rows),
        errors=f"<h2>Not read</h2><ul>{''.join(errors)}</ul>" if errors else "",
        tables="\n".join(_tables(outcome) for outcome in report.outcomes if outcome.tables),
    )


def _table(heads: tuple[str, ...], rows: list[str]) -> str:
    head = "".join(f"<th>{name}" for name in heads)
    return f"<table><thead><tr>{head}</thead><tbody>{''.join(rows)}</tbody></table>"


def _row(name: str, account: Account | None, refused: dict[str, int]) -> str:
    numbers = "".join(f'<td class="n">{getattr(account, field)}' for field in _ACCOUNT)
    return f"<tr><td>{escape(name)}{numbers}<td>{escape(_reasons(refused))}"


def _reasons(refused: dict[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in sorted(refused.items(), key=lambda pair: -pair[1]))


def _tables(outcome: Outcome) -> str:
    what = outcome.disclosure
    title = f"{what.agency.name}, {what.year}, {what.kind}" if what else ""
    aside = "".join(f"<p>{escape(one.place)} not read ({one.reason}).</p>" for one in outcome.aside)
    rows = [
        f'<tr><td class="n">{table.number}<td class="n">{table.page or ""}<td>{escape(table.title)}'
        f"<td>{escape(table.family)}<td>{escape(table.status)} {escape(table.reason)}<td>{escape(table.unit)}"
        f'<td class="n">{table.claims}<td>{escape(_reasons(table.refused))}'
        for table in outcome.tables
    ]
    heads = ("Table", "Page", "Title", "Form", "Became", "Unit", "Claims", "Refused because")
    summary = f"<summary>{escape(outcome.file)}: {escape(title)}</summary>"
    return f"<details>{summary}{aside}{_table(heads, rows)}</details>"
