"""What stands around a table: its title, its unit, the notes below it, and which form that makes it."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.codebooks import dimensions, plain
from kg.extract import units
from kg.extract.forms import Family, Forms
from kg.extract.settings import Settings
from kg.model import Block, Paragraph, Table, Unit

_ABOVE = 12
_BELOW = 4
_LABEL = re.compile(
    r"^(?:附件?\d*[:.]?)?(?:部门|预算|决算|公开|单位)*(?:公开)?表?[\d一二三四五六七八九十]{1,3}(?:-\d+)?表?[:.、]?$|^(?:公开)?\d{1,2}表$"
)
_AGAIN = re.compile(r"\(?续表?\d*\)?")
_HEADING = re.compile(r"^第[一二三四五六七八九十]+部分")
_NUMBERED = re.compile(
    r"^(?:(?:部门|预算|决算|公开)*表(?:\d{1,2}(?:-\d+)?|[一二三四五六七八九十]{1,3}(?=[:、.\d]))[:、.]?|[一二三四五六七八九十]+、|\d+[、.])"
)


class Surroundings(NamedTuple):
    """A table with its printed title (white space removed), the unit printed beside it, and the text below it.

    ``foreign`` where a unit of money is printed that is none of the known (美元): no other unit holds then.
    """

    table: Table
    title: str
    unit: Unit | None
    notes: tuple[str, ...]
    foreign: bool = False


def surroundings(blocks: Sequence[Block], forms: Forms) -> tuple[Surroundings, ...]:
    """Every table with what stands around it. A table that repeats the header of the one before is its continuation."""
    found: list[Surroundings] = []
    for at, block in enumerate(blocks):
        if block.table is None:
            continue
        above = _paragraphs_before(blocks, at)
        below = _paragraphs_after(blocks, at)
        title = _title(above, forms)
        before = found[-1] if found else None
        again = any(_AGAIN.fullmatch(plain(paragraph.text)) for paragraph in above)
        alone = not title and not above
        if before is not None and (again or (alone and _continues(before.table, block.table))):
            title = before.title
        unit = units.beside(above, forms) or units.in_cells(block.table, forms)
        if unit is None and before is not None and title == before.title and (again or not above):
            unit = before.unit
        foreign = unit is None and any(units.foreign(paragraph.text, forms) for paragraph in above)
        found.append(Surroundings(block.table, title, unit, below, foreign))
    return tuple(found)


def _paragraphs_before(blocks: Sequence[Block], at: int) -> tuple[Paragraph, ...]:
    lines: list[Paragraph] = []
    for block in reversed(blocks[max(0, at - _ABOVE) : at]):
        if block.paragraph is None:
            break
        lines.append(block.paragraph)
    return tuple(reversed(lines))


def _paragraphs_after(blocks: Sequence[Block], at: int) -> tuple[str, ...]:
    lines: list[str] = []
    for block in blocks[at + 1 : at + 1 + _BELOW]:
        if block.paragraph is None:
            break
        lines.append(plain(block.paragraph.text))
    return tuple(line for line in lines if line.startswith(("注", "说明", "备注")))


def _title(above: Sequence[Paragraph], forms: Forms) -> str:
    """The nearest line above that names a form; where none does, the nearest short line that ends in 表."""
    lines = _whole([re.sub(r"\s+", "", paragraph.text) for paragraph in above])
    for line in reversed(lines):
        text = plain(line)
        if len(text) > 60 or _LABEL.match(text) or _HEADING.match(text) or units.is_labelled(text, forms):
            continue
        if family(text, (), forms) is not None:
            return line
    broken = [first + second for first, second in pairwise(lines) if _is_broken(plain(first), plain(second))]
    joined = next((line for line in reversed(broken) if family(plain(line), (), forms) is not None), "")
    return joined or next((line for line in reversed(lines) if _could_be_title(plain(line))), "")


def _is_broken(first: str, second: str) -> bool:
    """Whether two lines above a table may print one title: the first is cut short, the second ends it."""
    begins = len(first) > 8 and not re.search(r"[。;:表]$", first) and not _HEADING.match(first)
    return begins and re.search(r"表(?:\([^()]*\))?$", second) is not None and not _HEADING.match(second)


def _whole(lines: list[str]) -> list[str]:
    """The lines with a title's last characters, broken off into a line of their own, put back; and a part's heading
    that runs on into the first title below it (第二部分 部门预算表一、收支预算总表) reduced to that title.
    """
    found: list[str] = []
    for line in lines:
        runs_on = re.search(r"^第.+部分.*?表([一二三四五六七八九十]+、.+表)$", line)
        if found and len(line) <= 2 and line.endswith("表") and not found[-1].endswith("表"):
            found[-1] += line
        else:
            found.append(runs_on.group(1) if runs_on else line)
    return found


def _could_be_title(text: str) -> bool:
    return text.endswith("表") and not (_LABEL.match(text) or _HEADING.match(text) or _AGAIN.fullmatch(text))


def family(title: str, header: Sequence[str], forms: Forms) -> Family | None:
    """The form family of a table by its title, or by words that only its header prints.

    The longest match wins, since a generic title (支出决算表) is part of a specific one.
    """
    text = _NUMBERED.sub("", plain(title))
    best: tuple[int, Family] | None = None
    for known in forms.families:
        for pattern in known.titles:
            for found in re.finditer(pattern, text):
                size = len(found.group())
                if best is None or size > best[0]:
                    best = (size, known)
    if best is not None:
        return best[1]
    cells = [plain(text) for text in header]
    return next(
        (known for known in forms.families if any(re.search(word, cell) for word in known.headers for cell in cells)),
        None,
    )


def by_content(table: Table, forms: Forms) -> Family | None:
    """The family of forms that are known by the words in their cells (performance forms, contents, counts)."""
    cells = [cell.text for row in table.rows for cell in row.cells if cell.text]
    return next(
        (
            known
            for known in forms.families
            if not known.read and any(re.fullmatch(word, plain(cell)) for word in known.headers for cell in cells)
        ),
        None,
    )


def by_header(table: Table, forms: Forms) -> Family | None:
    """The family of a table without a title, by words that only together stand in the header of such a form."""
    cells = [plain(cell.text) for cell in table.rows[0].cells if cell.text] if table.rows else []
    return next(
        (
            known
            for known in forms.families
            if known.together
            and all(any(re.match(f"(?:{word})(?:\\(|$)", cell) for cell in cells) for word in known.together)
        ),
        None,
    )


def is_contents(table: Table, forms: Forms) -> bool:
    """A table whose rows are mostly titles of forms is a contents page."""
    labels = [max((cell.text for cell in row.cells), key=len, default="") for row in table.rows]
    titles = sum(1 for label in labels if family(re.sub(r"[.…\d\s]+$", "", label), (), forms) is not None)
    return len(labels) >= 4 and titles * 2 >= len(labels)


def title_settings(title: str, forms: Forms) -> dict[str, str]:
    """The dimensions that words of the title set; of two members that exclude each other what contains both."""
    text = plain(title)
    together: dict[str, str] = {}
    for word in forms.titles:
        if re.search(word.match, text):
            for name, value in word.set.given().items():
                together[name] = _both(name, together.get(name, value), value)
    return together


def _both(dimension: str, one: str, other: str) -> str:
    """The narrower of two members, or the nearest that contains both."""
    for narrow, wide in ((one, other), (other, one)):
        if narrow == wide or wide in dimensions.wider(dimension, narrow):
            return narrow
    return next((both for both in dimensions.wider(dimension, one) if both in dimensions.wider(dimension, other)), one)


def note_settings(around: Surroundings, known: Family) -> list[tuple[Settings, Settings]]:
    """What the notes below the table change: where a column has the first settings, the second hold."""
    text = "".join(around.notes)
    return [(note.where, note.set) for note in known.notes if re.search(note.match, text)]


def declared_empty(around: Surroundings, empty: frozenset[str], forms: Forms) -> str:
    """The reason with which the table is declared empty, or an empty text."""
    for note in around.notes:
        if re.search(forms.empty_notes, note):
            return note
    title = _NUMBERED.sub("", plain(around.title))
    return "公开空表" if title and title in empty else ""


def empty_titles(tables: Sequence[Table]) -> frozenset[str]:
    """The titles of the forms that a list with the column 是否空表 declares empty."""
    found: set[str] = set()
    for table in tables:
        heads = [plain(cell.text) for cell in table.rows[0].cells]
        if "是否空表" not in heads:
            continue
        at, named = heads.index("是否空表"), max(0, heads.index("是否空表") - 1)
        found |= {
            plain(row.cells[named].text)
            for row in table.rows[1:]
            if len(row.cells) > at and row.cells[at].text.strip() == "是"
        }
    return frozenset(found)


def _continues(before: Table, table: Table) -> bool:
    """Whether ``table`` repeats the header words of ``before``."""
    words = {plain(cell.text) for row in before.rows[:3] for cell in row.cells if cell.text}
    again = {plain(cell.text) for row in table.rows[:2] for cell in row.cells if cell.text}
    return len(again) >= 2 and len(again & words) * 2 > len(again)
