"""Stocks in sentences of many wordings; what the words leave open is refused, never guessed."""

from collections.abc import Callable

import pytest

Said = Callable[..., dict[str, str]]

STAFF = [
    (
        "共有编制38名，其中：行政编制20名，工勤编制3名，事业编制15名；实有在职人员35人，其中：行政人员19人，工勤人员3人，事业人员13人；离退休人员22人，其中：离休1人，退休21人。",
        {
            "posts": "38", "posts-administrative": "20", "posts-workers": "3", "posts-undertaking": "15",
            "staff": "35", "staff-administrative": "19", "staff-workers": "3", "staff-undertaking": "13",
            "retired-all": "22", "retired-cadres": "1", "retired": "21",
        },
    ),
    (
        "人员编制总数为50人，其中：行政编制30人，参照公务员法管理事业编制10人，非参照公务员法管理事业编制10人。",
        {"posts": "50", "posts-administrative": "30", "posts-reference": "10", "posts-undertaking": "10"},
    ),
    (
        "单位编制人数30人，在职实有人数28人，退休人员12人，遗属补助人员3人，长期聘用人员6人。",
        {"posts": "30", "staff": "28", "retired": "12", "survivors": "3", "staff-contract": "6"},
    ),
    (
        "截止2023年底，人员编制40人，其中行政编制9人、事业编制31人；实有人员41人，其中行政24人、事业17人。",
        {
            "posts": "40 2023-12-31", "posts-administrative": "9 2023-12-31", "posts-undertaking": "31 2023-12-31",
            "staff": "41 2023-12-31", "staff-administrative": "24 2023-12-31", "staff-undertaking": "17 2023-12-31",
        },
    ),
    ("2022年末人员编制40人：行政9人；实有41人。", {
        "posts": "40 2022-12-31", "posts-administrative": "9 2022-12-31", "staff": "41 2022-12-31",
    }),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STAFF)
def test_staff(said: Said, text: str, expected: dict[str, str]) -> None:
    assert said(text) == expected


def test_people_of_all_kinds_are_no_staff(said: Said) -> None:
    found = said("年末实有人数45人，其中：在职人员40人，离休人员0人，退休人员5人。")
    assert found == {"people": "45", "staff": "40", "retired-cadres": "0", "retired": "5"}
    assert said("全部人员85人，在职人员60人，退休人员25人。") == {"people": "85", "staff": "60", "retired": "25"}


def test_a_part_of_the_staff_without_a_kind_is_not_the_staff(said: Said) -> None:
    found = said("现有在职人员42名，其中：在编人员40名，劳务派遣2名。")
    assert found == {"staff": "42", "staff-contract": "2", "40?": "no-such-dimension"}


def test_each_sort_of_posts_with_its_own_staff(said: Said) -> None:
    found = said("行政编制12人，实有10人；事业编制8人，实有7人。")
    assert found == {
        "posts-administrative": "12",
        "staff-administrative": "10",
        "posts-undertaking": "8",
        "staff-undertaking": "7",
    }


def test_words_before_a_colon_hold_for_the_numbers_behind(said: Said) -> None:
    found = said("编制数：行政编制25名、机关工勤编制2名；实有人数：行政24人、工勤1人。")
    assert found == {
        "posts-administrative": "25",
        "posts-workers": "2",
        "staff-administrative": "24",
        "staff-workers": "1",
    }


def test_posts_that_a_body_has_are_posts(said: Said) -> None:
    found = said("我镇现有行政编制35人，事业编制60人，实际在岗88人，其中行政32人，事业56人。")
    assert found == {
        "posts-administrative": "35",
        "posts-undertaking": "60",
        "staff": "88",
        "staff-administrative": "32",
        "staff-undertaking": "56",
    }


def test_what_depends_on_a_number_that_is_not_understood(said: Said) -> None:
    found = said("全系统共有编制120人，实有115人；退休人员9人。")
    assert found == {"120?": "words-not-understood", "115?": "words-not-understood", "retired": "9"}
    found = said("行政编制12人，实际到位11人，其中男性7人。")
    assert found == {"posts-administrative": "12", "11?": "words-not-understood", "7?": "words-not-understood"}


