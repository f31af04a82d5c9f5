"""How long each question of the catalogue takes on a store, and what figures save over raw claims.

    python bench/question_times.py STORE [TIMES]

Each question is asked as it stands, or with one figure of the store where it needs one; the median of TIMES (5) runs is
told. The comparison sums spending by functional class, once over figures and once over the claims below them, where
each figure's amount has to be settled in the query; and it tells how much is added when claims are added as they are.
Writes bench/out/question_times.json. Numbers are of this machine and this run.
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
_PREFIX = "PREFIX cnf: <https://w3id.org/cnfiscal/def#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_SLICE = """?class skos:notation ?code FILTER(STRLEN(?code) = 3)
  ?figure cnf:functionalCode ?class ; cnf:headline true ; cnf:flow cnf:Expenditure ; cnf:item cnf:T ;
          cnf:spendingNature cnf:T ; cnf:economicCode cnf:T ; cnf:governmentEconomicCode cnf:T ;
          cnf:fiscalYear ?year ; cnf:phase ?phase ; cnf:scope ?scope"""
FIGURES = f"""{_PREFIX} SELECT ?year ?phase ?scope ?code (SUM(?yuan) AS ?total) WHERE {{
  {_SLICE} ; cnf:preferredAmount ?yuan }} GROUP BY ?year ?phase ?scope ?code"""
SETTLED = f"""{_PREFIX} SELECT ?year ?phase ?scope ?code (SUM(?yuan) AS ?total) WHERE {{
  {{ SELECT ?figure ?year ?phase ?scope ?code (MAX(?printed) AS ?yuan) WHERE {{
    {_SLICE} . ?claim cnf:figure ?figure ; cnf:amount ?printed }} GROUP BY ?figure ?year ?phase ?scope ?code }}
}} GROUP BY ?year ?phase ?scope ?code"""
ADDED = f"""{_PREFIX} SELECT (SUM(?printed) AS ?total) WHERE {{
  {_SLICE} . ?claim cnf:figure ?figure ; cnf:amount ?printed }}"""
WHOLE = f"""{_PREFIX} SELECT (SUM(?yuan) AS ?total) WHERE {{ {_SLICE} ; cnf:preferredAmount ?yuan }}"""
ONE = f"{_PREFIX} SELECT ?figure WHERE {{ ?figure a cnf:Figure }} LIMIT 1"


def main(path: Path, times: int) -> None:
    """Measure, print and write."""
    with GraphStore.open(path, read_only=True) as store:
        figure = _first(store, ONE)
        found = {}
        for name, question in query.catalogue().items():
            values = {one: figure for one, parameter in question.parameters.items() if parameter.required}
            answer = query.ask(store, question, values)
            text = query.bind(store, question, values)
            taken = _median(lambda text=text: store.query(text), times)
            found[name] = {"rows": len(answer.rows), "milliseconds": taken}
        compared = {
            "figures": _median(lambda: store.query(FIGURES), times),
            "claims": _median(lambda: store.query(SETTLED), times),
            "added_claims_by_figures": round(float(_first(store, ADDED)) / float(_first(store, WHOLE)), 2),
        }
        quads = store.count()
    for name, one in sorted(found.items(), key=lambda pair: -pair[1]["milliseconds"]):
        print(f"{one['milliseconds']:10.1f} ms {one['rows']:7} rows  {name}")
    print(
        f"{quads} quads; by class over figures {compared['figures']:.1f} ms, over claims {compared['claims']:.1f} ms;"
    )
    print(f"claims added as they are give {compared['added_claims_by_figures']} times the money")
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"quads": quads, "questions": found, "by_class": compared}, indent=2)
    (OUT / "question_times.json").write_text(text + "\n", encoding="utf-8")


def _median(run: Callable[[], object], times: int) -> float:
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
