"""The SPARQL editor: a form that works without script, examples that are the catalogue, and what its script is told."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from kg.errors import BadParameter
from kg.publish.pages import Asked, Site
from kg.publish.pages import editor as module
from kg.publish.pages.editor import LONGEST, editor_files
from kg.query import Kind, catalogue
from kg.store import GraphStore, Rows

CNF = "https://w3id.org/cnfiscal/def#"
NAMES = ("editor.js", "editor.css", "editor.txt")


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "editor_files", dict)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_text(f"content of {name}")
    monkeypatch.setattr(module, "editor_files", lambda: editor_files(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def told(sample_site: Site) -> dict[str, dict[str, Any]]:
    return {language: json.loads(sample_site.editor_data(language)) for language in ("zh", "en")}


@pytest.mark.usefixtures("unbuilt")
def test_the_form_needs_no_script(read: Callable[..., LexborHTMLParser]) -> None:
    page = read("editor")
    form = page.css_first("form.query")
    assert (form.attributes["action"], form.attributes["method"]) == ("./sparql", "post")
    assert "SELECT ?body ?name ?place" in form.css_first("textarea[name=query]").text()
    formats = [one.attributes["value"] for one in form.css("select[name=format] option")]
    assert formats == ["text", "json", "xml", "csv", "tsv", "ttl", "nt", "rdf", "jsonld", "trig", "nq"]
    assert page.css("script") == []
    assert "make editor" in page.css_first("main").text()


def test_what_was_built_is_loaded_under_names_that_change_with_it(
    read: Callable[..., LexborHTMLParser], built: Path
) -> None:
    page = read("editor")
    first = page.css_first("script").attributes["src"]
    assert first.startswith("./editor.")
    assert first.endswith(".js")
    assert page.css_first("script").text() == "", "no script within the page"
    assert "make editor" not in page.css_first("main").text()
    (built / "editor.js").write_text("another")
    editor_files.cache_clear()
    assert read("editor").css_first("script").attributes["src"] != first


def test_a_build_that_is_not_whole_is_none(tmp_path: Path) -> None:
    (tmp_path / "editor.js").write_text("alone")
    assert editor_files(tmp_path) == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_catalogue_stands_there_as_examples(read: Callable[..., LexborHTMLParser], language: str) -> None:
    page = read("editor", language)
    links = {one.attributes["data-example"]: one for one in page.css("#examples a")}
    assert set(links) == set(catalogue())
    for name, question in catalogue().items():
        assert links[name].text() == getattr(question.title, language)
        assert links[name].attributes["href"] == f"./editor?example={name}"
    assert len(page.css("#examples h2")) == len(Kind)


def test_an_example_is_the_text_of_its_question_with_its_values_open(read: Callable[..., LexborHTMLParser]) -> None:
    text = read("editor", "en", example="total-spending").css_first("textarea").text()
    assert text.strip().startswith("# Total spending of each body\n")
    assert "# ?year: fiscal year\n" in text
    assert "  VALUES ?year { UNDEF }\n" in text
    assert "#+" not in text
    body = catalogue()["total-spending"].text.split("\n")
    assert text.strip().endswith("\n".join(line for line in body if not line.startswith("#+")).strip())


def test_every_example_is_a_query_with_the_columns_of_its_question(told: dict[str, dict[str, Any]]) -> None:
    with GraphStore.in_memory() as empty:
        for name, text in told["zh"]["examples"].items():
            answer = empty.query(text)
            assert isinstance(answer, Rows)
            assert answer.variables == tuple(catalogue()[name].columns)


def test_what_a_question_takes_unless_told_otherwise_stands_in_its_example(told: dict[str, dict[str, Any]]) -> None:
    defaults = {name: question for name, question in catalogue().items() if _default(question.parameters)}
    assert len(defaults) == 7, "so that there is something to miss"
    for name, question in defaults.items():
        for parameter, one in question.parameters.items():
            assert (f"VALUES ?{parameter} {{ UNDEF }}" in told["en"]["examples"][name]) == (one.default is None)


def _default(parameters: Any) -> bool:
    return any(one.default is not None for one in parameters.values())


def test_the_script_is_told_the_vocabulary_of_the_project(told: dict[str, dict[str, Any]]) -> None:
    zh, en = told["zh"], told["en"]
    assert en["prefixes"]["cnf"] == CNF
    assert en["prefixes"]["id"] == "https://w3id.org/cnfiscal/id/"
    assert [f"{CNF}agency", "部门或单位"] in zh["properties"]
    assert [f"{CNF}Approved", "Approved budget"] in en["members"]
    assert f"{CNF}Figure" in [iri for iri, _ in en["classes"]]
    assert ["http://www.w3.org/2000/01/rdf-schema#label", "名称"] in zh["properties"]
    assert zh["words"]["editor-run"] == "运行"
    assert zh["words"].keys() == en["words"].keys()


def test_the_words_that_the_script_says_are_told(told: dict[str, dict[str, Any]]) -> None:
    sources = Path(__file__).resolve().parents[3] / "editor" / "src"
    texts = [path.read_text(encoding="utf-8") for path in sources.glob("*.js")]
    said = {key for text in texts for key in re.findall(r"\"(editor-[a-z]+)\"", text)}
    assert len(said) > 10, "so that there is something to miss"
    assert said <= told["zh"]["words"].keys()


def test_iris_lead_to_the_pages_of_this_site(told: dict[str, dict[str, Any]], sample_site: Site) -> None:
    """The script joins what is here; the page of what it makes is there."""
    for iri, path in (
        ("https://w3id.org/cnfiscal/id/area/610981", "page/area/610981"),
        ("https://w3id.org/cnfiscal/graph/figures", "page/graph/figures"),
        (f"{CNF}Figure", "page/def#Figure"),
    ):
        (start, place) = next(pair for pair in told["zh"]["links"] if iri.startswith(pair[0]))
        assert place + iri.removeprefix(start) == path
        assert sample_site.page(Asked(path.partition("#")[0]))


def test_a_query_in_the_address_is_shown_and_never_markup(read: Callable[..., LexborHTMLParser]) -> None:
    evil = "SELECT * {} # </textarea><script>alert(1)</script>"
    page = read("editor", query=evil)
    assert page.css_first("textarea").text().strip() == evil
    assert [one.text() for one in page.css("script") if one.text()] == []


@pytest.mark.parametrize(
    ("parameters", "words"),
    [({"example": "nothing-like-it"}, "is no example"), ({"query": "x" * (LONGEST + 1)}, "at most 20000 characters")],
)
def test_what_cannot_be_shown_is_refused(
    read: Callable[..., LexborHTMLParser], parameters: dict[str, str], words: str
) -> None:
    with pytest.raises(BadParameter, match=words):
        read("editor", **parameters)


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_names_no_other_host(read: Callable[..., LexborHTMLParser], language: str) -> None:
    page = read("editor", language)
    loaded = [one.attributes[name] for name in ("href", "src", "action", "data-told") for one in page.css(f"[{name}]")]
    assert len(loaded) > len(catalogue())
    assert [one for one in loaded if one and "//" in one] == []
