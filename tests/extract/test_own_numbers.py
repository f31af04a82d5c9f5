"""Where a body numbers its economic items itself, the name decides, and nowhere else."""

from collections.abc import Callable

import pytest

from kg import codebooks
from kg.codebooks import Codebook, Version
from kg.model import CodeSource, Extraction, RowReading

Read = Callable[[str], Extraction]
CODES = ("function_code", "economic_code", "government_economic_code")


def page(*rows: str, year: int = 2024, head: str = "| 科目编码 | 科目名称 | 合计 |") -> str:
    body = "\n".join((head, *rows))
    return f"泽州县财政局{year}年部门预算\n\n一般公共预算基本支出表\n\n单位：万元\n\n{body}\n"


def keys(found: Extraction) -> list[str]:
    """The code of each amount, in order."""
    return [next((code for name in CODES if (code := getattr(claim.key, name, ""))), "") for claim in found.claims]


def only(found: Extraction) -> RowReading:
    (row,) = found.tables[0].rows
    return row


@pytest.mark.parametrize(
    "row",
    ["| 30203 | 水费 | 1.00 |", "| 30203 | 水 费 | 1.00 |", "| 30203 | （三）水费 | 1.00 |", "| 30203-水费 | | 1.00 |"],
    ids=["plain", "spaced", "numbered", "in one cell"],
)
def test_the_name_decides_below_one_parent(row: str, extracted: Read) -> None:
    """普陀区社会福利院 2024 prints 30203 水费: 30203 is 咨询费, 水费 is 30205."""
    found = extracted(page(row))
    assert keys(found) == ["30205"]
    assert only(found).code_source is CodeSource.NAME
    assert [(pair.code, pair.name) for pair in only(found).printed] == [("30203", "水费")]


def test_codes_that_changed_places_are_both_read_by_name(extracted: Read) -> None:
    found = extracted(page("| 302 | 商品和服务支出 | 3.00 |", "| 30203 | 水费 | 1.00 |", "| 30205 | 咨询费 | 2.00 |"))
    assert keys(found) == ["302", "30205", "30203"]
    assert [row.code_source for row in found.tables[0].rows] == [
        CodeSource.PRINTED,
        CodeSource.NAME,
        CodeSource.NAME,
    ]


def test_a_code_in_columns_is_read_by_name_too(extracted: Read) -> None:
    head = "| 科目编码 | | 科目名称 | 合计 |\n| 类 | 款 | | |"
    rows = ("| 302 | | 商品和服务支出 | 3.00 |", "| 302 | 03 | 水费 | 1.00 |", "| | 01 | 办公费 | 2.00 |")
    found = extracted(page(*rows, head=head))
    assert keys(found) == ["302", "30205", "30201"]
    assert [row.code_source for row in found.tables[0].rows] == [
        CodeSource.PRINTED,
        CodeSource.NAME,
        CodeSource.INHERITED,
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("| 30205 | 水费 | 1.00 |", "30205"),  # as the book has it
        ("| 30203 | 咨询 | 1.00 |", "30203"),  # no name of any code
        ("| 30203 | 水费支出 | 1.00 |", "30203"),  # not exactly the other's name
        ("| 30203 | 退休费 | 1.00 |", "30203"),  # a name of 30302, below another parent
        ("| 30101 | 水费 | 1.00 |", "30101"),
        ("| 30298 | 水费 | 1.00 |", "30298"),  # no code of the book, so no number of its own either
        ("| 3020301 | 水费 | 1.00 |", "3020301"),  # a division of 30203
        ("| 302 | 水费 | 1.00 |", "302"),
        ("| 30399 | 其他对个人和家庭的补助支出 | 1.00 |", "30399"),  # its own name, with 支出 after it
    ],
)
def test_a_printed_code_is_kept_otherwise(row: str, code: str, extracted: Read) -> None:
    found = extracted(page(row))
    assert keys(found) == [code]
    assert only(found).code_source is CodeSource.PRINTED


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("| 2101502 | 行政运行 | 1.00 |", "2101502"),  # 行政运行 is 2101501
        ("| 2101505 | 其他医疗保障管理事务支出 | 1.00 |", "2101505"),  # that is 2101599: sample 000
        ("| 21016 | 医疗保障管理事务 | 1.00 |", "21016"),  # that is 21015
        ("| 50203 | 会议费 | 1.00 |", "50203"),  # that is 50202
    ],
)
def test_codes_of_other_classifications_are_never_renumbered(row: str, code: str, extracted: Read) -> None:
    found = extracted(page(row))
    assert keys(found) == [code]
    assert only(found).code_source is CodeSource.PRINTED


@pytest.mark.parametrize(("year", "code"), [(2017, "30104"), (2024, "30112")])
def test_the_year_tells_which_code_a_name_means(year: int, code: str, extracted: Read) -> None:
    """其他社会保障缴费 was 30104 up to 2017 and is 30112 since."""
    assert keys(extracted(page("| 30199 | 其他社会保障缴费 | 1.00 |", year=year))) == [code]


def test_an_earlier_name_of_the_code_is_its_own(extracted: Read) -> None:
    """30104 其他社会保障缴费 of 2024 is a code of other years, which is a finding, and not 30112."""
    assert keys(extracted(page("| 30104 | 其他社会保障缴费 | 1.00 |"))) == ["30104"]


def test_a_name_of_two_codes_decides_nothing(extracted: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    top = Version("economic", "302", "", "商品和服务支出", 1, "", None, None, exact=True)
    first, second, third = (
        top._replace(code=code, name=name, level=2, parent="302")
        for code, name in (("30201", "办公费"), ("30202", "水费"), ("30203", "水费"))
    )
    text = page("| 30201 | 水费 | 1.00 |")
    monkeypatch.setattr(codebooks, "load", lambda: Codebook([top, first, second]))
    assert keys(extracted(text)) == ["30202"]
    monkeypatch.setattr(codebooks, "load", lambda: Codebook([top, first, second, third]))
    assert keys(extracted(text)) == ["30201"]
