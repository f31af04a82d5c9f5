"""Joining title, header and row: the narrower holds, what excludes is refused, columns carry years and phases."""

from collections.abc import Callable

import pytest

from kg.extract.meaning import Contradiction, joined, narrowed
from kg.model import BudgetKey, Extraction

Read = Callable[[str], Extraction]


def test_a_row_overrules_the_title_but_never_widens_it() -> None:
    assert narrowed({"fund": "general"}, {"fund": "all-fiscal"}) == {"fund": "general"}
    assert narrowed({"fund": "all-fiscal"}, {"fund": "general"}) == {"fund": "general"}
    assert narrowed({"item": "three-public"}, {"item": "meetings"}) == {"item": "meetings"}
    assert narrowed({"phase": "approved"}, {"phase": "final", "fund": "unit"}) == {"phase": "final", "fund": "unit"}


def test_of_two_of_equal_rank_the_narrower_holds() -> None:
    assert joined([{"nature": "basic"}, {"nature": "personnel"}]) == {"nature": "personnel"}
    assert joined([{"nature": "personnel"}, {"nature": "basic"}]) == {"nature": "personnel"}
    assert joined([{"fund": "general"}, {"nature": "basic"}]) == {"fund": "general", "nature": "basic"}


def test_two_that_exclude_each_other_contradict() -> None:
    with pytest.raises(Contradiction) as caught:
        joined([{"fund": "general"}, {"fund": "government-fund"}])
    assert caught.value.reason == "contradictory-meaning"


def test_joining_leaves_its_parts_as_they_are() -> None:
    weak, strong = {"fund": "all-fiscal"}, {"fund": "general"}
    narrowed(weak, strong)
    joined([weak, strong])
    assert (weak, strong) == ({"fund": "all-fiscal"}, {"fund": "general"})


def key_of(extracted: Read, header: str, *, title: str = "支出总表", kind: str = "预算") -> BudgetKey:
    """The key of the one amount of a table with one amount column."""
    table = f"| 科目编码 | 科目名称 | {header} |\n| 208 | 社会保障 | 1.00 |"
    (claim,) = extracted(f"泽州县财政局2025年部门{kind}\n\n{title}\n\n单位：万元\n\n{table}").claims
    assert isinstance(claim.key, BudgetKey)
    return claim.key


@pytest.mark.parametrize(
    ("header", "kind", "year", "phase"),
    [
        ("合计", "预算", 2025, "approved"),
        ("合计", "决算", 2025, "final"),
        ("2025年预算数", "预算", 2025, "approved"),
        ("2024年预算数", "预算", 2024, "approved"),
        ("上年预算数", "预算", 2024, "approved"),
        ("上年决算数", "预算", 2024, "final"),
        ("上年执行数", "预算", 2024, "estimate"),
        ("2024年执行数", "预算", 2024, "estimate"),  # a year that is not over when the budget is made
        ("2024年预计执行数", "预算", 2024, "estimate"),
        ("2024年决算数", "预算", 2024, "final"),
        ("执行数", "决算", 2025, "final"),
        ("本年预算数", "预算", 2025, "approved"),
        ("年初预算数", "决算", 2025, "approved"),
        ("全年预算数", "决算", 2025, "revised"),
        ("决算数", "决算", 2025, "final"),
    ],
)
def test_a_column_says_of_which_year_and_phase_it_is(
    header: str, kind: str, year: int, phase: str, extracted: Read
) -> None:
    key = key_of(extracted, header, kind=kind)
    assert (key.year, key.phase) == (year, phase)


@pytest.mark.parametrize(
    ("title", "fund", "nature", "origin"),
    [
        ("支出总表", "total", "total", "total"),
        ("一般公共预算支出表", "general", "total", "total"),
        ("财政拨款支出表", "all-fiscal", "total", "total"),
        ("一般公共预算财政拨款支出决算表", "general", "total", "total"),
        ("一般公共预算基本支出表", "general", "basic", "total"),
        ("一般公共预算支出预算表（不含上年结转）", "general", "total", "current"),
        ("政府性基金预算支出表", "government-fund", "total", "total"),
        ("国有资本经营预算支出表", "state-capital", "total", "total"),
    ],
)
def test_words_of_a_title_set_dimensions(title: str, fund: str, nature: str, origin: str, extracted: Read) -> None:
    key = key_of(extracted, "合计", title=title)
    assert (key.fund, key.nature, key.origin) == (fund, nature, origin)


@pytest.mark.parametrize(
    ("words", "origin"), [("（本年预算）", "current"), ("（上年结转）", "carried-over"), ("", "total")]
)
def test_brackets_of_a_title_say_whose_year_the_money_is(words: str, origin: str, extracted: Read) -> None:
    table = "| 项目名称 | 合计 |\n| 泽州县财政局 | 1.00 |\n| 甲项目 | 1.00 |"
    text = f"泽州县财政局2025年部门预算\n\n项目支出预算表{words}\n\n单位：万元\n\n{table}"
    body, project = (claim.key for claim in extracted(text).claims)
    assert (body.nature, body.origin, project.origin) == ("project", origin, origin)


def test_a_column_narrows_what_the_title_says(extracted: Read) -> None:
    assert key_of(extracted, "人员经费", title="一般公共预算基本支出表").nature == "personnel"
    assert key_of(extracted, "财政拨款", title="一般公共预算支出表").fund == "general"


NOTE = "注：预算数是全年预算数，为按规定程序调整后的数。"


@pytest.mark.parametrize(("note", "phases"), [("", ["approved", "final"]), (NOTE, ["revised", "final"])])
def test_a_note_below_the_table_changes_only_the_columns_it_speaks_of(
    note: str, phases: list[str], extracted: Read
) -> None:
    table = "| 项目 | 预算数 | 决算数 |\n| 公务接待费 | 1.00 | 2.00 |"
    text = f"泽州县财政局2025年部门决算\n\n财政拨款“三公”经费支出决算表\n\n单位：万元\n\n{table}\n\n{note}"
    assert [claim.key.phase for claim in extracted(text).claims] == phases


def test_the_column_headers_are_kept_as_paths(extracted: Read) -> None:
    text = "泽州县财政局2025年部门预算\n\n支出总表\n\n单位：万元\n\n"
    table = "| 项目 | | 2025年 预算数 | |\n| 科目编码 | 科目名称 | 合 计 | 基本支出 |\n| 208 | 社会保障 | 1.00 | 1.00 |"
    columns = extracted(text + table).tables[0].columns
    assert [(column.number, column.header) for column in columns] == [
        (3, "2025年预算数/合计"), (4, "2025年预算数/基本支出"),
    ]  # fmt: skip
