"""Duties, offices, units and the body above, in documents of many layouts."""

from collections.abc import Callable

import pytest

from kg.model import BodyFact, Extraction, Place, ResourceKind, Span

Read = Callable[[str], Extraction]
HEAD = "# 安化县水利局2024年部门预算\n\n# 第一部分 安化县水利局概况\n"


def texts(extraction: Extraction, kind: str) -> list[str]:
    return [fact.text for fact in extraction.body if fact.kind == kind]


def only(extraction: Extraction, kind: str) -> BodyFact:
    (fact,) = [fact for fact in extraction.body if fact.kind == kind]
    return fact


def paragraphs(*lines: str) -> str:
    return HEAD + "".join(f"\n{line}\n" for line in lines)


@pytest.mark.parametrize(
    "ordinals", [("（一）", "（二）", "（十）"), ("1.", "2.", "3."), ("- (1) ", "- (2) ", "- (3) ")]
)
def test_each_item_of_the_list_is_a_duty(extracted: Read, ordinals: tuple[str, str, str]) -> None:
    duties = ("拟订水利规划。", "负责防汛抗旱；承办日常工作。", "完成县委、县政府交办的其他任务。")
    lines = [ordinal + duty for ordinal, duty in zip(ordinals, duties, strict=True)]
    found = extracted(paragraphs("一、主要职责", "安化县水利局是县政府工作部门。主要职责是：", *lines, "二、机构设置"))
    assert texts(found, "duty") == list(duties)


def test_what_a_duty_lists_belongs_to_it(extracted: Read) -> None:
    found = extracted(
        paragraphs(
            "一、主要职责",
            "（一）审计下列事项：",
            "1.预算执行情况。",
            "2.其他财政收支。",
            "（二）承办其他事项。",
            "二、机构设置情况",
        )
    )
    assert texts(found, "duty") == ["审计下列事项：1.预算执行情况。2.其他财政收支。", "承办其他事项。"]


def test_a_paragraph_of_duties_is_one(extracted: Read) -> None:
    found = extracted(
        paragraphs("（一）主要职责", "县水利局的职责为：拟订规划；管理水资源；完成其他任务。", "（二）机构设置")
    )
    fact = only(found, "duty")
    assert fact.text == "县水利局的职责为：拟订规划；管理水资源；完成其他任务。"
    assert isinstance(fact.place, Span)


def test_a_list_that_one_paragraph_prints(extracted: Read) -> None:
    found = extracted(paragraphs("一、主要职能", "1.拟订规划。2.管理水资源。3.完成其他任务。", "二、机构设置"))
    assert texts(found, "duty") == ["拟订规划。", "管理水资源。", "完成其他任务。"]


def test_a_contents_page_has_no_duties(extracted: Read) -> None:
    found = extracted(paragraphs("- 一、主要职责", "- 二、机构设置", "- 三、人员情况"))
    assert found.body == ()


def test_a_table_of_contents_and_the_section_itself(extracted: Read) -> None:
    found = extracted(
        paragraphs(
            "一、主要职责......2", "二、机构设置......3", "一、主要职责", "拟订水利规划，管理水资源。", "二、机构设置"
        )
    )
    assert texts(found, "duty") == ["拟订水利规划，管理水资源。"]


@pytest.mark.parametrize(
    "sentence",
    [
        "我局内设机构3个，分别是：办公室、规划财务股（审计股）和水资源股。",
        "本部门内设机构包括：（一）办公室（二）规划财务股（审计股）（三）水资源股。",
        "安化县水利局设办公室、规划财务股（审计股）、水资源股3个股室。",
        "内设办公室、规划财务股（审计股）、水资源股三个股室。",
    ],
)
def test_offices_in_a_sentence(extracted: Read, sentence: str) -> None:
    found = extracted(paragraphs("二、机构设置", sentence))
    names = texts(found, "office")
    if sentence.startswith("安化县水利局设"):
        assert names == []
    else:
        assert names == ["办公室", "规划财务股（审计股）", "水资源股"]


def test_the_number_behind_the_names_of_offices(extracted: Read) -> None:
    found = extracted(paragraphs("二、机构设置", "内设办公室、财务股、水资源股三个股室。"))
    (claim,) = found.others
    assert (claim.key.kind, str(claim.amount.value), claim.amount.text) == (ResourceKind.INTERNAL_OFFICES, "3", "三")


def test_offices_with_their_duties(extracted: Read) -> None:
    found = extracted(
        paragraphs(
            "二、机构设置",
            "我局设2个内设机构，分别是：",
            "（一）组织人事股。负责人事工作。",
            "（二）综合股：承担文秘工作。",
        )
    )
    assert [(fact.text, fact.note) for fact in found.body if fact.kind == "office"] == [
        ("组织人事股", "负责人事工作"),
        ("综合股", "承担文秘工作"),
    ]


def test_offices_below_a_heading_of_their_own(extracted: Read) -> None:
    found = extracted(
        paragraphs(
            "二、机构设置",
            "（一）机关内设机构",
            "1.办公室",
            "2.财务股",
            "（二）下属事业单位",
            "1.安化县水文站",
            "三、人员情况",
        )
    )
    assert texts(found, "office") == ["办公室", "财务股"]
    assert texts(found, "unit") == ["安化县水文站"]


def test_offices_of_a_unit_are_the_units(extracted: Read) -> None:
    found = extracted(
        paragraphs(
            "二、机构设置",
            "下属单位具体如下：",
            "1.安化县水利局（本级）下设办公室、财务股。",
            "2.安化县水文站下设综合部、监测部。",
        )
    )
    assert [(fact.agency.name, fact.text) for fact in found.body if fact.kind == "office"] == [
        ("安化县水利局", "办公室"),
        ("安化县水利局", "财务股"),
        ("安化县水文站", "综合部"),
        ("安化县水文站", "监测部"),
    ]
    assert texts(found, "unit") == ["安化县水文站"]


