"""Catalogue questions answered from figures against the same from raw claims: time, and whether the answer is the same.

    python bench/figures_vs_claims.py STORE [TIMES]

Three questions over money are asked as the catalogue asks them of figures, and of the claims below the figures. A claim
is a printing, so two things have to be done that figures hold done: the amount of each figure is settled among its
printings (here the most precise one, which is the rule in brief), and what is printed twice is added once. Adding
the claims as they are is measured too, as what a dump without figures invites. Told are the median of TIMES (5) runs,
the ratio to the question over figures, rows whose amount differs, and how many times the money it gives. Writes
bench/out/figures_vs_claims.json. Numbers are of this machine and this run.
"""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from question_times import median

from kg.store import GraphStore, Rows

OUT = Path(__file__).resolve().parent / "out"
_PREFIX = """PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_ALONG = """cnf:item cnf:T ; cnf:spendingNature cnf:T ; cnf:economicCode cnf:T ; cnf:governmentEconomicCode cnf:T ;
    cnf:agency ?agency ; cnf:fiscalYear ?year ; cnf:phase ?phase ; cnf:scope ?scope"""
_SETTLED = """{ SELECT ?figure (MAX(?printed) AS ?yuan) WHERE {
    { SELECT ?figure (MIN(?step) AS ?finest) WHERE {
      ?any cnf:figure ?figure ; cnf:amount ?all ; cnf:quantum ?step } GROUP BY ?figure }
    ?claim cnf:figure ?figure ; cnf:amount ?printed ; cnf:quantum ?finest } GROUP BY ?figure }"""
_FROM_FIGURES = "?figure cnf:preferredAmount ?yuan ."
_AS_THEY_ARE = "?claim cnf:figure ?figure ; cnf:amount ?yuan ."


class Asked(NamedTuple):
    """A question: the pattern that finds its figures, and what it groups by."""

    pattern: str
    group: str

    def over(self, amounts: str) -> str:
        """The query that takes its amounts so."""
        pattern = f"{{ {self.pattern} {amounts} }}"
        return f"{_PREFIX} SELECT {self.group} (SUM(?yuan) AS ?total) WHERE {pattern} GROUP BY {self.group}"


QUESTIONS = {
    "total-spending": Asked(
        f"""?figure cnf:functionalCode cnf:T ; cnf:revenueCode cnf:T ; cnf:headline true ; cnf:flow cnf:Expenditure ;
        {_ALONG} .""",
        "?agency ?year ?phase ?scope",
    ),
    "spending-by-class": Asked(
        f"""?class skos:notation ?code FILTER(STRLEN(?code) = 3)
        ?figure cnf:functionalCode ?class ; cnf:headline true ; cnf:flow cnf:Expenditure ; {_ALONG} .""",
        "?year ?phase ?scope ?code",
    ),
    "operating-costs": Asked(
        """?figure cnf:item cnf:OperatingCosts ; cnf:headline true ;
        cnf:agency ?agency ; cnf:fiscalYear ?year ; cnf:phase ?phase ; cnf:scope ?scope .""",
        "?agency ?year ?phase ?scope",
    ),
}


def main(path: Path, times: int) -> None:
    """Measure, print and write."""
    told = {}
    with GraphStore.open(path, read_only=True) as store:
        for name, asked in QUESTIONS.items():
            texts = {
                "figures": asked.over(_FROM_FIGURES),
                "claims": asked.over(_SETTLED),
                "added": asked.over(_AS_THEY_ARE),
            }
            answers = {how: _answer(store, text) for how, text in texts.items()}
            taken = {how: median(lambda text=text: store.query(text), times) for how, text in texts.items()}
            right = answers["figures"]
            told[name] = {
                "milliseconds": taken,
                "ratio": {how: round(taken[how] / taken["figures"], 1) for how in taken},
                "rows": len(right),
                "rows_that_differ": {how: _differing(right, answers[how]) for how in ("claims", "added")},
                "times_the_money": {how: _times(right, answers[how]) for how in ("claims", "added")},
            }
            print(name, json.dumps(told[name]))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "figures_vs_claims.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _answer(store: GraphStore, text: str) -> dict[str, Decimal]:
    found = store.query(text)
    assert isinstance(found, Rows)
    return {" ".join(map(str, row[:-1])): Decimal(getattr(row[-1], "value", "0")) for row in found.rows}


def _differing(right: dict[str, Decimal], other: dict[str, Decimal]) -> int:
    return sum(right.get(key) != other.get(key) for key in right.keys() | other.keys())


def _times(right: dict[str, Decimal], other: dict[str, Decimal]) -> float:
    return round(float(sum(other.values()) / sum(right.values())), 2)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [folder]:
            main(Path(folder), 5)
        case [folder, times]:
            main(Path(folder), int(times))
        case _:
            sys.exit(__doc__)
