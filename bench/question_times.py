"""How long each question of the catalogue takes on a store, against the question in the middle.

    python bench/question_times.py STORE [TIMES]

Each question is asked as it stands, or with one thing of the store where it needs one; the median of TIMES (5) runs is
told, and its ratio to the median of all questions. Writes bench/out/question_times.json. Numbers are of this machine
and this run; bench/figures_vs_claims.py asks some questions of raw claims.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kg import query
from kg.store import GraphStore, Rows

OUT = Path(__file__).resolve().parent / "out"
_PREFIX = "PREFIX cnf: <https://w3id.org/cnfiscal/def#> "
ONE = {
    "figure": f"{_PREFIX} SELECT ?one WHERE {{ ?one a cnf:Figure }} LIMIT 1",
    "place": f"{_PREFIX} SELECT ?one WHERE {{ ?one a cnf:Target }} LIMIT 1",
}
"""What is given for a parameter that needs a value."""


def main(path: Path, times: int) -> None:
    """Measure, print and write."""
    with GraphStore.open(path, read_only=True) as store:
        found = {}
        for name, question in query.catalogue().items():
            values = {one: _first(store, ONE[one]) for one, known in question.parameters.items() if known.required}
            answer = query.ask(store, question, values)
            text = query.bind(store, question, values)
            found[name] = {"rows": len(answer.rows), "milliseconds": median(lambda text=text: store.query(text), times)}
        quads = store.count()
    middle = statistics.median(one["milliseconds"] for one in found.values())
    for name, one in sorted(found.items(), key=lambda pair: -pair[1]["milliseconds"]):
        ratio = one["ratio"] = round(one["milliseconds"] / middle, 1)
        print(f"{ratio:7.1f} x {one['milliseconds']:10.1f} ms {one['rows']:7} rows  {name}")
    print(f"{quads} quads; the question in the middle takes {middle:.1f} ms")
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"quads": quads, "median_milliseconds": middle, "questions": found}, indent=2)
    (OUT / "question_times.json").write_text(text + "\n", encoding="utf-8")


def median(run: Callable[[], object], times: int) -> float:
    """The middle of so many runs, in milliseconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(taken), 1)


def _first(store: GraphStore, text: str) -> str:
    found = store.query(text)
    assert isinstance(found, Rows)
    return getattr(found.rows[0][0], "value", "0")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [folder]:
            main(Path(folder), 5)
        case [folder, times]:
            main(Path(folder), int(times))
        case _:
            sys.exit(__doc__)
