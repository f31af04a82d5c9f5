"""The site of plain files: every link leads to a file, the same graph gives the same bytes, whole or not at all."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from releasing import BASE, MARK, content, small_store
from selectolax.lexbor import LexborHTMLParser

from kg import pipeline
from kg.errors import BadParameter, InputError
from kg.publish import SiteMade, Wanted, publish_site
from kg.publish.pages.addresses import data_file, kept, page_file
from kg.store import GraphStore

KG = Path(sys.executable).with_name("kg")
HOST = "http://site.example/"
URL = f"{HOST}budgets/"
LISTS = ("graph/areas", "graph/codes/", "graph/alignments")
SITE = Wanted(url=URL, endpoint="http://site.example/sparql")


def site_of(store: Path, out: Path, wanted: Wanted = SITE) -> SiteMade:
    return publish_site(store, out, wanted, lambda _: None)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_store(tmp_path_factory.mktemp("static") / "store")


@pytest.fixture(scope="module")
def small(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("small") / "out"
    site_of(store, out)
    return out


@pytest.fixture(scope="module")
def sample_files(samples: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[SiteMade, Path]:
    """The whole site of 互助, with the codes and areas near those that it names."""
    folder = tmp_path_factory.mktemp("site")
    with GraphStore.in_memory() as graph, GraphStore.create(folder / "store") as store:
        assert pipeline.Builder(graph).build([samples["003"]]).errors == ()
        store.add(with_codes_in_use(graph))
    return site_of(folder / "store", folder / "out"), folder / "out"


def with_codes_in_use(store: GraphStore) -> list[Quad]:
    """A store without the codes and areas that are more than two steps from what its documents name."""
    quads = list(store.match(None, None, None, None))
    books = [one for one in quads if any(name in str(one.graph_name) for name in LISTS)]
    listed = {one.subject for one in books}
    kept = {one.object for one in set(quads).difference(books)}
    for _ in range(2):
        kept |= {one.object for one in books if one.subject in kept}
    gone = listed - kept
    assert len(gone) > len(listed) / 2
    return [one for one in quads if one.subject not in gone and one.object not in gone]


def page_of(folder: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((folder / path).read_text(encoding="utf-8"))


def html_of(folder: Path) -> Iterator[str]:
    return (str(path.relative_to(folder)) for path in sorted(folder.rglob("*.html")))


def links_of(page: LexborHTMLParser, path: str) -> Iterator[tuple[str, str]]:
    """The links of a page to the site itself, each as the path of a file and the place in it."""
    for node in page.css("[href], [src]"):
        address = urljoin(URL + path, node.attributes.get("href") or node.attributes.get("src") or "")
        if address.startswith(HOST):
            place, _, anchor = address.partition("#")
            assert place.startswith(URL), f"{path} leads out of the site: {address}"
            yield unquote(place.removeprefix(URL)), unquote(anchor)


def faults_of(folder: Path) -> tuple[Counter[str], set[str]]:
    """What is wrong with the pages of a site, and the files that links lead to."""
    files, faults, reached = set(content_names(folder)), Counter[str](), set()
    for path in html_of(folder):
        page = page_of(folder, path)
        if page.css_first("html").attributes.get("lang") != ("en" if path.startswith("en/") else "zh"):
            faults[f"{path} is in no language"] += 1
        if not page.css_first("title").text().strip() or len(page.css("h1")) != 1:
            faults[f"{path} has no title"] += 1
        if page.css("script") or "lang=" in "".join(one.attributes.get("href") or "" for one in page.css("a")):
            faults[f"{path} needs a server"] += 1
        for target, _ in links_of(page, path):
            reached.add(target)
            if target not in files:
                faults[f"{path} leads to {target}"] += 1
    return faults, reached


def content_names(folder: Path) -> Iterator[str]:
    return (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# the samples ----------------------------------------------------------------------------------------------------------


def test_no_link_of_the_whole_site_leads_nowhere(sample_files: tuple[SiteMade, Path]) -> None:
    made, folder = sample_files
    faults, reached = faults_of(folder)
    assert faults == Counter()
    names = set(content_names(folder))
    assert made.pages + 4 == sum(name.endswith(".html") for name in names), "and the first page and three for 404"
    assert made.data == sum(name.startswith("data/") for name in names)
    unlinked = {name for name in names if name.endswith((".html", ".ttl", ".jsonld"))} - reached
    assert {name for name in unlinked if ".page-" not in name} <= {"index.html", "404.html"}


def test_pages_say_what_served_pages_say(sample_files: tuple[SiteMade, Path]) -> None:
    """互助 2024, final accounts by function, as its table prints in ten thousands: 9.18, 326.78, 5.43."""
    _, folder = sample_files
    path = "zh/page/agency/630223-huzhutuzuzizhixianyiliaobaozhangju-9d53bd"
    section = page_of(folder, f"{path}.html").css_first("section[aria-labelledby=function-classes] tbody")
    assert [one.text(strip=True) for one in section.css("td.number")] == ["9.18", "326.78", "5.43"]
    section = page_of(folder, f"{path}.unit-yuan.html").css_first("section[aria-labelledby=function-classes] tbody")
    assert [one.text(strip=True) for one in section.css("td.number")] == ["91,800.00", "3,267,800.00", "54,300.00"]


def test_from_the_first_page_to_the_printed_cell(sample_files: tuple[SiteMade, Path]) -> None:
    """First page, list of bodies, 互助, its figure of 210 (326.78), the table that prints it at that cell."""
    _, folder = sample_files
    path = "index.html"
    for selector in ('a.button[href*="browse"]', 'main a[href*="kind-agency"]', 'main a[href*="630223-huzhu"]'):
        node = page_of(folder, path).css_first(selector)
        path = next(links_of(LexborHTMLParser(node.html or ""), path))[0]
    figures = page_of(folder, path).css("section[aria-labelledby=function-classes] td.number a")
    (figure,) = [one for one in figures if one.text() == "326.78"]
    path = next(links_of(LexborHTMLParser(figure.html or ""), path))[0]
    printings = page_of(folder, path).css('section[aria-labelledby=printings] th.number a[href*="#r"]')
    printing = next(one for one in printings if one.text().replace(" ", "") == "326.78")
    path, anchor = next(links_of(LexborHTMLParser(printing.html or ""), path))
    assert "326.78" in page_of(folder, path).css_first(f"#{anchor}").text().replace(" ", "")


def test_every_anchor_of_a_cell_is_on_its_page(sample_files: tuple[SiteMade, Path]) -> None:
    _, folder = sample_files
    seen = 0
    for path in sorted((folder / "en/page/figure").glob("*.html"))[::20]:
        name = str(path.relative_to(folder))
        for target, anchor in links_of(page_of(folder, name), name):
            if anchor.startswith("r"):
                seen += 1
                assert page_of(folder, target).css_first(f"#{anchor}"), (name, target, anchor)
    assert seen > 20


def test_large_data_come_in_files_that_name_the_next(sample_files: tuple[SiteMade, Path]) -> None:
    _, folder = sample_files
    following = NamedNode("http://www.w3.org/1999/xhtml/vocab#next")
    path, seen = "data/graph/figures.ttl", []
    while path:
        seen.append(path)
        told = [one.object for one in parse(path=str(folder / path)) if one.predicate == following]
        path = told[0].value.removeprefix(URL) if told and isinstance(told[0], NamedNode) else ""
    assert seen[1] == "data/graph/figures.page-2.ttl"
    assert len(seen) == len(list((folder / "data/graph").glob("figures*.ttl"))) > 2


# a small store --------------------------------------------------------------------------------------------------------


def test_the_order_of_the_build_changes_no_byte(small: Path, tmp_path: Path) -> None:
    with GraphStore.create(tmp_path / "other") as graph:
        graph.add([MARK])
        for name in ("facts.trig", "graph.trig"):
            source = Path(__file__).parents[1] / "query" / name
            graph.add(sorted(parse(path=str(source), format=RdfFormat.TRIG), key=str, reverse=True))
    options = ("--store", tmp_path / "other", "--url", URL, "--endpoint", SITE.endpoint)
    done = subprocess.run(
        [KG, "publish", "--static", tmp_path / "again", *options], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert f"The site for {URL} is in {tmp_path / 'again'}: " in done.stderr
    first, second = content(small), content(tmp_path / "again")
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_a_small_site_has_no_fault(small: Path) -> None:
    assert faults_of(small)[0] == Counter()


def test_data_stand_beside_pages_and_parse(small: Path) -> None:
    pages = [path for path in small.glob("zh/page/agency/*.html") if "." not in path.stem]
    assert pages
    for path in pages:
        alternates = page_of(small, f"zh/page/agency/{path.name}").css("link[type]")
        stems = [one.attributes["href"] for one in alternates if (one.attributes["href"] or "").endswith("ld")]
        assert stems == [f"../../../data/agency/{path.stem}.jsonld"]
        turtle = {one.triple for one in parse(path=str(small / f"data/agency/{path.stem}.ttl"))}
        assert NamedNode(f"{BASE}id/agency/{path.stem}") in {one.subject for one in turtle}


def test_a_page_that_is_shown_anywhere_says_where_the_site_is(small: Path) -> None:
    page = page_of(small, "404.html")
    links = [one.attributes["href"] or "" for one in page.css("a[href], link[href]")]
    own = [one for one in links if one != "#content" and not one.startswith(BASE)]
    assert own
    assert all(one.startswith(URL) for one in own)


def test_sitemap_and_robots_name_the_site(small: Path) -> None:
    assert f"Sitemap: {URL}sitemap.xml" in (small / "robots.txt").read_text(encoding="utf-8")
    assert f"<loc>{URL}sitemap-1.xml</loc>" in (small / "sitemap.xml").read_text(encoding="utf-8")
    listed = (small / "sitemap-1.xml").read_text(encoding="utf-8").split("<loc>")[1:]
    files = [unquote(one.partition("</loc>")[0].removeprefix(URL)) for one in listed]
    assert {"zh/index.html", "en/index.html", "en/question.html"} <= set(files)
    assert [file for file in files if not (small / file).is_file()] == []
    kinds = {file.split("/")[2] for file in files if file.startswith("zh/page/")}
    assert {"agency", "figure", "file"} <= kinds
    assert [file for file in files if re.search(r"/r\d+", file)] == []


def test_a_question_is_run_at_the_endpoint_if_there_is_one(small: Path, store: Path, tmp_path: Path) -> None:
    form = page_of(small, "en/question/total-spending.html").css_first("form")
    assert (form.attributes["action"], form.attributes["method"]) == ("http://site.example/sparql", "post")
    assert "SELECT" in (form.css_first("input[name=query]").attributes["value"] or "")
    site_of(store, tmp_path / "out", Wanted(url=URL))
    assert page_of(tmp_path / "out", "en/question/total-spending.html").css("form") == []
    assert "sparqlEndpoint" not in (tmp_path / "out" / "void.ttl").read_text(encoding="utf-8")


def test_hostile_names_stay_text_and_paths_stay_in_the_folder(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    graph = NamedNode(f"{BASE}graph/agencies")
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    paths = ["agency/610981-x", "agency/..%2F..%2Fout", "agency/" + "a" * 400, "x/.", "agency/%E5%8C%BB"]
    things = [NamedNode(f"{BASE}id/{path}") for path in paths]
    quads = [Quad(one, label, Literal(evil), graph) for one in things]
    quads += [Quad(one, kind, NamedNode("http://www.w3.org/ns/org#FormalOrganization"), graph) for one in things]
    site_of(small_store(tmp_path / "store", *quads), tmp_path / "out")
    assert faults_of(tmp_path / "out")[0] == Counter()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "store"]
    page = (tmp_path / "out/zh/page/agency/610981-x.html").read_text(encoding="utf-8")
    assert evil not in page
    assert "&lt;script&gt;" in page
    assert (tmp_path / "out/en/page/agency/医.html").is_file()


# what is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--date", "2026-11-22"), "kg: --date: it is said of releases, not of a site. Leave out --date."),
        (("--previous", "there"), "kg: --previous: it is said of releases, not of a site. Leave out --previous."),
        (("--url", "http://site.example/x"), "kg: --url: 'http://site.example/x' is no folder."),
    ],
)
def test_what_is_no_matter_of_a_site_is_refused(
    options: tuple[str, str], message: str, store: Path, tmp_path: Path
) -> None:
    command = [KG, "publish", tmp_path / "out", "--static", "--store", store, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)
    assert list(tmp_path.iterdir()) == []


def test_a_site_is_whole_or_not_there(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object, *__: object) -> bytes:
        raise BadParameter("this page cannot be made.")

    monkeypatch.setattr("kg.publish.static.Site.data", broken)
    with pytest.raises(BadParameter):
        site_of(store, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").touch()
    with pytest.raises(InputError, match=r"it holds mine\.txt"):
        site_of(store, tmp_path / "out")


# the names of files ---------------------------------------------------------------------------------------------------


def test_files_are_named_after_pages_and_what_cannot_be_a_name_after_its_hash() -> None:
    assert page_file("zh", "", {}) == "zh/index.html"
    assert page_file("en", "page/code/cofog/07.6", {"page": "2"}) == "en/page/code/cofog/07.6.page-2.html"
    assert data_file("agency/x", "ttl", 3) == "data/agency/x.page-3.ttl"
    assert data_file("a/%E5%8C%BB", "ttl") == "data/a/医.ttl"
    for part in ("..", ".", "%2Fetc", "a%00", "x" * 181):
        name = data_file(f"a/{part}", "ttl").removeprefix("data/a/-").removesuffix(".ttl")
        assert len(name) == 32, part
    with pytest.raises(ValueError, match="no file can be named"):
        page_file("zh", "compare", {"in": "../x"})


def test_only_parameters_that_make_a_page_of_its_own_are_kept() -> None:
    assert kept({"unit": "yuan", "page": 1, "q": "x", "lang": "en", "part": "text"}) == {"part": "text", "unit": "yuan"}
