"""What unkind clients send, each kind with what must come back. Used one by one in tests, and all at once in a soak."""

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from serving import Running, Said

Attack = Callable[[Running], None]
OPTIONS = ("--seconds", "2", "--memory", "768", "--answer", "1", "--waiting", "30", "--watch", "0.5")
"""The limits that the attacks are made for."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
CROSS = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9))
ATTACKS: dict[str, Attack] = {}


def attack(one: Attack) -> Attack:
    ATTACKS[one.__name__] = one
    return one


def refused(said: Said, status: int, *words: str) -> None:
    assert said.status == status, (said.status, said.content[:300])
    assert all(word in said.body for word in words), said.body[:300]
    assert "Traceback" not in said.body


def stopped(said: Said, *words: str) -> None:
    """Ended by a limit, which is named; or turned away because others came first."""
    assert said.status == 503, (said.status, said.content[:300])
    assert any(word in said.body for word in (*words, "waiting", "no worker was free")), said.body[:300]


def post(server: Running, text: str) -> Said:
    return server.send("POST", "/sparql", text.encode(), DIRECT)


def raw(server: Running, sent: bytes, seconds: float = 10) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as client:
        received = b""
        try:
            client.sendall(sent)
            while part := client.recv(65536):
                received += part
        except (TimeoutError, ConnectionResetError, BrokenPipeError):
            pass
        return received


def said_first(received: bytes, status: int) -> None:
    assert received.startswith(b"HTTP/1.1 %d" % status), received[:200]


# queries that would never end, or eat all memory ------------------------------------------------------------------


@attack
def cartesian_count(server: Running) -> None:
    stopped(post(server, f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"), "not done within the 2 s")


@attack
def cartesian_values(server: Running) -> None:
    values = " ".join(map(str, range(1000)))
    block = " ".join(f"VALUES ?v{n} {{ {values} }}" for n in range(6))
    stopped(post(server, f"SELECT (SUM(?v0) AS ?n) {{ {block} }}"), "not done within", "memory", "died")


@attack
def cartesian_order(server: Running) -> None:
    stopped(post(server, f"SELECT * {{ {CROSS} }} ORDER BY ?c3"), "not done within", "memory", "died")


@attack
def cartesian_distinct(server: Running) -> None:
    stopped(post(server, f"SELECT DISTINCT ?a0 ?b1 ?c2 ?a3 {{ {CROSS} }}"), "not done within", "memory", "longer")


@attack
def cartesian_update_of_bindings(server: Running) -> None:
    stopped(post(server, f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} WHERE {{ {CROSS} }}"), "not done within", "memory", "longer")


@attack
def property_path_star(server: Running) -> None:
    path = "(<urn:x>|!<urn:y>)*"
    said = post(server, f"SELECT (COUNT(*) AS ?n) {{ ?a {path} ?b . ?b {path} ?c . ?c {path} ?d . ?d {path} ?e }}")
    assert said.status in (200, 503), said.body[:200]


@attack
def property_path_nested(server: Running) -> None:
    path = "!<urn:y>"
    for _ in range(30):
        path = f"({path}/{path})*" if len(path) < 2000 else f"({path})+"
    said = post(server, f"SELECT (COUNT(*) AS ?n) {{ ?a {path} ?b }}")
    assert said.status in (200, 503), said.body[:200]


@attack
def concat_bomb(server: Running) -> None:
    doubled = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))
    query = f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {doubled} }}"
    stopped(post(server, query), "not done within", "memory", "died")


@attack
def group_concat_bomb(server: Running) -> None:
    query = f"SELECT (GROUP_CONCAT(CONCAT(STR(?a0), STR(?c1)); separator='x') AS ?n) {{ {CROSS} }}"
    stopped(post(server, query), "not done within", "memory", "died", "longer")


@attack
def regex_bomb(server: Running) -> None:
    """Linear in oxigraph, so it may be answered."""
    said = post(server, f"ASK {{ BIND('{'a' * 5000}' AS ?t) FILTER(REGEX(?t, '(a+)+(a|aa)*b$')) }}")
    assert said.status == 503 or json.loads(said.body)["boolean"] is False


@attack
def regex_of_great_size(server: Running) -> None:
    said = post(server, "ASK { ?s ?p ?o FILTER(REGEX(STR(?o), '((((a{1,500}){1,500}){1,500}){1,500})')) }")
    assert said.status in (200, 400, 503)


@attack
def replace_bomb(server: Running) -> None:
    grown = "".join(f"BIND(REPLACE(?x{n}, '.', '$0$0$0$0') AS ?x{n + 1}) " for n in range(30))
    stopped(post(server, f"SELECT (STRLEN(?x30) AS ?n) {{ BIND('ab' AS ?x0) {grown} }}"), "within", "memory", "died")


@attack
def exists_chain(server: Running) -> None:
    inner = "?s ?p ?o"
    for n in range(40):
        inner = f"?s{n} ?p{n} ?o{n} FILTER NOT EXISTS {{ {inner} }}"
    said = post(server, f"SELECT (COUNT(*) AS ?n) {{ {inner} }}")
    assert said.status in (200, 503)


# text that breaks readers ----------------------------------------------------------------------------------------


@attack
def deep_braces(server: Running) -> None:
    refused(post(server, "ASK " + "{" * 10_000 + "}" * 10_000), 400, "more than 100 deep")


@attack
def deep_not_exists(server: Running) -> None:
    query = "ASK { ?s ?p ?o " + "FILTER NOT EXISTS { ?s ?p ?o " * 2000 + "}" * 2000 + "}"
    refused(post(server, query), 400, "more than 100 deep")


@attack
def deep_brackets(server: Running) -> None:
    refused(post(server, "ASK { ?s ?p " + "[ ?p " * 4000 + "1" + "]" * 4000 + "}"), 400, "more than 100 deep")


@attack
def deep_parentheses(server: Running) -> None:
    refused(post(server, "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }"), 400, "more than 100 deep")


@attack
def long_chain_of_operators(server: Running) -> None:
    """A tree as deep as it is long, without one brace: it may end its worker."""
    said = post(server, f"ASK {{ FILTER({' || '.join(['?x'] * 60_000)}) }}")
    assert said.status in (200, 400, 503)


@attack
def long_chain_of_negations(server: Running) -> None:
    assert post(server, f"ASK {{ FILTER({'!' * 100_000}true) }}").status in (200, 400, 503)


@attack
def long_chain_of_paths(server: Running) -> None:
    assert post(server, f"ASK {{ ?s {'/'.join(['<urn:p>'] * 20_000)} ?o }}").status in (200, 400, 503)


@attack
def syntax_error(server: Running) -> None:
    refused(server.query("SELECT * WHERE {\n ?s ?p }"), 400, "line 2, column")


@attack
def not_utf8(server: Running) -> None:
    refused(server.send("POST", "/sparql", b"ASK { ?s ?p '\xff\xfe' }", DIRECT), 400, "not UTF-8")


@attack
def not_utf8_in_the_address(server: Running) -> None:
    refused(server.send("GET", "/sparql?query=ASK%20%7B%7D%FF"), 400, "cannot be read")


@attack
def utf16_is_declared(server: Running) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=UTF-16"}
    refused(server.send("POST", "/sparql", "ASK {}".encode("utf-16"), headers), 415, "UTF-8")


@attack
def null_bytes(server: Running) -> None:
    assert server.send("POST", "/sparql", b"\0" * 1000, DIRECT).status == 400


@attack
def empty_query(server: Running) -> None:
    refused(server.send("GET", "/sparql?query="), 400, "not a SPARQL 1.1 query")


@attack
def ten_megabytes(server: Running) -> None:
    query = "ASK { " + "# a long comment\n" * 600_000 + "}"
    refused(post(server, query), 413, "1048576 bytes")


@attack
def chunked_without_end(server: Running) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    head += b"Transfer-Encoding: chunked\r\n\r\n"
    received = raw(server, head + (b"10000\r\n" + b" " * 65536 + b"\r\n") * 300)
    assert received == b"" or received.startswith(b"HTTP/1.1 413"), received[:100]


# the protocol, misused --------------------------------------------------------------------------------------------


@attack
def two_queries(server: Running) -> None:
    refused(server.send("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D"), 400, "not 2")


@attack
def query_and_update(server: Running) -> None:
    refused(server.send("POST", "/sparql", b"query=ASK%7B%7D&update=CLEAR+ALL", FORM), 400, "not both")


@attack
def unknown_format(server: Running) -> None:
    refused(server.query("ASK {}", Accept="image/png"), 406, "text/csv")


@attack
def format_of_the_other_kind(server: Running) -> None:
    refused(server.query("ASK {}", Accept="text/turtle"), 406, "is a table")


@attack
def wrong_media_type(server: Running) -> None:
    refused(server.send("POST", "/sparql", b"ASK {}", {"Content-Type": "text/plain"}), 415, "application/sparql-query")


@attack
def no_media_type(server: Running) -> None:
    refused(server.send("POST", "/sparql", b"ASK {}"), 415, "without a type")


@attack
def bad_graph_name(server: Running) -> None:
    refused(server.send("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=%3Cx%3E%20y"), 400, "IRI")


@attack
def a_thousand_parameters(server: Running) -> None:
    refused(server.send("GET", "/sparql?" + "&".join(["a=1"] * 1001)), 400, "cannot be read")


@attack
def update_directly(server: Running) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    refused(server.send("POST", "/sparql", b"CLEAR ALL", headers), 403, "updates are not offered")


@attack
def update_by_form(server: Running) -> None:
    refused(server.send("POST", "/sparql", b"update=CLEAR+ALL", FORM), 403, "updates are not offered")


@attack
def update_by_get(server: Running) -> None:
    refused(server.send("GET", "/sparql?update=CLEAR%20ALL"), 400, "update")


@attack
def update_as_query(server: Running) -> None:
    refused(post(server, "INSERT DATA { <urn:a> <urn:b> <urn:c> }"), 400, "not a SPARQL 1.1 query")


@attack
def update_across_sites(server: Running) -> None:
    headers = FORM | {"Origin": "https://example.org", "Cookie": "session=1"}
    refused(server.send("POST", "/sparql", b"update=DROP+ALL", headers), 403)


@attack
def other_methods(server: Running) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        refused(server.send(method, "/sparql", b"x"), 405, "GET, HEAD")


@attack
def graph_store(server: Running) -> None:
    refused(server.send("PUT", "/gsp?default", b"", {"Content-Type": "text/turtle"}), 404)


@attack
def other_places(server: Running) -> None:
    for path in (
        "/../../etc/passwd",
        "/sparql/../x",
        "//",
        "/%2e%2e/",
        "/ask/",
        "/ask/nothing",
        "/ask/total-spending/x",
    ):
        refused(server.send("GET", path), 404)


@attack
def injected_parameter(server: Running) -> None:
    said = server.send("GET", f"/ask/function-code?code={quote('208 } } DROP ALL #')}")
    refused(said, 400, "is not a code")


@attack
def unknown_parameter(server: Running) -> None:
    refused(server.send("GET", "/ask/total-spending?nothing=1"), 400, "no parameter nothing")


# networks and files -----------------------------------------------------------------------------------------------


def reaches(server: Running, query: str) -> bool:
    """Whether a query that names a listener of this machine reaches it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        post(server, query.replace("PORT", str(listener.getsockname()[1])))
        try:
            listener.accept()
        except TimeoutError:
            return False
        return True


