"""Forms as text: what is told of projects, amounts and indicators, and that every number is accounted for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg import extract
from kg.documents import read
from kg.extract import Forms
from kg.model import Extraction, ProjectKey

Read = Callable[[str], Extraction]
BUDGET = "泽州县财政局2025年部门预算\n\n项目支出绩效目标表\n\n"
FINAL = "泽州县财政局2025年部门决算\n\n项目支出绩效自评表\n\n"
HEADER = "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"


def accounted(found: Extraction) -> bool:
    account = found.account
    return account.numeric == account.claims + account.facts + account.labels + account.refused


def amounts(found: Extraction) -> list[tuple[str, str, str, str, int]]:
    keys = [(claim.key, int(claim.amount.yuan)) for claim in found.claims]
    return [(key.project, key.phase, key.fund, key.term, yuan) for key, yuan in keys if isinstance(key, ProjectKey)]


def test_an_indicator_without_a_value_is_kept(extracted: Read) -> None:
    form = "| 项目名称 | 河道整治 | | | |\n" + HEADER
    rows = "| | 产出指标 | 数量指标 | 整治河道 | 3公里 |\n| | | 质量指标 | 验收 | |\n| | | 时效指标 | | |\n"
    found = extracted(BUDGET + form + rows)
    assert [(one.name, one.target is None) for one in found.indicators] == [("整治河道", False), ("验收", True)]
    assert accounted(found)


def test_a_form_without_a_project_is_refused_with_the_reason(extracted: Read) -> None:
    found = extracted(BUDGET + HEADER + "| | 产出指标 | 数量指标 | 整治河道 | 3公里 |\n")
    assert found.indicators == ()
    assert [one.reason for one in found.refusals] == ["no-project-name"]


def test_several_projects_one_after_another_in_one_table(extracted: Read) -> None:
    one = "| 项目名称 | {} | | | |\n| 项目资金（万元） | 年度资金总额 | {} | | |\n" + HEADER
    row = "| | 产出指标 | 数量指标 | 数量 | {}个 |\n"
    text = one.format("河道整治", "5.00") + row.format(1) + one.format("堤防加固", "7.00") + row.format(2)
    found = extracted(BUDGET + text)
    assert [(key, yuan) for key, _, _, _, yuan in amounts(found)] == [("河道整治", 50000), ("堤防加固", 70000)]
    assert [(i.project, str(i.target.number)) for i in found.indicators if i.target] == [
        ("河道整治", "1"), ("堤防加固", "2"),
    ]  # fmt: skip


def test_a_project_named_twice_with_two_amounts_keeps_both(extracted: Read) -> None:
    form = "| 项目名称 | 河道整治 | |\n| 项目资金（万元） | 年度资金总额 | {} |\n"
    found = extracted(BUDGET + form.format("5.00") + form.format("6.00"))
    assert [yuan for *_, yuan in amounts(found)] == [50000, 60000]
    assert len({claim.key.id for claim in found.claims}) == 1


def test_a_self_evaluation_has_amounts_of_three_stages_results_and_points(extracted: Read) -> None:
    head = (
        "| 项目名称 | 河道整治 | | | | | | |\n"
        "| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n"
        "| | 年度资金总额 | 10.00 | 12.00 | 9.00 | 10 | 75% | 7.5 |\n"
        "| | 其中：财政拨款 | 10.00 | 12.00 | 9.00 | - | 75% | - |\n"
    )
    rows = (
        "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
        "| | 产出指标 | 数量指标 | 整治河道 | ≥3公里 | 4公里 | 90 | 90 |\n"
        "| 总分 | | | | | | 100 | 97.5 |\n"
    )
    found = extracted(FINAL + head + rows)
    assert [(phase, fund, yuan) for _, phase, fund, _, yuan in amounts(found)] == [
        ("approved", "total", 100000), ("revised", "total", 120000), ("final", "total", 90000),
        ("approved", "all-fiscal", 100000), ("revised", "all-fiscal", 120000), ("final", "all-fiscal", 90000),
    ]  # fmt: skip
    execution, length = sorted(found.indicators, key=lambda one: one.weight or 0)
    assert (execution.group, str(execution.weight), str(execution.score)) == ("budget-execution", "10", "7.5")
    assert execution.actual is not None
    assert str(execution.actual.number) == "75"
    assert length.actual is not None
    assert (str(length.actual.number), str(length.score)) == ("4", "90")
    assert [one.text for one in found.projects[0].details if one.kind == "score"] == ["97.5"]
    assert accounted(found)


def test_rows_of_one_project_over_two_halves_have_two_terms(extracted: Read) -> None:
    form = (
        "| 项目名称 | 河道整治 | | | | | | |\n"
        "| 项目资金（元） | 实施期资金总额 | 900 | 年度资金总额 | 300 | | | |\n"
        "| 实施期目标 | | | | 年度目标 | | | |\n"
        "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |\n"
        "| | 产出指标 | 数量指标 | 河道 | 9公里 | 数量指标 | 河道 | 3公里 |\n"
    )
    found = extracted(BUDGET + form)
    assert [(term, yuan) for *_, term, yuan in amounts(found)] == [("whole-period", 900), ("annual", 300)]
    assert [(one.term, str(one.target.number)) for one in found.indicators if one.target] == [
        ("whole-period", "9"), ("annual", "3"),
    ]  # fmt: skip


def test_a_project_printed_beside_each_of_its_indicators_counts_once(extracted: Read) -> None:
    header = "| 项目名称 | 预算金额 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
    row = "| 河道整治 | 5.00 | 堤防达标 | 产出指标 | 数量指标 | {} | {} |\n"
    text = "单位：万元\n\n" + header + row.format("河道", "3公里") + row.format("堤防", "2处")
    found = extracted(BUDGET + text)
    assert [yuan for *_, yuan in amounts(found)] == [50000]
    assert [one.reason for one in found.refusals] == ["printed-again"]
    assert [one.name for one in found.indicators] == ["河道", "堤防"]


def test_a_total_of_a_list_of_projects_is_none_of_them(extracted: Read) -> None:
    text = "| 项目 | 预算数（单位：万元） | 绩效目标 |\n| 河道整治 | 5.00 | 堤防达标 |\n| 合计 | 5.00 | |\n"
    assert [(name, yuan) for name, _, _, _, yuan in amounts(extracted(BUDGET + text))] == [
        ("河道整治", 50000), ("", 50000),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["河道（一期）整治", "河道(一期)整治", "河道（一期） 整治"])
def test_one_project_has_one_spelling(extracted: Read, name: str) -> None:
    form = f"| 项目名称 | {name} | |\n| 项目资金（万元） | 年度资金总额 | 5.00 |\n"
    assert [project for project, *_ in amounts(extracted(BUDGET + form))] == ["河道（一期）整治"]


def test_run_together_cells_are_refused(extracted: Read) -> None:
    form = "| 项目名称 | 河道整治 | | | |\n" + HEADER
    found = extracted(BUDGET + form + "| | 产出指标 | 数量指标 | 指标1:河道 指标2:堤防 | 3 4 |\n")
    assert found.indicators == ()
    assert [one.reason for one in found.refusals] == ["cells-run-together"]
    assert accounted(found)


def test_a_summary_of_a_self_evaluation_in_a_sentence(extracted: Read) -> None:
    text = (
        "泽州县财政局2025年部门决算\n\n1.河道整治项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为95分。"
        "全年预算数为12.00万元，执行数为9.00万元，完成预算的75%。项目绩效目标完成情况：堤防达标。"
        "发现的主要问题及原因：进度慢。\n"
    )
    found = extracted(text)
    assert [(one.key.project, one.key.phase, int(one.amount.value)) for one in found.others] == [
        ("河道整治", "revised", 120000), ("河道整治", "final", 90000),
    ]  # fmt: skip
    assert [(one.kind, one.text) for one in found.projects[0].details] == [("score", "95"), ("result", "堤防达标。")]


def test_a_stage_over_the_labels_is_that_of_the_only_amounts_before_the_next(extracted: Read) -> None:
    head = "项目名称\t河道整治\t\t\t\n项目资金（万元）\t年初预算数\t\t全年预算数\t全年执行数\n"
    found = extracted(FINAL + head + "\t年度资金总额\t10.00\t12.00\t9.00\n\t其中：财政拨款\t8.00\t7.00\t6.50\n")
    assert [(phase, fund, yuan) for _, phase, fund, _, yuan in amounts(found)] == [
        ("approved", "total", 100000), ("revised", "total", 120000), ("final", "total", 90000),
        ("approved", "all-fiscal", 80000), ("revised", "all-fiscal", 70000), ("final", "all-fiscal", 65000),
    ]  # fmt: skip
    assert accounted(found)


def test_levels_and_name_in_one_cell(extracted: Read) -> None:
    head = "项目名称\t河道整治\t\t\t\t\t\t\n\t一级指标\t二级指标\t三级指标\t\t年度指标值\t实际完成值\t分值\t得分\n"
    rows = "\t产出指标\t数量指标\t指标1：整治河道\t\t3公里\t4公里\t10\t10\n"
    rows += "\t满意度指标 受益对象 指标1: 沿岸居民满意度 满意度指标\t\t\t90%\t92%\t10\t9.5\n\t总分\t\t\t\t\t\t\t98\n"
    found = extracted(FINAL + head + rows)
    (_, one) = found.indicators
    assert (one.kind, one.group, one.name) == ("satisfaction", "satisfaction", "沿岸居民满意度")
    assert one.target is not None
    assert one.actual is not None
    assert (one.target.text, one.actual.text, str(one.weight), str(one.score)) == ("90%", "92%", "10", "9.5")
    assert [detail.text for detail in found.projects[0].details if detail.kind == "score"] == ["98"]


def test_a_summary_is_of_the_project_of_a_form(extracted: Read) -> None:
    form = "项目名称\t河道整治补助资金（水毁修复部分）\t\t\t\n项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\n"
    form += "\t年度资金总额\t10.00\t12.00\t9.00\n"
    form += "\t一级指标\t二级指标\t三级指标\t指标值\n\t产出指标\t数量指标\t河道\t3公里\n\n"
    text = (
        "### 1.行政运行（河道整治补助资金）项目绩效自评情况：\n\n自评得分97分。全年预算数为12万元，实际支出{}万元。\n"
    )
    same = extracted(FINAL + form + text.format(9))
    assert {claim.key.project for claim in same.others if isinstance(claim.key, ProjectKey)} == {
        "河道整治补助资金（水毁修复部分）"
    }
    other = extracted(FINAL + form + text.format(8).replace("12万元", "11万元"))
    assert {claim.key.project for claim in other.others if isinstance(claim.key, ProjectKey)} == {"河道整治补助资金"}


def test_one_merged_name_with_several_amounts_is_of_units_that_are_not_named(tmp_path: Path, forms: Forms) -> None:
    head = "<tr><td>项目名称</td><td>项目总额</td><td>绩效目标</td><td>三级指标</td><td>指标值</td></tr>"
    rows = (
        "<tr><td rowspan=2>培训类项目</td><td>4.00</td><td>培训本级</td><td>培训人数</td><td>≥4人</td></tr>"
        "<tr><td>6.00</td><td>培训下级</td><td>培训次数</td><td>≥2次</td></tr>"
        "<tr><td>信息系统</td><td>5.00</td><td>运行</td><td>故障次数</td><td>≤1次</td></tr>"
    )
    path = tmp_path / "document.html"
    lead = "<h1>泽州县财政局2025年部门预算</h1><p>项目支出绩效目标表</p><p>单位：万元</p>"
    path.write_text(f"<html><meta charset=utf-8>{lead}<table>{head}{rows}</table></html>", encoding="utf-8")
    found = extract.extract(read(path), forms)
    assert [(one.text, one.reason) for one in found.refusals] == [
        ("4.00", "project-repeated"), ("6.00", "project-repeated"),
    ]  # fmt: skip
    assert [name for name, *_ in amounts(found)] == ["信息系统"]
    assert len(found.indicators) == 3
    assert accounted(found)


def test_an_essay_about_a_project_in_the_national_form_tells_its_money_by_fund_and_year(extracted: Read) -> None:
    essay = (
        "1.报大会审议的一级项目—堤防加固项目情况\n\n（1）项目概述\n\n加固堤防。\n\n（5）实施周期\n\n2025年至2027年。\n\n"
        "（6）年度预算安排\n\n2025年拟安排该项目一般公共预算12.00万元（含上年结转2.00万元）。\n\n（7）项目绩效目标表\n\n见附件。\n\n"
        "第四部分名词解释\n\n一、上年结转：略。\n"
    )
    found = extracted("泽州县财政局2025年部门预算\n\n" + essay)
    told = [(one.key, one.amount.text) for one in found.others]
    assert [(key.project, key.fund, key.origin, text) for key, text in told if isinstance(key, ProjectKey)] == [
        ("堤防加固", "general", "total", "12.00"), ("堤防加固", "general", "carried-over", "2.00"),
    ]  # fmt: skip
    (profile,) = found.projects
    assert [(one.kind, one.text) for one in profile.details] == [
        ("description", "加固堤防。"), ("term", "2025年至2027年。"),
    ]  # fmt: skip
    assert found.account.prose == found.account.prose_claims == 2
