"""Values aimed at or reached: what each printing means, and what of it is doubtful."""

import pytest

from kg.extract import load
from kg.extract.performance.goals import Beside, goal
from kg.model import Goal


def read(text: str, beside: Beside | None = None) -> Goal:
    """The value that a cell prints."""
    words = load().performance.goals
    found = goal(text, words, beside) if beside is not None else goal(text, words)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "operator", "numbers", "doubt"),
    [
        ("≥95%", "at-least", "95 %", ""),
        (r"$\geq 95\%$", "at-least", "95 %", ""),
        (r"\leq 60 分钟", "at-most", "60 分钟", ""),
        ("≧60万人次", "at-least", "60 万人次", ""),
        ("达到98%以上", "at-least", "98 %", ""),
        ("不少于350个。", "at-least", "350 个", ""),
        ("不超过5次", "at-most", "5 次", ""),
        ("7日内", "at-most", "7 日", ""),
        ("30天以内", "at-most", "30 天", ""),
        ("小于0.5%", "less-than", "0.5 %", ""),
        ("＞98%", "more-than", "98 %", ""),
        ("＝６条", "equal", "6 条", ""),
        ("2 次/月", "equal", "2 次/月", ""),
        ("1,234.50元/人·天", "equal", "1234.50 元/人·天", ""),
        ("35 . 16", "equal", "35.16", ""),
        ("100", "equal", "100", ""),
        ("3-4次", "range", "3 4 次", ""),
        ("90%~95%", "range", "90 95 %", ""),
        ("３－４ 次", "range", "3 4 次", ""),
        ("10至15项", "range", "10 15 项", ""),
        ("约6类", "equal", "6 类", "rough"),
        ("40余次", "equal", "40 次", "rough"),
        ("95%左右", "equal", "95 %", "rough"),
        ("两次", "equal", "2 次", "number-in-words"),
        ("100%完成", "equal", "100 %", "words-after"),
        ("全年≥10000家次", "at-least", "10000 家次", "words-before"),
        ("≥30日内", "at-least", "30 日", "two-bounds"),
        ("≤1次；≤1次", "qualitative", "", "several-numbers"),
        ("4.4 23", "qualitative", "", "several-numbers"),
        ("7×24小时", "qualitative", "", "several-numbers"),
        ("无5级以上事件", "qualitative", "", "number-in-words"),
        ("按运费的30%补助企业", "qualitative", "", "number-in-words"),
        *((word, "qualitative", "", "") for word in ("及时", "优", "持续提升", "据实报销", "一致")),
        *((day, "qualitative", "", "") for day in ("2021年12月底", "5月31日前", "2022年5-6月", "12月")),
    ],
)
def test_bounds_ranges_words_days_and_what_is_doubtful(text: str, operator: str, numbers: str, doubt: str) -> None:
    found = read(text)
    said = [str(one) for one in (found.number, found.upper) if one is not None]
    assert (found.operator, " ".join([*said, found.unit]).strip(), found.doubt) == (operator, numbers, doubt)
    assert found.text == " ".join(text.split())


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "……", "指标值"])
def test_a_blank_is_no_value(text: str) -> None:
    assert goal(text, load().performance.goals) is None


def test_operator_and_unit_in_columns_of_their_own() -> None:
    found = read("90", Beside(operator="≥", unit="%"))
    assert (found.operator, str(found.number), found.unit, found.text) == ("at-least", "90", "%", "90")
    word = read("优，成效显著", Beside(operator="定性"))
    assert word.operator == "qualitative"
    odd = read("优", Beside(operator="≥"))
    assert odd.doubt == "operator-beside-words"


def test_a_unit_in_brackets_behind_the_name_is_doubted() -> None:
    found = read("≥5000", Beside(name="接访数量（件次/年）"))
    assert (found.unit, found.doubt) == ("件次/年", "unit-in-name")
    other = read("≥5000", Beside(name="服务次数（年度）"))
    assert (other.unit, other.doubt) == ("", "")


def test_a_strict_sign_is_doubted_only_where_text_was_recognised() -> None:
    recognised, printed = read("<40分钟", Beside(recognised=True)), read("<40分钟")
    assert (recognised.operator, recognised.doubt) == ("less-than", "recognised-sign")
    assert (printed.operator, printed.doubt) == ("less-than", "")