@attack
def service(server: Running) -> None:
    assert not reaches(server, "SELECT * { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }")


@attack
def service_silent(server: Running) -> None:
    assert not reaches(server, "SELECT * { SERVICE SILENT <http://127.0.0.1:PORT/> { ?s ?p ?o } }")


@attack
def service_by_variable(server: Running) -> None:
    assert not reaches(server, "SELECT * { VALUES ?e { <http://localhost:PORT/x> } SERVICE SILENT ?e { ?s ?p ?o } }")


@attack
def service_to_metadata(server: Running) -> None:
    said = post(server, "SELECT * { SERVICE <http://169.254.169.254/latest/> { ?s ?p ?o } }")
    refused(said, 400, "SERVICE is not answered here")


@attack
def dataset_by_address(server: Running) -> None:
    assert not reaches(server, "ASK FROM <http://127.0.0.1:PORT/> { ?s ?p ?o }")
    assert not reaches(server, "ASK FROM NAMED <http://127.0.0.1:PORT/> { GRAPH ?g { ?s ?p ?o } }")


@attack
def dataset_of_a_file(server: Running) -> None:
    said = post(server, "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
    assert (said.status, json.loads(said.body)["results"]["bindings"]) == (200, [])


@attack
def answer_too_long(server: Running) -> None:
    query = "SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f } LIMIT 100000"
    stopped(post(server, query), "longer than 1048576 bytes", "not done within")


@attack
def answer_that_compresses(server: Running) -> None:
    """The limit is on what the client has to unpack."""
    query = f"SELECT ('{'x' * 10_000}' AS ?x) {{ ?s ?p ?o . ?a ?b ?c }} LIMIT 10000"
    headers = DIRECT | {"Accept-Encoding": "gzip"}
    stopped(server.send("POST", "/sparql", query.encode(), headers), "longer than 1048576 bytes")


# connections ------------------------------------------------------------------------------------------------------


@attack
def garbage(server: Running) -> None:
    said_first(raw(server, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 not HTTP at all\r\n\r\n"), 400)


@attack
def head_without_end(server: Running) -> None:
    received = raw(server, b"GET /sparql HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * 20_000)
    assert received.startswith(b"HTTP/1.1 431") or received == b"", received[:100]


@attack
def contradictory_lengths(server: Running) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    said_first(raw(server, head + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 3), 400)


@attack
def host_with_markup(server: Running) -> None:
    received = raw(server, b"GET /sparql HTTP/1.1\r\nHost: x> a <y\r\nConnection: close\r\n\r\n", 3)
    assert b"x> a <y" not in received


@attack
def body_cut_short(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nASK")
        client.shutdown(socket.SHUT_WR)
        received = client.recv(1000)
    assert not received.startswith(b"HTTP/1.1 200")


@attack
def client_going_away(server: Running) -> None:
    """Its query is stopped long before its time is over."""
    body = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}".encode()
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: %d\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(head % len(body) + body)
        time.sleep(0.3)


@attack
def many_idle_connections(server: Running) -> None:
    clients = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(300)]
    try:
        assert server.send("GET", "/health/live").status == 200
    finally:
        for client in clients:
            client.close()


@attack
def slow_head(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        for letter in b"GET /sparql":
            client.send(bytes([letter]))
            time.sleep(0.01)
        assert server.send("GET", "/health/live").status == 200


@attack
def client_that_reads_nothing(server: Running) -> None:
    query = quote("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 1500")
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert server.send("GET", "/health/live").status == 200


@attack
def pipelined(server: Running) -> None:
    one = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert raw(server, one * 50 + last).count(b"HTTP/1.1 200") == 51


@attack
def compressed_body(server: Running) -> None:
    """A body is not unpacked, so it cannot grow."""
    headers = DIRECT | {"Content-Encoding": "gzip"}
    assert server.send("POST", "/sparql", gzip.compress(b"ASK {}" * 100_000), headers).status in (400, 415)


@attack
def upgrade(server: Running) -> None:
    head = b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n"
    assert not raw(server, head, 3).startswith(b"HTTP/1.1 101")


@attack
def ranges_and_conditions(server: Running) -> None:
    said = server.query("ASK {}", Range="bytes=0-", **{"If-None-Match": "*", "If-Modified-Since": "never"})
    assert said.status in (200, 503)


# the server's own ground ------------------------------------------------------------------------------------------


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    tasks = Path(f"/proc/{process}/task").iterdir()
    found += [one for task in tasks for one in (task / "children").read_text(encoding="utf-8").split()]
    return sorted(set(map(int, found)))


@attack
def killed_worker(server: Running) -> None:
    for worker in children(server.process.pid)[:1]:
        os.kill(worker, signal.SIGKILL)
    assert post(server, "ASK {}").status in (200, 503)


@attack
def rebuilt_store(server: Running) -> None:
    """Another process writes the store meanwhile."""
    program = (
        "import sys; from pathlib import Path; from pyoxigraph import NamedNode, Quad\n"
        "from kg.store import GraphStore\n"
        "with GraphStore.open(Path(sys.argv[1])) as store:\n"
        "    store.add([Quad(NamedNode('urn:rebuilt'), NamedNode('urn:p'), NamedNode('urn:o'))])\n"
    )
    subprocess.run([sys.executable, "-c", program, str(server.store)], check=False, capture_output=True, timeout=60)
    assert post(server, "ASK { ?s ?p ?o }").status in (200, 503)
