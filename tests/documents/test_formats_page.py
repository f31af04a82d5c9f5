"""The page on formats says what the code does: every ending, and every limit with its value."""

import importlib
import re
from pathlib import Path

import pytest

from kg.documents import MEDIA_TYPES
from kg.documents.fetching import FetchLimits
from kg.documents.sources import MAX_BYTES

SIZES = {"MiB": 2**20, "GiB": 2**30}


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs" / "formats.md").read_text(encoding="utf-8")


def test_every_ending_is_listed(page: str) -> None:
    rows = re.findall(r"^\| (`\..*?`) \|", page, re.M)
    assert sorted(re.findall(r"`(\.\w+)`", " ".join(rows))) == sorted(MEDIA_TYPES)


def test_every_limit_has_its_value(page: str) -> None:
    seen = 0
    for limit, names in re.findall(r"^\| [^|`]+ \| ([^|]+) \| (`[a-z.]+\.[A-Z][^|]+) \|$", page, re.M):
        numbers = [int(n.replace(",", "")) * SIZES.get(unit, 1) for n, unit in re.findall(r"([\d,]*\d) ?(\w*)", limit)]
        for module, name in re.findall(r"`([\w.]+)\.([A-Z_]+)`", names):
            assert getattr(importlib.import_module(f"kg.documents.{module}"), name) in numbers, name
            seen += 1
    assert seen == 17


def test_the_limits_of_fetching(page: str) -> None:
    assert "| 256 MiB, 120 s, 5 redirects, public addresses only | `fetching.FetchLimits` |" in page
    assert FetchLimits() == FetchLimits(size=256 * 2**20, seconds=120, redirects=5, private=False)
    assert MAX_BYTES == 256 * 2**20
