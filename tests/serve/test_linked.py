"""Linked data and pages over HTTP: what leads where, in which language and format, and what is refused how."""

import gzip
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.publish.pages import FORMATS
from kg.serve.asgi import Message, Request
from kg.serve.linked import error_page
from kg.serve.requests import Refusal
from kg.store import GraphStore
from tests.serving import Running, Said, running

AGENCY = "agency/610981-xunyangshiyiliaobaozhangju-598b6d"
FIGURE = "figure/13d0076e0ceacfbc"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def server(sample_store: Path) -> Iterator[Running]:
    with running(sample_store) as one:
        yield one


def get(server: Running, path: str, **headers: str) -> Said:
    return server.send("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})


# things -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        ("text/html", f"../../page/{FIGURE}"),
        ("*/*", f"../../page/{FIGURE}"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", f"../../page/{FIGURE}"),
        ("text/turtle", f"../../data/{FIGURE}.ttl"),
        ("application/ld+json", f"../../data/{FIGURE}.jsonld"),
        ("application/rdf+xml", f"../../data/{FIGURE}.rdf"),
        ("application/n-triples", f"../../data/{FIGURE}.nt"),
        ("text/turtle;q=0.5, application/n-triples", f"../../data/{FIGURE}.nt"),
        ("application/trig", f"../../data/{FIGURE}.trig"),
    ],
)
def test_a_thing_leads_to_its_page_or_its_data(server: Running, accept: str, place: str) -> None:
    said = get(server, f"/id/{FIGURE}", Accept=accept)
    assert (said.status, said.headers["Location"], said.headers["Vary"]) == (303, place, "Accept")


