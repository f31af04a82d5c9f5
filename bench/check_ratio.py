"""What checking costs beside reading and extracting: python bench/check_ratio.py FOLDER."""

import sys
import time
from pathlib import Path

from kg import codebooks, extract
from kg.check import check
from kg.documents import read
from kg.errors import KgError


def main(folder: Path) -> None:
    """Print the seconds of each over the documents below a folder, and the ratio of checking to extracting."""
    forms, book = extract.load(), codebooks.load()
    seconds = {"read": 0.0, "extract": 0.0, "check": 0.0}
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".pdf", ".html", ".txt", ".md"):
            continue
        try:
            started = time.process_time()
            document = read(path)
            read_at = time.process_time()
            found = extract.extract_parts(document, forms)
        except KgError as error:
            print(f"left out: {path.name}: {error}", file=sys.stderr)
            continue
        extracted_at = time.process_time()
        for one in found:
            check(one, book)
        seconds["read"] += read_at - started
        seconds["extract"] += extracted_at - read_at
        seconds["check"] += time.process_time() - extracted_at
    print(", ".join(f"{name} {spent:.1f} s" for name, spent in seconds.items()))
    print(f"checking is {seconds['check'] / seconds['extract']:.2f} of extracting")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
