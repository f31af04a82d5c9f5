"""PDF: real disclosures. The expected cells were written down from the pages as drawn, looking at them.

Every number that another reader finds on a page must be on it in our blocks too, and none may be ours alone.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdf
import pytest

from kg.documents.pdf import Pages, blocks
from kg.model import Row

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@cache
def read(path: Path) -> Pages:
    return blocks(path.read_bytes(), path.name)


def rows_of(pages: Pages, page: int) -> list[Row]:
    return [row for block in pages.blocks if block.table for row in block.table.rows if row.page == page]


def plain(row: Row) -> list[str]:
    return ["~" if cell.covered else "".join(cell.text.split()) for cell in row.cells]


RULED = "chongqing/重庆市经济和信息化委员会_2026_budget.pdf"
CUT = "beijing/北京市商务局_2026_budget.pdf"
FLUSH = "shanghai/上海市文化和旅游局执法总队_2026_budget.pdf"
BLOCKS = "xian/西安市商务局_2022_budget.pdf"
CLIPPED = "jiangsu/江苏省人大办公厅2017年度预算公开.pdf"

NARROW = "shenzhen/深圳市水务局_2026_budget.pdf"
OVER = "wuxi/无锡市教育局_2026_budget.pdf"

CASES = [
    (RULED, 8, 2, "合计|~|244,895.02|192,446.79|||13,486.02|18,308.57|||10,248.98|10,404.66"),
    (RULED, 8, 3, "201|一般公共服务支出|190.63|190.63||||||||"),
    (RULED, 8, 9, "2050303|技校教育|20,703.82|11,879.94|||1,968.82|2,483.51||||4,371.55"),
    (RULED, 8, 16, "2060405|共性技术研究与开发|1,700.00|1,700.00||||||||"),
    (FLUSH, 12, 0, "财政拨款收入|~|财政拨款支出|~|~|~|~"),
    (FLUSH, 12, 1, "项目|预算数|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算"),
    (FLUSH, 12, 3, "二、政府性基金预算||二、社会保障和就业支出|5,705,680|5,705,680||"),
    (FLUSH, 12, 14, "收入总计|49,385,000|支出总计|49,385,000|49,385,000||"),
    (BLOCKS, 37, 2, "25|||24、预备费|0.00||||"),
    (BLOCKS, 37, 17, "40|收入总计|581242867.20" + "|支出总计|581242867.20" * 3),
    (CLIPPED, 11, 0, "功能科目代码|功能科目名称|金额"),
    (CLIPPED, 11, 9, "2010107|人大代表履职能力提升|403.75"),
    (CLIPPED, 11, 19, "2210202|提租补贴|1,018.01"),
    (
        CUT,
        28,
        0,
        "项目名称|项目总额|其中：|~|绩效目标|一级指标|二级指标|三级指标|绩效指标性质|本年绩效指标值|绩效度量单位",
    ),
    (NARROW, 115, 3, "深圳市水务局|811,669.97|677,349.91|134,022.00" + "|0.00" * 7 + "|298.06"),
    (NARROW, 115, 8, "污水处理服务费|117,921.68|117,921.68" + "|0.00" * 9),
    (OVER, 37, -1, "|高中教学楼门窗及卫生间改造项目|大型修缮|其他建筑物、构筑物修缮|分散采购|17.48||||17.48"),
    (OVER, 38, 0, "无锡旅游商贸高等职业技术学校|||||274.00||||274.00"),
    (CUT, 28, 1, "~|~|财政资金|其他资金|~|~|~|~|~|~|~"),
    (CUT, 28, 11, "~|~|~|~|~|产出指标|数量指标|展览展示总面积|≥|90000|平米"),
]


@pytest.mark.parametrize(("name", "page", "row", "cells"), CASES, ids=lambda one: str(one)[:24])
def test_rows_as_printed(name: str, page: int, row: int, cells: str, shared: Path) -> None:
    assert plain(rows_of(read(shared / "disclosures" / name), page)[row]) == cells.split("|")


def test_a_cell_cut_by_the_page_shows_on_each_page_what_is_printed_there(shared: Path) -> None:
    """Page 28 prints the end of one project's target, and one project whole; page 27 prints that first one's amount."""
    rows = rows_of(read(shared / "disclosures" / CUT), 28)
    assert rows[2].cells[4].text.startswith("一流的和谐宜居之都")
    assert (rows[2].cells[0].text, rows[2].cells[1].text) == ("", "")
    assert [cell.text for cell in rows[4].cells[:3]] == [
        "11000022T000000428124-中国国际服务贸易交易会",
        "7,644.000000",
        "7,644.000000",
    ]
    assert rows[4].cells[0].rows == 8


def test_a_table_over_many_pages_is_one(shared: Path) -> None:
    pages = read(shared / "disclosures" / "yantai/烟台市教育局_2026_budget.pdf")
    tables = [block.table for block in pages.blocks if block.table]
    spans = [(table.rows[0].page, table.rows[-1].page) for table in tables]
    assert spans[10] == (27, 37)
    assert pages.furniture["公开表11"] == 10


SAMPLE = [
    ("beijing/北京市审计局_2026_budget.pdf", range(1, 8)),
    ("central/国家信访局_2026_budget.pdf", range(5, 17)),
    ("chongqing/重庆市规划和自然资源局_2026_budget.pdf", range(19, 26)),
    ("fuzhou/福州市公安局治安管理支队_2026_budget.pdf", range(8, 20)),
    ("guangzhou/广州市统计局_2026_budget.pdf", range(8, 20)),
    ("jiangsu/2017年度部门预算公开表.pdf", range(1, 13)),
    ("shanghai/上海科技大学附属学校_2026_budget.pdf", range(6, 18)),
    ("shanghai-putuo/上海市普陀区人民政府办公室25年预算.pdf", range(8, 18)),
    ("shenzhen/深圳市民政局_2026_budget.pdf", range(16, 35)),
    ("wuxi/无锡市住房和城乡建设局_2026_budget.pdf", range(9, 26)),
    ("xian/西安市信访局_2026_budget.pdf", range(18, 35)),
    ("yantai/烟台市信访局_2026_budget.pdf", range(6, 24)),
]  # fmt: skip
"""Pages of tables of every region. Two kinds of exception are known on other pages: a number broken over two lines,
one for us and two for the plain reader; and what the page cuts away or hides, which the plain reader reads."""


def ours(pages: Pages, wanted: range) -> Counter[str]:
    def texts() -> Iterator[str]:
        for block in pages.blocks:
            if block.paragraph and block.paragraph.page in wanted:
                yield block.paragraph.text
            for row in block.table.rows if block.table else ():
                if row.page in wanted:
                    yield from (cell.text for cell in row.cells)

    return Counter(number for text in texts() for number in NUMBER.findall(text))


@pytest.mark.parametrize(("name", "wanted"), SAMPLE, ids=lambda one: str(one)[:12])
def test_every_number_of_a_page_is_accounted_for(name: str, wanted: range, shared: Path) -> None:
    path = shared / "disclosures" / name
    pages, plain_reader = read(path), pypdf.PdfReader(path)
    theirs = Counter(
        number for at in wanted for number in NUMBER.findall(plain_reader.pages[at - 1].extract_text() or "")
    )
    mine = ours(pages, wanted)
    assert sum(mine.values()) > 100
    assert mine - theirs == Counter()
    furniture = Counter(number for text, count in pages.furniture.items() for number in NUMBER.findall(text) * count)
    assert theirs - mine - furniture == Counter()
