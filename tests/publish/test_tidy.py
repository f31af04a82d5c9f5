"""The tidy exports: the columns of the contract, every row of the hand-made keys, exact amounts in every format."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from exported import Rows, rows_of, whole

from kg import pipeline, publish
from kg.errors import BadParameter
from kg.publish import Export, Exported, ExportFormat, page, tables
from kg.store import GraphStore

TESTS = Path(__file__).resolve().parents[1]
TRUTH, SENTENCES = TESTS / "cases" / "samples", TESTS / "extract" / "prose" / "keys"
CLAIMS = [
    "claim", "document", "sha256", "agency", "area", "scope", "fiscal_year", "kind", "phase", "flow", "fund",
    "revenue_code", "function_code", "economic_code", "government_economic_code", "code_source", "nature",
    "origin", "project", "item", "amount_yuan", "reported_text", "reported_unit", "quantum", "is_total_row",
    "source", "table_title", "row_header", "column_header", "page", "line", "table", "row", "cell", "offset",
    "figure", "agreement", "funding_level", "term",
]  # fmt: skip
FIGURES = [
    "figure", "cube", "agency", "area", "scope", "fiscal_year", "phase", "flow", "fund", "revenue_code",
    "function_code", "economic_code", "government_economic_code", "nature", "origin", "project", "event", "item",
    "funding_level", "term", "amount_yuan", "agreement", "chosen_by", "leaf", "headline", "claims",
]  # fmt: skip
NUMBERS = ["001", "002", "003", "004"]
ALL = ["000", *NUMBERS]
AREAS = {"000": "640323", "001": "140900", "002": "610981", "003": "630223", "004": "140525"}
KINDS = {"000": "budget", "001": "budget", "002": "budget", "003": "final", "004": "budget"}
BODIES = {
    "000": ("盐池县医疗保险服务中心", "consolidated", "2024"),
    "001": ("忻州市医疗保险服务中心", "own", "2024"),
    "002": ("旬阳市医疗保障局", "consolidated", "2024"),
    "003": ("互助土族自治县医疗保障局", "consolidated", "2024"),
    "004": ("泽州县医疗保险服务中心", "own", "2025"),
}
OF_THE_KEY = [
    "reported_text", "scope", "phase", "flow", "fund", "revenue_code", "function_code", "economic_code",
    "government_economic_code", "code_source", "nature", "origin", "item", "project", "is_total_row", "agency",
]  # fmt: skip
"""The fields that keys and exports have in common, under the same names and with the same words."""


def build(store: GraphStore, *files: Path) -> None:
    assert pipeline.Builder(store).build(files).errors == ()


@pytest.fixture(scope="module")
def store(sample_graph: GraphStore) -> GraphStore:
    return sample_graph


@pytest.fixture(scope="module")
def claims(store: GraphStore) -> Export:
    return whole(store, "claims")


@pytest.fixture(scope="module")
def figures(store: GraphStore) -> Export:
    return whole(store, "figures")


def written(export: Export, form: ExportFormat) -> bytes:
    out = io.BytesIO()
    publish.write(export, [(form, out)])
    return out.getvalue()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# the contract -------------------------------------------------------------------------------------------------------


def test_the_columns_and_their_order(claims: Export, figures: Export) -> None:
    assert list(claims.columns) == CLAIMS
    assert list(figures.columns) == FIGURES


def test_the_codebook_of_the_documentation_is_fresh(root: Path) -> None:
    assert (root / "docs" / "codebook.md").read_text(encoding="utf-8") == page(tables())


def test_every_column_is_explained_and_refers_to_a_table_with_a_key() -> None:
    every = tables()
    for table in every.values():
        assert len(set(table.names)) == len(table.names)
        assert table.key == "" or table.key in table.names
        for column in table.columns:
            assert column.zh
            assert column.en
            assert column.refers == "" or every[column.refers].key


def test_there_is_no_other_table() -> None:
    with GraphStore.in_memory() as graph, pytest.raises(BadParameter, match="claims, figures, resources"):
        publish.export(graph, "everything")


def test_an_empty_graph_has_tables_without_rows() -> None:
    with GraphStore.in_memory() as graph:
        for name in Exported:
            assert written(publish.export(graph, name), ExportFormat.CSV).decode().count("\n") == 1
            assert json.loads(written(publish.export(graph, name), ExportFormat.JSON)) == []


# the keys -----------------------------------------------------------------------------------------------------------


def key(number: str) -> dict[tuple[str, str], dict[str, str]]:
    with (TRUTH / f"{number}.csv").open(encoding="utf-8", newline="") as file:
        return {(row["line"], row["cell"]): row for row in csv.DictReader(file)}


def rows_about(claims: Export, number: str, source: str) -> Rows:
    return [row for row in rows_of(claims) if row["document"].startswith(number) and row["source"] == source]


def exported(claims: Export, number: str) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of the tables of a sample, by line and cell."""
    rows = rows_about(claims, number, "table")
    found = {(row["line"], row["cell"]): row for row in rows}
    assert len(found) == len(rows), "a cell is one row"
    return found


