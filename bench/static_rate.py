"""How fast the pages of a store are written as plain files, and in how much memory.

Usage: python bench/static_rate.py STORE
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from kg.publish import Wanted, publish_site


def main() -> None:
    """Make the site of a store, and say how many pages a second that is."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        made = publish_site(Path(sys.argv[1]), Path(folder) / "site", Wanted(), print)
        wall, work = time.perf_counter() - begun, time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{made.pages} pages and {made.data} files of data in {wall:.0f} s, {work:.0f} s of work, {peak} MiB at most")
    print(f"{made.pages / wall:.0f} pages a second with their data, {made.pages / work:.0f} one of work")


if __name__ == "__main__":
    main()
