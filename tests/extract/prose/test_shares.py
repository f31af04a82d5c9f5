"""Percentages behind the amounts of sentences: shares of a whole, and how much of a budget was spent."""

from collections.abc import Callable

import pytest

from kg.model import BudgetKey, Extraction

Read = Callable[[str], Extraction]
FINAL = "# 旬阳市医疗保障局2024年度部门决算\n\n## 第三部分 2024年度部门决算情况说明\n\n"


def told(read: Extraction) -> list[tuple[str, str, str]]:
    """Percentage, nature or phase of the part, and of the whole."""
    keys = [(one.percent_text, one.figure, one.base) for one in read.shares]
    return [
        (text, part.nature, whole.phase)
        for text, part, whole in keys
        if isinstance(part, BudgetKey) and isinstance(whole, BudgetKey)
    ]


def test_parts_have_shares_of_the_whole_before_them(extracted: Read) -> None:
    read = extracted(FINAL + "本年支出合计10.00万元，其中：基本支出6.00万元，占60%；项目支出4.00万元，占40.0%。")
    assert told(read) == [("60", "basic", "final"), ("40.0", "project", "final")]
    (whole,) = {one.base.id for one in read.shares}
    assert whole == next(claim.key.id for claim in read.others if claim.amount.text == "10.00")
    place = read.shares[0].place
    assert place.id.endswith("/o29")


@pytest.mark.parametrize(("name", "shares"), [("本年支出合计", 1), ("支出合计", 1), ("财政拨款支出", 0)])
def test_a_named_whole_stands_before_its_amount(name: str, shares: int, extracted: Read) -> None:
    read = extracted(FINAL + f"本年支出合计10.00万元，其中：基本支出6.00万元，占{name}的60%。")
    assert len(read.shares) == shares


def test_what_was_spent_of_the_budget_has_its_budget(extracted: Read) -> None:
    text = "一般公共服务支出（类）年初预算为8.00万元，支出决算为6.00万元，完成年初预算的75%。"
    read = extracted(FINAL + text)
    for one in read.shares:
        assert isinstance(one.figure, BudgetKey)
        assert isinstance(one.base, BudgetKey)
        assert (one.percent_text, one.figure.phase, one.base.phase) == ("75", "final", "approved")
        assert one.figure.function_code == one.base.function_code == "201"
    assert len(read.shares) == 1


@pytest.mark.parametrize(
    "text",
    [
        "基本支出6.00万元，占60%。",  # no whole is printed
        "本年支出合计10.00万元，其中：基本支出6.00万元，同比增长60%。",  # a change
        "支出决算为6.00万元，完成年初预算的75%。",  # no budget is printed
    ],
)
def test_a_percentage_without_its_other_amount_is_not_told(text: str, extracted: Read) -> None:
    assert extracted(FINAL + text).shares == ()