@pytest.mark.parametrize(
    "path",
    ["/def", "/shapes", "/graph/figures", "/id/code/function", "/id/code/function/2101506", "/id/code/cofog/07.6",
     "/id/code/function/2101506/v2019", "/id/code/function/edition/2024-03-29", "/id/area/610981",
     "/id/file/736c4c71466e6252", "/id/file/736c4c71466e6252/t03/r10/c4", "/id/question/printings", "/id/cube/budget"],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_every_kind_of_iri_leads_somewhere(server: Running, path: str, accept: str) -> None:
    said = get(server, path, Accept=accept)
    assert said.status == 303
    up = path.count("/") - 1
    location = said.headers["Location"]
    assert location.startswith("../" * up or "./")
    there = get(server, "/" + location.removeprefix("./").replace("../", ""), Accept=accept)
    assert (there.status, there.headers["Content-Type"]) == (200, f"{accept}; charset=utf-8")


@pytest.mark.parametrize("path", ["/id/figure/0000000000000000", "/id/agency/x%3E%20y", "/graph/none", "/id/", "/defx"])
def test_a_thing_that_is_not_there_is_404(server: Running, path: str) -> None:
    for accept in ("text/html", "text/turtle"):
        assert get(server, path, Accept=accept).status == 404


@pytest.mark.parametrize("path", [f"/id/{FIGURE}", f"/data/{FIGURE}", "/.well-known/void", "/def"])
def test_a_format_nobody_offers_is_406(server: Running, path: str) -> None:
    said = get(server, path, Accept="image/png")
    assert (said.status, "text/turtle" in said.body) == (406, True)


def test_a_page_is_html_or_406(server: Running) -> None:
    assert get(server, f"/page/{FIGURE}", Accept="text/turtle").status == 406


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", [f"/id/{FIGURE}", f"/page/{FIGURE}", f"/data/{FIGURE}.ttl", "/search", "/"])
def test_nothing_here_is_written(server: Running, method: str, path: str) -> None:
    said = server.send(method, path, b"")
    assert (said.status, said.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


# data ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", FORMATS)
def test_data_in_each_format_by_ending_and_by_accept(server: Running, ending: str) -> None:
    media_type = FORMATS[ending]
    by_ending = get(server, f"/data/{FIGURE}.{ending}")
    by_accept = get(server, f"/data/{FIGURE}", Accept=media_type)
    assert by_ending.status == by_accept.status == 200
    assert by_ending.headers["Content-Type"].split(";")[0] == media_type
    form = RdfFormat.from_media_type(media_type)
    assert set(parse(by_ending.content, format=form)) == set(parse(by_accept.content, format=form))


def test_data_of_a_large_thing_says_where_it_goes_on(server: Running) -> None:
    first = get(server, "/data/graph/projects.nt")
    assert '<?page=2>; rel="next"' in first.headers["Link"]
    assert get(server, "/data/graph/projects.nt?page=2").status == 200
    assert get(server, "/data/graph/projects.nt?page=999").status == 404
    assert get(server, "/data/graph/projects.nt?page=-1").status == 400


def test_the_statements_as_a_page_name_their_graphs(server: Running) -> None:
    said = get(server, f"/data/{FIGURE}", Accept="text/html")
    assert "page/graph/figures" in said.body
    assert "page/graph/file/736c4c71466e6252/claims" in said.body


# languages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "accepts", "language"),
    [
        ("/", None, "zh"),
        ("/", "en-GB,en;q=0.9", "en"),
        ("/", "zh-Hans-CN", "zh"),
        ("/", "fr, en;q=0.5", "en"),
        ("/", "zh;q=0.1, *;q=0.5", "en"),
        ("/", "nonsense;q=x", "zh"),
        ("/?lang=en", "zh", "en"),
        ("/?lang=zh", "en", "zh"),
    ],
)
def test_the_language_of_a_page(server: Running, path: str, accepts: str | None, language: str) -> None:
    headers = HTML | ({"Accept-Language": accepts} if accepts else {})
    said = server.send("GET", path, headers=headers)
    assert said.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in said.body
    assert "Accept-Language" in said.headers["Vary"]


def test_a_chosen_language_stays_and_a_preferred_one_is_not_written_into_links(server: Running) -> None:
    chosen, preferred = get(server, "/?lang=en", **HTML), get(server, "/", Accept="text/html", Accept_Language="en")
    assert re.search(r'href="./page/area/\d+\?lang=en"', chosen.body)
    assert re.search(r'href="./page/area/\d+"', preferred.body)


def test_an_unknown_language_is_refused(server: Running) -> None:
    said = get(server, "/?lang=fr", **HTML)
    assert (said.status, "is one of zh, en." in said.body) == (400, True)


# caching ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", f"/page/{AGENCY}", f"/data/{FIGURE}.ttl", "/.well-known/void", "/sitemap.xml"])
def test_what_a_client_has_is_not_sent_again(server: Running, path: str) -> None:
    first = get(server, path, Accept="text/html, text/turtle;q=0.9, */*;q=0.1")
    again = get(server, path, Accept="text/html, text/turtle;q=0.9, */*;q=0.1", If_None_Match=first.headers["ETag"])
    assert (first.status, again.status, again.content) == (200, 304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert get(server, path, If_None_Match='W/"another"').status == 200


def test_another_language_and_format_is_another_representation(server: Running) -> None:
    tags = {
        get(server, f"/page/{AGENCY}", **HTML).headers["ETag"],
        get(server, f"/page/{AGENCY}", Accept="text/html", Accept_Language="en").headers["ETag"],
        get(server, f"/data/{AGENCY}.ttl").headers["ETag"],
        get(server, f"/data/{AGENCY}.nt").headers["ETag"],
    }
    assert len(tags) == 4


def test_head_is_get_without_the_body(server: Running) -> None:
    got, head = get(server, f"/page/{AGENCY}", **HTML), server.send("HEAD", f"/page/{AGENCY}", headers=HTML)
    assert (head.status, head.content) == (200, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


def test_a_page_comes_compressed_to_who_takes_that(server: Running) -> None:
    plain, packed = get(server, f"/page/{AGENCY}", **HTML), get(server, f"/page/{AGENCY}", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def test_the_style_sheet_is_kept_for_ever(server: Running) -> None:
    (name,) = re.findall(r'href="\./(style\.\w+\.css)"', get(server, "/", **HTML).body)
    said = get(server, f"/{name}")
    assert said.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in said.headers["Cache-Control"]
    assert get(server, "/style.000000000000.css").status == 404


# what is refused ----------------------------------------------------------------------------------------------------


def test_a_page_runs_no_script_and_asks_nobody_else(server: Running) -> None:
    policy = get(server, "/", **HTML).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "unsafe" not in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(
    "path",
    ["/page/nothing", "/nothing", "/page/agency/%3Cscript%3Ealert(1)%3C/script%3E", "/search?lang=xx", "/page/%00",
     "/page/agency/../../etc/passwd", "/page/%E4%B8%AD%FF", f"/page/{AGENCY}?part=projects&page=x",
     "/search?q=a&kind=b", "/sitemap-9999.xml", "/page/" + "a/" * 500,
     "/search?" + "&".join(f"a{n}=1" for n in range(50))],
)  # fmt: skip
def test_a_refusal_is_a_page_for_people_and_text_for_programs(server: Running, path: str) -> None:
    page, text = get(server, path, **HTML), get(server, path, Accept="*/*")
    assert page.status == text.status
    assert 400 <= page.status < 500
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "<script>" not in page.body
    assert "Traceback" not in page.body + text.body


@pytest.mark.parametrize(
    "text",
    ["%22%7D%20DROP%20ALL%20%23", "%27%3B--", "%3Cscript%3Ealert(1)%3C/script%3E", "%7B%7B7*7%7D%7D", "%0A%0A", "%00",
     "%5C", ".*", "%28%28%28%28", "%E5%8C%BB" * 2000, "%F0%9F%98%80", "%E2%80%AE", "+" * 3000],
)  # fmt: skip
def test_whatever_is_searched_for_is_answered(server: Running, text: str) -> None:
    said = get(server, f"/search?q={text}", **HTML)
    assert said.status == 200
    assert "<script>" not in said.body
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", said.body)[0]


def test_a_search_finds_by_a_part_of_a_name(server: Running) -> None:
    """旬阳 stands in the name of a place and of a body."""
    said = get(server, "/search?q=%E6%97%AC%E9%98%B3", **HTML)
    assert f'"./page/{AGENCY}"' in said.body
    assert '"./page/area/610981"' in said.body


# the site as a whole ------------------------------------------------------------------------------------------------


def test_robots_and_sitemap(server: Running) -> None:
    place = f"http://127.0.0.1:{server.port}/"
    robots = get(server, "/robots.txt").body
    assert f"Sitemap: {place}sitemap.xml" in robots
    assert "Disallow: /sparql" in robots
    index = get(server, "/sitemap.xml").body
    parts = re.findall(r"<loc>(.*?)</loc>", index)
    assert parts == [f"{place}sitemap-1.xml"]
    urls = re.findall(r"<loc>(.*?)</loc>", get(server, "/sitemap-1.xml").body)
    assert f"{place}page/{AGENCY}" in urls
    assert len(urls) == len(set(urls)) > 3000
    for url in urls[:: len(urls) // 15]:
        assert get(server, url.removeprefix(place[:-1]), **HTML).status == 200, url


def test_what_was_withdrawn_is_told_from_what_never_was(sample_store: Path, tmp_path: Path) -> None:
    listed = tmp_path / "withdrawn"
    gone, there = "figure/00000000000000aa", FIGURE
    listed.write_text(
        f"https://w3id.org/cnfiscal/id/{gone}\n\nhttps://w3id.org/cnfiscal/id/{there}\n", encoding="utf-8"
    )
    with running(sample_store, "--withdrawn", str(listed)) as one:
        for place in (f"/id/{gone}", f"/page/{gone}", f"/data/{gone}.ttl", f"/data/{gone}"):
            assert one.send("GET", place, headers=HTML).status == 410, place
        assert "It was withdrawn" in one.send("GET", f"/id/{gone}?lang=en", headers=HTML).body
        assert one.send("GET", "/id/figure/00000000000000bb", headers=HTML).status == 404
        assert one.send("GET", f"/page/{there}", headers=HTML).status == 200, "the store has the last word"


def test_home_is_a_page_text_or_the_dataset(server: Running) -> None:
    types = {accept: get(server, "/", Accept=accept).headers["Content-Type"].split(";")[0]
             for accept in ("*/*", "text/html", "text/plain", "text/turtle", "application/ld+json")}  # fmt: skip
    assert types.pop("*/*") == "text/html"
    assert all(accept == given for accept, given in types.items())
    assert '.well-known/void>; rel="describedby"' in get(server, "/", **HTML).headers["Link"]


def test_routes_are_counted_by_kind_and_not_by_what_a_client_invents(server: Running) -> None:
    get(server, "/page/agency/a-path-of-my-own", **HTML)
    metrics = get(server, "/metrics").body
    assert 'route="/page"' in metrics
    assert "a-path-of-my-own" not in metrics


def test_below_a_path_with_a_proxy_that_strips_it_or_not(sample_store: Path) -> None:
    with running(sample_store, "--url", "https://data.example/budgets/") as one:
        for prefix in ("", "/budgets"):
            said = one.send("GET", f"{prefix}/page/{AGENCY}", headers=HTML)
            assert said.status == 200
            assert 'href="../../page/area/610981"' in said.body
            assert f"<https://data.example/budgets/data/{AGENCY}.ttl>" in said.headers["Link"]
            assert one.send("GET", f"{prefix}/id/{AGENCY}").headers["Location"] == f"../../page/{AGENCY}"
        assert "https://data.example/budgets/sitemap-1.xml" in one.send("GET", "/sitemap.xml").body


# a store that changes -----------------------------------------------------------------------------------------------


def renamed(path: Path) -> None:
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    agency = NamedNode(f"https://w3id.org/cnfiscal/id/{AGENCY}")
    graph = NamedNode("https://w3id.org/cnfiscal/graph/agencies")
    with GraphStore.open(path) as store:
        old = store.match(agency, label)
        store.replace(deletions=old, additions=[Quad(agency, label, Literal("新名称"), graph)])


def test_a_store_that_was_built_again_has_new_pages_and_new_tags(sample_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "changing"
    shutil.copytree(sample_store, path)
    with running(path, "--watch", "0.2") as one:
        before = one.send("GET", f"/page/{AGENCY}", headers=HTML)
        found = one.send("GET", "/search?q=%E6%96%B0%E5%90%8D%E7%A7%B0", headers=HTML)
        assert AGENCY not in found.body
        renamed(path)
        until = time.monotonic() + 60
        while "新名称" not in (after := one.send("GET", f"/page/{AGENCY}", headers=HTML)).body:
            assert time.monotonic() < until
            time.sleep(0.2)
        assert before.headers["ETag"] != after.headers["ETag"]
        tag = {"If-None-Match": before.headers["ETag"]}
        assert one.send("GET", f"/page/{AGENCY}", headers=HTML | tag).status == 200
        assert AGENCY in one.send("GET", "/search?q=%E6%96%B0%E5%90%8D%E7%A7%B0", headers=HTML).body


def test_a_store_that_is_gone_is_still_served_from_its_copy(sample_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "going"
    shutil.copytree(sample_store, path)
    with running(path, "--watch", "0.2") as one:
        one.send("GET", "/", headers=HTML)
        os.rename(path, tmp_path / "gone")  # noqa: PTH104 - as another program would
        time.sleep(1)
        assert one.send("GET", f"/page/{AGENCY}", headers=HTML).status == 200


def test_a_limit_that_bit_is_a_page_too() -> None:
    async def nothing() -> Message:
        return {}

    asked = Request("GET", "/page/agency/x", "lang=en", {}, "", "http://localhost", nothing)
    said = error_page(asked, Refusal(503, "not done within the 30 s it was given.", Retry_After="5"))
    assert (said.status, said.media_type, said.headers["Retry-After"]) == (503, "text/html", "5")
    assert b"It cannot be answered now" in said.body
    assert b"not done within the 30 s" in said.body


# questions and lists --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/question", "/question/total-spending?answer=1&year=", "/browse?kind=agency"])
def test_questions_and_lists_are_pages(server: Running, path: str) -> None:
    said = get(server, path, **HTML)
    assert (said.status, said.headers["Content-Type"].partition(";")[0]) == (200, "text/html")
    assert "script-src" not in said.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/question/none", 404), ("/question/total-spending?answer=1&year=x", 400), ("/browse?kind=x", 400)],
)
def test_what_is_no_question_or_list_is_refused(server: Running, path: str, status: int) -> None:
    assert get(server, path, **HTML).status == status
