"""The build of the SPARQL editor: pinned without addresses, the same every time, licensed, and carried by the wheel."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EDITOR = ROOT / "editor"
FILES = {"editor.js", "editor.css", "editor.txt"}
LICENCES = {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "(MPL-2.0 OR Apache-2.0)"}


def missing(what: str) -> None:
    """Skip; in continuous integration fail, so that these tests are never passed over unseen."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and these tests must run")
    pytest.skip(f"no {what} here")


@pytest.fixture
def node() -> str:
    found = shutil.which("node")
    if found is None:
        missing("Node.js")
    return str(found)


def locked() -> dict[str, dict[str, object]]:
    packages: dict[str, dict[str, object]] = json.loads((EDITOR / "package-lock.json").read_text())["packages"]
    return {path: told for path, told in packages.items() if path}


def test_packages_are_pinned_by_what_is_in_them_and_not_by_where_they_are() -> None:
    assert len(locked()) > 10
    for path, told in locked().items():
        assert str(told["integrity"]).startswith("sha512-"), path
        assert "resolved" not in told, path
        assert told["license"] in LICENCES, path


def test_versions_are_exact() -> None:
    told = json.loads((EDITOR / "package.json").read_text())
    versions = {**told["dependencies"], **told["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    assert {name: locked()[f"node_modules/{name}"]["version"] for name in versions} == versions


def test_terms_and_addresses(node: str) -> None:
    tests = sorted(map(str, (EDITOR / "test").glob("*.test.js")))
    assert tests
    done = subprocess.run([node, "--test", *tests], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_build_is_the_same_every_time_and_names_what_is_in_it(node: str, tmp_path: Path) -> None:
    if not (EDITOR / "node_modules" / "esbuild").is_dir():
        missing("packages of the editor (make editor)")
    made = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        subprocess.run([node, str(EDITOR / "build.mjs"), str(folder)], check=True, capture_output=True)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]
    assert made[0].keys() == FILES
    notice = made[0]["editor.txt"].decode()
    shipped = [
        path.rpartition("node_modules/")[2] for path, told in locked().items() if not told.keys() & {"dev", "optional"}
    ]
    assert "@zazuko/yasqe" in shipped
    assert [name for name in shipped if f"{name} " not in notice] == []
    assert "Permission is hereby granted" in notice
    assert len(made[0]["editor.js"]) < 600_000, "what a phone has to fetch"
    assert b"url(" not in made[0]["editor.css"].replace(b"url(data:", b"")


@pytest.mark.parametrize("there", [True, False])
def test_the_wheel_carries_what_was_built_and_nothing_of_how(tmp_path: Path, there: bool) -> None:
    """In a copy of what a wheel is made of, with the files that ignore rules keep out of the source."""
    tree = tmp_path / "tree"
    tree.mkdir()
    for name in ("pyproject.toml", ".gitignore", "README.md", "LICENSE", "LICENSE-DATA.md"):
        shutil.copy(ROOT / name, tree)
    for name in ("ontology", "mappings", "queries"):
        (tree / name).mkdir()
    (tree / "kg" / "publish" / "pages").mkdir(parents=True)
    (tree / "kg" / "__init__.py").touch()
    (tree / "editor" / "node_modules").mkdir(parents=True)
    (tree / "editor" / "node_modules" / "x.js").touch()
    if there:
        (tree / "kg" / "publish" / "pages" / "built").mkdir()
        for name in FILES:
            (tree / "kg" / "publish" / "pages" / "built" / name).touch()
    made = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(tree)]
    subprocess.run(made, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.rpartition("/")[2] for name in names if name.startswith("kg/publish/pages/built/")} == (
        FILES if there else set()
    )
    assert [name for name in names if "node_modules" in name or name.startswith("editor")] == []
