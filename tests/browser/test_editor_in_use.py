"""The SPARQL editor in a browser: from an example to a row to the page of a thing, and no request to anybody else.

Where ``make editor`` was not run these tests are skipped, but not in continuous integration.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from kg.publish.pages import editor_files
from tests.browser.conftest import Browser, missing

PHONE = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
CONTROL, SPACE, ENTER, TAB = "\ue009", " ", "\ue007", "\ue004"
EDITOR_OF_OTHERS = ("#editor .CodeMirror",)
"""Where the markup is the library's; what this project writes around it must have no serious fault."""
WAIT = 60
_TENFOLD = (f"BIND(CONCAT({', '.join([f'?{one}'] * 10)}) AS ?{other})" for one, other in pairwise("abcdefgh"))
TOO_LONG = f"SELECT ?h WHERE {{ BIND('xxxxxxxxxx' AS ?a) {' '.join(_TENFOLD)} }}"
"""One row of a hundred million characters, which no answer may have."""


@pytest.fixture(autouse=True)
def built() -> None:
    if not editor_files():
        missing("the built editor (make editor)")


def until(browser: Browser, seen: Callable[[Any], Any]) -> Any:
    from selenium.common.exceptions import StaleElementReferenceException  # noqa: PLC0415 - where it is missing, tests are skipped
    from selenium.webdriver.support.ui import WebDriverWait  # noqa: PLC0415 - where it is missing, tests are skipped

    passing = (StaleElementReferenceException,)  # of the page that is being left
    return WebDriverWait(browser.driver, WAIT, ignored_exceptions=passing).until(seen)


def opened(browser: Browser, path: str = "/editor?lang=en") -> None:
    """The page, when its script has begun."""
    browser.open(path)
    until(browser, lambda driver: driver.find_elements("css selector", "#ask[data-ready]"))


def asked(browser: Browser, query: str) -> None:
    """Put a query into the editor and run it; until the server has answered."""
    browser.driver.execute_script("document.querySelector('.CodeMirror').CodeMirror.setValue(arguments[0])", query)
    browser.click("#ask button[type=submit]")
    until(browser, lambda _: not browser.driver.find_element("css selector", "#ask .stop").is_displayed())


def rows(browser: Browser) -> list[list[str]]:
    found = browser.driver.find_elements("css selector", "table.answer tbody tr")
    return [[cell.text for cell in row.find_elements("css selector", "td")] for row in found]


def text_of(browser: Browser) -> str:
    return str(browser.driver.execute_script("return document.querySelector('.CodeMirror').CodeMirror.getValue()"))


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "各部门单位本年支出合计"), ("en", "Total spending of each body")]
)
def test_from_an_example_to_the_page_of_a_figure(browser: Browser, language: str, title: str) -> None:
    """What 旬阳 spends in 2024: 5,599,899.51 yuan, which its page prints too. All of it is asked of this host."""
    opened(browser, f"/editor?lang={language}")
    browser.click("#examples summary")
    link = browser.driver.find_element("css selector", "[data-example='total-spending']")
    assert link.text == title
    link.click()
    assert text_of(browser).startswith(f"# {title}\n")
    browser.click("#ask button[type=submit]")
    until(browser, rows_are_there)
    found = {row[0]: row for row in rows(browser)}
    assert len(found["旬阳市医疗保障局"]) == 9
    assert found["旬阳市医疗保障局"][6] == "5599899.51"
    row = browser.driver.find_element("xpath", "//table[@class='answer']//tr[contains(., '旬阳市医疗保障局')]")
    row.find_elements("css selector", "a")[-1].click()
    until(browser, lambda driver: "/page/figure/" in driver.current_url)
    assert browser.driver.current_url.startswith(f"{browser.place}/page/figure/")
    assert "5,599,899.51" in browser.text("main") or "559.99" in browser.text("main")
    assert browser.driver.find_element("css selector", "html").get_attribute("lang") == language
    requested = [one for one in browser.addresses() if not one.startswith(("data:", "chrome:", "about:"))]
    assert f"{browser.place}/sparql" in requested
    assert [one for one in requested if not one.startswith(f"{browser.place}/")] == []
    assert [one for one in browser.console() if "favicon" not in one] == []


def rows_are_there(driver: Any) -> bool:
    return bool(driver.find_elements("css selector", "table.answer tbody tr"))


def test_a_prefix_a_property_and_a_member_are_completed_here(browser: Browser) -> None:
    """Typed as a person types; everything that is completed came with the page."""
    opened(browser)
    browser.driver.execute_script("document.querySelector('.CodeMirror').CodeMirror.setValue('')")
    browser.click("#editor .CodeMirror-scroll")
    browser.addresses()
    typed(browser, "SELECT * WHERE { ?figure cnf:")
    assert text_of(browser).startswith("PREFIX cnf: <https://w3id.org/cnfiscal/def#>\n"), "the prefix came by itself"
    typed(browser, "fiscalY", complete=True)
    assert hints(browser) == ["cnf:fiscalYear  fiscal year"]
    typed(browser, ENTER)
    typed(browser, " 2024 ; cnf:phase cnf:Approv", complete=True)
    assert hints(browser) == ["cnf:Approved  Approved budget"]
    typed(browser, ENTER)
    assert "?figure cnf:fiscalYear 2024 ; cnf:phase cnf:Approved" in text_of(browser)
    typed(browser, " ; dcterms:isPar", complete=True)
    assert hints(browser) == ["dcterms:isPartOf  part of"]
    assert "PREFIX dcterms: <http://purl.org/dc/terms/>\n" in text_of(browser)
    assert browser.addresses() == []


