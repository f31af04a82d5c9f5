"""How fast a release is made, and in how much memory.

Usage: python bench/publish_rate.py STORE
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from kg.publish import Wanted, publish


def main() -> None:
    """Make a release of a store, and say what each of its parts took."""
    store, begun, last = Path(sys.argv[1]), time.perf_counter(), ["the copy", time.perf_counter()]

    def said(part: str) -> None:
        took = time.perf_counter() - float(last[1])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{took:8.1f} s  {peak:5} MiB at most  {last[0]}")
        last[:] = [part, time.perf_counter()]

    with tempfile.TemporaryDirectory() as folder:
        made = publish(store, Path(folder) / "release", Wanted(date="2026-01-01"), said)
        said("")
    wall, work = time.perf_counter() - begun, time.process_time()
    print(f"{made.quads} quads in {wall:.1f} s: {made.quads / wall:.0f} a second, {made.quads / work:.0f} one of work")


if __name__ == "__main__":
    main()
