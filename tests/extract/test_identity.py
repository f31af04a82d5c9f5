"""Whose document it is: every part printed, none assumed, and a refusal says what is missing and where."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.documents import read
from kg.errors import ContradictoryIdentity, NotADisclosure, SeveralDisclosures
from kg.extract import Forms, identity
from kg.model import Agency, Disclosure, Extraction, Kind, Scope

Read = Callable[[str], Extraction]
DEPARTMENT, FINAL, OWN = (
    (Kind.BUDGET, Scope.CONSOLIDATED), (Kind.FINAL, Scope.CONSOLIDATED), (Kind.BUDGET, Scope.OWN),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "area", "name", "rest"),
    [
        ("烟台市审计局2026年部门预算", "370600", "烟台市审计局", (2026, *DEPARTMENT)),
        ("2026年烟台市审计局部门预算", "370600", "烟台市审计局", (2026, *DEPARTMENT)),
        ("国家信访局2024年度部门决算", "", "国家信访局", (2024, *FINAL)),
        ("国家信访局\n\n2024年度部门决算", "", "国家信访局", (2024, *FINAL)),
        ("国家信访局\n2024年度部门决算", "", "国家信访局", (2024, *FINAL)),
        ("2026年\n\n广州市信访局部门预算", "440100", "广州市信访局", (2026, *DEPARTMENT)),
        ("西安市医疗保障局\n\n2022年部门综合预算", "610100", "西安市医疗保障局", (2022, *DEPARTMENT)),
        ("# 泽州县财政局 2025 年度单位预算公开", "140525", "泽州县财政局", (2025, *OWN)),
        ("附件1\n\n泽州县财政局2025年度单位预算", "140525", "泽州县财政局", (2025, *OWN)),
        ("重庆市商务委员会2026年部门预算情况说明", "500000", "重庆市商务委员会", (2026, *DEPARTMENT)),
        ("无锡市教育局（本级）2026年度单位预算公开", "320200", "无锡市教育局", (2026, *OWN)),
        ("西安市信访局（汇总）\n\n2026年部门预算公开说明", "610100", "西安市信访局", (2026, *DEPARTMENT)),
        ("中共泽州县委办公室2025年部门预算", "140525", "中共泽州县委办公室", (2025, *DEPARTMENT)),
    ],
)  # fmt: skip
def test_titles(text: str, area: str, name: str, rest: tuple[int, Kind, Scope], extracted: Read) -> None:
    year, kind, scope = rest
    expected = Disclosure(agency=Agency(area=area, name=name), year=year, kind=kind, scope=scope)
    assert extracted(text).disclosure == expected


@pytest.mark.parametrize(
    "before", ["部门预算公开", "单位预算公开", "关于公开", "2026年度\n\n无锡市教育局\n\n部门预算公开"]
)
def test_a_line_that_is_a_title_alone_goes_before_two_lines_joined(before: str, extracted: Read) -> None:
    """What stands above it is no part of the name."""
    found = extracted(f"{before}\n\n无锡市教育局2026年度部门预算公开").disclosure
    assert found.agency == Agency(area="320200", name="无锡市教育局")
    assert (found.year, found.kind, found.scope) == (2026, *DEPARTMENT)


@pytest.mark.parametrize(
    ("lines", "area", "name", "rest"),
    [
        (
            ("中共上海市普陀区委", "社会工作部 2024年度", "部门决算"),
            "310107",
            "中共上海市普陀区委社会工作部",
            (2024, *FINAL),
        ),
        (
            ("上海市普陀区规划和自然", "资源局", "2024 年度部门决算"),
            "310107",
            "上海市普陀区规划和自然资源局",
            (2024, *FINAL),
        ),
        (("2026 年度", "福州市公安局交通管理支队", "单位预算"), "350100", "福州市公安局交通管理支队", (2026, *OWN)),
        (("2026", "年深圳市民政局（本级）部门预", "算"), "440300", "深圳市民政局", (2026, *OWN)),
        (("江苏省人大常委会办公厅", "2017", "年度部门预算"), "320000", "江苏省人大常委会办公厅", (2017, *DEPARTMENT)),
    ],
)
def test_a_title_on_three_lines(
    lines: tuple[str, ...], area: str, name: str, rest: tuple[int, Kind, Scope], extracted: Read
) -> None:
    year, kind, scope = rest
    expected = Disclosure(agency=Agency(area=area, name=name), year=year, kind=kind, scope=scope)
    assert extracted("\n\n".join(lines)).disclosure == expected


def test_lines_that_name_one_longer_body_complete_the_title(extracted: Read) -> None:
    """盐池 2024: the title says 医疗保险服务中心, every table says whose."""
    found = extracted("医疗保险服务中心2024年部门预算\n\n第一部分\n\n单位名称：盐池县医疗保险服务中心\n")
    assert found.disclosure.agency == Agency(area="640323", name="盐池县医疗保险服务中心")


def test_lines_that_name_several_bodies_complete_nothing(extracted: Read) -> None:
    found = extracted("盐池县财政局2024年部门预算\n\n单位名称：宁夏盐池县财政局\n\n单位名称：盐池县教育局\n")
    assert found.disclosure.agency.name == "盐池县财政局"


@pytest.mark.parametrize(
    ("words", "scope"), [("部门预算 部门预算 单位预算", Scope.CONSOLIDATED), ("单位预算 单位预算 部门预算", Scope.OWN)]
)
def test_a_level_that_the_title_leaves_out_is_what_the_text_says_more_often(
    words: str, scope: Scope, extracted: Read
) -> None:
    assert extracted(f"泽州县财政局2025年预算公开\n\n{words}\n").disclosure.scope is scope


def test_a_level_that_is_not_printed_is_not_stated(extracted: Read) -> None:
    found = extracted("泽州县财政局2025年预算公开\n\n第一部分\n").disclosure
    assert found.scope is Scope.NOT_STATED
    assert found.id.endswith("/2025-budget-not-stated")


def test_levels_printed_as_often_are_a_refusal(extracted: Read) -> None:
    with pytest.raises(NotADisclosure) as caught:
        extracted("泽州县财政局2025年预算公开\n\n部门预算和单位预算\n")
    assert "部门预算" in caught.value.what
    assert "单位预算" in caught.value.what
    assert caught.value.place == "document.md"
    assert "docs/refusals.md" in caught.value.advice


@pytest.mark.parametrize(
    "text",
    [
        "泽州县财政局部门预算\n\n2025年支出5万元。",  # no year in the title, and no default
        "2025年部门预算公开",  # no body
        "公安局（本级）2025年部门预算",  # of which place?
        "2025年的一天2025年部门预算",  # 的一天 is no body
        "泽州县财政局2025年工作总结",  # no 预算 or 决算
        "第一部分 概况\n\n泽州县财政局2025年部门预算",  # the document has begun
        "目录\n\n泽州县财政局2025年部门预算",
        "今天天气很好。",
    ],
)
def test_what_is_no_disclosure_is_refused_with_place_and_advice(text: str, extracted: Read) -> None:
    with pytest.raises(NotADisclosure, match="year") as caught:
        extracted(text)
    assert caught.value.place == "document.md"
    assert caught.value.advice


def test_a_title_stands_at_the_beginning(extracted: Read) -> None:
    """What stands below forty lines is no title of the document."""
    title = "泽州县财政局2025年部门预算"
    lines = [f"通知第{number}号" for number in range(100, 140)]
    assert extracted("\n\n".join([*lines[:39], title])).disclosure.year == 2025
    with pytest.raises(NotADisclosure):
        extracted("\n\n".join([*lines, title]))


def test_the_file_name_says_nothing(tmp_path: Path, forms: Forms) -> None:
    path = tmp_path / "北京市财政局2020年部门决算.txt"
    path.write_text("泽州县财政局2025年部门预算\n", encoding="utf-8")
    found = identity.disclosure(read(path), forms)
    assert (found.agency.name, found.year, found.kind) == ("泽州县财政局", 2025, Kind.BUDGET)


def expectations(root: Path) -> list[dict[str, str]]:
    """What the pages of the corpus say, filled in from the pages; ``refused`` is part of the reason."""
    with (root / "tests" / "cases" / "corpus" / "identity.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_of_the_corpus(root: Path, shared: Path, forms: Forms) -> None:
    """Agency, area, year, kind and level of each as its pages print them, or the refusal that its pages deserve."""
    wrong = []
    for row in expectations(root):
        path = shared / "disclosures" / row["file"]
        try:
            found = identity.disclosure(read(path), forms)
            said = [found.agency.name, found.agency.area, str(found.year), found.kind, found.scope]
        except NotADisclosure as error:
            said = [row["refused"] if row["refused"] and row["refused"] in error.what else error.what]
        printed = (
            [row["refused"]] if row["refused"] else [row[key] for key in ("agency", "area", "year", "kind", "scope")]
        )
        if said != printed:
            wrong.append((row["file"], said, printed))
    assert wrong == []


def test_tables_and_prose_in_two_files_are_one_disclosure(shared: Path, forms: Forms) -> None:
    """北京 publishes the forms apart from the explanation: one identity, two distributions."""
    folder = shared / "disclosures" / "beijing"
    names = ("北京市退役军人事务局_2026_budget.pdf", "北京市退役军人事务局_2026_budget-narrative.pdf")
    tables, prose = (identity.disclosure(read(folder / name), forms) for name in names)
    assert tables.id == prose.id


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        (("2025年3月",), "2025-03"),
        (("二〇二五年三月十三日",), "2025-03-13"),
        (("公开日期：2025年12月31日",), "2025-12-31"),
        (("二〇二五年二十月",), ""),  # no month
        (("2025年3月", "2025年4月"), ""),  # which of the two is not said
        (("2025年3月举行会议",), ""),
        (("目录", "2025年3月"), ""),  # not on the cover
    ],
)
def test_the_date_on_a_cover(lines: tuple[str, ...], issued: str, extracted: Read) -> None:
    assert extracted("\n\n".join(["泽州县财政局2025年部门预算", *lines])).issued == issued


FORMS_ONLY = """
预算01表 收支总表

