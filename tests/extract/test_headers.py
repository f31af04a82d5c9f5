"""What the words of a header cell mean: words of the lists, and phrases put together from pieces of them."""

import pytest

from kg.extract import Forms
from kg.extract.headers import HeaderWords
from kg.model import Kind


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("一般公共预算拨款安排的“三公”经费预算", {"fund": "general", "item": "three-public"}),
        ("公共预算拨款", {"fund": "general"}),
        ("2026年部门预算", {}),
        ("一般公共预算财政拨款基本支出决算数", {"fund": "general", "nature": "basic", "phase": "final"}),
        ("其中：项目支出（万元）", {"nature": "project"}),
    ],
)
def test_a_header_is_spelled_out_of_pieces(text: str, sets: dict[str, str], forms: Forms) -> None:
    found = HeaderWords(forms, kind=Kind.FINAL).of(text)
    assert found is not None
    assert found.set.given() == sets


@pytest.mark.parametrize(
    "text",
    [
        "非财政拨款安排的基本支出",  # the piece 财政拨款 would say the opposite
        "财政拨款安排的特别支出",  # 特别 is left over
        "基本支出和项目支出",  # two natures, neither part of the other
        "",
    ],
)
def test_a_header_that_is_not_spelled_out_whole_means_nothing(text: str, forms: Forms) -> None:
    assert HeaderWords(forms).of(text) is None


def test_a_cell_without_a_letter_fills_a_header(forms: Forms) -> None:
    found = HeaderWords(forms).of("——")
    assert found is not None
    assert found.set.given() == {}
