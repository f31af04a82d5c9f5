"""Codes in sentences: which numbers in brackets are codes, which name each has, and where it stands."""

from collections.abc import Callable

import pytest

from kg import codebooks
from kg.codebooks import Codebook, Version
from kg.extract.mentions import mentions
from kg.model import Block, Document, Extraction, Mention, Paragraph


def document(*paragraphs: Paragraph) -> Document:
    blocks = tuple(Block(kind="paragraph", paragraph=one) for one in paragraphs)
    return Document(name="a.txt", sha256="0" * 64, media_type="text/plain", size=1, blocks=blocks)


def told(text: str, book: Codebook | None = None) -> tuple[Mention, ...]:
    return mentions(document(Paragraph(text=text, line=1)), book or codebooks.load())


def pairs(text: str) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in told(text)]


def test_places_on_one_page_are_told_apart() -> None:
    """Two paragraphs of a page with a code at the same distance from their beginnings; its paragraph is told."""
    text = "行政运行（2101501）"
    paragraphs = [Paragraph(text=text, number=number, page=page) for number, page in ((8, 3), (9, 3), (10, 4))]
    found = mentions(document(*paragraphs), codebooks.load())
    assert [one.place.id for one in found] == ["s8/o5", "s9/o5", "s10/o5"]


@pytest.mark.parametrize(
    "text",
    [
        "行政运行（2101501）3.00万元。",
        "行政运行(2101501)3.00万元。",
        "行政运行（2101501)",
        "行政运行 （ 2101501 ）",
        "行 政 运 行（2101501）",
        "用于行政运行（2101501）",
        "其中：行政运行（2101501）",
        "1.行政运行（2101501）",
        "1、行政运行（2101501）",
        "（一）行政运行（2101501）",
        "①行政运行（2101501）",
        "一般公共预算支出12.50万元，行政运行（2101501）",
        "医疗保障管理事务（款）行政运行（项）（2101501）",
        "卫生健康支出（类）医疗保障管理事务（款）行政运行（项）（2101501）",
        "卫生健康支出(类)医疗保障管理事务( 款 )行政运行( 项 )(2101501)",
        "在职职工（125）人的行政运行（2101501）",
    ],
)
def test_a_code_after_its_name(text: str) -> None:
    assert pairs(text) == [("2101501", "行政运行")]


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("卫生健康支出（类）（210）", "210", "卫生健康支出"),
        ("医疗保障管理事务（款）（21015）", "21015", "医疗保障管理事务"),
        ("因公出国（境）费用（30212）0.00万元", "30212", "因公出国(境)费用"),  # brackets in the name
        ("维修（护）费（30213）", "30213", "维修(护)费"),
        ("安排其他医疗保障管理事务支出（2101599）", "2101599", "其他医疗保障管理事务支出"),  # the longest name
        ("机关工资福利支出（501）", "501", "机关工资福利支出"),
        ("税收收入（101）", "101", "税收收入"),
        ("医疗保障管理事务（款）其他（项）（2101599）", "2101599", "其他"),  # a name of its own before a level
        ("医疗保障管理事务（款）信息工作（项）（2101504）", "2101504", "信息工作"),
    ],
)
def test_names_as_printed(text: str, code: str, name: str) -> None:
    assert pairs(text) == [(code, name)]


@pytest.mark.parametrize("conjunction", ["和", "及", "与", "以及", "、", " 和 "])
def test_a_name_of_two_codes_is_the_name_of_each(conjunction: str) -> None:
    """旬阳: 行政单位医疗（2101101）和（2101103）; 2101103 is 公务员医疗补助, which is for a check to say."""
    assert pairs(f"行政单位医疗（2101101）{conjunction}（2101103）") == [
        ("2101101", "行政单位医疗"),
        ("2101103", "行政单位医疗"),
    ]


def test_a_name_of_three_codes() -> None:
    assert pairs("行政单位医疗（2101101）、（2101102）和（2101103）") == [
        (code, "行政单位医疗") for code in ("2101101", "2101102", "2101103")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "行政单位医疗（2101101），（2101103）",  # a comma joins nothing
        "行政单位医疗（2101101）10万元和（2101103）",
    ],
)
def test_a_code_without_a_name_of_its_own_is_left(text: str) -> None:
    assert pairs(text) == [("2101101", "行政单位医疗")]


