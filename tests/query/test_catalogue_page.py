"""The page of the catalogue is what the questions say of themselves."""

from pathlib import Path

from kg.query.page import page


def test_the_page_is_fresh(root: Path) -> None:
    written = (root / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert written == page(), "write it anew: python -m kg.query.page"
