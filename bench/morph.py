"""Runs Morph-KGC, in an environment of its own, on the records and mappings that our engine reads.

``bench/setup_morph.sh`` makes the environment. The tests take Morph-KGC for the judge of what a mapping means;
the benchmarks take it for the yardstick.
"""

import csv
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

from kg.rdf.records import RECORDS, Record, source_name

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".morph" / "bin" / "python"
SETUP = "Run bench/setup_morph.sh, which makes the environment .morph."

_INI = """[CONFIGURATION]
output_format: N-QUADS
output_file: {output}
na_values:
number_of_processes: {processes}
logging_level: WARNING

[records]
mappings: {mappings}
"""


def is_there() -> bool:
    """Whether the environment of Morph-KGC exists."""
    return PYTHON.is_file()


def write_csv(records: Iterable[Record], folder: Path) -> None:
    """Writes one file per record class into ``folder``; a null is an empty field."""
    rows: dict[type[Record], list[Record]] = {record: [] for record in RECORDS}
    for record in records:
        rows[type(record)].append(record)
    for kind, found in rows.items():
        with (folder / f"{source_name(kind)}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(kind._fields)
            writer.writerows(found)


def materialise(csv_folder: Path, mappings: list[Path], *, processes: int = 1) -> tuple[Path, float]:
    """Runs Morph-KGC as a command on the CSV files; gives its N-Quads file and the seconds it took."""
    output = csv_folder / "morph.nq"
    files = ",".join(str(file.resolve()) for file in mappings)
    config = csv_folder / "morph.ini"
    config.write_text(_INI.format(output=output, processes=processes, mappings=files), encoding="utf-8")
    start = time.perf_counter()
    done = subprocess.run(
        [PYTHON, "-m", "morph_kgc", config], cwd=csv_folder, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode or "Traceback" in done.stderr:
        raise RuntimeError(f"Morph-KGC failed:\n{done.stdout}\n{done.stderr}")
    return output, seconds
