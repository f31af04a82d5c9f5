"""How fast the mapping is beside Morph-KGC on the same mappings and records.

Morph-KGC is a command: it reads CSV files and writes N-Quads. Its time is taken whole, and again less what it takes
on CSV files without a row (start-up and the reading of the mappings). It is run as it is by default, with two
processes per core, and with one process; the quicker of the two counts.

Ours is measured in three ways: as a command that does the same, CSV to N-Quads, whole; and within a process that has
started, from records in memory to an N-Quads file, and to quads that are only counted.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import measured
import morph
from synthetic import documents

from kg.rdf.records import Record
from kg.rdf.yarrrml import Mapping

OUT = Path(__file__).resolve().parent / "out"
SIZES = (4, 40, 150)
TARGET = 15
FILES = sorted(measured.MAPPINGS.glob("*.yml"))


def main() -> None:
    """Measures, prints the tables and writes bench/out/mapping_vs_morph.json."""
    parser = argparse.ArgumentParser(description="The mapping beside Morph-KGC.")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    if not morph.is_there():
        raise SystemExit(f"Morph-KGC is not installed. {morph.SETUP}")
    with tempfile.TemporaryDirectory(prefix="morph-") as folder:
        started = statistics.median(on_csv([], Path(folder), processes=1) for _ in range(options.repeats))
    found = [measure(size, options.repeats, started) for size in SIZES]
    for one in found:
        report(one)
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"target": TARGET, "measured": found}, indent=2)
    (OUT / "mapping_vs_morph.json").write_text(text + "\n", encoding="utf-8")


def on_csv(records: list[Record], folder: Path, *, processes: int) -> float:
    """The seconds of Morph-KGC on the CSV files of ``records``, which are written first."""
    morph.write_csv(records, folder)
    return morph.materialise(folder, FILES, processes=processes)[1]


def measure(size: int, repeats: int, started: float) -> dict[str, object]:
    """The seconds of every way on the records of ``size`` documents; ``started`` is what Morph-KGC takes for none."""
    records, mapping = list(chain.from_iterable(documents(size))), Mapping.load(measured.MAPPINGS)
    with tempfile.TemporaryDirectory(prefix="morph-") as name:
        folder, output = Path(name), Path(name) / "ours.nq"
        morph.write_csv(records, folder)
        convert = [sys.executable, measured.__file__, "convert", name, str(output)]
        processes = 2 * (os.cpu_count() or 1)
        ways: dict[str, Callable[[], float]] = {
            "Morph-KGC, one process": lambda: on_csv(records, folder, processes=1),
            f"Morph-KGC, {processes} processes": lambda: on_csv(records, folder, processes=processes),
            "ours, CSV to N-Quads, whole": lambda: timed(lambda: subprocess.run(convert, check=True)),
            "ours, records to N-Quads": lambda: timed(lambda: measured.write(mapping, records, output)),
            "ours, records to quads": lambda: timed(lambda: deque(mapping.quads(records), maxlen=0)),
        }
        runs: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(repeats):
            for way, run in ways.items():
                runs[way].append(run())
    quads = sum(piece.count("\n") for piece in mapping.nquads(records))
    return {"documents": size, "records": len(records), "quads": quads, "runs": runs} | ratios(runs, started)


def timed(run: Callable[[], object]) -> float:
    """The seconds that ``run`` takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def ratios(runs: dict[str, list[float]], started: float) -> dict[str, object]:
    """The medians, and those of Morph-KGC, whole and without start-up, over each of ours."""
    medians = {way: statistics.median(times) for way, times in runs.items()}
    whole = min(median for way, median in medians.items() if way.startswith("Morph"))
    ours = {way: median for way, median in medians.items() if way.startswith("ours")}
    return {
        "medians": medians,
        "morph_started": started,
        "whole": {way: whole / median for way, median in ours.items()},
        "without_start": {way: (whole - started) / median for way, median in ours.items() if "whole" not in way},
    }


def report(found: dict[str, object]) -> None:
    """One table on stdout."""
    medians: dict[str, float] = found["medians"]  # type: ignore[assignment]
    whole: dict[str, float] = found["whole"]  # type: ignore[assignment]
    net: dict[str, float] = found["without_start"]  # type: ignore[assignment]
    print(f"\n{found['documents']} documents, {found['records']} records, {found['quads']} quads; target {TARGET}")
    print(f"{'':28} {'median':>8}   times as fast as Morph-KGC: whole, without its start-up")
    for way, median in medians.items():
        over = f"{whole[way]:6.1f} {net[way]:6.1f}" if way in net else f"{whole[way]:6.1f}" if way in whole else ""
        print(f"{way:28} {median:6.2f} s {over}")
    print(f"{'Morph-KGC on no row':28} {found['morph_started']:6.2f} s")


if __name__ == "__main__":
    main()
