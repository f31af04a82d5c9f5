"""One disclosure in several formats says the same: the samples, written as a page, a word document and a workbook."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from office_files import docx, paragraph, table, xlsx

from kg import extract
from kg.documents import read
from kg.documents.sheets import column_name
from kg.extract import Forms
from kg.model import Block, Document, Extraction


def page(document: Document, folder: Path) -> Path:
    path = folder / "a.html"
    parts = [
        f"<p>{escape(block.paragraph.text)}</p>"
        if block.paragraph is not None
        else "".join(
            ["<table>", *("<tr>" + "".join(f"<td>{escape(text)}" for text in row) for row in texts(block)), "</table>"]
        )
        for block in document.blocks
    ]
    path.write_text(f"<html><body>{''.join(parts)}</body></html>", encoding="gb18030")
    return path


def texts(block: Block) -> list[list[str]]:
    assert block.table is not None
    return [[cell.text for cell in row.cells] for row in block.table.rows]


def word(document: Document, folder: Path) -> Path:
    parts = [
        paragraph(escape(block.paragraph.text))
        if block.paragraph is not None
        else table(*[[escape(text) for text in row] for row in texts(block)])
        for block in document.blocks
    ]
    return docx(folder / "a.docx", "".join(parts))


def workbook(document: Document, folder: Path) -> Path:
    """All on one sheet, an empty row after each table."""
    rows: list[str] = []
    number = 0
    for block in document.blocks:
        lines = [[block.paragraph.text]] if block.paragraph is not None else [*texts(block), []]
        for line in lines:
            number += 1
            cells = "".join(
                f'<c r="{column_name(at)}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
                for at, text in enumerate(line)
                if text
            )
            rows.append(f'<row r="{number}">{cells}</row>')
    return xlsx(folder / "a.xlsx", {"公开": f"<sheetData>{''.join(rows)}</sheetData>"})


Writer = Callable[[Document, Path], Path]
CASES: list[tuple[str, Writer]] = [
    (number, write)
    for number in ("000", "001", "002", "003", "004")
    for write in (page, word, workbook)
    if (number, write) != ("004", workbook)
]
"""004 prints tables without a word between them, which rows of one sheet cannot show."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1].__name__}")
def test_the_same_claims_are_read(
    case: tuple[str, Writer], samples: dict[str, Path], extractions: dict[str, Extraction], forms: Forms, tmp_path: Path
) -> None:
    number, write = case
    found = extract.extract(read(write(read(samples[number]), tmp_path)), forms)
    assert found.account.adds_up()
    assert said(found) == said(extractions[number])
    assert found.account.refused == extractions[number].account.refused


def said(extraction: Extraction) -> Counter[tuple[str, str]]:
    return Counter((claim.key.model_dump_json(), claim.amount.model_dump_json()) for claim in extraction.claims)
