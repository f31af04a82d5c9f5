"""The public side of a running ``kg serve``, asked as clients ask."""

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from serving import GRAPH, Running, Said, make_store, running

from kg.errors import EndpointFailed, QuerySyntax
from kg.query import ask, catalogue, explain
from kg.store import Dataset, GraphStore, RemoteStore, Rows

FIGURES = "PREFIX cnf: <https://w3id.org/cnfiscal/def#> SELECT ?f { ?f a cnf:Figure } ORDER BY ?f"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{n} ?b{n} ?c{n} .' for n in range(9))} }}"
FIGURES_GRAPH = "https://w3id.org/cnfiscal/graph/figures"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    log = tmp_path_factory.mktemp("log") / "access.jsonl"
    path = make_store(tmp_path_factory.mktemp("endpoint") / "store")
    with running(path, "--seconds", "3", "--access-log", str(log)) as one:
        one.said.append(str(log))
        yield one


def number(said: Said) -> int:
    assert said.status == 200, said.body
    return int(json.loads(said.body)["results"]["bindings"][0]["n"]["value"])


# the protocol -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (urlencode({"query": COUNT}).encode(), "application/x-www-form-urlencoded"),
        (COUNT.encode(), "application/sparql-query"),
        (COUNT.encode(), "application/sparql-query; charset=UTF-8"),
    ],
)
def test_a_query_by_post_is_that_by_get(server: Running, body: bytes, kind: str) -> None:
    by_post = number(server.send("POST", "/sparql", body, {"Content-Type": kind}))
    assert by_post == number(server.query(COUNT)) > 0


def test_the_dataset_of_a_request_and_of_a_query(server: Running) -> None:
    """The union is the default graph; a graph that is named is it alone; a named graph is no default graph."""
    figures = number(server.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{FIGURES_GRAPH}> {{ ?s ?p ?o }} }}"))
    graph, query = quote(FIGURES_GRAPH), quote(COUNT)
    assert number(server.send("GET", f"/sparql?query={query}&default-graph-uri={graph}")) == figures
    assert number(server.send("GET", f"/sparql?query={query}&named-graph-uri={graph}")) == 0
    assert number(server.query(f"SELECT (COUNT(*) AS ?n) FROM <{FIGURES_GRAPH}> {{ ?s ?p ?o }}")) == figures
    assert number(server.query(COUNT)) > figures > 0


@pytest.mark.parametrize(
    ("accept", "media_type", "start"),
    [
        ("*/*", "application/sparql-results+json", '{"head":{"vars":["s"]}'),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/csv", "text/csv; charset=utf-8", "s\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?s\n"),
    ],
)
def test_rows_come_as_asked(server: Running, accept: str, media_type: str, start: str) -> None:
    said = server.query("SELECT ?s { ?s ?p ?o } LIMIT 1", Accept=accept)
    assert (said.status, said.headers["Content-Type"]) == (200, media_type)
    assert said.body.startswith(start)


@pytest.mark.parametrize(
    ("accept", "form"),
    [("text/turtle", RdfFormat.TURTLE), ("application/n-triples", RdfFormat.N_TRIPLES),
     ("application/rdf+xml", RdfFormat.RDF_XML), ("application/ld+json", RdfFormat.JSON_LD),
     ("application/n-quads", RdfFormat.N_QUADS), ("application/trig", RdfFormat.TRIG)],
)  # fmt: skip
def test_a_graph_comes_as_asked(server: Running, accept: str, form: RdfFormat) -> None:
    said = server.query("CONSTRUCT WHERE { <https://w3id.org/cnfiscal/id/code/function/208> ?p ?o }", Accept=accept)
    assert said.headers["Content-Type"].partition(";")[0] == accept
    assert len(list(parse(input=said.content, format=form))) == 6


def test_relative_iris_are_of_the_endpoint(server: Running) -> None:
    said = server.query("CONSTRUCT { <s> <p> 1 } {}", Accept="application/n-triples")
    assert said.body.startswith(f"<http://127.0.0.1:{server.port}/s> <http://127.0.0.1:{server.port}/p> ")


def test_head_is_get_without_a_body(server: Running) -> None:
    for path in ("/sparql?query=ASK%20%7B%7D", "/sparql", "/", "/health", "/openapi.json", "/ask/total-spending"):
        get, head = (server.send(method, path) for method in ("GET", "HEAD"))
        assert (get.status, head.status, head.content) == (200, 200, b"")
        assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(get.content))