| 项目 | 预算数 |
|---|---|
| 合计 | 5.00 |

预算13表 部门整体支出绩效目标表

（2026年度）

| 部门名称 | 北京市司法局 |
|---|---|
| 其他说明 | |
"""


def test_forms_without_a_cover_name_themselves(forms: Forms, tmp_path: Path) -> None:
    """北京 2026: the body and the year stand on the last form. What each part rests on is kept, with its place."""
    found = identified(FORMS_ONLY, forms, tmp_path)
    assert found.disclosure == Disclosure(
        agency=Agency(area="110000", name="北京市司法局"), year=2026, kind=Kind.BUDGET, scope=Scope.CONSOLIDATED
    )
    assert {(ground.part, ground.source, ground.text) for ground in found.grounds} == {
        ("year", "form", "(2026年度)"),
        ("kind", "form", "预算01表收支总表"),
        ("agency", "cell", "部门名称:北京市司法局"),
        ("scope", "form", "预算13表部门整体支出绩效目标表"),
    }
    assert {ground.part: ground.line for ground in found.grounds}["year"] == 10


def identified(text: str, forms: Forms, folder: Path) -> identity.Identified:
    path = folder / "document.md"
    path.write_text(text, encoding="utf-8")
    return identity.identify(read(path), forms)


@pytest.mark.parametrize(
    ("lines", "name", "rest"),
    [
        (("上海市2026年市级单位预算", "预算单位：上海市海洋监测预报中心"), "上海市海洋监测预报中心", (2026, *OWN)),
        (
            ("上海市普陀区2025年区级部门预算", "预算主管部门：上海市普陀区商务委员会"),
            "上海市普陀区商务委员会",
            (2025, *DEPARTMENT),
        ),
        (("附件2", "2019年部门综合预算公开报表", "部门名称：西安市财政局"), "西安市财政局", (2019, *DEPARTMENT)),
        (("2025年度部门预算公开", "泽州县财政局", "2025年3月"), "泽州县财政局", (2025, *DEPARTMENT)),
        (("泽州县财政局2024年度部门决算公开（本级）",), "泽州县财政局", (2024, Kind.FINAL, Scope.OWN)),
        (("泽州县财政局2025年部门预算编制说明",), "泽州县财政局", (2025, *DEPARTMENT)),
        (("教育部2025年部门预算",), "教育部", (2025, *DEPARTMENT)),
        (
            ("江苏省2018年度", "省级部门预算公开报表", "部 门:中共江苏省委办公厅"),
            "中共江苏省委办公厅",
            (2018, *DEPARTMENT),
        ),
        (("2026年度", "福州市公安局治安管理", "支队", "单位预算"), "福州市公安局治安管理支队", (2026, *OWN)),
        (("当前位置：首页 > 烟台市审计局2026年部门预算",), "烟台市审计局", (2026, *DEPARTMENT)),
        (("烟台市审计局", "二〇二六年度部门预算"), "烟台市审计局", (2026, *DEPARTMENT)),
        (
            ("2026年单位预算公开", "| 单位名称 | 056001-泽州县财政局 |\n|---|---|\n| 编制日期 | |"),
            "泽州县财政局",
            (2026, *OWN),
        ),
        (("泽州县财政局（本级）2026年部门预算",), "泽州县财政局", (2026, *OWN)),
        (("2026年部门预算公开", "第一部分 泽州县财政局概况"), "泽州县财政局", (2026, *DEPARTMENT)),
        (("2026年部门预算公开", "第一部分", "部门：", "泽州县财政局"), "泽州县财政局", (2026, *DEPARTMENT)),
    ],
)
def test_a_body_on_a_line_of_its_own(
    lines: tuple[str, ...], name: str, rest: tuple[int, Kind, Scope], extracted: Read
) -> None:
    found = extracted("\n\n".join(lines)).disclosure
    assert (found.agency.name, found.year, found.kind, found.scope) == (name, *rest)


def test_sentences_name_the_body_where_the_cover_is_lost(extracted: Read) -> None:
    """江苏省政协办公厅 2019: the cover is a picture."""
    sentence = "江苏省政协办公厅2019年度财政拨款支出预算{}万元。"
    text = "目录\n\n第二部分 2019年度部门预算表\n\n" + "\n\n".join(sentence.format(amount) for amount in (1, 2, 3))
    found = extracted(text).disclosure
    assert (found.agency.name, found.year, found.scope) == ("江苏省政协办公厅", 2019, Scope.CONSOLIDATED)
    with pytest.raises(NotADisclosure):
        extracted(text.replace("支出预算3", "支出3"))


def test_a_name_without_its_place_is_completed_or_refused(extracted: Read) -> None:
    """No body but a central one is without a place."""
    title = "城关镇人民政府2025年部门预算"
    assert extracted(f"{title}\n\n第一部分\n\n泽州县城关镇人民政府是基层政权。").disclosure.agency.area == "140525"
    assert extracted("中国气象局2025年部门预算").disclosure.agency.area == ""
    for text in (
        title,
        f"{title}\n\n第一部分\n\n泽州县城关镇人民政府、盐池县城关镇人民政府。",
        "朝阳区财政局2025年部门预算",
    ):
        with pytest.raises(NotADisclosure, match="place"):
            extracted(text)


def test_a_short_name_is_completed_by_the_lines_over_the_tables(extracted: Read) -> None:
    found = extracted("市国资委2026年部门预算\n\n第一部分\n\n编制部门：北京市人民政府国有资产监督管理委员会").disclosure
    assert found.agency == Agency(area="110000", name="北京市人民政府国有资产监督管理委员会")


@pytest.mark.parametrize(
    "inside",
    [
        "第二部分 2025年部门预算表",
        "编制单位：盐池县教育局\n\n编制单位：盐池县教育局",
        "收入支出决算总表\n\n财政拨款收入支出决算总表",
    ],
)
def test_a_cover_that_the_inside_contradicts_is_refused(inside: str, extracted: Read) -> None:
    with pytest.raises(ContradictoryIdentity, match="line 5"):
        extracted(f"泽州县财政局2026年部门预算\n\n第一部分\n\n{inside}")


def test_years_of_two_minds_are_refused(extracted: Read) -> None:
    with pytest.raises(ContradictoryIdentity, match="2025年部门预算表"):
        extracted("第一部分 泽州县财政局概况\n\n第二部分 2025年部门预算表\n\n第三部分 2026年部门预算情况说明")


def test_a_file_of_several_disclosures_is_refused(extracted: Read) -> None:
    one, other = "泽州县财政局2026年部门预算", "泽州县财政局国库中心2026年单位预算"
    text = f"{one}\n\n目录\n\n第一部分\n\n支出5万元。\n\n{{}}\n\n目录\n\n第一部分\n\n支出2万元。"
    with pytest.raises(SeveralDisclosures, match=f"{one}.*{other}.*line 9"):
        extracted(text.format(other))
    assert extracted(text.format(one)).disclosure.agency.name == "泽州县财政局"


@pytest.mark.parametrize(
    "title",
    [
        "泽州县财政局2025年部门预算绩效自评报告",
        "泽州县财政局2025年部门预算执行情况",
        "泽州县财政局2025年部门预算及2024年部门决算",
        "根据规定，市国资委2026年部门预算中的支出不予公开。",
    ],
)
def test_what_only_begins_like_a_title_is_none(title: str, extracted: Read) -> None:
    with pytest.raises(NotADisclosure):
        extracted(title)
