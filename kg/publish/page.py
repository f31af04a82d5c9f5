"""The page of the codebook in the documentation, made from the list of columns; a test holds it fresh.

python -m kg.publish.page    writes docs/codebook.md
"""

from kg.paths import mappings
from kg.publish.columns import tables
from kg.publish.package import page


def main() -> None:
    """Write the page into the documentation of this checkout."""
    (mappings().parent / "docs" / "codebook.md").write_text(page(tables()), encoding="utf-8")


if __name__ == "__main__":
    main()