def test_an_answer_is_compressed_for_who_takes_it(server: Running) -> None:
    plain, packed = server.query(FIGURES), server.query(FIGURES, **{"Accept-Encoding": "gzip"})
    assert (plain.headers["Content-Encoding"], packed.headers["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content)
    assert plain.headers["Vary"] == "Accept, Accept-Encoding"


def test_a_long_answer_comes_whole_and_leaves_nothing(server: Running) -> None:
    said = server.query("SELECT * { ?s ?p ?o . ?a ?b 'x' UNION { ?a ?b ?c } } LIMIT 20000", Accept="text/csv")
    assert said.status in (200, 400)
    said = server.query("SELECT ?s ?p ?o ?a { ?s ?p ?o . ?a ?b ?c } LIMIT 20000", Accept="text/csv")
    rows = list(csv.reader(io.StringIO(said.body)))
    assert (said.status, rows[0], len(rows)) == (200, ["s", "p", "o", "a"], 20001)
    home = next(server.store.parent.glob(".store.serving-????????"))
    assert list((home / "answers").iterdir()) == []


def test_a_page_of_another_site_may_read(server: Running) -> None:
    assert server.query("ASK {}", Origin="https://example.org").headers["Access-Control-Allow-Origin"] == "*"
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    said = server.send("OPTIONS", "/sparql", headers=asked)
    assert (said.status, said.content) == (204, b"")
    assert said.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in said.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in said.headers["Access-Control-Allow-Headers"]
    assert "Authorization" not in said.headers["Access-Control-Allow-Headers"]


def test_a_connection_answers_again_and_again(server: Running) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    for _ in range(3):
        connection.request("POST", "/sparql", b"ASK {}", {"Content-Type": "application/sparql-query"})
        assert json.loads(connection.getresponse().read())["boolean"] is True
    connection.close()


def test_a_mistake_names_its_place(server: Running) -> None:
    said = server.query("SELECT *\nWHERE { ?s ?p }")
    assert said.status == 400
    assert "at line 2, column" in said.body


# questions --------------------------------------------------------------------------------------------------------


def test_questions_get_the_answers_of_the_command_line(server: Running) -> None:
    with GraphStore.in_memory() as store:
        store.add(parse(path=str(GRAPH)))
        for name, question in catalogue().items():
            values = {"agency": "甲市"} if "agency" in question.parameters else {}
            if any(one.required and key not in values for key, one in question.parameters.items()):
                continue
            said = server.send("GET", f"/ask/{name}?{urlencode(values)}", headers={"Accept": "application/json"})
            assert said.status == 200, said.body
            assert len(json.loads(said.body)) == len(ask(store, question, values).rows), name


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("json", "application/json"), ("csv", "text/csv; charset=utf-8"),
     ("tsv", "text/tab-separated-values; charset=utf-8"),
     ("xml", "application/sparql-results+xml"), ("table", "text/plain; charset=utf-8")],
)  # fmt: skip
def test_a_question_is_answered_in_the_format_named(server: Running, form: str, media_type: str) -> None:
    said = server.send("GET", f"/ask/total-spending?format={form}", headers={"Accept": "image/png"})
    assert (said.status, said.headers["Content-Type"]) == (200, media_type)


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("total-spending?format=pdf", 400, "'format' is one of"),
        ("total-spending?format=csv&format=csv", 400, "'format' is one of"),
        ("total-spending?year=24", 400, "year of four digits"),
        ("total-spending?yaer=2024", 400, "no parameter yaer"),
        ("nothing", 404, "/ask/total-spending"),
    ],
)
def test_a_question_that_cannot_be_asked(server: Running, asked: str, status: int, words: str) -> None:
    said = server.send("GET", f"/ask/{asked}")
    assert said.status == status
    assert words in said.body


