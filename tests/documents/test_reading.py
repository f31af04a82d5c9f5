"""From a file to a document: bytes to text without guessing, and errors that say what, where and what to do."""

import hashlib
from pathlib import Path

import pytest

from kg.documents import MEDIA_TYPES, read
from kg.errors import EmptyDocument, InputError, MissingPath, UndecodableText, UnknownFormat, UnreadableFile

TEXT = "表1\n合计\t1.00\n"


def written(folder: Path, content: bytes, name: str = "document.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_document_says_what_file_it_is(tmp_path: Path) -> None:
    content = TEXT.encode()
    document = read(written(tmp_path, content))
    assert document.name == "document.txt"
    assert document.size == len(content) == 17
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.media_type == "text/plain"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.txt", "text/plain"), ("A.TXT", "text/plain"), ("a.md", "text/markdown"), ("a.markdown", "text/markdown")],
)
def test_the_ending_says_the_format(name: str, media_type: str, tmp_path: Path) -> None:
    assert read(written(tmp_path, TEXT.encode(), name)).media_type == media_type


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
def test_a_byte_order_mark_is_obeyed_and_left_out(encoding: str, tmp_path: Path) -> None:
    marks = {"utf-16-le-bom": b"\xff\xfe", "utf-16-be-bom": b"\xfe\xff"}
    content = marks.get(encoding, b"") + TEXT.encode(encoding.removesuffix("-bom"))
    document = read(written(tmp_path, content))
    assert document.paragraphs[0].text == "表1"
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["合计", "1.00"]


def test_a_byte_that_is_no_utf8_is_named_with_line_and_column(tmp_path: Path) -> None:
    path = written(tmp_path, b"table 1\nunit: \xcd\xf2\n")  # 万 in GBK
    with pytest.raises(UndecodableText) as caught:
        read(path)
    assert str(caught.value) == f"{path}:2:7: byte 0xcd is not valid UTF-8. Convert the file to UTF-8."


def test_the_column_of_a_byte_counts_signs(tmp_path: Path) -> None:
    path = written(tmp_path, "表\n万元".encode() + b"\xff\n")
    with pytest.raises(UndecodableText) as caught:
        read(path)
    assert caught.value.place == f"{path}:2:3"


def test_half_a_utf16_sign_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(UndecodableText, match="UTF-16"):
        read(written(tmp_path, "表".encode("utf-16") + b"\x00"))


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n"])
def test_an_empty_file_is_no_document(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument, match="empty"):
        read(written(tmp_path, content))


@pytest.mark.parametrize(("name", "kind"), [("a.png", "image/png"), ("a.zyx", "of an unknown kind")])
def test_an_unknown_format_is_named_with_those_that_are_known(name: str, kind: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat) as caught:
        read(written(tmp_path, b"x", name))
    assert kind in caught.value.what
    assert all(ending in caught.value.advice for ending in MEDIA_TYPES)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingPath) as caught:
        read(tmp_path / "none.txt")
    assert caught.value.place == str(tmp_path / "none.txt")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path / "folder.txt")
    assert caught.value.place.endswith("folder.txt")
    assert caught.value.advice


def test_every_refusal_is_an_input_error_with_advice(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", written(tmp_path, b""), written(tmp_path, b"x", "a.png")):
        with pytest.raises(InputError) as caught:
            read(path)
        assert caught.value.exit_code == 3
        assert caught.value.what
        assert caught.value.place
        assert caught.value.advice


def test_reading_twice_gives_the_same_document(samples: dict[str, Path]) -> None:
    assert all(read(path) == read(path) for path in samples.values())


@pytest.mark.parametrize(
    ("number", "tables", "stamp"),
    [("000", 0, None), ("001", 13, "仅供内部审核"), ("002", 13, None), ("003", 15, None), ("004", 16, None)],
)
def test_the_samples(number: str, tables: int, stamp: str | None, samples: dict[str, Path]) -> None:
    document = read(samples[number])
    assert len(document.tables) == tables
    assert (stamp in dict(document.furniture)) is (stamp is not None)
