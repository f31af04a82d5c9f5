"""Values aimed at or reached: what each printing means, and what of it is doubtful."""

import pytest

from kg.extract.performance.goals import Beside, goal
from kg.extract.performance.words import load

WORDS = load().goals


@pytest.mark.parametrize(
    ("text", "operator", "number", "unit"),
    [
        ("≥95%", "at-least", "95", "%"),
        (r"$\geq 95\%$", "at-least", "95", "%"),
        (r"\leq 60 分钟", "at-most", "60", "分钟"),
        ("≧60万人次", "at-least", "60", "万人次"),
        ("达到98%以上", "at-least", "98", "%"),
        ("不少于350个。", "at-least", "350", "个"),
        ("不超过5次", "at-most", "5", "次"),
        ("7日内", "at-most", "7", "日"),
        ("30天以内", "at-most", "30", "天"),
        ("小于0.5%", "less-than", "0.5", "%"),
        ("＞98%", "more-than", "98", "%"),
        ("＝６条", "equal", "6", "条"),
        ("2 次/月", "equal", "2", "次/月"),
        ("1,234.50元/人·天", "equal", "1234.50", "元/人·天"),
        ("35 . 16", "equal", "35.16", ""),
        ("100", "equal", "100", ""),
    ],
)
def test_a_bound_a_number_and_a_unit(text: str, operator: str, number: str, unit: str) -> None:
    found = goal(text, WORDS)
    assert found is not None
    assert (found.operator, str(found.number), found.unit, found.doubt) == (operator, number, unit, "")
    assert found.text == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "number", "upper", "unit"),
    [
        ("3-4次", "3", "4", "次"),
        ("90%~95%", "90", "95", "%"),
        ("３－４ 次", "3", "4", "次"),
        ("10至15项", "10", "15", "项"),
    ],
)
def test_a_range(text: str, number: str, upper: str, unit: str) -> None:
    found = goal(text, WORDS)
    assert found is not None
    assert (found.operator, str(found.number), str(found.upper), found.unit) == ("range", number, upper, unit)


@pytest.mark.parametrize(
    "text", ["及时", "优", "持续提升", "据实报销", "一致", "2021年12月底", "5月31日前", "2022年5-6月", "12月"]
)
def test_a_word_or_a_day_is_no_number(text: str) -> None:
    found = goal(text, WORDS)
    assert found is not None
    assert (found.operator, found.number, found.text, found.doubt) == ("qualitative", None, text, "")


@pytest.mark.parametrize(
    ("text", "operator", "number", "doubt"),
    [
        ("约6类", "equal", "6", "rough"),
        ("40余次", "equal", "40", "rough"),
        ("95%左右", "equal", "95", "rough"),
        ("两次", "equal", "2", "number-in-words"),
        ("100%完成", "equal", "100", "words-after"),
        ("全年≥10000家次", "at-least", "10000", "words-before"),
        ("≥30日内", "at-least", "30", "two-bounds"),
        ("≤1次；≤1次", "qualitative", "None", "several-numbers"),
        ("4.4 23", "qualitative", "None", "several-numbers"),
        ("7×24小时", "qualitative", "None", "several-numbers"),
        ("无5级以上事件", "qualitative", "None", "number-in-words"),
        ("按运费的30%补助企业", "qualitative", "None", "number-in-words"),
    ],
)
def test_what_is_doubtful_is_said(text: str, operator: str, number: str, doubt: str) -> None:
    found = goal(text, WORDS)
    assert found is not None
    assert (found.operator, str(found.number), found.doubt) == (operator, number, doubt)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "……", "指标值"])
def test_a_blank_is_no_value(text: str) -> None:
    assert goal(text, WORDS) is None


def test_operator_and_unit_in_columns_of_their_own() -> None:
    found = goal("90", WORDS, Beside(operator="≥", unit="%"))
    assert found is not None
    assert (found.operator, str(found.number), found.unit, found.text) == ("at-least", "90", "%", "90")
    word = goal("优，成效显著", WORDS, Beside(operator="定性"))
    assert word is not None
    assert word.operator == "qualitative"
    odd = goal("优", WORDS, Beside(operator="≥"))
    assert odd is not None
    assert odd.doubt == "operator-beside-words"


def test_a_unit_in_brackets_behind_the_name_is_doubted() -> None:
    found = goal("≥5000", WORDS, Beside(name="接访数量（件次/年）"))
    assert found is not None
    assert (found.unit, found.doubt) == ("件次/年", "unit-in-name")
    other = goal("≥5000", WORDS, Beside(name="服务次数（年度）"))
    assert other is not None
    assert (other.unit, other.doubt) == ("", "")


def test_a_strict_sign_is_doubted_only_where_text_was_recognised() -> None:
    read, printed = goal("<40分钟", WORDS, Beside(recognised=True)), goal("<40分钟", WORDS)
    assert read is not None
    assert (read.operator, read.doubt) == ("less-than", "recognised-sign")
    assert printed is not None
    assert (printed.operator, printed.doubt) == ("less-than", "")