def test_units_of_one_level_among_all(said: Said) -> None:
    found = said("本部门共有预算单位12个，其中，一级预算单位1个，二级预算单位11个。")
    assert found == {"units": "12", "1?": "no-such-dimension", "11?": "no-such-dimension"}


def test_staff_behind_several_sorts_of_posts_is_open(said: Said) -> None:
    assert said("行政编制9人，事业编制31人，实有41人。")["41?"] == "inheritance-open"


def test_a_sort_that_is_in_no_list_is_refused(said: Said) -> None:
    found = said("编制339名，其中行政编制199名、行政附属编制104名、事业编制36名。")
    assert found == {
        "posts": "339",
        "posts-administrative": "199",
        "104?": "words-not-understood",
        "posts-undertaking": "36",
    }


@pytest.mark.parametrize(
    "text",
    [
        "较上年减少2人，主要原因是本年退休2人、调出1人。",
        "因退休3人，人员经费减少30万元。",
        "本单位无车辆，无单价50万元以上设备。",
        "本部门预算还包括安化县水文站9名在职人员人员经费。",
        "推进网上办理事项120个，服务群众3000人次以上的标准。",
    ],
)
def test_what_is_no_stock(said: Said, text: str) -> None:
    assert said(text, heading="一、预算收支情况说明") == {}


def test_numbers_of_other_bodies(said: Said) -> None:
    found = said("安化县水土保持站编制10人，实有9人。")
    assert found == {"posts": "10 own 安化县水土保持站", "staff": "9 own 安化县水土保持站"}
    found = said("下属水土保持站编制10人，实有9人。")
    assert found == {"10?": "words-not-understood", "9?": "words-not-understood"}
    found = said("全局在职干部职工113人，其中局机关28人，下属单位85人。")
    assert found["staff"] == "85 subordinate"
    assert said("安化县水土保持站编制10人，下属单位编制4人。")["4?"] == "bodies-together"
    assert said("局机关在职人员28人。") == {"staff": "28 own"}
    assert said("安化县水利局及下属单位共有车辆9辆。") == {"vehicles": "9"}


def test_a_name_that_is_nearly_the_bodys_own_is_refused(said: Said) -> None:
    assert said("安化县水力局实有车辆3辆。") == {"3?": "body-uncertain"}


def test_several_bodies_for_whom_something_was_bought(said: Said) -> None:
    found = said("财政拨款安排为安化县水文站等单位购置公务用车5辆。", kind="final")
    assert found == {"5?": "words-not-understood"}


def test_vehicles_and_equipment_held_and_to_be_bought(said: Said) -> None:
    found = said(
        "截至2023年12月31日，本单位共有车辆5辆，其中：主要领导干部用车0辆、机要通信用车1辆、其他用车4辆。单位价值50万元"
        "以上通用设备1台（套），单位价值100万元（含）以上专用设备2台（套）。2024年预算安排购置车辆1辆，其中：应急保障用车1辆；"
        "购置单价100万元以上的设备3台（套）。",
        heading="三、国有资产占用情况",
    )
    assert found == {
        "vehicles": "5 2023-12-31",
        "vehicles-leader": "0 2023-12-31",
        "vehicles-confidential": "1 2023-12-31",
        "vehicles-other": "4 2023-12-31",
        "general-equipment-500k": "1 2023-12-31",
        "special-equipment-1m": "2 2023-12-31",
        "vehicles-planned": "1",
        "vehicles-planned-emergency": "1",
        "equipment-planned-1m": "3",
    }


def test_a_threshold_without_a_kind_is_refused(said: Said) -> None:
    assert said("单价10万元以上的设备3台（套）。", heading="三、国有资产占用情况") == {"3?": "no-such-dimension"}


def test_vehicles_allowed_and_held(said: Said) -> None:
    found = said("共有公务用车编制4辆，实有3辆，其中：领导用车0辆，事业单位业务用车3辆。")
    assert found == {
        "vehicles-authorised": "4",
        "vehicles": "3",
        "vehicles-leader": "0",
        "vehicles-general": "3",
    }


