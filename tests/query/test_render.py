"""Answers as text: what people read is plain and exact, what programs read is the W3C's."""

import json
from decimal import Decimal

import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from rich.cells import cell_len

from kg.errors import BadParameter
from kg.query import Answer, Format, catalogue, render
from kg.query.question import Column, Keywords, Kind, Question, Words
from kg.store import Rows, Term

XSD = "http://www.w3.org/2001/XMLSchema#"
CNF = "https://w3id.org/cnfiscal/def#"
WORDS = Words(zh="题", en="Title")


def number(text: str, kind: str = "decimal") -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))


def answer(columns: dict[str, Column], *rows: tuple[Term | None, ...]) -> Answer:
    keywords = Keywords(zh=("词",), en=("word",))
    question = Question(
        name="q", title=WORDS, description=WORDS, kind=Kind.MONEY, keywords=keywords, columns=columns, text=""
    )
    return Answer(question, rows)


MONEY = answer(
    {
        "body": Column(zh="部门", en="Body"),
        "year": Column(zh="年度", en="Year"),
        "fund": Column(zh="资金来源", en="Fund", type="fund"),
        "yuan": Column(zh="金额", en="Amount", type="yuan"),
        "percent": Column(zh="比重", en="Share"),
        "leaf": Column(zh="末级", en="Leaf"),
    },
    (Literal("甲市局", language="zh"), number("2024", "gYear"), NamedNode(f"{CNF}AllFiscal"), number("351600"),
     number("73.5"), number("true", "boolean")),
    (Literal("B, \"C\"\nD"), number("2025", "gYear"), NamedNode(f"{CNF}T"), number("-0.125"), None, None),
    (Literal("E"), None, NamedNode("urn:new"), number("3.516E5", "double"), number("INF", "double"),
     number("7", "integer")),
)  # fmt: skip


def test_a_table_is_aligned_by_width() -> None:
    text = render(MONEY, Format.TABLE)
    assert text == (
        "body      year  fund             yuan  percent  leaf\n"
        "--------  ----  ----------  ---------  -------  ----\n"
        "甲市局    2024  all-fiscal  351600.00  73.5     true\n"
        'B, "C" D  2025  total          -0.125\n'
        "E               urn:new     351600.00  INF      7\n"
    )
    assert len({cell_len(line[: line.index("20")]) for line in text.splitlines() if "20" in line}) == 1


def test_a_table_is_headed_in_either_language() -> None:
    assert render(MONEY, Format.TABLE, language="zh").split("\n")[0].split() == [
        "部门",
        "年度",
        "资金来源",
        "金额",
        "比重",
        "末级",
    ]
    assert render(MONEY, Format.TABLE, language="en").split("\n")[0].split()[0] == "Body"


def test_csv_is_exact_and_names_members() -> None:
    assert render(MONEY, Format.CSV) == (
        "body,year,fund,yuan,percent,leaf\r\n甲市局,2024,all-fiscal,351600.00,73.5,true\r\n"
        '"B, ""C""\nD",2025,total,-0.125,,\r\nE,,urn:new,351600.00,INF,7\r\n'
    )


def test_json_is_a_list_of_records_with_exact_numbers() -> None:
    text = render(MONEY, Format.JSON)
    assert '"yuan": 351600.00,' in text
    first, second, third = json.loads(text, parse_float=Decimal)
    assert first == {
        "body": "甲市局", "year": 2024, "fund": "all-fiscal", "yuan": Decimal("351600.00"), "percent": Decimal("73.5"),
        "leaf": True,
    }  # fmt: skip
    assert second == {
        "body": 'B, "C"\nD',
        "year": 2025,
        "fund": "total",
        "yuan": Decimal("-0.125"),
        "percent": None,
        "leaf": None,
    }
    assert third["percent"] == "INF"
    assert render(answer(dict(MONEY.question.columns)), Format.JSON) == "[]\n"


@pytest.mark.parametrize("form", [Format.TSV, Format.XML])
def test_w3c_formats_of_an_answer_keep_its_terms(form: Format) -> None:
    text = render(MONEY, form)
    parsed = parse_query_results(input=text, format=_FORMATS[form])
    assert isinstance(parsed, QuerySolutions)
    assert next(iter(parsed))["fund"] == NamedNode(f"{CNF}AllFiscal")


