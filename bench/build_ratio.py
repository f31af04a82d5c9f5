"""How long mapping and loading take beside ``oxigraph load`` of the same quads.

(a) A process of its own reads the records of copies of the samples from a file, maps them and loads the quads with
``Store.bulk_extend`` into a new store on disk, in one call; with ``--per-document``, also in a call per document.
(b) ``oxigraph load`` loads the same quads, written as one N-Quads file, into a new store on disk.

All are whole processes, start-up and flush included, in turns, so that what else the machine does falls on all alike.
Reading the documents is not in it: (a) begins with records as (b) begins with quads.
"""

import argparse
import json
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import measured
from pyoxigraph import Store
from synthetic import documents

from kg.rdf.yarrrml import Mapping

OUT = Path(__file__).resolve().parent / "out"
QUADS_PER_DOCUMENT = 6600
TARGET = 1.25


def main() -> None:
    """Measures, prints the table and writes bench/out/build_ratio.json."""
    parser = argparse.ArgumentParser(description="Mapping and loading beside oxigraph load.")
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--per-document", action="store_true", help="also load in a call per document (slow)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="build-ratio-") as folder:
        copies = -(-options.quads // QUADS_PER_DOCUMENT)
        report(measure(Path(folder), copies, options.repeats, per_document=options.per_document))


def measure(folder: Path, copies: int, repeats: int, *, per_document: bool) -> dict[str, object]:
    """The seconds of every way, run in turns."""
    records, lines, store = folder / "records.pickle", folder / "quads.nq", str(folder / "store")
    prepare(copies, records, lines)
    ours = [sys.executable, measured.__file__, "load", str(records), store]
    ways = {"map + bulk_extend in one call": [*ours, "whole"]}
    if per_document:
        ways["map + bulk_extend per document"] = [*ours, "documents"]
    ways["oxigraph load"] = [oxigraph(), "load", "--location", store, "--file", str(lines)]
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    stored: set[int] = set()
    for _ in range(repeats):
        for way, command in ways.items():
            seconds[way].append(timed(command))
            stored.add(len(Store.read_only(store)))
            shutil.rmtree(store)
    if len(stored) != 1:
        raise SystemExit(f"The ways stored different numbers of quads: {sorted(stored)}.")
    return {"documents": copies, "quads": stored.pop(), "seconds": seconds}


def prepare(copies: int, records: Path, lines: Path) -> None:
    """Writes the records of (a) and the quads of (b)."""
    mapping = Mapping.load(measured.MAPPINGS)
    with records.open("wb") as file, lines.open("w", encoding="utf-8") as text:
        for document in documents(copies):
            pickle.dump(document, file, protocol=pickle.HIGHEST_PROTOCOL)
            text.writelines(mapping.nquads(document))


def oxigraph() -> str:
    """The oxigraph command, of this environment first."""
    found = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if not found:
        raise SystemExit("The command oxigraph is missing: install the package oxigraph.")
    return found


def timed(command: list[str]) -> float:
    """The seconds a command takes from start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def report(found: dict[str, object]) -> None:
    """The table on stdout and the same as JSON."""
    seconds: dict[str, list[float]] = found["seconds"]
    medians = {way: statistics.median(times) for way, times in seconds.items()}
    base = medians["oxigraph load"]
    found |= {"medians": medians, "ratios": {way: median / base for way, median in medians.items()}, "target": TARGET}
    print(f"{found['quads']} quads of {found['documents']} copies of the samples, whole processes")
    print(f"{'':32} {'median':>8} {'ratio':>6}   all runs")
    for way, times in seconds.items():
        runs = " ".join(f"{one:.1f}" for one in times)
        print(f"{way:32} {medians[way]:6.1f} s {medians[way] / base:6.2f}   {runs}")
    print(f"target: at most {TARGET}")
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "build_ratio.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