@pytest.mark.parametrize(
    "text",
    [
        "行政运行（2101501）10万元，一般行政管理事务（2101502）20万元，住房公积金（2210201）30万元。",
        "行政运行（2101501）、一般行政管理事务（2101502）和住房公积金（2210201）。",
        "行政运行（2101501）一般行政管理事务（2101502）住房公积金（2210201）",
    ],
)
def test_several_in_one_sentence(text: str) -> None:
    assert pairs(text) == [
        ("2101501", "行政运行"), ("2101502", "一般行政管理事务"), ("2210201", "住房公积金"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "在职职工（125）人",
        "退休人员（102）人",  # 102 is a code, but 退休人员 is no name
        "比上年（2023）增加",
        "依据行政运行（2024）号文",
        "行政运行（1,250）万元",
        "行政运行（12.50）",
        "行政运行（301万元）",
        "行政运行（21015010）",  # eight digits
        "行政运行（210150101）",
        "行政运行（410）",  # no classification begins with 4
        "行政运行2101501",
        "行政运行（第2101501号）",
        "某某事项（2101501）",  # no name of the book, and no level
        "（2101501）",
        "",
    ],
)
def test_what_is_no_code_with_a_name(text: str) -> None:
    assert pairs(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新设事务（项）（2101598）", [("2101598", "新设事务")]),  # a level, and the book has 21015
        ("新设事务（款）（21097）", [("21097", "新设事务")]),
        ("新设事务（项）（2999898）", []),  # it has no 29998
        ("新设事务（款）（29801）", []),
        ("新设事务（2101598）", []),
        ("行政运行（2101598）", []),  # no level
        ("行政运行（项）（2101598）", [("2101598", "行政运行")]),
    ],
)
def test_a_code_that_the_book_lacks_needs_a_level_and_a_parent(text: str, found: list[tuple[str, str]]) -> None:
    assert pairs(text) == found


def test_the_book_decides_which_numbers_are_codes() -> None:
    """301 in brackets is a code where the book has it, and else a count of people."""
    name = Version("economic", "301", "", "工资福利支出", 1, "", None, None, exact=True)
    text = "工资福利支出（301）"
    assert [one.code for one in told(text, Codebook([name]))] == ["301"]
    assert told(text, Codebook([name._replace(code="302")])) == ()


# places -----------------------------------------------------------------------------------------------------------


def test_an_offset_is_that_of_the_first_digit() -> None:
    text = "其中：行政运行（ 2101501 ）10万元，一般行政管理事务(2101502)。"
    first, second = told(text)
    assert (first.place.start, second.place.start) == (9, 32)
    assert [text[one.place.start : one.place.end] for one in (first, second)] == ["2101501", "2101502"]


def test_lines_and_pages_make_a_place() -> None:
    found = mentions(
        document(
            Paragraph(text="没有代码。", line=1),
            Paragraph(text="行政运行（2101501）", line=7),
            Paragraph(text="行政运行（2101501）", number=3, page=3),
        ),
        codebooks.load(),
    )
    places = [one.place for one in found]
    assert [(one.line, one.page, one.id) for one in places] == [(7, None, "l7/o5"), (None, 3, "s3/o5")]


def test_a_name_does_not_reach_over_paragraphs() -> None:
    split = (Paragraph(text="行政运行", line=1), Paragraph(text="（2101501）", line=2))
    assert mentions(document(*split), codebooks.load()) == ()
    apart = (Paragraph(text="行政运行（2101501）", line=1), Paragraph(text="和（2101502）", line=2))
    assert [one.code for one in mentions(document(*apart), codebooks.load())] == ["2101501"]


def test_a_document_has_its_mentions_and_codes_in_tables_are_none(extracted: Callable[[str], Extraction]) -> None:
    found = extracted(
        "泽州县财政局2025年部门预算\n\n单位：万元\n\n"
        "支出总表\n\n| 科目名称 | 合计 |\n| 行政运行（2101501） | 1.00 |\n\n"
        "1.行政运行（2101501）1.00万元。\n"
    )
    (one,) = found.mentions
    assert (one.code, one.name, one.place.line, one.place.start) == ("2101501", "行政运行", 10, 7)


def test_sample_000_prints_one_name_for_three_codes(extractions: dict[str, Extraction]) -> None:
    name = "其他医疗保障管理事务支出"
    found = {one.code for one in extractions["000"].mentions if one.name == name}
    assert found == {"2101599", "2101505", "2101506"}


def test_sample_002_prints_one_name_for_two_codes_together(extractions: dict[str, Extraction]) -> None:
    found = [one for one in extractions["002"].mentions if one.code in ("2101101", "2101103")]
    assert {(one.code, one.name) for one in found} == {("2101101", "行政单位医疗"), ("2101103", "行政单位医疗")}
    assert len({one.place.line for one in found}) < len(found)
