"""The report of a build: every file and table with what became of its numeric cells, as JSON and as a page to read.

The page is well-formed XML as well as HTML, needs nothing beside it, and shows names and titles as text only.
"""

import json
from collections.abc import Iterable

from kg.audit.markup import STYLE, text, writable
from kg.model import Account, Disclosure
from kg.pipeline.outcomes import Outcome, Report

_ACCOUNT = tuple(Account.model_fields)


_PAGE = """<!DOCTYPE html>
<html lang="en" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8"/>
<meta name="viewport" content="width=device-width"/>
<title>Report of a build</title><style>{style}</style></head><body>
<h1>Report of a build</h1>
<p>{asked} files, {unread} of them not read. Numeric cells = claims + facts + labels + refused; so too the amounts in
sentences, of which some are nobody's (a threshold, a definition).</p>
{files}
{errors}
{left}
<h2>Tables</h2>
{tables}
</body></html>
"""


def as_json(report: Report) -> str:
    """The report as JSON: ``account`` and ``refused`` of the whole, and one object for each of ``files``.

    ``missing`` are messages on what was given and is no file, ``left`` the numbers of files of other kinds.
    """
    whole = {
        "account": _account(report.account),
        "refused": report.refused,
        "files": [_file(outcome) for outcome in report.outcomes],
        "missing": [str(error) for error in report.missing],
        "left": dict(report.left),
    }
    return writable(json.dumps(whole, ensure_ascii=False, indent=1)) + "\n"


def _account(account: Account | None) -> dict[str, int] | None:
    return None if account is None else {name: getattr(account, name) for name in _ACCOUNT}


def _file(outcome: Outcome) -> dict[str, object]:
    return {
        "file": outcome.file,
        "state": outcome.state,
        "error": str(outcome.error) if outcome.error is not None else None,
        "same_as": outcome.same_as or None,
        "sha256": outcome.sha256 or None,
        "url": outcome.url or None,
        "retrieved": outcome.retrieved or None,
        "disclosures": [_disclosure(one) for one in outcome.disclosures],
        "pages": outcome.pages,
        "account": _account(outcome.account),
        "refused": outcome.refused,
        "aside": [{"place": one.place, "reason": one.reason} for one in outcome.aside],
        "tables": [table._asdict() for table in outcome.tables],
    }


def _disclosure(disclosure: Disclosure) -> dict[str, object]:
    return {
        "agency": disclosure.agency.name,
        "area": disclosure.agency.area,
        "year": disclosure.year,
        "kind": disclosure.kind,
        "scope": disclosure.scope,
    }


def as_html(report: Report) -> str:
    """The report as a page that stands alone."""
    heads = ("File", "State", "Disclosure", *(_HEADS[name] for name in _ACCOUNT), "Refused because")
    rows = [_row("All", ("", ""), report.account, report.refused)]
    rows += [_row(one.file, (_state(one), _what(one)), one.account, one.refused) for one in report.outcomes]
    left = ", ".join(f"{count} {ending}" for ending, count in report.left)
    page = _PAGE.format(
        style=STYLE,
        asked=report.asked,
        unread=len(report.errors),
        files=_table(heads, rows),
        errors=_errors(report),
        left=f"<p>Left aside, as no reader is there for their kind: {text(left)}.</p>" if left else "",
        tables="\n".join(_tables(outcome) for outcome in report.outcomes if outcome.tables or outcome.aside),
    )
    return writable(page)


_HEADS = {
    "numeric": "Numeric", "claims": "Claims", "facts": "Facts", "labels": "Labels", "refused": "Refused",
    "blank": "Blank", "prose": "In sentences", "prose_claims": "Claims there", "prose_facts": "Facts there",
    "prose_classed": "Nobody's", "prose_refused": "Refused there",
}  # fmt: skip


def _errors(report: Report) -> str:
    items = "".join(f'<li class="error">{text(str(error))}</li>' for error in report.errors)
    return f"<h2>Not read</h2><ul>{items}</ul>" if items else ""


def _state(outcome: Outcome) -> str:
    return f"same as {outcome.same_as}" if outcome.twin else outcome.state


def _what(outcome: Outcome) -> str:
    return "; ".join(f"{what.agency.name}, {what.year}, {what.kind}" for what in outcome.disclosures)


def _row(name: str, said: tuple[str, ...], account: Account | None, refused: dict[str, int]) -> str:
    numbers = [getattr(account, field) if account else None for field in _ACCOUNT]
    return _cells([name, *said, *numbers, _reasons(refused)])


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _cells(values: Iterable[str | int | None]) -> str:
    """A row: numbers to the right, the rest as text."""
    cells = (
        f"<td>{text(value)}</td>" if isinstance(value, str) else f'<td class="n">{"" if value is None else value}</td>'
        for value in values
    )
    return f"<tr>{''.join(cells)}</tr>"


def _reasons(refused: dict[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in sorted(refused.items(), key=lambda pair: -pair[1]))


def _tables(outcome: Outcome) -> str:
    aside = "".join(f"<p>{text(one.place)} not read ({one.reason}).</p>" for one in outcome.aside)
    rows = [
        _cells([
            table.number, table.page, table.title, table.family, f"{table.status} {table.reason}".strip(), table.unit,
            table.claims, _reasons(table.refused),
        ])
        for table in outcome.tables
    ]  # fmt: skip
    heads = ("Table", "Page", "Title", "Form", "Became", "Unit", "Claims", "Refused because")
    summary = f"<summary>{text(outcome.file)}: {text(_what(outcome))}</summary>"
    return f"<details>{summary}{aside}{_table(heads, rows)}</details>"
