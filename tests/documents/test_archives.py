"""Zip archives: their members as sources, names in any encoding, and what is made to harm."""

import struct
import zipfile
from pathlib import Path

import pytest
from office_files import docx, in_memory, paragraph, zipped

from kg.documents import Source, archives, read, source
from kg.documents import zipped as limits
from kg.documents.archives import is_archive, members
from kg.errors import BeyondLimit, DamagedFile, InputError, MissingPath, ProtectedFile, UnsafeName

TEXT = "泽州县财政局2024年部门预算公开\n".encode()


def sources(path: Path) -> list[Source]:
    found = list(members(path))
    assert all(isinstance(one, Source) for one in found), found
    return [one for one in found if isinstance(one, Source)]


def errors(path: Path) -> list[InputError]:
    return [one for one in members(path) if isinstance(one, InputError)]


def test_every_member_is_a_source_named_by_the_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "预算.zip", {"b/二.txt": TEXT, "a.txt": b"x", "b/": b"", "__MACOSX/a.txt": b"?"})
    found = sources(path)
    assert [one.name for one in found] == ["预算.zip!/a.txt", "预算.zip!/b/二.txt"]
    assert found[1].place == f"{path}!/b/二.txt"
    document = read(found[1])
    assert document.name == "预算.zip!/b/二.txt"
    assert document.paragraphs[0].text == "泽州县财政局2024年部门预算公开"
    assert document.size == len(TEXT)


def test_an_office_document_in_an_archive_is_one_member(tmp_path: Path) -> None:
    content = docx(tmp_path / "a.docx", paragraph("部门预算")).read_bytes()
    (found,) = sources(zipped(tmp_path / "a.zip", {"a.docx": content}))
    assert read(found).paragraphs[0].text == "部门预算"


def test_what_is_an_archive(tmp_path: Path) -> None:
    assert is_archive(source(zipped(tmp_path / "a.zip", {"a.txt": TEXT})))
    assert not is_archive(source(docx(tmp_path / "a.docx", paragraph("部门预算"))))
    assert not is_archive(Source(name="a.zip", content=TEXT, place="a.zip"))


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_without_their_encoding_are_read(encoding: str, tmp_path: Path) -> None:
    """Written as programs in Chinese do: the bytes of the system's code page, without the flag for UTF-8."""
    content = in_memory({"??????.txt": TEXT} if encoding == "utf-8" else {"????.txt": TEXT})
    marks = b"??????.txt" if encoding == "utf-8" else b"????.txt"
    path = tmp_path / "a.zip"
    path.write_bytes(content.replace(marks, "预算.txt".encode(encoding)))
    assert [one.name for one in sources(path)] == ["a.zip!/预算.txt"]


def test_archives_in_archives_are_opened(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"内.zip": in_memory({"深/c.txt": TEXT}), "b.txt": TEXT})
    assert [one.name for one in sources(path)] == ["a.zip!/b.txt", "a.zip!/内.zip!/深/c.txt"]


def test_archives_nested_too_deep_are_refused(tmp_path: Path) -> None:
    content = in_memory({"c.txt": TEXT})
    for _ in range(archives.MAX_DEPTH):
        content = in_memory({"n.zip": content, "b.txt": TEXT})
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    found = list(members(path))
    assert [one.name for one in found if isinstance(one, Source)] == [
        "a.zip!/b.txt", "a.zip!/n.zip!/b.txt", "a.zip!/n.zip!/n.zip!/b.txt",
    ]  # fmt: skip
    (error,) = (one for one in found if isinstance(one, InputError))
    assert isinstance(error, BeyondLimit)
    assert error.place == f"{path}!/n.zip!/n.zip!/n.zip"


@pytest.mark.parametrize("name", ["../a.txt", "b/../../a.txt", "/etc/passwd", "C:/a.txt", "..\\a.txt"])
def test_a_name_that_leads_out_is_refused_and_the_others_go_on(name: str, tmp_path: Path) -> None:
    found = list(members(zipped(tmp_path / "a.zip", {name: b"x", "z.txt": TEXT})))
    assert [one.name for one in found if isinstance(one, Source)] == ["a.zip!/z.txt"]
    (error,) = (one for one in found if isinstance(one, InputError))
    assert isinstance(error, UnsafeName)
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]


def locked(content: bytes) -> bytes:
    """The same archive with the flag of encryption on its first member, in both of its places."""
    spoilt = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(mark) + offset
        spoilt[at : at + 2] = struct.pack("<H", 1)
    return bytes(spoilt)


def test_a_member_with_a_password_is_said_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(locked(in_memory({"a.txt": TEXT, "b.txt": TEXT})))
    found = list(members(path))
    assert isinstance(found[0], ProtectedFile)
    assert found[0].place == f"{path}!/a.txt"
    assert isinstance(found[1], Source)


def test_a_member_that_is_damaged_is_said_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.txt", TEXT)
    path.write_bytes(path.read_bytes().replace(TEXT, TEXT[::-1], 1))
    found = list(members(path))
    assert isinstance(found[0], DamagedFile)
    assert "a.txt" in found[0].place
    assert isinstance(found[1], Source)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": bytes(60_000_000), "b.txt": TEXT})
    found = list(members(path))
    assert isinstance(found[0], BeyondLimit)
    assert isinstance(found[1], Source)


def test_what_all_members_unpack_to_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_WHOLE", len(TEXT) * 2)
    path = zipped(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT})
    assert [type(one) for one in members(path)] == [Source, Source, BeyondLimit]


def test_the_number_of_members_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    path = zipped(tmp_path / "a.zip", {"a.txt": b"1", "b.zip": in_memory({"c.txt": b"2", "d.txt": b"3"})})
    assert [type(one) for one in members(path)] == [Source, Source, BeyondLimit]


def test_an_archive_of_too_many_parts_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PARTS", 1)
    with pytest.raises(BeyondLimit, match="2 parts"):
        members(zipped(tmp_path / "a.zip", {"a.txt": b"1", "b.txt": b"2"}))


def test_an_archive_cut_short_is_said_at_once(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": TEXT})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DamagedFile, match="the list of its parts"):
        members(path)


def test_an_archive_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingPath):
        members(tmp_path / "a.zip")


def test_members_of_an_archive_from_the_web_know_where_it_came_from(tmp_path: Path) -> None:
    content = in_memory({"a.txt": TEXT})
    given = Source(name="a.zip", content=content, place="http://x/a.zip", url="http://x/a.zip", charset="big5")
    (found,) = members(given)
    assert isinstance(found, Source)
    assert (found.url, found.charset, found.place) == ("http://x/a.zip", None, "http://x/a.zip!/a.txt")
    assert errors(zipped(tmp_path / "b.zip", {"a.txt": TEXT})) == []
