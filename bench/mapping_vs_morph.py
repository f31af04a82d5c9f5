"""How fast the mapping is beside Morph-KGC on the same mappings and records.

Morph-KGC is a command: it reads CSV files and writes N-Quads. Its time is taken whole, and again less what it takes
on CSV files without a row (start-up and the reading of the mappings). It is run as it is by default, with two
processes per core, and with one process; the better of the two counts.

Ours is measured in four ways: as a command that does the same, CSV to N-Quads, whole; and within a process that has
started, from records in memory to an N-Quads file, to N-Quads text that is not written (the mapping alone), and to
quads that are only counted.

Everything is measured twice over: in seconds of the clock, and in seconds of the processor, which a busy machine
changes less.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import measured
import morph
from synthetic import documents

from kg.rdf.yarrrml import Mapping

OUT = Path(__file__).resolve().parent / "out"
SIZES = (4, 40, 150)
TARGET = 15
FILES = sorted(measured.MAPPINGS.glob("*.yml"))


class Seconds(NamedTuple):
    """How long something took, by the clock and by the processor, child processes included."""

    clock: float
    cpu: float


def timed(run: Callable[[], object]) -> Seconds:
    """The seconds that ``run`` takes."""
    clock, cpu = time.perf_counter(), _cpu()
    run()
    return Seconds(time.perf_counter() - clock, _cpu() - cpu)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def median(runs: list[Seconds]) -> Seconds:
    """The medians of both."""
    return Seconds(statistics.median(run.clock for run in runs), statistics.median(run.cpu for run in runs))


def main() -> None:
    """Measures, prints the tables and writes bench/out/mapping_vs_morph.json."""
    parser = argparse.ArgumentParser(description="The mapping beside Morph-KGC.")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    if not morph.is_there():
        raise SystemExit(f"Morph-KGC is not installed. {morph.SETUP}")
    with tempfile.TemporaryDirectory(prefix="morph-") as name:
        morph.write_csv([], Path(name))
        start = median([timed(lambda: morph.materialise(Path(name), FILES)) for _ in range(options.repeats)])
    found = [measure(size, options.repeats, start) for size in SIZES]
    for one in found:
        report(one)
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"target": TARGET, "measured": found}, indent=2)
    (OUT / "mapping_vs_morph.json").write_text(text + "\n", encoding="utf-8")


def measure(size: int, repeats: int, start: Seconds) -> dict[str, object]:
    """The seconds of every way on the records of ``size`` documents; ``start`` is what Morph-KGC takes for none."""
    records, mapping = list(chain.from_iterable(documents(size))), Mapping.load(measured.MAPPINGS)
    with tempfile.TemporaryDirectory(prefix="morph-") as name:
        folder, output = Path(name), Path(name) / "ours.nq"
        morph.write_csv(records, folder)
        convert = [sys.executable, measured.__file__, "convert", name, str(output)]
        processes = 2 * (os.cpu_count() or 1)
        ways: dict[str, Callable[[], object]] = {
            "Morph-KGC, one process": lambda: morph.materialise(folder, FILES, processes=1),
            f"Morph-KGC, {processes} processes": lambda: morph.materialise(folder, FILES, processes=processes),
            "ours, CSV to N-Quads, whole": lambda: subprocess.run(convert, check=True),
            "ours, records to N-Quads": lambda: measured.write(mapping, records, output),
            "ours, mapping alone (text)": lambda: deque(mapping.nquads(records), maxlen=0),
            "ours, records to quads": lambda: deque(mapping.quads(records), maxlen=0),
        }
        runs: dict[str, list[Seconds]] = {way: [] for way in ways}
        for _ in range(repeats):
            for way, run in ways.items():
                runs[way].append(timed(run))
    quads = sum(piece.count("\n") for piece in mapping.nquads(records))
    medians = {way: median(times) for way, times in runs.items()} | {"Morph-KGC on no row": start}
    return {"documents": size, "records": len(records), "quads": quads, "seconds": medians} | ratios(medians, start)


def ratios(medians: dict[str, Seconds], start: Seconds) -> dict[str, dict[str, Seconds]]:
    """The seconds of Morph-KGC, whole and without its start-up, over each of ours."""
    whole = [seconds for way, seconds in medians.items() if way.endswith(("process", "processes"))]
    best = Seconds(min(one.clock for one in whole), min(one.cpu for one in whole))
    rest = Seconds(best.clock - start.clock, best.cpu - start.cpu)
    ours = {way: seconds for way, seconds in medians.items() if way.startswith("ours")}
    return {
        name: {way: Seconds(over.clock / seconds.clock, over.cpu / seconds.cpu) for way, seconds in ours.items()}
        for name, over in (("whole", best), ("without_start", rest))
    }


def report(found: dict[str, object]) -> None:
    """One table on stdout."""
    medians: dict[str, Seconds] = found["seconds"]
    whole: dict[str, Seconds] = found["whole"]
    rest: dict[str, Seconds] = found["without_start"]
    print(f"\n{found['documents']} documents, {found['records']} records, {found['quads']} quads; target {TARGET}")
    print(f"{'':28} {'seconds':^17}   {'times as fast as Morph-KGC':^37}")
    print(f"{'':28} {'clock':>8} {'cpu':>8}   {'whole':^18} {'without its start':^18}")
    for way, (clock, cpu) in medians.items():
        line = f"{way:28} {clock:8.2f} {cpu:8.2f}"
        if way in whole:
            line += f"   {whole[way].clock:8.1f} {whole[way].cpu:8.1f}  "
        if way in whole and not way.endswith("whole"):
            line += f" {rest[way].clock:8.1f} {rest[way].cpu:8.1f}"
        print(line)


if __name__ == "__main__":
    main()
