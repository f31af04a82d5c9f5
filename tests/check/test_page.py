"""The catalogue of rules: its page is fresh, and a mistake in it is named by file and line."""

from pathlib import Path

import pytest

from kg import paths
from kg.check import rules
from kg.check.page import page
from kg.check.rules import rules as load
from kg.errors import DataFileError


def test_the_page_is_fresh(root: Path) -> None:
    text = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    assert text == page()
    assert all(text.count(f"| `{name}` |") == 1 for name in rules())


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("levels-add,Violation", "levels-add,Grave"), "severity is 'Grave'"),
        (("levels-add,Violation,table", "levels-add,Violation,page"), "scope is 'page'"),
        (("totals-add,", "levels-add,"), "there twice"),
        (("rule,severity", "rule,weight"), "columns"),
    ],
)
def test_a_mistake_is_named_by_its_line(
    given: tuple[str, str], message: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (root / "ontology" / "rules.csv").read_text(encoding="utf-8")
    (tmp_path / "rules.csv").write_text(text.replace(*given, 1), encoding="utf-8")
    monkeypatch.setattr(paths, "ontology", lambda: tmp_path)
    load.cache_clear()
    try:
        with pytest.raises(DataFileError) as raised:
            load()
    finally:
        monkeypatch.undo()
        load.cache_clear()
    assert message in str(raised.value)
    assert "rules.csv:" in str(raised.value)
