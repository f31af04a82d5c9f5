"""Formats that only a whole office program can read, by way of LibreOffice: .doc, .wps, .rtf, .odt, .ods, .xlsb.

The program is no part of this package. Where it is installed it turns the file into a newer format in a folder of its
own, in processes of its own that are killed together when their time is over. It runs without the network, so that
nothing a file links to is fetched; macros do not run in conversions.
"""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from kg import workers
from kg.documents import word, xlsx
from kg.documents.formats import Format, damaged, detect
from kg.documents.sources import MAX_BYTES, Reading, Source
from kg.errors import BeyondLimit, LimitExceeded, MissingProgram

PROGRAMS = ("soffice", "libreoffice")
"""The names under which the program is looked for."""
SECONDS = 100.0
"""The time that one file may take; two seconds are usual."""
_MEMORY = 2048 * workers.MIB
_ENDINGS = {
    Format.DOC: "doc",
    Format.RTF: "rtf",
    Format.ODT: "odt",
    Format.ODS: "ods",
    Format.XLSB: "xlsb",
    Format.XML_SHEET: "xml",
    Format.XML_TEXT: "xml",
}


def read_text(source: Source) -> Reading:
    """The text document in ``source``. Raises ``MissingProgram``, ``LimitExceeded``, or what reading .docx raises."""
    return word.read(_converted(source, "docx"))


def read_sheets(source: Source) -> Reading:
    """The workbook in ``source``. Raises ``MissingProgram``, ``LimitExceeded``, or what reading .xlsx raises."""
    return xlsx.read(_converted(source, "xlsx"))


def _converted(source: Source, target: str) -> Source:
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    form = detect(source)
    if program is None:
        raise MissingProgram(
            f"a .{_ENDINGS[form]} file is read by way of LibreOffice, which is not installed.",
            place=source.place,
            advice=f"Install LibreOffice (the program {PROGRAMS[0]}), or save the file as .{target} or .pdf.",
        )
    how = _Conversion(program, _ENDINGS[form], target, SECONDS)
    content = workers.run(_convert, source.content, how, source.place, limits=_limits())
    return source.model_copy(update={"content": content})


class _Conversion(NamedTuple):
    """What turns a file from the format of one ending into that of another, and within which time."""

    program: str
    ending: str
    target: str
    seconds: float


def _limits() -> workers.Limits:
    """Those of one conversion, within the memory that this process may give away."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    memory = _MEMORY if most == resource.RLIM_INFINITY else min(most, _MEMORY)
    return workers.Limits(seconds=SECONDS + 10, memory=memory)


def _convert(content: bytes, how: _Conversion, place: str) -> bytes:
    """``content`` in the other format; runs in a worker."""
    with tempfile.TemporaryDirectory(prefix="kg-") as name:
        folder = Path(name)
        given = folder / f"given.{how.ending}"
        given.write_bytes(content)
        said = _run(how, folder, given, place)
        made = folder / "out" / f"given.{how.target}"
        if not made.is_file():
            raise damaged(place, f"LibreOffice cannot read it ({said or 'it does not say why'})")
        if made.stat().st_size > MAX_BYTES:
            raise BeyondLimit(
                f"as .{how.target} it has more than {MAX_BYTES // 2**20} MiB.",
                place=place,
                advice="Give its parts one by one.",
            )
        return made.read_bytes()


def _run(how: _Conversion, folder: Path, given: Path, place: str) -> str:
    """Run the program and say the last line it printed; it and all it started are killed when their time is over."""
    process = subprocess.Popen(
        [
            *(how.program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"),
            *("--nologo", "--convert-to", how.target, "--outdir", str(folder / "out"), str(given)),
        ],
        cwd=folder,
        env=os.environ | {"HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=how.seconds)
    except subprocess.TimeoutExpired as error:
        raise LimitExceeded(
            f"LibreOffice was not done within {how.seconds:g} s.", place=place, advice="Save it as .docx or .xlsx."
        ) from error
    finally:
        _kill(process)
    return said.decode("utf-8", "replace").strip().rpartition("\n")[2]


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