_FORMATS = {
    Format.JSON: QueryResultsFormat.JSON,
    Format.XML: QueryResultsFormat.XML,
    Format.TSV: QueryResultsFormat.TSV,
}
ROWS = Rows(
    ("a", "b"),
    (
        (NamedNode("urn:x"), Literal('q"\t\n<&>\\ 中', language="zh")),
        (BlankNode("n"), None),
        (number("0.10"), Literal("")),
        (None, number("2024", "gYear")),
    ),
)


@pytest.mark.parametrize("form", list(_FORMATS))
def test_the_result_of_a_free_query_can_be_read_back(form: Format) -> None:
    parsed = parse_query_results(input=render(ROWS, form), format=_FORMATS[form])
    assert isinstance(parsed, QuerySolutions)
    assert [variable.value for variable in parsed.variables] == list(ROWS.variables)
    assert tuple(tuple(solution) for solution in parsed) == ROWS.rows


def test_the_csv_of_a_free_query_is_the_w3cs() -> None:
    assert render(ROWS, Format.CSV) == 'a,b\r\nurn:x,"q""\t\n<&>\\ 中"\r\nn,\r\n0.10,\r\n,2024\r\n'


def test_numbers_of_a_free_query_have_no_exponents() -> None:
    assert render(Rows(("n",), ((number("3.516E5", "double"),),)), Format.CSV) == "n\r\n351600\r\n"


@pytest.mark.parametrize("form", [Format.JSON, Format.XML])
@pytest.mark.parametrize("truth", [True, False])
def test_yes_and_no_can_be_read_back(form: Format, truth: bool) -> None:
    parsed = parse_query_results(input=render(truth, form), format=_FORMATS[form])
    assert isinstance(parsed, QueryBoolean)
    assert bool(parsed) is truth


def test_yes_and_no_as_text() -> None:
    assert [render(True, form) for form in (Format.TABLE, Format.CSV, Format.TSV)] == ["true\n", "true\r\n", "true\n"]


GRAPH = (
    Triple(NamedNode(f"{CNF}b"), NamedNode(f"{CNF}p"), Literal("中", language="zh")),
    Triple(NamedNode(f"{CNF}a"), NamedNode(f"{CNF}p"), NamedNode("urn:x")),
    Triple(NamedNode(f"{CNF}a"), NamedNode(f"{CNF}p"), NamedNode("urn:x")),
)


@pytest.mark.parametrize(
    ("form", "rdf"),
    [
        (Format.TURTLE, RdfFormat.TURTLE), (Format.NTRIPLES, RdfFormat.N_TRIPLES), (Format.NQUADS, RdfFormat.N_QUADS),
        (Format.JSONLD, RdfFormat.JSON_LD),
    ],
)  # fmt: skip
def test_a_graph_can_be_read_back_and_is_sorted(form: Format, rdf: RdfFormat) -> None:
    text = render(GRAPH, form)
    assert text == render(GRAPH[::-1], form)
    assert {quad.triple for quad in parse(input=text, format=rdf)} == set(GRAPH)
    assert text.endswith("\n")


def test_turtle_declares_the_prefixes_it_uses_and_no_others() -> None:
    assert render(GRAPH, Format.TURTLE) == (
        f'@prefix cnf: <{CNF}> .\ncnf:a cnf:p <urn:x> .\ncnf:b cnf:p "中"@zh .\n'
    )  # fmt: skip


def test_an_empty_graph_is_empty_text() -> None:
    assert render((), Format.NTRIPLES) == ""


@pytest.mark.parametrize("form", [Format.TABLE, Format.CSV, Format.TSV, Format.JSON, Format.XML])
def test_a_graph_is_no_table(form: Format) -> None:
    with pytest.raises(BadParameter, match=f"the answer is a graph, not for {form}. Choose one of turtle"):
        render(GRAPH, form)


@pytest.mark.parametrize("form", [Format.TURTLE, Format.NTRIPLES, Format.NQUADS, Format.JSONLD])
def test_a_table_is_no_graph(form: Format) -> None:
    for result in (ROWS, True, MONEY):
        with pytest.raises(BadParameter, match="the answer is a table"):
            render(result, form)


def test_every_answer_has_every_tabular_form() -> None:
    columns = catalogue()["total-spending"].columns
    empty = Answer(catalogue()["total-spending"], ())
    for form in (Format.TABLE, Format.CSV, Format.TSV, Format.JSON, Format.XML):
        text = render(empty, form)
        assert text.endswith("\n")
        assert form is Format.JSON or all(name in text for name in columns)