@pytest.mark.parametrize("number", NUMBERS)
def test_every_row_of_the_key_is_exported_and_no_other(number: str, claims: Export) -> None:
    wanted, found = key(number), exported(claims, number)
    assert sorted(wanted.keys() - found.keys()) == [], "in the key and not exported"
    assert sorted(found.keys() - wanted.keys()) == [], "exported and not in the key"
    wrong = []
    for place, row in wanted.items():
        said = {name: row[name] for name in OF_THE_KEY}
        said |= {"fiscal_year": row["year"], "table_title": squeezed(row["table_title"])}
        wrong += [
            (place, name, value, found[place][name]) for name, value in said.items() if found[place][name] != value
        ]
        if Decimal(found[place]["amount_yuan"]) != Decimal(row["amount_yuan"]):
            wrong.append((place, "amount_yuan", row["amount_yuan"], found[place]["amount_yuan"]))
    assert wrong == []


Told = tuple[str, str, tuple[str, ...]]
"""An amount of a sentence: its line, the amount as printed, and the members that are not the total."""

OF_PROJECTS = {
    ("75", "59.20"): "社会保障网络设备更新、维护及租用费",
    ("112", "5.00"): "离休人员医疗费",
    ("127", "15.00"): (
        "城镇职工、城乡居民慢性病病历印刷费、医保政策宣传及印刷费、医保基金稽核及档案管理达标经费、医保经办及征缴工作经费"
    ),
    ("163", "75"): "盐池县医疗保险服务中心医疗服务与保障能力提升资金",
}
"""What headings and lines of 000 name with its money; the keys of sentences leave it out."""


def sentences(number: str) -> list[Told]:
    """The hand-made key of the sentences, with the projects, its words as exports have them."""
    words = {"undertaking-income": "unit", "operating-income": "unit"}
    found = []
    for line in next(SENTENCES.glob(f"{number}_*.txt")).read_text(encoding="utf-8").splitlines():
        place, *amounts = line.split(" | ")
        for amount, *members in map(str.split, amounts):
            found.append((place, amount, tuple(sorted(words.get(member, member) for member in members))))
    if number == "000":
        found += [(line, amount, ("project", name)) for (line, amount), name in OF_PROJECTS.items()]
        found.append(("35", "30", ("2101599", "general", "project", "医疗服务与能力提升补助资金")))
    return sorted(found)


def told(row: dict[str, str], number: str) -> Told:
    """What an exported row says: without a flow it is spending, without a phase or year the document's own."""
    _, _, year = BODIES[number]
    own = {"flow": "expenditure", "fiscal_year": year, "phase": "final" if KINDS[number] == "final" else "approved"}
    dimensions = {"flow", "fiscal_year", "phase", "fund", "nature", "origin", "item", "project"} | {
        name for name in CLAIMS if name.endswith("_code")
    }
    members = {row[name] for name in dimensions if row[name] not in ("", "total", own.get(name))}
    return row["line"], row["reported_text"], tuple(sorted(members))


