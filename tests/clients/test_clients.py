"""Clients of other makers against a running ``kg serve``: each asks in its own way and gets the right rows.

Those for Node and the browser are installed by ``.ci/install``; without them their tests are skipped, or fail where
CI is set.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote

import pytest
from loopback import serving
from pyoxigraph import RdfFormat, parse
from rdflib import Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.term import Node
from servers import needed, oxigraph
from serving import Running, make_store, running
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

from kg.store import RemoteStore

HERE = Path(__file__).parent
CNF = "https://w3id.org/cnfiscal/def#"
LABELS = f"""PREFIX cnf: <{CNF}>
SELECT ?figure ?yuan WHERE {{ ?figure cnf:item cnf:OperatingCosts ; cnf:preferredAmount ?yuan }}"""
"""One figure of the small graph: the operating costs of 甲市, 269,800 yuan."""
FIGURE = "https://w3id.org/cnfiscal/id/figure/a180000000000000"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(make_store(tmp_path_factory.mktemp("clients") / "store")) as served:
        yield served


@pytest.fixture(scope="module")
def url(server: Running) -> str:
    return f"http://127.0.0.1:{server.port}/sparql"


def node(script: str, *words: str) -> object:
    """What a script in this folder prints."""
    program = needed(shutil.which("node"), "Node")
    installed = HERE / "node_modules" / ".installed"
    needed(str(installed) if installed.is_file() else None, "the packages of tests/clients")
    done = subprocess.run(
        [program, script, *words], check=False, cwd=HERE, capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


# SPARQLWrapper ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [(GET, "urlencoded"), (POST, "urlencoded"), (POST, POSTDIRECTLY)], ids=str)
def test_sparqlwrapper_gets_rows(url: str, how: tuple[str, str]) -> None:
    request = SPARQLWrapper(url, returnFormat=JSON)
    request.setMethod(how[0])
    request.setRequestMethod(how[1])
    request.setQuery(LABELS)
    (row,) = request.queryAndConvert()["results"]["bindings"]
    assert (row["figure"]["value"], float(row["yuan"]["value"])) == (FIGURE, 269800)


def test_sparqlwrapper_gets_xml_csv_and_turtle(url: str) -> None:
    request = SPARQLWrapper(url, returnFormat=XML)
    request.setQuery(LABELS)
    assert FIGURE in request.queryAndConvert().toxml()
    request.setReturnFormat(CSV)
    assert FIGURE.encode() in request.queryAndConvert()
    request.setReturnFormat(TURTLE)
    request.setQuery(f"DESCRIBE <{FIGURE}>")
    assert b"OperatingCosts" in request.queryAndConvert()


# rdflib -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_it_as_a_store(url: str, method: str) -> None:
    store = SPARQLStore(url, method=method)
    figure = URIRef(FIGURE)
    triples = [triple for triple, _ in store.triples((figure, URIRef(f"{CNF}item"), None))]
    assert triples == [(figure, URIRef(f"{CNF}item"), URIRef(f"{CNF}OperatingCosts"))]
    rows: list[tuple[Node, ...]] = list(store.query(LABELS))
    assert [(row[0], row[1].toPython()) for row in rows if isinstance(row[1], Literal)] == [(figure, 269800)]
    store.close()


# curl -------------------------------------------------------------------------------------------------------------


def curl(*words: str) -> str:
    program = needed(shutil.which("curl"), "curl")
    done = subprocess.run(
        [program, "--silent", "--show-error", "--max-time", "30", *words], check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def test_curl_asks_in_the_three_ways(url: str) -> None:
    direct = ("--header", "Content-Type: application/sparql-query", "--data-binary", LABELS)
    for words in (("--get", "--data-urlencode", f"query={LABELS}"), ("--data-urlencode", f"query={LABELS}"), direct):
        said = curl("--header", "Accept: text/csv", *words, url)
        assert said.split("\r\n")[:2] == ["figure,yuan", f"{FIGURE},269800"]


def test_curl_gets_a_compressed_answer_and_an_error_with_its_place(url: str) -> None:
    said = curl("--compressed", "--dump-header", "-", "--header", "Accept: text/csv", f"{url}?query={quote(LABELS)}")
    assert FIGURE in said
    assert re.search(r"line 1, column \d+", curl("--data-urlencode", "query=SELECT nothing", url))


# Comunica ---------------------------------------------------------------------------------------------------------


def test_comunica_joins_it_with_a_second_endpoint(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The amount is here, the note about its figure on another server: neither has the row alone."""
    monkeypatch.delenv("KG_STORE_USER", raising=False)
    with oxigraph(tmp_path, "--union-default-graph") as other:
        with RemoteStore.writer(other) as store:
            store.add(parse(f'<{FIGURE}> <urn:note> "looked at"  <urn:notes> .'.encode(), format=RdfFormat.N_QUADS))
        query = f"{LABELS[:-1]} . ?figure <urn:note> ?note }}".replace("?yuan WHERE", "?yuan ?note WHERE")
        assert node("comunica.mjs", query, url, other) == [{"figure": FIGURE, "yuan": "269800", "note": "looked at"}]
        assert node("comunica.mjs", query, url) == []


# YASGUI -----------------------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>queries</title>
<link rel="stylesheet" href="/yasqe.min.css"><script src="/yasqe.min.js"></script></head>
<body><div id="yasqe"></div><script>
const Component = window.Yasqe.default || window.Yasqe;
const yasqe = new Component(document.getElementById('yasqe'), {
  persistenceId: null, requestConfig: { endpoint: ENDPOINT, method: METHOD },
});
yasqe.setValue(QUERY);
yasqe.on('queryResponse', async (_, answer) => {
  const text = answer.text ? await answer.text() : answer.content || answer.data;
  window.said = { status: answer.status, body: text };
});
</script></body></html>"""


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_yasguis_component_asks_from_a_page_of_another_origin(url: str, method: str, tmp_path: Path) -> None:
    chromium = needed(shutil.which("chromium"), "Chromium")
    folder = HERE / "node_modules" / "@zazuko" / "yasqe" / "build"
    page = PAGE.replace("ENDPOINT", json.dumps(url)).replace("METHOD", json.dumps(method))
    page = page.replace("QUERY", json.dumps(LABELS))

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/")
            known = {"": (page.encode(), "text/html")}
            if name in ("yasqe.min.js", "yasqe.min.css"):
                known[name] = ((folder / name).read_bytes(), "text/javascript" if name.endswith("js") else "text/css")
            body, kind = known.get(name, (b"", "text/plain"))
            self.send_response(200 if name in known else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with serving(Pages) as origin:
        said = node("yasqe.mjs", chromium, str(tmp_path / "profile"), f"{origin}/")
    assert isinstance(said, dict)
    assert said["status"] == 200
    (row,) = json.loads(said["body"])["results"]["bindings"]
    assert (row["figure"]["value"], row["yuan"]["value"]) == (FIGURE, "269800")


# what is installed ------------------------------------------------------------------------------------------------


def test_the_lock_file_has_checksums_and_no_addresses() -> None:
    text = (HERE / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}
    assert len(packages) > 100
    assert [name for name, one in packages.items() if not one.get("integrity", "").startswith("sha512-")] == []
