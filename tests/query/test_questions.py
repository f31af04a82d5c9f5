"""Every question of the catalogue on the small graph; the answers were worked out from ``graph.trig`` by hand."""

import csv
import io
from typing import NamedTuple

import pytest

from kg.query import Format, Question, ask, catalogue, render
from kg.store import GraphStore, Rows

BASE = "https://w3id.org/cnfiscal/id/"
A01 = f"{BASE}figure/a010000000000000"
JIA, YI = "甲市医疗保障局", "乙县医疗保险服务中心"


class Case(NamedTuple):
    """Values for a question, some of its columns, and what stands in them; figures by the letters they begin with."""

    question: str
    values: dict[str, str]
    columns: str
    rows: list[str]


CASES = [
    Case("total-spending", {}, "body phase scope yuan agreement figure", [
        f"{YI} approved own 10000000.00 single e03",
        f"{YI} approved own 12202400.00 agree b01", f"{JIA} approved consolidated 4142500.00 single a30",
        f"{JIA} final consolidated 3413900.00 conflict a01"]),
    Case("total-spending", {"phase": "决算"}, "body yuan figure", [f"{JIA} 3413900.00 a01"]),
    Case("total-spending", {"phase": "final", "year": "2023"}, "figure", []),
    Case("total-spending", {"area": "陕西"}, "body figure", [f"{JIA} a30", f"{JIA} a01"]),
    Case("total-spending", {"agency": "医疗保险"}, "body figure", [f"{YI} e03", f"{YI} b01"]),
    Case("function-code", {}, "body code name yuan figure", [
        f"{YI} 2101506 医疗保障经办事务 8560000.00 b03", f"{JIA} 2101506 医疗保障经办事务 351600.00 a10"]),
    Case("function-code", {"code": "208", "agency": "丙县"}, "scope yuan figure",
         ["consolidated 10000.00 c01", "own 7000.00 c02"]),
    Case("function-classes", {"agency": JIA}, "code name yuan agreement figure", [
        "208 社会保障和就业支出 91800.00 agree a07", "210 卫生健康支出 3267800.00 agree a08",
        "221 住房保障支出 54300.00 rounding-only a09"]),
    # 丙县's consolidated 208 lies within that of 甲市, its parent; what is its own does not.
    Case("spending-by-class", {"phase": "final"}, "scope code bodies yuan figure", [
        "consolidated 208 1 91800.00 a07", "consolidated 210 1 3267800.00 a08", "consolidated 221 1 54300.00 a09",
        "own 208 1 7000.00 c02"]),
    Case("spending-by-nature", {"agency": JIA}, "fund nature yuan figure", [
        "general basic 1018000.00 a03", "general personnel 748200.00 a04", "general project 2395900.00 a06",
        "general public 269800.00 a05"]),
    Case("personnel-share", {}, "personnel basic percent figure whole", ["748200.00 1018000.00 73.5 a04 a03"]),
    # 3,413,900 of 4,142,500 and 21,000 of 25,000
    Case("budget-against-final", {"agency": JIA}, "item approved revised final percent figure", [
        "total 4142500.00 - 3413900.00 82.4 a01+a30", "three-public - 25000.00 21000.00 84 a19+a21"]),
    Case("projects", {}, "project fund origin level yuan figure", [
        "市直离休干部医药费 total current total 5500000.00 e01",
        "市直离休干部医药费 total current total 6000000.00 b10",
        "中央医疗服务与保障能力提升补助资金 total carried-over central 1500000.00 b12",
        "市直离休干部医药费 total current total 5400000.00 e02"]),
    Case("projects", {"text": "离休"}, "figure", ["e01", "b10", "e02"]),
    Case("three-public-expenses", {}, "phase item yuan figure", [
        "final three-public 21000.00 a19", "final vehicle-running 21000.00 a20", "revised three-public 25000.00 a21"]),
    Case("procurement", {}, "item yuan figure", ["procurement 504700.00 a22", "goods 504700.00 a23"]),
    Case("operating-costs", {}, "yuan figure", ["269800.00 a18"]),
    Case("economic-classes", {}, "code name nature yuan figure", [
        "301 工资福利支出 basic 748200.00 a13", "302 商品和服务支出 basic 269800.00 a14"]),
    # paired with two government codes: 100,000 and 18,600
    Case("economic-code", {}, "code name yuan figure", ["30201 办公费 118600.00 a15+a16"]),
    Case("government-economic-classes", {}, "code name yuan figure", ["501 机关工资福利支出 748200.00 a17"]),
    Case("revenue-by-fund", {}, "fund yuan figure", ["general 3413900.00 a12", "total 3413900.00 a11"]),
    Case("carry-over", {}, "flow yuan figure", ["carry-over-in 1500000.00 a31", "expenditure 1500000.00 a32"]),
    Case("meetings-and-training", {}, "event item yuan figure", ["医保政策及业务培训 training 500.00 a40"]),
    Case("disagreements", {}, "printed yuan unit line page figure", [
        "341._39 3413900.00 wan-yuan - 7 a02", "341._3 3413000.00 wan-yuan 46 - a01",
        "341.39 3413900.00 wan-yuan 86 - a01"]),
    Case("disagreements", {"agreement": "rounding-only"}, "figure", []),
    Case("printings", {"figure": A01}, "table row column printed yuan agreement figure claim", [
        "1 本年支出合计 支出/金额 341._3 3413000.00 conflict a01 t01/r30/c6",
        "3 合计 本年支出合计 341.39 3413900.00 conflict a01 t03/r4/c3"]),
    Case("findings", {}, "document rule severity found expected difference tolerance cause cell figure", [
        "甲市.txt name-of-code Warning - - - - LabelMismatch l92/o36 -",
        "甲市.txt printings-agree Violation 3413000.00 3413900.00 -900.00 550.00 TruncatedCell t01/r30/c6 a01"]),
    # 210 is matched to 07.6, whose division is 07; 221 has no match
    Case("cofog-divisions", {"phase": "final"}, "scope division name bodies yuan codes figure", [
        "consolidated - - 1 54300.00 221 a09", "consolidated 07 卫生 1 3267800.00 210 a08",
        "consolidated 10 社会保护 1 91800.00 208 a07", "own 10 社会保护 1 7000.00 208 c02"]),
    Case("code-history", {}, "code what first last certainty before name evidence documents", [
        "207 - - 2018 approximate - 旧名 recalled -", "207 - 2019 - approximate - 新名 attested 16",
        "207 renamed 2019 - approximate 207_旧名 207_新名 - -"]),
    Case("codes-misnamed", {}, "code printed codebook cause severity documents cell", [
        "2101505 旧名 医疗保障政策管理 LabelMismatch Warning 1 l92/o36"]),
    Case("findings", {"file": "乙"}, "cell", []),
    Case("refused", {}, "document table reason cells", ["甲市.txt 14 form-not-read 1"]),
    Case("refused-cells", {"file": "甲"}, "table line printed reason cell", ["14 375 81.00 form-not-read t14/r5/c10"]),
    Case("tables", {}, "table status form reason unit", [
        "1 Read summary - wan-yuan", "3 Read expenditure - wan-yuan", "5 Read general-expenditure - wan-yuan",
        "7 DeclaredEmpty - 本表无数据 -", "14 NotRead - form-not-read -"]),
    Case("grounds", {"year": "2024"}, "properties what place words", [
        "agency_fiscalYear title l1 甲市医疗保障局2024年度部门决算", "scope form p9/t3 部门整体支出绩效自评表"]),
    # 甲市 has it of the body as a whole, in a table; 乙县 of a project, in a sentence, with a blank in the name
    Case("satisfaction-targets", {}, "body project indicator operator value reached weight score table line place", [
        f"{JIA} - 服务对象满意度 at-least 95 92% 10 8 14 379 t14/r9/c4",
        f"{YI} 市直离休干部医药费 服务对象_满意度 at-least 90 - - - - 200 l200/o16"]),
    Case("satisfaction-targets", {"name": "对象满意"}, "place", ["t14/r9/c4"]),
    Case("indicators-alike", {}, "unit bodies targets lowest highest printed", [
        f"% 2 2 90 95 {YI}_2024:_≥90%;_{JIA}_2024:_≥95%"]),
    # 9,000,000 against 6,000,000 budgeted and 5,400,000 spent
    Case("cost-indicators", {}, "body indicator operator cost phase money percent place figure", [
        f"{YI} 医药费支出 at-most 9000000.00 approved 6000000.00 150 l200/o5 b10",
        f"{YI} 医药费支出 at-most 9000000.00 final 5400000.00 166.7 l200/o5 e02"]),
    Case("running-costs-per-head", {}, "body fund spent as_of staff per_head figure", [
        f"{JIA} general 269800.00 2023-12-31 10 26980.00 a05"]),
    Case("pay-per-head", {}, "body spent staff per_head figure", [f"{JIA} 748200.00 10 74820.00 a04"]),
    Case("pay-per-head", {"year": "2026"}, "body", []),
    Case("changes-explained", {}, "phase item direction change percent yuan reason line figure", [
        "revised three-public increase 5000.00 25 25000.00 车辆老旧 210 a21"]),
    # 4,000 less than 25,000, whose percentage is not printed
    Case("changes-explained", {"direction": "decrease", "least": "16"}, "change percent reason figure", [
        "4000.00 16 - a19"]),
    Case("changes-explained", {"direction": "decrease", "least": "16.01"}, "figure", []),
    Case("recurring-projects", {}, "project phase years first last amounts figure", [
        "市直离休干部医药费 approved 2 2023 2024 2023:_5500000;_2024:_6000000 e01+b10"]),
    # the second project carried 1,500,000 over; the first has 6,000,000 in that phase, from all funds and from one
    Case("project-links", {}, "phase project yuan other other_yuan ground confidence figure whole", [
        "approved 中央医疗服务与保障能力提升补助资金 1500000.00 市直离休干部医药费 6000000.00 name 0.91 b12 b10+b11"]),
    Case("project-links", {"least": "0.92"}, "project", []),
    Case("procurement-shares", {}, "procurement goods goods_percent works services small figure", [
        "504700.00 504700.00 100 - - - a22"]),
    Case("indicator-targets", {"agency": JIA}, "class group indicator operator value unit text weight line", [
        "benefit satisfaction 服务对象满意度 at-least 95 % ≥95% 10 379"]),
    Case("truncated-cells", {}, "document rule printed found expected difference cell figure", [
        "甲市.txt printings-agree 341._3 3413000.00 3413900.00 -900.00 t01/r30/c6 a01"]),
    Case("places", {"place": f"{BASE}file/aaaaaaaaaaaaaaaa/t14/r9/c4"}, "document table line page printed place", [
        "甲市.txt 14 379 - ≥95% t14/r9/c4"]),
    Case("indicator-results", {}, "indicator target reached weight score shortfall deviation place", [
        "服务对象满意度 ≥95% 92% 10 8 true 宣传不足 t14/r9/c5"]),
    Case("self-evaluation-scores", {}, "project indicators points score short table", ["- 1 10 8 1 14"]),
    Case("staff", {}, "body scope as_of kind quantity counted_in figure", [
        f"{JIA} consolidated 2023-12-31 posts 8 post d02", f"{JIA} consolidated 2023-12-31 staff 10 person d01"]),
    Case("vehicles", {}, "as_of kind quantity figure", ["2024 vehicles 2 d03"]),
    Case("assets", {}, "as_of kind quantity counted_in figure", ["2024 office-space 120.5 square-metre d04"]),
    Case("staff-against-posts", {}, "posts staff percent figure whole", ["8 10 125 d01 d02"]),
    Case("duties", {}, "body words line place", [f"{JIA} 负责医疗保障工作。 5 l5/o0/duty"]),
    Case("duties", {"text": "养老"}, "place", []),
    Case("offices", {"text": "办公"}, "body office words line", [f"{JIA} 办公室 - 6"]),
    Case("units", {}, "body unit line place", [f"{JIA} 丙县医疗保障局 6 l6/o8/unit"]),
    Case("project-profiles", {}, "body thing what words line", [f"{YI} 市直离休干部医药费 basis 离休干部政策 200"]),
    # 2,202,400 more than 10,000,000
    Case("year-on-year", {}, "body year before yuan percent figure whole", [
        f"{YI} 2024 10000000.00 12202400.00 22 b01 e03"]),
    Case("project-execution", {}, "project approved revised final percent figure", [
        "市直离休干部医药费 6000000.00 - 5400000.00 90 e02"]),
    Case("spending-by-fund", {"agency": JIA, "phase": "final"}, "fund yuan figure", [
        "general 3413900.00 a02", "total 3413900.00 a01"]),
    Case("declared-empty", {}, "body document table words", [f"{JIA} 甲市.txt 7 本表无数据"]),
    Case("checks-by-rule", {}, "document rule outcome times", [
        "甲市.txt levels-add passed 6", "甲市.txt totals-add passed 3"]),
    Case("readings", {}, "document digest reader forms claims", ["甲市.txt aaaa 0.1.0 f0 4"]),
    Case("codes-in-use", {"code": "208"}, "code name bodies years figures", ["208 社会保障和就业支出 3 1 4"]),
    Case("code-matches", {}, "code name match to to_name scheme", [
        "210 卫生健康支出 broadMatch 07.6 未另分类的卫生 cofog"]),
    Case("coverage", {}, "place_code place bodies disclosures files first last", [
        "610981 陕西省安康市旬阳市 1 1 1 2024 2024"]),
    Case("coverage", {"area": "忻州"}, "place", []),
    Case("documents", {}, "body kind scope document issued numeric claims labels refused blank prose", [
        f"{JIA} final consolidated 甲市.txt 2025-09 7 4 2 1 3 5"]),
]  # fmt: skip