@pytest.mark.parametrize("number", ALL)
def test_every_amount_of_the_sentences_is_exported_and_no_other(number: str, claims: Export) -> None:
    rows = rows_about(claims, number, "prose")
    assert sorted(told(row, number) for row in rows) == sentences(number)
    assert {(row["agency"], row["scope"]) for row in rows} == {BODIES[number][:2]}


def test_a_code_in_a_sentence_is_exported_in_the_column_of_its_classification(claims: Export) -> None:
    """002 gives the same amounts by the items of bodies in line 32 and by those of governments in 34."""
    rows = rows_about(claims, "002", "prose")
    found = {line: [row for row in rows if row["line"] == line] for line in ("30", "32", "34")}
    functions = ["2080505", "2101101+2101103", "2101501", "2101502", "2210201"]
    assert [row["function_code"] for row in found["30"]] == functions
    assert [row["economic_code"] for row in found["32"]] == ["301", "302", "303"]
    assert [row["government_economic_code"] for row in found["34"]] == ["501", "502", "509"]


def test_there_are_no_claims_but_those_of_the_keys(claims: Export) -> None:
    of_tables, of_sentences = sum(len(key(number)) for number in NUMBERS), sum(len(sentences(n)) for n in ALL)
    assert (of_tables, of_sentences) == (247 + 255 + 201 + 224, 64 + 26 + 18 + 42 + 26)
    assert len(claims.rows) == of_tables + of_sentences == 1103


def unit(number: str, title: str) -> tuple[str, int]:
    """As the README of the keys says: in 万元, but 元 in 002, save its meetings and form, and in the forms of 004."""
    form = title.endswith("绩效目标表")
    in_yuan = {"002": title != "会议费培训费明细" and not form, "004": form}
    return ("元", 1) if in_yuan.get(number, False) else ("万元", 10_000)


@pytest.mark.parametrize("number", ALL)
def test_unit_quantum_and_amount_follow_from_what_is_printed(number: str, claims: Export) -> None:
    for row in (*exported(claims, number).values(), *rows_about(claims, number, "prose")):
        name, scale = unit(number, row["table_title"]) if row["source"] == "table" else ("万元", 10_000)
        printed = squeezed(row["reported_text"]).replace(",", "")
        places = len(printed.partition(".")[2])
        assert row["reported_unit"] == name
        assert Decimal(row["quantum"]) == Decimal(scale).scaleb(-places)
        assert Decimal(row["amount_yuan"]) == Decimal(printed) * scale


@pytest.mark.parametrize("number", NUMBERS)
def test_every_row_says_where_it_stands(number: str, claims: Export, samples: dict[str, Path]) -> None:
    lines = samples[number].read_text(encoding="utf-8").splitlines()
    before: tuple[int, int] = (0, 0)
    for row in exported(claims, number).values():
        line = lines[int(row["line"]) - 1]
        printed = lines[407] if (number, row["line"], row["cell"]) == ("003", "407", "6") else line
        assert row["reported_text"] in printed, "line 408 prints this amount of line 407 in a cell of several"
        assert row["row_header"] in squeezed(line)
        assert row["document"] == samples[number].name
        assert row["claim"].endswith(f"/t{int(row['table']):02d}/r{row['row']}/c{row['cell']}")
        assert f"/file/{row['sha256'][:16]}/" in row["claim"]
        assert (row["area"], row["kind"], row["source"]) == (AREAS[number], KINDS[number], "table")
        assert (row["page"], row["offset"]) == ("", ""), "of paged files and of sentences"
        assert (int(row["line"]), int(row["cell"])) > before, "in the order of the page"
        before = (int(row["line"]), int(row["cell"]))


