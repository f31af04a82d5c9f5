"""The editor over HTTP: its page, its files, what its script is told, and the formats that a form asks for by name."""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kg.publish.pages.editor import editor_files
from tests.serving import Running, make_store, running

ROOT = Path(__file__).resolve().parents[2]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
FILES = {
    "editor.js": ("console.log('医保');" * 99, "text/javascript; charset=utf-8"),
    "editor.css": ("a { color: red }", "text/css; charset=utf-8"),
    "editor.txt": ("licences", "text/plain; charset=utf-8"),
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as a checkout without the built files has it."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "kg", folder / "kg", ignore=shutil.ignore_patterns("built", "__pycache__"))
    for name in ("ontology", "mappings", "queries", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture(scope="module")
def plain(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server without the built files."""
    yield from started(checkout, make_store(tmp_path_factory.mktemp("plain") / "store"))


@pytest.fixture(scope="module")
def server(plain: Running, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with them; the plain one has begun before they are there."""
    assert plain.send("GET", "/editor").status == 200
    built = checkout / "kg" / "publish" / "pages" / "built"
    built.mkdir()
    for name, (content, _) in FILES.items():
        (built / name).write_text(content, encoding="utf-8")
    yield from started(checkout, make_store(tmp_path_factory.mktemp("built") / "store"))


def started(checkout: Path, store: Path) -> Iterator[Running]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(checkout)
        patch.setenv("PYTHONPATH", str(checkout))
        with running(store) as server:
            yield server


@pytest.fixture(scope="module")
def names(server: Running, checkout: Path) -> dict[str, str]:
    """The addresses of the built files by their endings."""
    assert server.process.poll() is None
    files = editor_files(checkout / "kg" / "publish" / "pages" / "built")
    return {name.rpartition(".")[2]: f"/{name}" for name in files}


def test_without_its_files_the_page_is_a_form(plain: Running) -> None:
    said = plain.send("GET", "/editor?lang=en", headers=BROWSER)
    assert said.status == 200
    assert "<script" not in said.body
    assert "make editor" in said.body
    assert plain.send("GET", "/editor.0123456789ab.js").status == 404


def test_the_page_may_run_the_script_of_this_host_alone(server: Running, names: dict[str, str]) -> None:
    said = server.send("GET", "/editor?lang=en", headers=BROWSER)
    policy = dict(part.split(" ", 1) for part in said.headers["Content-Security-Policy"].split("; "))
    assert said.headers["Content-Type"] == "text/html; charset=utf-8"
    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "connect-src", "form-action")} == {"'self'"}
    assert f'<script src=".{names["js"]}" defer></script>' in said.body
    assert "script-src" not in server.send("GET", "/", headers=BROWSER).headers["Content-Security-Policy"]


@pytest.mark.parametrize("ending", ["js", "css", "txt"])
def test_a_built_file_has_its_type_and_is_kept_for_ever(server: Running, names: dict[str, str], ending: str) -> None:
    content, media_type = FILES[f"editor.{ending}"]
    said = server.send("GET", names[ending])
    assert (said.status, said.body) == (200, content)
    assert said.headers["Content-Type"] == media_type
    assert said.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert said.headers["X-Content-Type-Options"] == "nosniff"
    again = server.send("GET", names[ending], headers={"If-None-Match": said.headers["ETag"]})
    assert (again.status, again.content) == (304, b"")
    assert server.send("GET", names[ending], headers={"If-None-Match": '"another"'}).status == 200
    head = server.send("HEAD", names[ending])
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(content.encode())))


def test_a_built_file_is_compressed_for_who_takes_that(server: Running, names: dict[str, str]) -> None:
    said = server.send("GET", names["js"], headers={"Accept-Encoding": "gzip"})
    assert said.headers["Content-Encoding"] == "gzip"
    assert said.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(said.content).decode() == FILES["editor.js"][0]
    again = server.send("GET", names["js"], headers={"If-None-Match": said.headers["ETag"], "Accept-Encoding": "gzip"})
    assert again.status == 304


