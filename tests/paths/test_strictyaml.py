"""YAML is read with its lines, and what PyYAML lets pass is refused at its line."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from kg.errors import DataFileError
from kg.paths import strictyaml

FILE = Path("data.yml")
GOOD = """\
# a comment
name: 预算
since: 2024-01-31
parts:
  - {code: "0201", share: 0.5}
  - code: 12
"""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: str
    share: float = 1


class Whole(BaseModel):
    name: str
    since: date
    parts: list[Part]


def test_values_are_typed_or_texts_as_the_reader_wants() -> None:
    typed = strictyaml.parse(GOOD, FILE)
    assert typed.plain() == {
        "name": "预算", "since": date(2024, 1, 31), "parts": [{"code": "0201", "share": 0.5}, {"code": 12}],
    }  # fmt: skip
    texts = strictyaml.parse(GOOD, FILE, typed=False)
    assert texts.plain() == {
        "name": "预算", "since": "2024-01-31", "parts": [{"code": "0201", "share": "0.5"}, {"code": "12"}],
    }  # fmt: skip


def test_a_value_knows_its_line_and_its_key() -> None:
    parts = strictyaml.parse(GOOD, FILE).pairs()["parts"]
    first, second = parts.items()
    code = second.pairs(("code",))["code"]
    assert [(one.line, one.key) for one in (parts, first, second, code)] == [
        (4, "parts"), (5, "parts[1]"), (6, "parts[2]"), (6, "parts[2].code"),
    ]  # fmt: skip
    assert strictyaml.parse(GOOD, FILE).at(("parts", 1, "code")) == code
    assert strictyaml.parse(GOOD, FILE).at(("parts", 2, "code")) == parts, "as far as they lead"


def test_what_fits_no_model_is_refused_at_its_line() -> None:
    with pytest.raises(DataFileError, match=r"data\.yml:6: key parts\.1\.code: .*string.* See there"):
        strictyaml.checked(Whole, strictyaml.parse(GOOD, FILE), "See there.")
    slip = GOOD.replace("code: 12", "cod: '12'")
    with pytest.raises(DataFileError, match=r"data\.yml:6: key parts\.1\.cod: "):
        strictyaml.checked(Whole, strictyaml.parse(slip, FILE), "See there.")
    good = GOOD.replace("code: 12", "code: '12'")
    assert strictyaml.checked(Whole, strictyaml.parse(good, FILE), "").parts[1].code == "12"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: {c: 1, c: 2}\n", 2, r"b\.c: this key stands here twice"),
        ("a: 1\nyes: x\n", 2, "a text is needed"),
        ("a: 1\n? [x]\n: y\n", 2, "a text is needed"),
        ("a: 1\nb: ]\n", 2, "not YAML"),
        ("a: 1\nb: 'open\n\n", 2, "not YAML"),
        ("a: 1\nb: 2024-02-30\n", 2, "not YAML"),
        ("a: !!python/object:os.system x\n", 1, "not YAML"),
        ("a: \x00\n", 1, "not YAML"),
    ],
)
def test_a_mistake_is_told_by_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(DataFileError, match=says) as caught:
        strictyaml.parse(text, FILE)
    assert (caught.value.place, bool(caught.value.advice)) == (f"data.yml:{line}", True)


def test_a_key_may_be_a_whole_number() -> None:
    assert strictyaml.parse("3: a\n03: b\n", FILE).plain() == {"3": "a", "03": "b"}


def test_nothing_is_told_from_something() -> None:
    assert strictyaml.parse("# only a comment\n", FILE).content is None


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="missing"):
        strictyaml.read(tmp_path / "none.yml")
    (tmp_path / "gbk.yml").write_bytes(b"a: 1\nb: \xff\xfe")
    with pytest.raises(DataFileError, match=r"gbk\.yml:2: byte 8 is not UTF-8"):
        strictyaml.read(tmp_path / "gbk.yml")
    with pytest.raises(DataFileError, match="cannot be read"):
        strictyaml.read(tmp_path)


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = strictyaml.parse(GOOD, FILE)
    monkeypatch.setattr(strictyaml, "_FAST", yaml.SafeLoader)
    assert strictyaml.parse(GOOD, FILE) == fast
