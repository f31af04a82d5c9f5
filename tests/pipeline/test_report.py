"""The report of a build: its numbers are those of the documents, its page is well-formed and shows text as text."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from selectolax.lexbor import LexborHTMLParser
from small_files import disclosure, written

from kg import pipeline
from kg.cli.building import require_place
from kg.errors import BadParameter, InputError, UnreadableFile
from kg.model import Account
from kg.pipeline.outcomes import Outcome, Report, TableSummary
from kg.store import GraphStore

KG = Path(sys.executable).with_name("kg")
NO_UNIT = disclosure("沁水县财政局").replace("单位：万元\n\n".encode(), b"")
HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def report(tmp_path: Path, read_here: list[str]) -> Report:
    """One file that is read, one whose amounts have no unit, one that is nothing, and a twin of the first."""
    files = [
        written(tmp_path / "a.txt", disclosure()),
        written(tmp_path / "b <b> & c.txt", NO_UNIT),
        written(tmp_path / "c.txt", b"nothing of the kind"),
        written(tmp_path / "d.txt", disclosure()),
    ]
    with GraphStore.in_memory() as store:
        made = pipeline.Builder(store).build(files)
    assert len(read_here) == 3
    return made._replace(missing=(InputError("there is no <such> file.", place="e.txt"),), left=((".ppt", 2),))


def test_the_numbers_are_those_of_the_documents(report: Report, tmp_path: Path) -> None:
    """A file prints 221, a label, and four amounts: two rows of two. Without a unit they are refused."""
    said: dict[str, Any] = json.loads(pipeline.as_json(report))
    none = dict.fromkeys(Account.model_fields, 0)
    assert said["account"] == {**none, "numeric": 10, "claims": 4, "labels": 2, "refused": 4}
    assert said["refused"] == {"unit-unknown": 4}
    assert (said["missing"], said["left"]) == (["e.txt: there is no <such> file."], {".ppt": 2})
    first, second, third, fourth = said["files"]
    assert [one["state"] for one in said["files"]] == ["read", "read", "error", "same"]
    assert first["account"] == {**none, "numeric": 5, "claims": 4, "labels": 1, "refused": 0}
    assert second["account"] == {**none, "numeric": 5, "claims": 0, "labels": 1, "refused": 4}
    assert (third["account"], fourth["account"]) == (None, None)
    assert third["error"].startswith(f"{tmp_path}/c.txt: ")
    assert fourth["same_as"] == first["file"] == f"{tmp_path}/a.txt"
    assert fourth["sha256"] == first["sha256"]
    assert first["disclosures"] == [
        {"agency": "泽州县财政局", "area": "140525", "year": 2024, "kind": "budget", "scope": "consolidated"}
    ]
    assert first["tables"] == [
        {
            "number": 1, "page": None, "title": "支出总表", "family": "expenditure", "status": "read", "reason": "",
            "unit": "wan-yuan", "claims": 4, "refused": {},
        }
    ]  # fmt: skip
    (table,) = second["tables"]
    assert (table["claims"], table["refused"], table["unit"]) == (0, {"unit-unknown": 4}, "")


@pytest.mark.usefixtures("read_here")
def test_accounts_add_up_over_the_samples(samples: dict[str, Path]) -> None:
    """The claims are those of the keys, 247 + 253 + 189 + 205, and the amounts of forms of performance.

    These stand in lines 294 and 295 of 002 (2), 375 and 407 to 409 of 003 (12), 405 to 409 and 442 to 446 of 004 (19).
    """
    with GraphStore.in_memory() as store:
        said = json.loads(pipeline.as_json(pipeline.Builder(store).build(samples.values())))
    assert [one["account"]["claims"] for one in said["files"]] == [0, 247, 253 + 2, 189 + 12, 205 + 19]
    for one in (said, *said["files"]):
        account = one["account"]
        assert account["numeric"] == account["claims"] + account["facts"] + account["labels"] + account["refused"]
        assert account["prose"] == sum(account[f"prose_{part}"] for part in ("claims", "facts", "classed", "refused"))
        assert sum(one["refused"].values()) == account["refused"]
    for one in said["files"]:
        assert sum(table["claims"] for table in one["tables"]) == one["account"]["claims"]
        assert sum(sum(table["refused"].values()) for table in one["tables"]) == one["account"]["refused"]


def test_the_page_is_well_formed_and_names_are_text(report: Report, tmp_path: Path) -> None:
    page = pipeline.as_html(report)
    tree = ET.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    cells = [["".join(cell.itertext()) for cell in row.iter(f"{HTML}td")] for row in tree.iter(f"{HTML}tr")]
    assert ["All", "", "", "10", "4", "0", "2", "4", *["0"] * 6, "4 unit-unknown"] in cells
    name = f"{tmp_path}/b <b> & c.txt"
    assert [name, "read", "沁水县财政局, 2024, budget", "5", "0", "0", "1", "4", *["0"] * 6, "4 unit-unknown"] in cells
    assert [f"{tmp_path}/d.txt", f"same as {tmp_path}/a.txt", *[""] * 13] in cells
    errors = ["".join(item.itertext()) for item in tree.iter(f"{HTML}li")]
    assert [error.split(": ")[0] for error in errors] == [f"{tmp_path}/c.txt", "e.txt"]
    assert "5 files, 2 of them not read." in page
    assert "2 .ppt" in page
    shown = LexborHTMLParser(page)
    assert len(shown.css("tbody tr")) == len([row for row in cells if row]), "a browser sees the same rows"
    assert shown.css("b") == []


def test_names_that_no_encoding_can_write_and_control_characters() -> None:
    table = TableSummary(1, None, "支出\x0b总表\udccb", "", "read", "", "", 0, {})
    report = Report((Outcome("a\udccb\x01.txt", account=Account(), tables=(table,)),))
    assert json.loads(pipeline.as_json(report).encode())["files"][0]["file"] == "a\udccb\x01.txt"
    ET.fromstring(pipeline.as_html(report).encode().removeprefix(b"<!DOCTYPE html>\n"))


def test_kg_build_writes_it(tmp_path: Path) -> None:
    folder = written(tmp_path / "in" / "a.txt", disclosure()).parent
    written(folder / "b.txt", b"")
    command = [KG, "build", folder, tmp_path / "none.txt", "--store", tmp_path / "store", "-j", "1", "--report"]
    for states in (["read", "error"], ["unchanged", "error"]):
        done = subprocess.run([*command, tmp_path / "report.json"], capture_output=True, text=True, check=False)
        assert done.returncode == 3, done.stderr
        said = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
        assert [one["state"] for one in said["files"]] == states
        assert [[known["agency"] for known in one["disclosures"]] for one in said["files"]] == [["泽州县财政局"], []]
        assert said["account"]["claims"] == 4
        assert len(said["missing"]) == 1
    subprocess.run([*command, tmp_path / "report.html"], capture_output=True, check=False)
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_report_that_could_not_be_written_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match=r"End it in \.json or \.html"):
        require_place(tmp_path / "report.txt")
    with pytest.raises(UnreadableFile):
        require_place(tmp_path / "none" / "report.json")
    require_place(tmp_path / "report.json")