def test_openapi_describes_every_question_with_its_parameters(server: Running) -> None:
    said = server.send("GET", "/openapi.json")
    document = json.loads(said.body)
    assert document["openapi"].startswith("3.1.")
    assert document["servers"] == [{"url": f"http://127.0.0.1:{server.port}"}]
    assert {path for path in document["paths"] if path.startswith("/ask/")} == {f"/ask/{name}" for name in catalogue()}
    for name, question in catalogue().items():
        described = document["paths"][f"/ask/{name}"]["get"]
        parameters = {one["name"]: one for one in described["parameters"]}
        assert parameters.keys() == {*question.parameters, "format"}
        assert all(one["in"] == "query" and "schema" in one for one in parameters.values())
        assert {key for key, one in parameters.items() if one.get("required")} == {
            key for key, one in question.parameters.items() if one.required
        }
        answer = described["responses"]["200"]["content"]["application/json"]["schema"]
        assert answer["items"]["required"] == list(question.columns)
    operations = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(operations) == len(set(operations))
    year = next(one for one in document["paths"]["/ask/total-spending"]["get"]["parameters"] if one["name"] == "year")
    assert year["schema"]["items"] == {"type": "string", "pattern": r"^\d{4}$"}


# about the server -------------------------------------------------------------------------------------------------


def test_health_tells_what_is_served(server: Running) -> None:
    told = json.loads(server.send("GET", "/health").body)
    assert told == {"alive": True, "ready": True, "generation": 1, "quads": number(server.query(
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"))}  # fmt: skip
    assert json.loads(server.send("GET", "/health/live").body) == {"alive": True}
    assert server.send("GET", "/health/ready").status == 200


def test_metrics_count_requests(server: Running) -> None:
    pattern = re.compile(r'^kg_requests_total\{route="/health/live",status="200"\} (\d+)', re.M)

    def counted() -> int:
        found = pattern.search(server.send("GET", "/metrics").body)
        return int(found[1]) if found else 0

    before = counted()
    server.send("GET", "/health/live")
    assert counted() == before + 1
    server.send("GET", "/a/path/of/my/own")
    metrics = server.send("GET", "/metrics").body
    assert 'route="other",status="404"' in metrics
    assert "/a/path/of/my/own" not in metrics


def test_the_log_has_a_line_of_json_for_each_request(server: Running) -> None:
    server.send("GET", "/health/live?a=1", headers={"User-Agent": 'quote " and\ttab'})
    lines = [json.loads(line) for line in Path(server.said[0]).read_text(encoding="utf-8").splitlines()]
    last = next(line for line in reversed(lines) if line["path"] == "/health/live")
    assert (last["method"], last["status"], last["client"], last["agent"]) == (
        "GET",
        200,
        "127.0.0.1",
        'quote " and\ttab',
    )
    assert re.fullmatch(r"[0-9a-f]{16}", last["asked"])
    assert last["bytes"] == len(b'{"alive": true}')


def test_the_landing_page_comes_to_people_and_terminals(server: Running) -> None:
    page = server.send("GET", "/", headers={"Accept": "text/html"})
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert 'href="/ask/total-spending"' in page.body
    text = server.send("GET", "/", headers={"Accept": "text/plain"})
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "\n/ask/total-spending\n" in text.body


# as a store from afar ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def remote(server: Running) -> RemoteStore:
    return RemoteStore(f"http://127.0.0.1:{server.port}/sparql", seconds=20)


def test_questions_get_the_same_answers_from_afar(remote: RemoteStore) -> None:
    with GraphStore.in_memory() as store:
        store.add(parse(path=str(GRAPH)))
        for name in ("total-spending", "function-code"):
            question = catalogue()[name]
            values = {"agency": "甲市"} if "agency" in question.parameters else {}
            assert ask(remote, question, values) == ask(store, question, values)
        assert explain(remote, "a010000000000000") == explain(store, "a010000000000000")


def test_the_dataset_of_a_request_travels(remote: RemoteStore) -> None:
    figures = NamedNode(FIGURES_GRAPH)
    count = "SELECT (COUNT(*) AS ?n) { ?s a ?type }"
    assert remote.query(count, dataset=Dataset(default=(figures,))) == Rows(("n",), ((Literal(36),),))
    assert remote.query(count, dataset=Dataset(named=(figures,))) == Rows(("n",), ((Literal(0),),))


def test_errors_come_from_afar(remote: RemoteStore) -> None:
    with pytest.raises(QuerySyntax, match="line 1, column 15"):
        remote.query("SELECT nothing")
    with pytest.raises(QuerySyntax, match="expected"):
        remote.query("INSERT DATA { <urn:a> <urn:b> <urn:c> }")


def test_a_reader_does_not_wait_for_ever(server: Running) -> None:
    hasty = RemoteStore(f"http://127.0.0.1:{server.port}/sparql", seconds=0.5)
    with pytest.raises(EndpointFailed, match="timed out"):
        hasty.query(ENDLESS)