def typed(browser: Browser, keys: str, *, complete: bool = False) -> None:
    from selenium.webdriver import ActionChains  # noqa: PLC0415 - where it is missing, tests are skipped

    ActionChains(browser.driver).send_keys(keys).perform()
    if complete:
        ActionChains(browser.driver).key_down(CONTROL).send_keys(SPACE).key_up(CONTROL).perform()
        until(browser, lambda _: hints(browser))


def hints(browser: Browser) -> list[str]:
    return [one.text for one in browser.driver.find_elements("css selector", ".CodeMirror-hints li")]


def test_long_answers_are_shown_in_pages(browser: Browser) -> None:
    """250 rows: the third page has the last fifty."""
    opened(browser)
    asked(browser, "SELECT ?s WHERE { ?s ?p ?o } LIMIT 250")
    assert len(rows(browser)) == 100
    assert "Rows 1 to 100 of 250" in browser.text("#answer")
    assert not browser.driver.find_element("id", "answer-previous").is_enabled()
    browser.click("#answer-next")
    browser.click("#answer-next")
    assert len(rows(browser)) == 50
    assert "Rows 201 to 250 of 250" in browser.text("#answer")
    assert not browser.driver.find_element("id", "answer-next").is_enabled()


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT ?x WHERE", 400, "line 1, column 16"),
        ("SELECT * WHERE { SERVICE <http://a.example/> { ?s ?p ?o } }", 400, "reaches no network"),
        (TOO_LONG, 503, "the answer is longer than"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_server(browser: Browser, query: str, status: int, words: str) -> None:
    opened(browser)
    asked(browser, query)
    assert f"({status})" in browser.text("#answer-status")
    assert words in browser.text("#answer [role=alert]")
    browser.console()


def test_yes_no_nothing_and_a_graph_are_answers_too(browser: Browser) -> None:
    opened(browser)
    asked(browser, "ASK {}")
    assert browser.text("#answer-status") == "Yes (true)"
    asked(browser, "SELECT * WHERE { <urn:x:none> ?p ?o }")
    assert browser.text("#answer-status").startswith("Nothing fits the query")
    asked(browser, 'CONSTRUCT { <urn:x:s> <http://schema.org/name> "<b>名</b>"@zh } WHERE {}')
    assert rows(browser) == [["urn:x:s", "schema:name", "<b>名</b>"]]
    assert browser.driver.execute_script("return document.querySelectorAll('table.answer td b').length") == 0


def test_an_iri_that_is_script_is_no_link(browser: Browser) -> None:
    opened(browser)
    asked(browser, "SELECT ?x ?y WHERE { VALUES (?x ?y) { (<javascript:alert(1)> <http://a.example/z>) } }")
    links = browser.driver.find_elements("css selector", "table.answer a")
    assert [(one.get_attribute("href"), one.get_attribute("rel")) for one in links] == [
        ("http://a.example/z", "external noreferrer")
    ]


def test_the_keyboard_runs_a_query_and_leaves_the_editor(browser: Browser) -> None:
    from selenium.webdriver import ActionChains  # noqa: PLC0415 - where it is missing, tests are skipped

    opened(browser)
    browser.click("#editor .CodeMirror-scroll")
    ActionChains(browser.driver).key_down(CONTROL).send_keys(ENTER).key_up(CONTROL).perform()
    until(browser, rows_are_there)
    ActionChains(browser.driver).send_keys(TAB).perform()
    active = browser.driver.switch_to.active_element
    assert (active.tag_name, active.get_attribute("type")) == ("button", "submit")


def test_a_query_has_a_link_that_brings_it_back(browser: Browser) -> None:
    opened(browser)
    asked(browser, "ASK { ?s ?p 'a & b' }")
    browser.open(browser.driver.find_element("id", "answer-link").get_attribute("href").removeprefix(browser.place))
    until(browser, lambda driver: driver.find_elements("css selector", "#ask[data-ready]"))
    assert text_of(browser).strip() == "ASK { ?s ?p 'a & b' }"
    assert browser.driver.find_element("css selector", "html").get_attribute("lang") == "en"


def test_without_script_the_form_is_answered(browser: Browser) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open("/editor?lang=en&example=units")
        area = browser.driver.find_element("css selector", "textarea")
        area.clear()
        area.send_keys("SELECT ?x WHERE { VALUES ?x { 41 } }")
        browser.click("#ask button[type=submit]")
        until(browser, lambda _: browser.text("body").split() == ["?x", "41"])
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_editor_has_no_serious_fault_of_accessibility(browser: Browser, axe: str, language: str) -> None:
    opened(browser, f"/editor?lang={language}")
    browser.click("#examples summary")
    asked(browser, "SELECT ?s ?o WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o } LIMIT 150")
    browser.driver.execute_script(axe)
    script = "axe.run({exclude: arguments[0]}).then(arguments[1])"
    found: dict[str, Any] = browser.driver.execute_async_script(script, list(EDITOR_OF_OTHERS))
    faults = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in faults] == []
    assert len(found["passes"]) > 10, "so that the rules were run"


def test_the_editor_is_no_wider_than_a_phone(browser: Browser) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    try:
        opened(browser)
        asked(browser, "SELECT * WHERE { ?s ?p ?o . ?o ?q ?r } LIMIT 3")
        assert len(rows(browser)) == 3
        wide = browser.driver.execute_script("return document.documentElement.scrollWidth")
    finally:
        browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert wide <= 360
