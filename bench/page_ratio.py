"""How much longer the page of the largest body takes than its SPARQL queries alone: python bench/page_ratio.py STORE

Over HTTP from a running server against the same queries in this process: wall time of one request after another, the
best of several counts, so that what else runs on the machine disturbs both alike.
"""

import statistics
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from kg.publish.pages import Asked, Site
from kg.store import GraphStore
from tests.serving import running  # the checkout is the place to run this from

ROUNDS = 9
LARGEST = """PREFIX cnf: <https://w3id.org/cnfiscal/def#>
SELECT ?agency (COUNT(*) AS ?n) { ?figure a cnf:Figure ; cnf:agency ?agency }
GROUP BY ?agency ORDER BY DESC(?n) LIMIT 1"""
MOST = 5


class Timed:
    """A reader that adds up the time of its queries."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.seconds = 0.0
        self.queries = 0

    @property
    def evaluates(self) -> bool:
        """Whether the store answers by itself."""
        return self.store.evaluates

    def query(self, text: str, **options: Any) -> Any:
        """The answer of the store."""
        began = time.perf_counter()
        answer = self.store.query(text, **options)
        self.seconds += time.perf_counter() - began
        self.queries += 1
        return answer


def queries_alone(path: Path) -> tuple[str, float, int]:
    """The path of the page of the largest body, the seconds of its queries, and their number."""
    with GraphStore.open(path, read_only=True) as store:
        largest = store.query(LARGEST).rows[0][0].value
        timed = Timed(store)
        site = Site(timed)
        page = f"page/{site.graph.names.path(largest)}"
        seconds = []
        for _ in range(ROUNDS):
            timed.seconds, timed.queries = 0.0, 0
            site.page(Asked(page))
            seconds.append(timed.seconds)
        return page, min(seconds), timed.queries


def served(path: Path, page: str) -> list[float]:
    """The seconds of each request, none of which is answered from memory."""
    found = []
    with running(path, "--remember", "0") as server:
        for _ in range(ROUNDS + 2):
            connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
            began = time.perf_counter()
            connection.request("GET", f"/{page}", headers={"Accept": "text/html"})
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
            answer.read()
            found.append(time.perf_counter() - began)
            connection.close()
    return found


def main() -> None:
    """Print both and their ratio; exit with an error where it is not what is promised."""
    path = Path(sys.argv[1])
    page, alone, queries = queries_alone(path)
    seconds = served(path, page)
    ratio = min(seconds) / alone
    print(f"{page}: {queries} queries alone {alone * 1000:.0f} ms; served in {min(seconds) * 1000:.0f} ms at best, "
          f"{statistics.median(seconds) * 1000:.0f} ms at the median, {seconds[0] * 1000:.0f} ms at first: "
          f"{ratio:.2f} times")  # fmt: skip
    if ratio >= MOST:
        sys.exit(f"{ratio:.2f} times is not under {MOST}.")


if __name__ == "__main__":
    main()
