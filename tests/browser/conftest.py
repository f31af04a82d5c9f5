"""A headless Chromium in front of a running server of the samples. Without one the tests are skipped, but not in CI."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving import Running, running

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"


def missing(what: str) -> None:
    """Skip; in continuous integration fail, so that these tests are never passed over unseen."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and these tests must run")
    pytest.skip(f"no {what} here")


@pytest.fixture(scope="session")
def site(sample_store: Path) -> Iterator[Running]:
    with running(sample_store) as server:
        yield server


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility rules of axe-core, which a page is given to run."""
    if not AXE.is_file():
        missing(f"axe-core (npm ci in {HERE})")
    return AXE.read_text(encoding="utf-8")


class Browser:
    """One window; it keeps what a page asked for over the network and what it said to the console."""

    def __init__(self, driver: Any, place: str) -> None:
        self.driver = driver
        self.place = place

    def open(self, path: str) -> None:
        """Go to a path of the site."""
        self.driver.get(self.place + path)

    def click(self, css: str) -> None:
        """Click what this selects first."""
        self.driver.find_element("css selector", css).click()

    def text(self, css: str) -> str:
        """The text of what this selects first."""
        return str(self.driver.find_element("css selector", css).text)

    def addresses(self) -> list[str]:
        """What was asked for over the network since the last look."""
        events = [json.loads(one["message"])["message"] for one in self.driver.get_log("performance")]
        return [one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent"]

    def console(self) -> list[str]:
        """What the console was told since the last look."""
        return [one["message"] for one in self.driver.get_log("browser")]


@pytest.fixture(scope="session")
def driver() -> Iterator[Any]:
    selenium = (
        pytest.importorskip("selenium.webdriver") if not os.environ.get("CI") else __import__("selenium.webdriver")
    )
    webdriver = getattr(selenium, "webdriver", selenium)
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not chromedriver:
        missing("Chromium with its driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for one in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,900",
                "--no-first-run", "--disable-background-networking", "--disable-component-update"):  # fmt: skip
        options.add_argument(one)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    made = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=chromedriver))
    made.set_page_load_timeout(60)
    made.implicitly_wait(20)  # a key that sends a form does not wait for the page that answers it
    yield made
    made.quit()


@pytest.fixture
def browser(driver: Any, site: Running) -> Browser:
    one = Browser(driver, f"http://127.0.0.1:{site.port}")
    one.driver.set_window_size(1200, 900)
    one.addresses()
    one.console()
    return one
