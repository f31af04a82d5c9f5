"""Whose document it is: every part printed, none assumed, and a refusal says what is missing and where."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.documents import read
from kg.errors import NotADisclosure
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


@pytest.mark.parametrize("words", ["", "部门预算和单位预算"])
def test_no_level_is_a_refusal(words: str, extracted: Read) -> None:
    with pytest.raises(NotADisclosure) as caught:
        extracted(f"泽州县财政局2025年预算公开\n\n{words}\n")
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