@pytest.mark.parametrize(
    "path", ["/editor.000000000000.js", "/editor.js", "/editor/", "/editor.json/x", "/built/editor.js"]
)
def test_what_was_not_built_is_not_there(server: Running, path: str) -> None:
    assert server.send("GET", path).status == 404


@pytest.mark.parametrize("path", ["/editor", "/editor.json"])
def test_the_page_and_its_data_have_an_etag_for_each_language(server: Running, path: str) -> None:
    zh = server.send("GET", f"{path}?lang=zh")
    tag = {"If-None-Match": zh.headers["ETag"]}
    assert server.send("GET", f"{path}?lang=zh", headers=tag).status == 304
    assert server.send("GET", f"{path}?lang=en", headers=tag).status == 200
    accepted = server.send("GET", path, headers={"Accept-Language": "en-GB"})
    assert "Accept-Language" in accepted.headers["Vary"]
    assert "SPARQL editor" in accepted.body or "Asking" in accepted.body


def test_the_data_are_json_in_the_language(server: Running) -> None:
    said = server.send("GET", "/editor.json?lang=zh")
    assert said.headers["Content-Type"] == "application/json"
    assert json.loads(said.body)["words"]["editor-run"] == "运行"
    assert server.send("GET", "/editor.json?lang=xx").status == 400


@pytest.mark.parametrize(
    ("path", "status"), [("/editor?example=nothing-like-it", 400), ("/editor?query=" + "x" * 20_001, 400)]
)
def test_what_cannot_be_shown_is_refused_as_a_page(server: Running, path: str, status: int) -> None:
    said = server.send("GET", path, headers=BROWSER)
    assert said.status == status
    assert said.headers["Content-Type"].startswith("text/html")
    assert server.send("POST", "/editor", b"query=x", FORM).status == 405


SELECT = "SELECT ?x WHERE { VALUES ?x { 1 2 } } ORDER BY ?x"
CONSTRUCT = "CONSTRUCT { <http://a.example/s> <http://a.example/p> 1 } WHERE {}"


@pytest.mark.parametrize(
    ("query", "form", "media_type", "part"),
    [
        (SELECT, "json", "application/sparql-results+json", '"vars":["x"]'),
        (SELECT, "xml", "application/sparql-results+xml", "<variable"),
        (SELECT, "csv", "text/csv; charset=utf-8", "x\r\n1\r\n2"),
        (SELECT, "tsv", "text/tab-separated-values; charset=utf-8", "?x\n1\n2"),
        (SELECT, "text", "text/plain; charset=utf-8", "?x\n1\n2"),
        (CONSTRUCT, "ttl", "text/turtle; charset=utf-8", "<http://a.example/s>"),
        (CONSTRUCT, "jsonld", "application/ld+json", "http://a.example/s"),
        (CONSTRUCT, "text", "text/plain; charset=utf-8", "<http://a.example/s> <http://a.example/p>"),
    ],
)
def test_a_form_asks_for_a_format_by_name(server: Running, query: str, form: str, media_type: str, part: str) -> None:
    """Whatever the browser accepts; by GET too."""
    asked = urlencode({"query": query, "format": form})
    posted = server.send("POST", "/sparql", asked.encode(), FORM | BROWSER)
    got = server.send("GET", f"/sparql?{asked}", headers=BROWSER)
    assert (posted.status, got.status) == (200, 200)
    assert posted.headers["Content-Type"] == got.headers["Content-Type"] == media_type
    assert part in posted.body
    assert posted.body == got.body


@pytest.mark.parametrize(
    ("query", "form", "status", "words"),
    [
        (SELECT, "ttl", 406, "the answer is a table"),
        (CONSTRUCT, "csv", 406, "format"),
        (SELECT, "docx", 400, "'format' is one of json, xml, csv, tsv"),
        ("SELECT WHERE", "text", 400, "line 1, column 13"),
    ],
)
def test_a_form_that_asks_for_what_cannot_be_is_told_why(
    server: Running, query: str, form: str, status: int, words: str
) -> None:
    said = server.send("POST", "/sparql", urlencode({"query": query, "format": form}).encode(), FORM)
    assert (said.status, said.headers["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert words in said.body