def test_units_are_bodies_where_their_names_are_whole(extracted: Read) -> None:
    sentence = "纳入2024年部门预算编制范围的预算单位共3家，包括：安化县水利局（本级）、安化县水文站、机关后勤服务中心。"
    found = extracted(paragraphs("二、部门预算单位构成", sentence))
    units = [(fact.text, fact.other.name if fact.other else "") for fact in found.body if fact.kind == "unit"]
    assert units == [("安化县水文站", "安化县水文站"), ("机关后勤服务中心", "")]
    assert [(claim.key.kind, str(claim.amount.value)) for claim in found.others] == [(ResourceKind.UNITS, "3")]


def test_units_in_a_table(extracted: Read) -> None:
    found = extracted(
        paragraphs("三、部门预算单位构成", "纳入预算编制范围的二级预算单位包括：")
        + "\n| 序号 | 单位名称 | 单位性质 |\n|---|---|---|\n| 1 | 安化县水利局本级 | 行政单位 |\n"
        "| 2 | 安化县水文站（下属事业单位） | |\n| 3 | 安化县移民局 | 参公单位 |\n"
    )
    units = [(fact.text, fact.note) for fact in found.body if fact.kind == "unit"]
    assert units == [("安化县水文站", "下属事业单位"), ("安化县移民局", "参公单位")]
    assert all(isinstance(fact.place, Place) for fact in found.body)


@pytest.mark.parametrize(
    ("sentence", "above"),
    [
        ("我单位为益阳市水利局下属二级预算单位，未编报整体绩效目标。", "益阳市水利局"),
        ("安化县水利局是益阳市水利局（益阳市水务局）所属公益一类事业单位。", "益阳市水利局（益阳市水务局）"),
        ("安化县水利局隶属于益阳市水利局，为正科级单位。", "益阳市水利局"),
    ],
)
def test_the_body_above(extracted: Read, sentence: str, above: str) -> None:
    fact = only(extracted(paragraphs("二、机构设置", sentence)), "superior")
    assert fact.text == above
    assert fact.other is not None
    assert fact.other.name == above


def test_the_body_above_another_body_is_not_told(extracted: Read) -> None:
    found = extracted(paragraphs("二、机构设置", "安化县水文站是益阳市水利局下属事业单位。"))
    assert texts(found, "superior") == []


def test_counts_beside_the_three_public_expenses(extracted: Read) -> None:
    found = extracted(
        "# 安化县水利局2024年度部门决算\n\n相关统计数：\n\n| 项目 | 统计数 | 项目 | 统计数 |\n|---|---|---|---|\n"
        "| 因公出国（境）团组数（个） | 1 | 因公出国（境）人次数（人） | 4 |\n"
        "| 公务用车购置数（辆） | 0 | 公务用车保有量（辆） | 3 |\n"
        "| 国内公务接待批次（个） | 12 | 国内公务接待人次（人） | 96 |\n| 绿化株数（株） | 7 | | |\n"
    )
    numbers = {claim.key.kind: str(claim.amount.value) for claim in found.others}
    assert numbers == {
        "trips-abroad": "1",
        "persons-abroad": "4",
        "vehicles-bought": "0",
        "vehicles-fiscal": "3",
        "receptions": "12",
        "persons-received": "96",
    }
    account = found.account
    assert (account.numeric, account.facts, account.refused) == (7, 6, 1)
    assert [(one.text, one.reason) for one in found.refusals] == [("7", "count")]


def test_a_table_of_staff_by_kind(extracted: Read) -> None:
    found = extracted(
        "# 安化县水利局2024年度部门预算\n\n人员情况表\n\n| 单位名称 | 行政编制 | 事业编制 | 实有在职人员 | 退休人员 |\n"
        "|---|---|---|---|---|\n| 安化县水利局本级 | 20 | 0 | 19 | 11 |\n| 安化县水文站 | 0 | 8 | 7 | 2 |\n"
    )
    told = {(c.key.agency.name, c.key.scope, c.key.kind): str(c.amount.value) for c in found.others}
    assert told == {
        ("安化县水利局", "own", "posts-administrative"): "20",
        ("安化县水利局", "own", "posts-undertaking"): "0",
        ("安化县水利局", "own", "staff"): "19",
        ("安化县水利局", "own", "retired"): "11",
        ("安化县水文站", "own", "posts-administrative"): "0",
        ("安化县水文站", "own", "posts-undertaking"): "8",
        ("安化县水文站", "own", "staff"): "7",
        ("安化县水文站", "own", "retired"): "2",
    }
    assert (found.account.facts, found.account.refused) == (8, 0)


def test_when_where_and_for_how_many_a_training_is(extracted: Read) -> None:
    found = extracted(
        "# 安化县水利局2024年部门预算\n\n会议费培训费明细\n\n单位：万元\n\n"
        "| 序号 | 会议/培训名称 | 时间 | 地点 | 人数 | 金额 |\n"
        "|---|---|---|---|---|---|\n| 1 | 水利安全培训 | 2024年3月 | 县委党校 | 60人 | 1.20 |\n"
        "| 2 | 河长制工作会议 | | | 120 | 0.80 |\n"
    )
    details = {event.event: [(one.kind, one.text) for one in event.details] for event in found.events}
    assert details == {
        "水利安全培训": [("time", "2024年3月"), ("place", "县委党校"), ("people", "60人")],
        "河长制工作会议": [("people", "120")],
    }
    assert (found.account.claims, found.account.facts, found.account.refused) == (2, 2, 0)
