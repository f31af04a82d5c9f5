"""The wheel carries its data: unpacked somewhere else, it builds the samples."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUN = "import sys; from kg.cli import main; sys.argv = ['kg', 'build', sys.argv[1], '--store', sys.argv[2]]; main()"


def test_unpacked_wheel_builds_the_samples(tmp_path: Path) -> None:
    built = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(built, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    where = subprocess.run(
        [sys.executable, "-c", "from kg import paths; print(paths.ontology())"],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert where.strip() == str(tmp_path / "site" / "kg" / "_data" / "ontology")
    build = [sys.executable, "-c", RUN, str(ROOT / "samples"), str(tmp_path / "store")]
    done = subprocess.run(build, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "5 of 5 files are in" in done.stderr