@pytest.mark.parametrize(
    ("kind", "heading", "text", "stocks"),
    [
        (
            "budget",
            "三、国有资产占用情况",
            (
                "截至2023年末，资产总额5,600.5万元，其中固定资产4000万元，无形资产100万元。房屋3,500 ㎡，"
                "价值800.00万元；"
                "土地2.5万平方米；办公用房1200平方米，业务用房500平方米。固定资产净值30万元。"
            ),
            (
                "assets-value 56005000 fixed-assets-value 40000000 intangible-value 1000000 buildings 3500 "
                "buildings-value 8000000 land 25000 office-space 1200 business-space 500"
            ),
        ),
        (
            "final",
            "七、“三公”经费支出决算情况说明",
            (
                "因公出国（境）费支出5万元。全年安排因公出国（境）团组2个，累计5人次。公务用车购置支出18万元，购置公务用车1辆；"
                "公务用车保有量3辆。"
                "国内公务接待15批次、120人次，其中外事接待1批次，5人次；国（境）外公务接待0批次，0人次。"
            ),
            (
                "trips-abroad 2 persons-abroad 5 vehicles-bought 1 vehicles-fiscal 3 receptions 15 "
                "persons-received 120 "
                "receptions-foreign 1 persons-received-foreign 5 receptions-abroad 0 persons-received-abroad 0"
            ),
        ),
    ],
    ids=["assets on a day", "what happened in the year"],
)
def test_all_that_a_paragraph_counts(said: Said, kind: str, heading: str, text: str, stocks: str) -> None:
    day = " 2023-12-31" if "截至" in text else ""
    words = stocks.split()
    expected = {name: f"{number}{day}" for name, number in zip(words[::2], words[1::2], strict=True)}
    assert said(text, kind=kind, heading=heading) == expected


def test_units_with_and_without_the_body_itself(said: Said) -> None:
    text = "纳入2024年部门预算编制范围的单位共28个，包括本级及所属27个二级预算单位。"
    assert said(text, heading="二、部门预算单位构成") == {"units": "28", "units-below": "27"}
    text = "下设二级预算单位2个，分别是：安化县水利局（本级）、安化县水文站。"
    assert said(text, heading="二、部门预算单位构成") == {"units": "2"}
    text = "本部门包括八个内设机构、2个下属事业单位和1个派出机构。"
    assert said(text, heading="二、机构设置") == {"internal-offices": "8", "units-below-undertaking": "2"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("截至2023年12月31日，", " 2023-12-31"),
        ("截至 2023 年 8 月 31 日，", " 2023-08-31"),
        ("截至2023年10月，", " 2023-10-31"),
        ("截止上年年底，", " 2023-12-31"),
        ("2022年末，", " 2022-12-31"),
        ("2023年，", " 2023"),
        ("截至2023年2月31日，", " 2023"),
        ("", ""),
    ],
)
def test_days(said: Said, text: str, day: str) -> None:
    assert said(f"{text}本部门共有车辆7辆。") == {"vehicles": f"7{day}"}


def test_the_end_of_the_year_is_told_in_final_accounts_only(said: Said) -> None:
    assert said("年末实有人数13人。") == {"staff": "13"}
    assert said("年末实有人数13人。", kind="final") == {"staff": "13 2024-12-31"}


def test_a_day_holds_within_its_section(said: Said) -> None:
    found = said(
        "截至2023年12月31日，本部门共有车辆2辆。",
        "单位价值100万元以上的设备1台（件、套）。",
        "二、人员情况",
        "在职人员9人。",
        heading="一、国有资产占用情况",
    )
    assert found == {"vehicles": "2 2023-12-31", "equipment-1m": "1 2023-12-31", "staff": "9"}


def test_a_sentence_that_a_page_cuts(said: Said) -> None:
    found = said(
        "截至2023年12月31日，本部门共有车辆12辆，其中：应急保障用车2辆、执法执",
        "— 29 —",
        "勤用车10辆；单价100万元（含）以上设备（不含车辆）",
        "3台（套）。",
        heading="一、国有资产占用情况",
    )
    assert found == {
        "vehicles": "12 2023-12-31",
        "vehicles-emergency": "2 2023-12-31",
        "vehicles-enforcement": "10 2023-12-31",
        "equipment-1m": "3 2023-12-31",
    }


def test_definitions_and_tasks_say_nothing_of_the_body(said: Said) -> None:
    text = "公务用车保有量3辆，在职人员20人。"
    assert said(text, heading="四、名词解释") == {}
    assert said(text, heading="三、2024年主要工作任务") == {}
