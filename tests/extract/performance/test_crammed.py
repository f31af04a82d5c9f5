"""Numbers of several places that recognition left in one cell, and totals of points that stand alone."""

from collections.abc import Callable

import pytest

from kg.model import Extraction, ProjectKey

Read = Callable[[str], Extraction]
FINAL = "泽州县财政局2025年部门决算\n\n项目支出绩效自评表\n\n"
HEAD = (
    "| 项目名称 | 河道整治 | | | | |\n"
    "| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 |\n"
    "| | 年度资金总额 | {approved} | {revised} | {final} | 50% |\n"
    "| | 其中：当年财政拨款 | 8.00 | {current} | {crammed} | 50% |\n"
    "| | 上年结转资金 | 2.00 | 2.00 | 1.00 | 50% |\n"
)


def amounts(found: Extraction) -> list[tuple[str, int, str, bool]]:
    """Phase, cell, text, and whether the number was put back where it belongs."""
    return [
        (claim.key.phase, claim.place.cell, claim.amount.text, "NumberOfNeighbour" in claim.amount.repairs)
        for claim in sorted(found.claims, key=lambda one: (one.place.row, one.place.cell))
        if isinstance(claim.key, ProjectKey)
    ]


def refused(found: Extraction) -> list[str]:
    return [one.text for one in found.refusals if one.reason == "not-one-number"]


@pytest.mark.parametrize("final", ["6.00", ""])
def test_four_numbers_of_one_cell_are_put_back_where_the_sums_hold(final: str, extracted: Read) -> None:
    """12.00 = 10.00 + 2.00 of the budget, 6.00 = 5.00 + 1.00 of the spending; 6.00 may have its cell."""
    found = extracted(
        FINAL + HEAD.format(approved="10.00", revised="", final=final, current="", crammed="12. 00 6.00 10.00 5.00")
    )
    assert amounts(found) == [
        ("approved", 3, "10.00", False), ("revised", 4, "12. 00", True), ("final", 5, "6.00", not final),
        ("approved", 3, "8.00", False), ("revised", 4, "10.00", True), ("final", 5, "5.00", True),
        ("approved", 3, "2.00", False), ("revised", 4, "2.00", False), ("final", 5, "1.00", False),
    ]  # fmt: skip
    assert refused(found) == []
    account = found.account
    assert account.numeric == account.claims + account.facts + account.labels + account.refused


@pytest.mark.parametrize(
    ("final", "current", "crammed"),
    [
        ("6.00", "", "12.00 6.00 10.00 4.00"),  # 6.00 is not 4.00 + 1.00
        ("7.00", "", "12.00 6.00 10.00 5.00"),  # another number is printed where 6.00 belongs
        ("", "9.00", "12.00 6.00 10.00 5.00"),  # and here where 10.00 does
        ("", "", "12.00 6.00 10.00"),  # no rectangle has three places, none row of three holds
        ("", "", "约12.00 6.00 10.00 5.00"),  # words stand there too
    ],
)
def test_where_the_sums_do_not_hold_the_cell_stays_refused(
    final: str, current: str, crammed: str, extracted: Read
) -> None:
    found = extracted(FINAL + HEAD.format(approved="10.00", revised="", final=final, current=current, crammed=crammed))
    assert not any(moved for *_, moved in amounts(found))
    assert refused(found) == [crammed]


SCORES = (
    "| 项目名称 | 河道整治 | | | | | | |\n"
    "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
    "| | 产出指标 | 数量指标 | 整治河道 | ≥3公里 | 4公里 | 90 | 90 |\n"
)


@pytest.mark.parametrize(
    ("row", "score"),
    [
        ("| 总分 | | | | | | | 95 |\n", ["95"]),
        ("| 总分 | | | | | | 100 | |\n", []),  # under the weights
        ("| 总分 | | | | | | 100 | 95 |\n", ["95"]),
    ],
)
def test_a_total_alone_is_the_score_where_it_stands_among_scores(row: str, score: list[str], extracted: Read) -> None:
    found = extracted(FINAL + SCORES + row)
    assert [one.text for project in found.projects for one in project.details if one.kind == "score"] == score
