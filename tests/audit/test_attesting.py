"""What a store's disclosures print: counted by document, year and province, whatever the spelling, and judged."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from kg import audit, codebooks, pipeline
from kg.audit import Attested
from kg.codebooks import Codebook, Version
from kg.model import Extraction
from kg.pipeline import building
from kg.store import GraphStore

PAGE = "{body}{year}年部门预算\n\n支出总表\n\n单位：万元\n\n{table}\n"
NAMED = "| 科目编码 | 科目名称 | 合计 |\n"
PAIRED = (
    "| 部门预算支出经济分类科目编码 | 部门预算支出经济分类科目名称 "
    "| 政府预算支出经济分类科目编码 | 政府预算支出经济分类科目名称 | 合计 |\n"
)
DOCUMENTS = {
    "shanxi.md": PAGE.format(
        body="泽州县财政局",
        year=2024,
        table=NAMED
        + "| 302 | 商品和服务支出 | 9.00 |\n"
        + "| 30201 | 办公费 | 1.00 |\n"
        + "| 3021101 | 市内差旅费 | 1.00 |\n"
        + "| 30213 | 维修（护）费 | 2.00 |\n"
        + "| 30207 | 邮电费 | |\n"  # printed without an amount
        + "| 2101505 | 其他医疗保障管理事务支出 | 3.00 |\n"
        + "\n维修(护)费（30213）2.00万元，医疗保障管理事务（款）新设事务（项）（2101598）1.00万元。",
    ),
    "shaanxi.md": PAGE.format(
        body="旬阳市财政局",
        year=2025,
        table=PAIRED
        + "| 30201 | 办公费 | 50201 | 办公经费 | 1.00 |\n"
        + "| 30213 | 维 修(护)费 | 50209 | 维修（护）费 | 2.00 |\n",
    ),
    "central.md": PAGE.format(
        body="国家信访局",
        year=2024,
        table=NAMED
        + "| 30213 | 修缮费 | 2.00 |\n| 20140 | 信访事务 | 4.00 |\n| 207 | 文化体育与传媒支出 | 2.00 |\n",
    ),
    "earlier.md": PAGE.format(
        body="沁水县财政局",
        year=2018,
        table=NAMED
        + "| 207-文化体育与传媒支出 | | 2.00 |\n"  # in one cell
        + "| 210 | 医疗卫生与计划生育支出 | 1.00 |\n",
    ),
}  # fmt: skip


def in_this_process(
    function: Callable[[Path], Extraction], files: Iterable[Path], **_: object
) -> Iterator[tuple[Path, Extraction]]:
    for path in files:
        yield path, function(path)


def built(folder: Path, documents: dict[str, str]) -> GraphStore:
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8")
    store = GraphStore.in_memory()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "map_each", in_this_process)
        assert pipeline.Builder(store).build(sorted(folder.glob("*.md"))).errors == ()
    return store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    twin = {"twin.md": DOCUMENTS["central.md"]}  # the same file again is one document
    return built(tmp_path_factory.mktemp("attesting"), DOCUMENTS | twin)


@pytest.fixture(scope="module")
def found(store: GraphStore) -> list[Attested]:
    return audit.attested(store, codebooks.load())


def test_every_pair_is_there_with_its_counts(found: list[Attested]) -> None:
    """Counted by hand from the documents above; provinces are 140000 山西 and 610000 陕西, a central organ has none."""
    assert [(one.code, one.name, one.documents, one.years, one.regions) for one in found] == [
        ("302", "商品和服务支出", 1, (2024,), ("140000",)),
        ("30201", "办公费", 2, (2024, 2025), ("140000", "610000")),
        ("3021101", "市内差旅费", 1, (2024,), ("140000",)),
        ("30213", "维修(护)费", 2, (2024, 2025), ("140000", "610000")),  # the commonest name first
        ("30213", "修缮费", 1, (2024,), ()),
        ("20140", "信访事务", 1, (2024,), ()),
        ("207", "文化体育与传媒支出", 2, (2018, 2024), ("140000",)),
        ("210", "医疗卫生与计划生育支出", 1, (2018,), ("140000",)),
        ("2101505", "其他医疗保障管理事务支出", 1, (2024,), ("140000",)),
        ("2101598", "新设事务", 1, (2024,), ("140000",)),  # in a sentence
        ("50201", "办公经费", 1, (2025,), ("610000",)),  # the second code of a row
        ("50209", "维修(护)费", 1, (2025,), ("610000",)),
    ]
    assert {one.scheme for one in found if one.code.startswith("3")} == {"economic"}


def test_each_stands_against_the_book_of_the_latest_year_it_is_printed_in(found: list[Attested]) -> None:
    stands = {(one.code, one.name): (one.standing, one.certain, one.book_name) for one in found}
    assert stands == {
        ("302", "商品和服务支出"): ("holds", True, "商品和服务支出"),
        ("30201", "办公费"): ("holds", True, "办公费"),
        ("3021101", "市内差旅费"): ("subcode", True, "差旅费"),
        ("30213", "维修(护)费"): ("holds", True, "维修（护）费"),
        ("30213", "修缮费"): ("other-name", True, "维修（护）费"),
        ("20140", "信访事务"): ("holds", True, "信访事务"),
        ("207", "文化体育与传媒支出"): ("name-of-other-years", True, "文化旅游体育与传媒支出"),  # in 2024
        ("210", "医疗卫生与计划生育支出"): ("holds", True, "医疗卫生与计划生育支出"),  # in 2018
        ("2101505", "其他医疗保障管理事务支出"): ("other-name", True, "医疗保障政策管理"),
        ("2101598", "新设事务"): ("unknown-code", True, ""),
        ("50201", "办公经费"): ("holds", True, "办公经费"),
        ("50209", "维修(护)费"): ("holds", True, "维修（护）费"),
    }


def test_the_book_that_is_given_judges(store: GraphStore) -> None:
    unsure = Version("economic", "302", "", "商品服务支出", 1, "", None, 2019, exact=False)
    book = Codebook([unsure, unsure._replace(name="商品和服务", valid_from=2020, valid_to=None)])
    stands = {one.code: one for one in audit.attested(store, book)}
    assert (stands["302"].standing, stands["302"].book_name) == ("name-variant", "商品和服务")
    assert stands["30201"].standing == "unknown-code"
    book = Codebook(
        [unsure._replace(name="商品和服务支出"), unsure._replace(name="甲", valid_from=2020, valid_to=None)]
    )
    (told,) = [one for one in audit.attested(store, book) if one.code == "302"]
    assert (told.standing, told.certain, told.book_name) == ("name-of-other-years", False, "甲")


def test_an_empty_store_attests_nothing() -> None:
    assert audit.attested(GraphStore.in_memory(), codebooks.load()) == []


def test_what_a_row_is_about_is_no_name_of_the_code_beside_it(tmp_path: Path) -> None:
    """Projects and bodies in rows that print a code too: only the name in the code's own column is its name."""
    table = (
        "| 单位名称 | 项目名称 | 功能科目编码 | 功能科目名称 | 合计 |\n"
        "| 西安市财政局 | 罚没物品处置信息化建设 | 2040219 | 信息化建设 | 1.00 |\n"
        "| 西安市财政局 | 办公用房修缮 | 2010602 | | 2.00 |\n"
    )
    page = PAGE.format(body="西安市财政局", year=2024, table=table).replace("支出总表", "项目支出表")
    with built(tmp_path, {"projects.md": page}) as store:
        assert [(one.code, one.name) for one in audit.attested(store, codebooks.load())] == [("2040219", "信息化建设")]
