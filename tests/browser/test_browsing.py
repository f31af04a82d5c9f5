"""People with a browser: from a search to a printed cell in three clicks, in both languages, on any screen.

No page says anything to the console, asks another host for anything, or has a grave fault of accessibility.
"""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Browser

AGENCY = "/page/agency/630223-huzhutuzuzizhixianyiliaobaozhangju-9d53bd"
FILE = "/page/file/736c4c71466e6252"
PROJECT = "/page/project/140525-zezhouxianyiliaobaoxianfuwuzhongxin-616b1c/jinbaogongcheng-24b1b5"
BODY = AGENCY.rpartition("/")[2]
AIM = "lixiushangcanrenyuanyiliaobaoxianxianjicaizhengb-595f3c/86b6e53b46d0c9be"
DISCLOSURE = f"/page/disclosure/{BODY}/2024-final"
INDICATOR = f"/page/indicator/{BODY}/{AIM}"
STOCK = "/page/figure/4580c5ef28cac4cd"
EDITION = "/page/code/function/edition/2024-03-29"
PAGES = [
    "/", "/search?q=%E5%8C%BB%E7%96%97", "/search?q=nothing-like-it", AGENCY, "/page/figure/13d0076e0ceacfbc",
    FILE, f"{FILE}?part=text", f"{FILE}/t01", f"{FILE}/t15", f"{FILE}/t03/r10/c4", "/page/code/function/2101506",
    "/page/code/function", "/page/area/610000", "/compare?in=630223", "/page/def", "/data/area/610981",
    "/page/nothing-like-it", "/browse", "/browse?kind=project", "/question", "/question/total-spending",
    "/question/total-spending?answer=1", f"{AGENCY}?part=findings", DISCLOSURE, PROJECT, INDICATOR, STOCK, EDITION,
    "/page/shapes",
]  # fmt: skip
"""Every kind of page; that of the editor has tests of its own."""
GRAVE = ("moderate", "serious", "critical")
SEEN = """const one = document.activeElement, look = getComputedStyle(one);
return [one.matches(arguments[0]), look.outlineStyle === "none" ? 0 : parseFloat(look.outlineWidth)]"""
"""Whether what has the focus is selected, and how wide its outline is."""
TAB, ENTER = "\ue004", "\ue007"


@pytest.mark.parametrize(
    ("language", "word", "figure", "cell"),
    [("zh", "互助", "卫生健康支出", "326. 78"), ("en", "互助", "Health", "326. 78")],
)
def test_from_a_search_to_a_printed_cell_in_three_clicks(
    browser: Browser, language: str, word: str, figure: str, cell: str
) -> None:
    """What 互助 spent on health in 2024, which table 3 prints as 326. 78."""
    browser.open(f"/?lang={language}")
    browser.driver.find_element("id", "search").send_keys(word + "\n")
    browser.click("section[aria-labelledby='agency-title'] ul.results a")  # the body
    row = browser.driver.find_element(
        "xpath", f"//section[@aria-labelledby='function-classes']//tr[contains(., '{figure}')]"
    )
    row.find_element("css selector", "td.number a").click()  # the figure
    rows = browser.driver.find_elements("css selector", "section[aria-labelledby='printings'] tbody tr")
    of_a_table = [one for one in rows if one.text.startswith(cell) and "支出决算表" in one.text]
    link = of_a_table[0].find_element("css selector", "th a")
    anchor = urlsplit(link.get_attribute("href")).fragment
    link.click()  # the cell
    shown = browser.driver.find_element("id", anchor)
    assert shown.text.startswith(cell)
    assert shown.is_displayed()
    assert browser.driver.execute_script("return document.querySelector(':target').id") == anchor
    assert browser.driver.find_element("css selector", "html").get_attribute("lang") == language


def test_the_language_is_switched_in_place(browser: Browser) -> None:
    browser.open(f"{AGENCY}?unit=yuan")
    browser.driver.find_element("css selector", "nav.languages a[hreflang='en']").click()
    assert browser.driver.find_element("css selector", "html").get_attribute("lang") == "en"
    assert "Total spending" in browser.text("main")
    assert "unit=yuan" in browser.driver.current_url
    browser.driver.find_element("css selector", "nav.languages a[hreflang='zh']").click()
    assert "支出合计" in browser.text("main")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_another_host_or_tells_the_console(browser: Browser, path: str) -> None:
    browser.open(path)
    told = [one for one in browser.console() if "404 (Not Found)" not in one or "page/nothing-like-it" not in one]
    assert told == []
    asked = [one for one in browser.addresses() if not one.startswith(("data:", "chrome:", "about:"))]
    assert asked
    assert [one for one in asked if not one.startswith(browser.place)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_grave_fault_of_accessibility(browser: Browser, axe: str, path: str, language: str) -> None:
    browser.open(path + ("&" if "?" in path else "?") + f"lang={language}")
    browser.driver.execute_script(axe)
    found: dict[str, Any] = browser.driver.execute_async_script("axe.run().then(arguments[0])")
    faults = [
        (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0].get("failureSummary", "")[:200])
        for one in found["violations"]
        if one["impact"] in GRAVE
    ]
    assert faults == []
    assert len(found["passes"]) > 10, "so that the rules were run"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(browser: Browser, path: str) -> None:
    """Wide tables scroll within themselves."""
    browser.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    )
    try:
        browser.open(path)
        wide = browser.driver.execute_script("return document.documentElement.scrollWidth")
    finally:
        browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert wide <= 360


def test_everything_can_be_reached_with_the_keyboard(browser: Browser) -> None:
    """The first stop leads past the head of the page to the content."""
    browser.open(AGENCY)
    browser.driver.find_element("css selector", "body").send_keys("\ue004")
    active = browser.driver.switch_to.active_element
    assert active.get_attribute("class") == "skip"
    active.send_keys("\ue007")
    assert browser.driver.execute_script("return document.activeElement.id") == "content"


def test_the_keyboard_alone_leads_from_the_home_page_to_a_printed_cell(browser: Browser) -> None:
    """Each stop on the way can be seen to be one."""
    browser.open("/?lang=en")
    walk_to(browser, "#search").send_keys("互助" + ENTER)
    walk_to(browser, "section[aria-labelledby='agency-title'] ul.results a").send_keys(ENTER)
    walk_to(browser, "section[aria-labelledby='function-classes'] td.number a").send_keys(ENTER)
    walk_to(browser, "section[aria-labelledby='printings'] tbody th a[href*='#r']").send_keys(ENTER)
    browser.driver.find_element("css selector", "td:target")
    shown = walk_to(browser, "td:target a")
    assert "/page/figure/" in shown.get_attribute("href")


def walk_to(browser: Browser, css: str, most: int = 150) -> Any:
    """The first stop of the Tab key that this selects; every stop before it has an outline."""
    browser.driver.find_element("css selector", css)  # so that the page is there
    for _ in range(most):
        browser.driver.switch_to.active_element.send_keys(TAB)
        selected, width = browser.driver.execute_script(SEEN, css)
        assert width >= 2
        if selected:
            return browser.driver.switch_to.active_element
    raise AssertionError(f"{css} is no stop of the first {most}")
