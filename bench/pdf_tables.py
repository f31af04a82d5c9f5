"""How fast and how equally tables are read from PDF, beside pdfplumber on the same pages in the same run.

python bench/pdf_tables.py [FOLDER] [--all]

FOLDER holds disclosures in one folder for each region (default: the shared ones beside this checkout). Of each
region one file is read, the one in the middle of its names; with --all every file. Our reader does all of its work
(text, furniture, tables joined over pages); pdfplumber does ``extract_tables`` only. Cells are compared page by page
as a bag of texts without spaces; what differs is counted by why.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pdfplumber

from kg.documents.pdf import Pages, blocks

SHARED = Path(__file__).resolve().parents[2] / "shared" / "disclosures"
Bag = Counter[str]


def main() -> None:
    """Reads, compares and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--all", action="store_true", help="every file, not one of each region")
    options = parser.parse_args()
    pages, mine, theirs = 0, 0.0, 0.0
    equal, why = 0, Counter[str]()
    for path in chosen(options.folder, whole=options.all):
        content = path.read_bytes()
        started = time.process_time()
        read = blocks(content, path.name)
        between = time.process_time()
        reference = by_pdfplumber(path)
        ended = time.process_time()
        mine, theirs, pages = mine + between - started, theirs + ended - between, pages + read.pages
        for number, bag in enumerate(reference, 1):
            ours, said = by_us(read, number)
            equal += (ours & bag).total()
            why.update(reasons(ours - bag, bag - ours, said, hidden=number in read.hidden))
    report(pages, mine, theirs, equal, why)


def chosen(folder: Path, *, whole: bool) -> list[Path]:
    """The files to read."""
    regions = sorted(one for one in folder.iterdir() if one.is_dir())
    files = [sorted(region.glob("*.pdf")) for region in regions]
    return [path for some in files if some for path in (some if whole else [some[len(some) // 2]])]


def by_pdfplumber(path: Path) -> list[Bag]:
    """The cells of each page as pdfplumber reads them."""
    found = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            found.append(bag_of(cell for table in page.extract_tables() for row in table for cell in row))
            page.close()
    return found


def by_us(read: Pages, number: int) -> tuple[Bag, str]:
    """The cells of a page as we read them, and its text outside of tables."""
    rows = [row for block in read.blocks if block.table for row in block.table.rows if row.page == number]
    said = [block.paragraph.text for block in read.blocks if block.paragraph and block.paragraph.page == number]
    return bag_of(cell.text for row in rows for cell in row.cells), plain("".join([*said, *read.furniture]))


def bag_of(texts: Iterable[str | None]) -> Bag:
    """Texts without spaces, those that are none left out."""
    return Counter(text for text in map(plain, texts) if text)


def plain(text: str | None) -> str:
    """Without spaces."""
    return "".join((text or "").split())


def reasons(ours: Bag, theirs: Bag, said: str, *, hidden: bool) -> Bag:
    """Why the cells of a page differ, each cell that only one of the two has counted once."""
    why: Bag = Counter()
    for text, count in theirs.items():
        if text in said or (len(text) > 20 and all(part in said for part in (text[:6], text[-6:]))):
            why["pdfplumber: text around a table, or no table, taken for cells"] += count
        elif once(text) in map(once, ours) or (once(text) != text and len(once(text)) * 2 <= len(text)):
            why["pdfplumber: type doubled for bold"] += count
        elif any(sorted(text) == sorted(other) for other in ours):
            why["pdfplumber: characters of one line in another order"] += count
        elif hidden:
            why["pdfplumber: text that the page does not show"] += count
        elif any(text in other or other in text for other in ours):
            why["pdfplumber: text that flows over a rule divided at it"] += count
        else:
            why["pdfplumber: other"] += count
    rest = max(ours.total() - theirs.total(), 0)
    if rest:
        why["ours only: a cell that the end of the page leaves open, or another"] += rest
    return why


def once(text: str) -> str:
    """Without characters that are printed again at once."""
    return re.sub(r"(.)\1+", r"\1", text)


def report(pages: int, mine: float, theirs: float, equal: int, why: Bag) -> None:
    """Prints what was found."""
    different = why.total()
    lines: Sequence[str] = [
        f"{pages} pages",
        f"ours        {pages / mine:7.1f} pages/s",
        f"pdfplumber  {pages / theirs:7.1f} pages/s",
        f"ratio       {theirs / mine:7.1f}",
        f"cells equal      {equal:7d} ({100 * equal / max(equal + different, 1):.2f} %)",
        f"cells different  {different:7d}",
        *(f"  {count:7d}  {reason}" for reason, count in why.most_common()),
    ]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
