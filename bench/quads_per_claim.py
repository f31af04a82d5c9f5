"""How many quads a claim costs, everything included but the reference graphs, on the samples. The budget is 30.

Claims are those of tables, of sentences and of stocks.
"""

import json
import tempfile
from collections import Counter
from pathlib import Path

from pyoxigraph import NamedNode

from kg import pipeline
from kg.rdf.iris import BASE, CNF
from kg.store import GraphStore

ROOT = Path(__file__).resolve().parent.parent
OUT = Path(__file__).resolve().parent / "out"
REFERENCE = ("alignments", "areas", "codes", "ontology", "queries", "shapes")
BUDGET = 30
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def main() -> None:
    """Measures, prints the table and writes bench/out/quads_per_claim.json."""
    with tempfile.TemporaryDirectory() as name, GraphStore.create(Path(name) / "store") as store:
        pipeline.Builder(store).build(pipeline.discover([ROOT / "samples"]).files)
        graphs: Counter[str] = Counter()
        for graph in store.graphs():
            kind = graph.value.removeprefix(f"{BASE}graph/").split("/")
            if kind[0] not in REFERENCE:
                graphs[kind[0] if kind[0] != "file" else kind[-1]] += len(store.match(graph=graph))
        claims = len(store.match(None, TYPE, NamedNode(f"{CNF}Claim")))
    quads = sum(graphs.values())
    for kind, count in graphs.most_common():
        print(f"{kind:12} {count:8} quads {count / claims:8.2f} a claim")
    print(f"{'all':12} {quads:8} quads {quads / claims:8.2f} a claim; budget {BUDGET}; {claims} claims")
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"claims": claims, "quads": quads, "per_claim": quads / claims, "graphs": graphs}, indent=2)
    (OUT / "quads_per_claim.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
