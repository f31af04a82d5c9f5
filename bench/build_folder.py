"""A whole build of a folder of disclosures: documents and pages per second, and the most memory a process took.

    python bench/build_folder.py FOLDER [PROCESSES]

The default folder is the shared corpus beside the repository, if it is there. Numbers are of this machine and this
run; no test depends on them.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from kg import pipeline
from kg.store import GraphStore

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "disclosures"


def main(folder: Path, processes: int) -> None:
    """Build ``folder`` into a store that is thrown away and print what it took."""
    found = pipeline.discover([folder])
    with tempfile.TemporaryDirectory() as place, GraphStore.create(Path(place) / "store") as store:
        began = time.perf_counter()
        report = pipeline.Builder(store).build(found.files, processes=processes)
        seconds = time.perf_counter() - began
        quads = store.count()
    files, pages = len(report.outcomes), sum(outcome.pages or 0 for outcome in report.outcomes)
    own, workers = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    read = report.account
    print(f"{files} files ({len(report.errors)} not read), {pages} pages, {quads} quads")
    print(f"{seconds:.1f} s, {processes} processes: {files / seconds:.2f} files/s, {pages / seconds:.1f} pages/s")
    print(f"most memory: {own:.0f} MiB here, {workers:.0f} MiB in a worker")
    cells = f"{read.claims} claims + {read.facts} facts + {read.labels} labels + {read.refused} refused"
    print(f"{read.numeric} numeric cells = {cells}")
    for reason, count in sorted(report.refused.items(), key=lambda pair: -pair[1]):
        print(f"  {count:6} {reason}")


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    if not given.is_dir():
        sys.exit(f"{given} is no folder; name one with disclosures.")
    main(given, int(sys.argv[2]) if len(sys.argv) > 2 else 2)