@pytest.mark.parametrize("number", ALL)
def test_every_amount_of_a_sentence_says_where_it_stands(number: str, claims: Export, samples: dict[str, Path]) -> None:
    """The offset counts the characters of a heading without the marks before it."""
    lines = samples[number].read_text(encoding="utf-8").splitlines()
    before: tuple[int, int] = (0, 0)
    for row in rows_about(claims, number, "prose"):
        text, place = lines[int(row["line"]) - 1].lstrip("# "), (int(row["line"]), int(row["offset"]))
        assert text[place[1] :].startswith(row["reported_text"])
        assert re.search(rf"/file/{row['sha256'][:16]}/l{place[0]}/o{place[1]}(/2)?$", row["claim"])
        assert (row["document"], row["area"], row["kind"]) == (samples[number].name, AREAS[number], KINDS[number])
        nowhere = ("code_source", "table_title", "row_header", "column_header", "page", "table", "row", "cell")
        assert "".join(row[name] for name in nowhere) == "", "of tables and of paged files"
        assert row["is_total_row"] == "no"
        assert place >= before, "in the order of the page"
        before = place


HEADS = {
    ("001", "35", "2"): "收入/2024年",
    ("001", "44", "4"): "支出/2024年合计",
    ("001", "44", "5"): "支出/当年预算安排",
    ("001", "44", "6"): "支出/上年结转安排",
    ("001", "78", "3"): "本年收入/合计",
    ("001", "78", "4"): "本年收入/一般公共预算",
    ("001", "78", "9"): "上年结转",
    ("002", "47", "5"): "金额",
    ("002", "102", "4"): "支出/预算数",
    ("003", "20", "3"): "收入/金额",
    ("003", "86", "3"): "本年支出合计",
    ("004", "42", "5"): "支出/当年预算安排",
}
"""The header over some cells, read off the samples."""


def test_the_header_is_the_whole_path(claims: Export) -> None:
    found = {number: exported(claims, number) for number in NUMBERS}
    assert {(n, line, cell): found[n][line, cell]["column_header"] for n, line, cell in HEADS} == HEADS


def test_a_claim_and_its_figure_say_the_same(claims: Export, figures: Export) -> None:
    known = {row["figure"]: row for row in rows_of(figures)}
    printings = dict.fromkeys(known, 0)
    for row in rows_of(claims):
        figure = known[row["figure"]]
        same = set(CLAIMS) & set(FIGURES) - {"amount_yuan", "project", "figure"}
        assert {name: row[name] for name in same} == {name: figure[name] for name in same}
        assert row["project"] == (figure["project"] or figure["event"])
        printings[row["figure"]] += 1
    assert printings == {figure: int(row["claims"]) for figure, row in known.items()}
    assert min(printings.values()) == 1


# words of the contract that the samples do not print ---------------------------------------------------------------

FINAL = """泽州县财政局

2024年度部门决算

收入支出决算总表

单位：元

收入\t\t支出\t
项目\t金额\t项目\t金额
一、一般公共预算财政拨款收入\t1000.00\t一、一般公共服务支出\t990.125
四、上级补助收入\t20.00\t二、外交支出\t
五、事业收入\t30.00\t三、国防支出\t
六、经营收入\t40.00\t四、公共安全支出\t
七、附属单位上缴收入\t50.00\t五、教育支出\t
八、其他收入\t60.00\t六、科学技术支出\t
本年收入合计\t1200.00\t本年支出合计\t990.125
使用非财政拨款结余\t7.00\t结余分配\t8.00
年初结转和结余\t9.00\t年末结转和结余\t217.875
总计\t1216.00\t总计\t1216.00

项目支出表

单位：元

项目名称\t金额
“智慧,财政”\u3000"一期"\t123456789012345.67
"""


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> tuple[Export, Export]:
    """Claims and figures of final accounts with incomes of every kind, a comma and quotes in a name, and much money."""
    path = tmp_path_factory.mktemp("others") / "决算, 公开.txt"
    path.write_text(FINAL, encoding="utf-8")
    with GraphStore.in_memory() as graph:
        build(graph, path)
        return whole(graph, "claims"), whole(graph, "figures")


