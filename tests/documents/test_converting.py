"""Formats that are read by way of LibreOffice: without it, with a stand-in that behaves or does not, and with it."""

import os
import shutil
import stat
import time
from pathlib import Path

import pytest
from office_files import compound, docx, paragraph, row, xlsx

from kg.documents import converting, read
from kg.errors import DamagedFile, LimitExceeded, MissingProgram

OLD_TEXT = compound("WordDocument", b"\xec\xa5")
RTF = (
    rb"{\rtf1\ansi\uc1 {\u-26492?\u31639?\par}"  # 预 is 39044 - 65536, 算 is 31639
    rb"\trowd\cellx1000\cellx2000 A\cell 1\cell\row\trowd\cellx1000\cellx2000 B\cell 2\cell\row\pard\par}"
)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is first on the path, for a stand-in named ``soffice``."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return folder / "soffice"


def stands_in(program: Path, *lines: str) -> None:
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("name", "content", "endings"),
    [
        ("a.doc", OLD_TEXT, (".doc", ".docx")),
        ("a.wps", OLD_TEXT, (".doc", ".docx")),
        ("a.docx", b"{\\rtf1 x}", (".rtf", ".docx")),
        (
            "a.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            (".xml", ".xlsx"),
        ),
    ],
)
def test_without_the_program_it_is_named(
    name: str, content: bytes, endings: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending, target = endings
    monkeypatch.setenv("PATH", str(tmp_path))
    path = written(tmp_path, name, content)
    with pytest.raises(MissingProgram) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path}: a {ending} file is read by way of LibreOffice, which is not installed. "
        f"Install LibreOffice (the program soffice), or save the file as {target} or .pdf."
    )


def test_what_the_program_makes_is_read_under_the_name_of_the_file(tmp_path: Path, program: Path) -> None:
    made = docx(tmp_path / "made.docx", paragraph("部门预算"))
    stands_in(program, "mkdir out", f"cp {made} out/given.docx")
    document = read(written(tmp_path, "a.wps", OLD_TEXT))
    assert document.paragraphs[0].text == "部门预算"
    assert (document.name, document.media_type) == ("a.wps", "application/msword")
    assert document.size == len(OLD_TEXT)


def test_a_workbook_is_made_a_newer_workbook(tmp_path: Path, program: Path) -> None:
    made = xlsx(tmp_path / "made.xlsx", {"一": f"<sheetData>{row(1, '项目', '数')}{row(2, '甲', '1')}</sheetData>"})
    stands_in(program, "mkdir out", f"cp {made} out/given.xlsx")
    content = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    assert len(read(written(tmp_path, "a.xls", content)).tables) == 1


def test_what_the_program_says_is_in_the_error(tmp_path: Path, program: Path) -> None:
    stands_in(program, "echo first", "echo 'source file could not be loaded'", "exit 1")
    with pytest.raises(DamagedFile, match=r"LibreOffice cannot read it \(source file could not be loaded\)"):
        read(written(tmp_path, "a.doc", OLD_TEXT))


def test_a_program_that_hangs_is_killed_with_all_it_started(
    tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "SECONDS", 0.5)
    stands_in(program, "sleep 60 &", f"echo $! > {tmp_path}/child", "wait")
    with pytest.raises(LimitExceeded, match=r"not done within 0\.5 s"):
        read(written(tmp_path, "a.doc", OLD_TEXT))
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    deadline = time.monotonic() + 5
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_program_has_no_network_and_a_folder_of_its_own(tmp_path: Path, program: Path) -> None:
    made = docx(tmp_path / "made.docx", paragraph("部门预算"))
    stands_in(
        program,
        f'echo "$HOME" > {tmp_path}/home',
        f"python3 -c 'import socket; socket.socket()' 2> {tmp_path}/refused",
        f"mkdir out && cp {made} out/given.docx",
    )
    read(written(tmp_path, "a.doc", OLD_TEXT))
    home = Path((tmp_path / "home").read_text(encoding="utf-8").strip())
    assert home.name.startswith("kg-")
    assert not home.exists()
    assert "PermissionError" in (tmp_path / "refused").read_text(encoding="utf-8")


def test_with_the_program_itself(tmp_path: Path) -> None:
    if not any(shutil.which(name) for name in converting.PROGRAMS):
        pytest.skip("LibreOffice is not installed")
    document = read(written(tmp_path, "a.doc", RTF))
    assert [paragraph.text for paragraph in document.paragraphs] == ["预算"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["A", "1"], ["B", "2"]]
