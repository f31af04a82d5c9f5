"""Plain text and Markdown: tab-separated and pipe tables, headings, paragraphs, each with its line.

A table is a run of lines with tabs or of pipe rows. A table broken by a page — nothing but blank lines or
furniture between two runs of the same width — is one table.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.documents.furniture import furniture
from kg.model import Block, Cell, Paragraph, Row, Table

_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*")


def blocks(text: str) -> tuple[tuple[Block, ...], Counter[str]]:
    """The blocks of ``text`` in order, and the page furniture set aside."""
    lines = [line.replace("\f", "") for line in text.replace("\r\n", "\n").split("\n")]
    stamps = furniture(lines)
    return tuple(_number(_joined(_runs(lines, stamps)))), stamps


def _runs(lines: Sequence[str], stamps: Counter[str]) -> Iterator[list[tuple[int, list[str]]] | Paragraph]:
    """Runs of table rows, and paragraphs, in order."""
    run: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, 1):
        cells = _cells(line)
        if cells is not None:
            run.append((number, cells))
            continue
        if run and _is_rule(line):
            continue
        if run:
            yield run
            run = []
        if line.strip() and line.strip() not in stamps:
            yield _paragraph(line, number)
    if run:
        yield run


def _is_rule(line: str) -> bool:
    return bool(_RULE.match(line.strip())) or (bool(line.strip()) and not line.strip("-\t "))


def _cells(line: str) -> list[str] | None:
    stripped = line.strip()
    if stripped.startswith("|") and stripped.count("|") >= 2:
        if _is_rule(stripped):
            return None
        return [cell.strip() for cell in stripped.removeprefix("|").removesuffix("|").split("|")]
    if "\t" in line and not _is_rule(line):
        return [cell.strip() for cell in line.split("\t")]
    return None


def _paragraph(line: str, number: int) -> Paragraph:
    heading = _HEADING.match(line.strip())
    text = heading.group(2) if heading else line.strip()
    return Paragraph(
        text=_EMPHASIS.sub(r"\1", text).strip(), line=number, level=len(heading.group(1)) if heading else 0
    )


def _joined(
    runs: Iterator[list[tuple[int, list[str]]] | Paragraph],
) -> Iterator[list[tuple[int, list[str]]] | Paragraph]:
    """Join runs of one width that nothing stands between: a table broken by a page."""
    pending: list[tuple[int, list[str]]] | None = None
    for run in runs:
        if isinstance(run, Paragraph):
            if pending:
                yield pending
            pending = None
            yield run
        elif pending and _width(pending) == _width(run):
            pending = pending + run
        else:
            if pending:
                yield pending
            pending = run
    if pending:
        yield pending


def _width(run: list[tuple[int, list[str]]]) -> int:
    return max(len(cells) for _, cells in run)


def _number(runs: Iterator[list[tuple[int, list[str]]] | Paragraph]) -> Iterator[Block]:
    count = 0
    for run in runs:
        if isinstance(run, Paragraph):
            yield Block(kind="paragraph", paragraph=run)
            continue
        count += 1
        rows = tuple(
            Row(number=index, line=line, cells=tuple(Cell(number=at, text=text) for at, text in enumerate(cells, 1)))
            for index, (line, cells) in enumerate(run, 1)
        )
        yield Block(kind="table", table=Table(number=count, rows=rows))