def test_sub_members_are_exported_under_the_names_of_the_contract(others: tuple[Export, Export]) -> None:
    rows = {(row["line"], row["cell"]): row for row in rows_of(others[0])}
    income = {rows[str(line), "2"]["row_header"]: rows[str(line), "2"]["fund"] for line in range(11, 17)}
    assert income == {
        "一、一般公共预算财政拨款收入": "general",
        "四、上级补助收入": "unit",
        "五、事业收入": "unit",
        "六、经营收入": "unit",
        "七、附属单位上缴收入": "unit",
        "八、其他收入": "other",
    }
    flows = {
        rows[line, cell]["row_header"]: rows[line, cell]["flow"] for line in ("17", "18", "19", "20") for cell in "24"
    }
    assert flows == {
        "本年收入合计": "revenue", "本年支出合计": "expenditure",
        "使用非财政拨款结余": "other", "结余分配": "other",
        "年初结转和结余": "carry-over-in", "年末结转和结余": "carry-over-out",
        "总计": "uses",
    }  # fmt: skip
    assert rows["20", "2"]["flow"] == "resources"


OF_2017 = """泽州县财政局2017年部门预算

一般公共预算基本支出表

单位：万元

科目编码\t科目名称\t合计
303\t对个人和家庭的补助\t7.00
30311\t住房公积金\t7.00
"""


def test_a_code_is_exported_as_printed_also_where_it_meant_something_else_then(tmp_path: Path) -> None:
    """30311 was 住房公积金 up to 2017; the graph keeps the two meanings apart, an export has the digits."""
    path = tmp_path / "2017.txt"
    path.write_text(OF_2017, encoding="utf-8")
    with GraphStore.in_memory() as graph:
        build(graph, path)
        for export in (whole(graph, "claims"), whole(graph, "figures")):
            assert {row["economic_code"] for row in rows_of(export)} == {"303", "30311"}


# formats ------------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["samples", "others"])
def pair(request: pytest.FixtureRequest, claims: Export, figures: Export) -> tuple[Export, Export]:
    return (claims, figures) if request.param == "samples" else request.getfixturevalue("others")


def test_csv_comes_back_as_it_was(pair: tuple[Export, Export]) -> None:
    for export in pair:
        text = written(export, ExportFormat.CSV).decode()
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        assert tuple(head) == export.columns
        assert tuple(map(tuple, rows)) == export.rows


def test_json_comes_back_as_it_was(pair: tuple[Export, Export]) -> None:
    for export in pair:
        assert json.loads(written(export, ExportFormat.JSON)) == rows_of(export)


def test_parquet_comes_back_as_it_was(pair: tuple[Export, Export]) -> None:
    for export in pair:
        table = pq.read_table(io.BytesIO(written(export, ExportFormat.PARQUET)))
        assert table.column_names == list(export.columns)
        assert table.schema.field("amount_yuan").type == pa.decimal128(38, 18)
        for record, row in zip(table.to_pylist(), rows_of(export), strict=True):
            assert Decimal(record["amount_yuan"]) == Decimal(row["amount_yuan"])
            assert (record["fiscal_year"], record["agency"]) == (int(row["fiscal_year"]), row["agency"])
            assert {name: str(value) for name, value in record.items() if not isinstance(value, Decimal | None)} == {
                name: row[name] for name, value in record.items() if not isinstance(value, Decimal | None)
            }


def test_amounts_are_exact_and_plain(pair: tuple[Export, Export]) -> None:
    for export in pair:
        for row in rows_of(export):
            assert re.fullmatch(r"-?\d+(\.\d+)?", row["amount_yuan"])


def test_what_is_printed_is_kept_to_the_last_digit(others: tuple[Export, Export]) -> None:
    rows = {(row["line"], row["cell"]): row for row in rows_of(others[0])}
    project = rows["27", "2"]
    assert project["project"] == '“智慧,财政”"一期"'
    assert (project["reported_text"], project["amount_yuan"]) == ("123456789012345.67", "123456789012345.67")
    assert project["document"] == "决算, 公开.txt"
    assert (rows["11", "4"]["amount_yuan"], rows["11", "4"]["quantum"]) == ("990.125", "0.001")
    assert (rows["11", "2"]["reported_text"], rows["11", "2"]["quantum"]) == ("1000.00", "0.01")
