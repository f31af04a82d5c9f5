"""What agents ask and are told, over stdio and over HTTP; amounts and places are those that the samples print."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from mcp.shared.exceptions import MCPError
from mcp_sessions import Session, over_http, over_stdio

from kg.query import catalogue

PREFIX = "PREFIX cnf: <https://w3id.org/cnfiscal/def#> "
Talk = Callable[[Session], Awaitable[None]]


@pytest.fixture(params=["stdio", "http"])
def hold(request: pytest.FixtureRequest, store: Path, port: int) -> Callable[[Talk], None]:
    """Holds a talk in a session."""

    async def held(talk: Talk) -> None:
        session = over_stdio(store, "--seconds", "2") if request.param == "stdio" else over_http(port)
        async with session as opened:
            await talk(opened)

    return lambda talk: asyncio.run(held(talk))


@pytest.fixture
def hold_http(port: int) -> Callable[[Talk], None]:
    """Holds a talk over HTTP: what does not depend on how it is carried."""

    async def held(talk: Talk) -> None:
        async with over_http(port) as opened:
            await talk(opened)

    return lambda talk: asyncio.run(held(talk))


def test_what_there_is_can_be_read(hold: Callable[[Talk], None]) -> None:
    async def talk(session: Session) -> None:
        tools = {tool.name: tool for tool in (await session.client.list_tools()).tools}
        assert set(tools) == {"search", "describe", "ask", "query", "explain", "disagreements"}
        for tool in tools.values():
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint is True
            assert tool.description
        listed = {resource.uri for resource in (await session.client.list_resources()).resources}
        assert listed == {"kg://ontology", "kg://catalogue"}
        ontology = await session.text_of("kg://ontology")
        assert "- cnf:Figure: One fact under one key" in ontology
        assert "phase: approved 年初预算" in ontology
        page = await session.text_of("kg://catalogue")
        assert [name for name in catalogue() if f"`{name}`" not in page] == []
        assert await session.text_of("kg://question/staff") == catalogue()["staff"].text
        with pytest.raises(MCPError, match="no question is called"):
            await session.text_of("kg://question/nope")

    hold(talk)


def test_an_answer_cites_its_cells(hold: Callable[[Talk], None]) -> None:
    """泽州 spends 814.51 万元: line 365 says so, and table 2 prints it in its line 69."""

    async def talk(session: Session) -> None:
        told = (await session.call("ask", question="total-spending", parameters={"agency": "泽州"})).values
        (row,) = told["rows"]
        assert (row["year"], row["phase"], row["scope"], row["yuan"]) == (2025, "approved", "own", "8145100.00")
        cells = {(one["document"], one["line"]): one for one in row["cells"]}
        assert cells["004_zezhou.md", 365]["sentence"].startswith("支出预算814.51万元")
        cell = cells["004_zezhou.md", 69]
        assert (cell["table"], cell["row"], cell["printed"], cell["unit"]) == (2, "本年支出合计", "814.51", "wan-yuan")
        printed = (await session.call("explain", thing=row["figure"])).values["rows"]
        assert {one["claim"] for one in printed} >= {one["claim"] for one in row["cells"]}
        target = (
            await session.call("ask", question="indicator-targets", parameters={"agency": "盐池"}, limit=1)
        ).values
        assert (target["shown"], target["rows"][0]["cells"][0]["document"]) == (1, "000_yanchi.md")
        assert target["total"] > 1
        place = (await session.call("explain", thing=target["rows"][0]["place"])).values
        assert place["rows"][0]["document"] == "000_yanchi.md"

    hold(talk)


def test_an_empty_answer_says_why(hold_http: Callable[[Talk], None]) -> None:
    """Table 10 of 忻州, the three public expenses, says 本表无数据; 互助 discloses one year; 2019 is no year here."""
    empties = {
        ("total-spending", "year", "2019"): "no-such-year",
        ("function-code", "code", "2999999"): "no-such-code",
        ("indicator-targets", "name", "不存在的指标名"): "no-such-name",
        ("year-on-year", "agency", "互助"): "not-disclosed",
        ("three-public-expenses", "agency", "忻州"): "declared-empty",
    }

    async def talk(session: Session) -> None:
        for (question, name, value), reason in empties.items():
            told = (await session.call("ask", question=question, parameters={name: value})).values
            assert (told["rows"], told["total"], told["empty"]["reason"]) == ([], 0, reason)
        told = (await session.call("search", text="qqqqqq")).values
        assert told["empty"]["reason"] == "no-such-name"
        told = (await session.call("query", sparql=PREFIX + "SELECT ?f { ?f cnf:phase cnf:Aproved }")).values
        assert told["empty"]["reason"] == "no-match"
        assert "cnf:Approved" in told["warnings"][0]["advice"]

    hold_http(talk)


def test_what_cannot_be_asked_is_an_error_with_advice(hold: Callable[[Talk], None]) -> None:
    wrong = [
        ("ask", {"question": "total-spendin"}, "Did you mean total-spending?"),
        ("ask", {"question": "total-spending", "parameters": {"yaer": "2024"}}, "has no parameter yaer"),
        (
            "ask",
            {"question": "total-spending", "parameters": {"agency": "泽洲县医疗保险服务中心"}},
            "Did you mean 泽州",
        ),
        ("ask", {"question": "total-spending", "limit": 0}, "greater than or equal to 1"),
        ("query", {"sparql": "SELECT * { "}, "line 1, column 12"),
        ("query", {"sparql": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, "reaches no network"),
        ("query", {"sparql": "LOAD <http://127.0.0.1:9/>"}, "not a SPARQL 1.1 query"),
        ("query", {"sparql": "DELETE WHERE { ?s ?p ?o }"}, "not a SPARQL 1.1 query"),
        ("query", {"sparql": " "}, "nothing in it"),
        ("describe", {"name": "cnf:Figur"}, "Did you mean cnf:Figure"),
        ("describe", {"name": "cnf:Figure> ?p ?o } #"}, "no class or predicate"),
        ("explain", {"thing": "0000000000000000"}, "no figure or claim"),
        ("explain", {"thing": "http://x/id/file/1> ?p ?o } #"}, "is no IRI"),
        ("disagreements", {"agency": "不存在的部门"}, "no agency is called"),
        ("delete", {}, "delete"),
    ]

    async def talk(session: Session) -> None:
        for tool, given, words in wrong:
            told = await session.call(tool, **given)
            assert told.error, (tool, given)
            assert words in told.text

    hold(talk)


def test_queries_are_looked_at_and_cut_with_a_count(hold_http: Callable[[Talk], None]) -> None:
    async def talk(session: Session) -> None:
        told = (await session.call("query", sparql=PREFIX + "SELECT ?f { ?f a cnf:Figure }", limit=3)).values
        assert (told["shown"], len(told["rows"])) == (3, 3)
        assert told["total"] > 3
        assert "warnings" not in told
        assert all("cells" in row for row in told["rows"])
        summed = (await session.call("query", sparql=PREFIX + "SELECT (SUM(?y) AS ?n) { ?c cnf:amount ?y }")).values
        assert any("adds printings" in one["what"] for one in summed["warnings"])
        assert (await session.call("query", sparql=PREFIX + "ASK { ?f a cnf:Figure }")).values == {"boolean": True}
        graph = (await session.call("query", sparql="CONSTRUCT { <x:a> <x:b> '甲' } {}")).values
        assert (graph["turtle"], graph["total"]) == ('<x:a> <x:b> "甲" .\n', 1)

    hold_http(talk)


def test_classes_and_predicates_are_described_by_examples(hold_http: Callable[[Talk], None]) -> None:
    async def talk(session: Session) -> None:
        classes = {one["name"]: one for one in (await session.call("describe")).values["classes"]}
        assert classes["cnf:Disclosure"]["instances"] == 5
        told = (await session.call("describe", name="cnf:Disclosure")).values
        used = {one["name"]: one for one in told["predicates"]}
        assert (told["kind"], used["cnf:fiscalYear"]["of_looked_at"]) == ("class", 5)
        assert told["label"]["zh"] == "公开"
        told = (await session.call("describe", name="preferredAmount")).values
        assert (told["kind"], told["of_classes"]) == ("predicate", ["cnf:Figure"])

    hold_http(talk)


def test_what_disagrees_is_told_with_both_cells(hold_http: Callable[[Talk], None]) -> None:
    """Table 1 of 互助 prints 341. 3 where others print 341.39; and 忻州 has no documents of 2019."""

    async def talk(session: Session) -> None:
        told = (await session.call("disagreements", agency="互助", limit=500)).values
        printed = {row["printed"].replace(" ", "") for row in told["conflicts"] if row["preferred"] == "3413900.00"}
        assert {"341.3", "341.39"} <= printed
        assert told["findings"]
        assert all(row["cells"] for row in told["conflicts"])
        none = (await session.call("disagreements", agency="忻州", year="2019")).values
        assert none["empty"]["reason"] == "no-such-year"

    hold_http(talk)


def test_search_finds_questions_codes_and_bodies(hold_http: Callable[[Talk], None]) -> None:
    async def talk(session: Session) -> None:
        told = (await session.call("search", text="采购")).values
        assert told["questions"][0]["name"] == "procurement-shares"
        assert "one_of" in told["questions"][0]["parameters"]["phase"]
        told = (await session.call("search", text="2101505")).values
        assert [(one["code"], one["names"]["zh"]) for one in told["codes"]] == [("2101505", "医疗保障政策管理")]
        told = (await session.call("search", text="各单位的政府采购花了多少")).values
        assert "procurement" in {one["name"] for one in told["questions"]}
        assert (await session.call("search", text="旬阳")).values["bodies"] == ["旬阳市医疗保障局"]

    hold_http(talk)
