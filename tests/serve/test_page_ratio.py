"""The page of the largest body takes no more than a few times what its queries take alone."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_of_the_largest_body_takes_under_five_times_its_queries(sample_store: Path) -> None:
    """As ``bench/page_ratio.py`` measures it, which ends with 1 where it takes longer."""
    command = [sys.executable, str(ROOT / "bench" / "page_ratio.py"), str(sample_store)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "times" in done.stdout