def shortened(name: str, value: str) -> str:
    """A cell as the cases write it: figures by three letters, cells below their file, ``_`` a blank, ``-`` nothing."""
    if name in {"figure", "whole"}:
        value = "+".join(iri.removeprefix(f"{BASE}figure/")[:3] for iri in value.split())
    return value.removeprefix(f"{BASE}file/aaaaaaaaaaaaaaaa/").replace(" ", "_") or "-"


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join([case.question, *case.values.values()]))
def test_the_answer_is_what_the_graph_says(graph: GraphStore, case: Case) -> None:
    answer = ask(graph, catalogue()[case.question], case.values)
    records = csv.DictReader(io.StringIO(render(answer, Format.CSV)))
    rows = [" ".join(shortened(name, record[name]) for name in case.columns.split()) for record in records]
    assert rows == case.rows


def test_every_question_has_a_case() -> None:
    assert {case.question for case in CASES} == set(catalogue())


@pytest.mark.parametrize("question", catalogue().values(), ids=lambda question: question.name)
def test_a_question_runs_anywhere_as_it_stands(graph: GraphStore, question: Question) -> None:
    answer = graph.query(question.text)
    assert isinstance(answer, Rows)
    assert list(answer.variables) == list(question.columns)
    if all(not parameter.required and parameter.default is None for parameter in question.parameters.values()):
        assert answer.rows == ask(graph, question).rows


@pytest.mark.parametrize("question", catalogue().values(), ids=lambda question: question.name)
def test_an_answer_about_money_can_be_followed_to_its_cells(question: Question) -> None:
    about_money = any(column.type == "yuan" for column in question.columns.values())
    assert ("figure" in question.columns) >= about_money


def test_money_across_bodies_always_shows_its_scope_and_phase() -> None:
    apart = {"findings", "printings", "truncated-cells"}
    for question in catalogue().values():
        if any(column.type == "yuan" for column in question.columns.values()) and question.name not in apart:
            assert "scope" in question.columns, question.name
            assert {"phase", "approved"} & set(question.columns), question.name
