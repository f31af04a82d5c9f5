"""The pages of questions with their forms and answers, the lists of all names, and what the vocabulary tells."""

import re
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from kg.errors import BadParameter, NoSuchPage
from kg.publish.pages import Asked, Site
from kg.query import catalogue

Read = Callable[..., LexborHTMLParser]
HUZHU = "https://w3id.org/cnfiscal/id/agency/630223-huzhutuzuzizhixianyiliaobaozhangju-9d53bd"


def texts(page: LexborHTMLParser, selector: str) -> list[str]:
    return [re.sub(r"\s+", " ", one.text()).strip() for one in page.css(selector)]


def test_every_question_is_listed_and_has_a_page_in_both_languages(read: Read) -> None:
    hrefs = [one.attributes["href"] or "" for one in read("question").css("main ul.results a")]
    paths = [urljoin("http://x/question", one).removeprefix("http://x/") for one in hrefs]
    assert sorted(paths) == sorted(f"question/{name}" for name in catalogue())
    for path in paths:
        question = catalogue()[path.partition("/")[2]]
        for language in ("zh", "en"):
            page = read(path, language)
            assert texts(page, "h1") == [re.sub(r"\s+", " ", getattr(question.title, language)).strip()]
            assert "SELECT" in page.css_first("section[aria-labelledby=text] pre").text()
            assert texts(page, "section[aria-labelledby=takes] th[scope=row]") == list(question.parameters)
            assert texts(page, "section[aria-labelledby=gives] th[scope=row]") == list(question.columns)
            named = [one.attributes["name"] for one in page.css("form.query p input, form.query p select")]
            assert named == list(question.parameters)
            assert page.css("section[aria-labelledby=answer]") == [], "nothing is answered before it is asked"


def test_the_form_leads_to_the_answer(read: Read) -> None:
    """互助 2024, final accounts, as printed in ten thousands: 9.18, 326.78, 5.43."""
    form = read("question/function-classes").css_first("form.query")
    assert (form.attributes["action"], form.attributes["method"]) == ("../question/function-classes", "get")
    assert form.css_first("input[type=hidden]").attributes == {"type": "hidden", "name": "answer", "value": "1"}
    page = read("question/function-classes", agency=HUZHU, year="", answer="1")
    assert texts(page, "section[aria-labelledby=answer] td.number") == ["91,800.00", "3,267,800.00", "54,300.00"]
    assert page.css_first("form.query input[name=agency]").attributes["value"] == HUZHU
    linked = [one.attributes["href"] or "" for one in page.css("section[aria-labelledby=answer] a")]
    assert sum(one.startswith("../page/figure/") for one in linked) == 3
    others = [one.attributes["href"] or "" for one in page.css("p.note a")]
    assert others[0].startswith("../ask/function-classes?agency=https%3A%2F%2F")
    assert "year=" not in others[0]


def test_an_answer_without_rows_says_why(read: Read) -> None:
    page = read("question/function-classes", "en", year="1990", answer="1")
    assert page.css("section[aria-labelledby=answer] table") == []
    assert texts(page, "section[aria-labelledby=answer] p") != [""]


@pytest.mark.parametrize("given", [{"year": "<script>"}, {"agency": "no such body"}, {"page": "0"}])
def test_a_value_that_does_not_fit_is_said(sample_site: Site, given: dict[str, str]) -> None:
    with pytest.raises(BadParameter):
        sample_site.page(Asked("question/function-classes", {"answer": "1", **given}))


@pytest.mark.parametrize("path", ["question/none", "question/", "question/total-spending/x", "browse/x"])
def test_no_such_question(sample_site: Site, path: str) -> None:
    with pytest.raises(NoSuchPage):
        sample_site.page(Asked(path))


def test_bodies_are_listed_by_place(read: Read) -> None:
    page = read("browse", kind="agency")
    names = texts(page, "main ul.results a")
    assert len(names) == 7  # five that disclose, two that are named as their superiors
    group = next(one for one in page.css("main section") if "互助" in one.css_first("h2").text())
    assert "互助土族自治县医疗保障局" in [one.text() for one in group.css("a")]


def test_places_are_listed_by_province_a_thousand_at_a_time(read: Read) -> None:
    """The list of divisions begins with Beijing, 110000."""
    page = read("browse", kind="area")
    assert texts(page, "main h2")[0] == "北京市"
    assert texts(page, "main ul.results a")[0] == "110000 北京市"
    assert len(page.css("main ul.results li")) == 1000
    following = page.css_first("a[rel=next]").attributes["href"]
    assert following == "?kind=area&page=2"
    assert texts(read("browse", kind="area", page="2"), "main ul.results a")[0] > texts(page, "ul.results a")[-1]


def test_documents_are_listed_by_how_they_are_read(read: Read) -> None:
    """互助 is read huzhu, 旬阳 xunyang."""
    page = read("browse", kind="document")
    groups = {one.css_first("h2").text(): texts(one, "a") for one in page.css("main section")}
    assert list(groups) == sorted(groups)
    assert any("互助" in name for name in groups["H"])
    assert any("旬阳" in name for name in groups["X"])


def test_codes_have_names_in_the_language_of_the_page(read: Read) -> None:
    assert "07.6 Health n.e.c." in texts(read("browse", "en", kind="code"), "main a") + texts(
        read("browse", "en", kind="code", page="2"), "main a"
    )


@pytest.mark.parametrize("given", [{"kind": "nonsense"}, {"kind": "agency", "page": "2"}])
def test_no_such_list(sample_site: Site, given: dict[str, str]) -> None:
    with pytest.raises(BadParameter):
        sample_site.page(Asked("browse", given))


def test_the_vocabulary_tells_what_properties_are_of_and_take(read: Read) -> None:
    """As the ontology has it: a claim states a figure by cnf:figure."""
    page = read("page/def", "en")
    node = page.css_first("[id='figure'] dd")
    hrefs = [one.attributes["href"] for one in node.css("a")]
    assert "../page/def#Figure" in hrefs
    assert "Version 0.1.0" in texts(page, "p.lead")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["question", "question/total-spending", "browse"])
def test_pages_are_well_made(read: Read, path: str, language: str) -> None:
    page = read(path, language)
    assert len(page.css("h1")) == 1
    ids = [one.attributes["id"] for one in page.css("[id]")]
    assert len(ids) == len(set(ids))
    labelled = {one.attributes["for"] for one in page.css("label")}
    fields = page.css("main input:not([type=hidden]), main select")
    assert {one.attributes["id"] for one in fields} <= labelled
