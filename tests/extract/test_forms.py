"""The form descriptions are checked whole before a document is read: a mistake names file, line and key."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from kg import extract
from kg.errors import DataFileError
from kg.extract import Forms

FILES = [
    "beside.yml",
    "body.yml",
    "columns.yml",
    "document.yml",
    "families.yml",
    "performance.yml",
    "prose.yml",
    "rows.yml",
    "titles.yml",
    "units.yml",
]


@pytest.fixture(scope="module")
def shortened(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forms with one entry in each list: as sound as the whole, and quick to read."""
    folder = tmp_path_factory.mktemp("forms")
    for name in FILES:
        whole = yaml.safe_load((root / "mappings" / "forms" / name).read_text(encoding="utf-8"))
        short = {key: value[:1] if isinstance(value, list) else value for key, value in whole.items()}
        (folder / name).write_text(yaml.safe_dump(short, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture
def short(shortened: Path, tmp_path: Path) -> Path:
    """A copy of the shortened forms that a test may spoil."""
    return Path(shutil.copytree(shortened, tmp_path / "short"))


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the forms that a test may spoil."""
    return Path(shutil.copytree(root / "mappings" / "forms", tmp_path / "forms"))


def spoil(path: Path, found: str, put: str) -> int:
    """Replace the first ``found`` in ``path`` and return the line it stood in."""
    text = path.read_text(encoding="utf-8")
    assert found in text, f"{path.name} has no {found!r} to spoil"
    path.write_text(text.replace(found, put, 1), encoding="utf-8")
    return text[: text.index(found)].count("\n") + 1


def test_a_copy_of_the_forms_reads_alike(copy: Path, forms: Forms) -> None:
    assert extract.load(copy) == forms


MISTAKES = {
    "a title that is no pattern": ("families.yml", "['财政拨款(?:预算)?", "['财政拨款(预算", "families.1.titles.0"),
    "rows of an unknown kind": ("families.yml", "rows: projects", "rows: plans", "rows"),
    "a fund that is no member": ("families.yml", "{fund: all-fiscal}", "{fund: allfiscal}", "sets.fund"),
    "a word misspelt": ("families.yml", "rows: summary", "row: summary", "families.0.row"),
    "a side that is none": ("columns.yml", "side: income}", "side: left}", "side"),
    "a role that is none": ("columns.yml", "role: unit-code", "role: unitcode", "role"),
    "a classification that is none": ("columns.yml", "scheme: economic", "scheme: economy", "scheme"),
    "a column that is no pattern": ("columns.yml", "match: '行次|栏次'", "match: '行次|(栏次'", "match"),
    "a year that is none": ("columns.yml", "year: previous", "year: next", "set.year"),
    "a setting of no dimension": ("rows.yml", "set: {flow: resources}", "set: {direction: resources}", "set.direction"),
    "a total that is no yes": ("rows.yml", "total: true}", "total: perhaps}", "rows.0.total"),
    "a code that is none": ("rows.yml", "code: '303'", "code: '403'", "names.0.code"),
    "a code of half a level": ("rows.yml", "code: '303'", "code: '3031'", "names.0.code"),
    "an item that is none": ("rows.yml", "item: training}", "item: trainings}", "item"),
    "a level that is none": ("rows.yml", "funding_level: central", "funding_level: national", "funding_level"),
    "a scope that is none": ("rows.yml", "{3: consolidated,", "{3: whole,", "unit_codes.3"),
    "a length that is no number": ("rows.yml", "{3: consolidated,", "{three: consolidated,", "unit_codes.three"),
    "a unit that is none": ("units.yml", "yi-yuan:", "trillion:", "words.trillion"),
    "a title word without settings": ("titles.yml", ", set: {fund: state-capital}", "", "words.1.set"),
    "a kind that is none": ("document.yml", "决算: final", "决算: finished", "kinds.决算"),
    "a level of a document that is none": ("document.yml", "单位: own", "单位: single", "levels.单位"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_names_file_line_and_key(mistake: str, copy: Path) -> None:
    name, found, put, key = MISTAKES[mistake]
    line = spoil(copy / name, found, put)
    with pytest.raises(DataFileError) as caught:
        extract.load(copy)
    assert caught.value.place == f"{copy / name}:{line}"
    assert re.search(rf"key \S*{re.escape(key)}\b", caught.value.what)
    assert "mappings/forms/README.md" in caught.value.advice


@pytest.mark.parametrize(
    ("name", "found", "put"),
    [
        ("units.yml", "label: ", "label: 'x'\nlabel: "),
        ("families.yml", "rows: summary", "rows: summary\n    rows: codes"),
        ("rows.yml", "total: true}", "total: true, total: false}"),
    ],
)
def test_a_key_that_stands_twice(name: str, found: str, put: str, copy: Path) -> None:
    """YAML readers let the second hold and say nothing."""
    line = spoil(copy / name, found, put)
    with pytest.raises(DataFileError, match="twice") as caught:
        extract.load(copy)
    assert caught.value.place == f"{copy / name}:{line + put.count(chr(10))}"


def test_a_row_of_a_family_that_is_none(copy: Path) -> None:
    spoil(copy / "rows.yml", "family: three-public", "family: three-publik")
    with pytest.raises(DataFileError, match="three-publik") as caught:
        extract.load(copy)
    assert caught.value.place == str(copy / "rows.yml")
    assert "three-public" in caught.value.advice


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_yaml(name: str, short: Path) -> None:
    text = (short / name).read_text(encoding="utf-8").rstrip("\n")
    (short / name).write_text(f"{text}\nodd: ]\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="not YAML") as caught:
        extract.load(short)
    assert caught.value.place == f"{short / name}:{text.count(chr(10)) + 2}"


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing(name: str, short: Path) -> None:
    (short / name).unlink()
    with pytest.raises(DataFileError, match="missing") as caught:
        extract.load(short)
    assert caught.value.place == str(short / name)
    assert caught.value.advice


@pytest.mark.parametrize("name", FILES)
def test_a_part_that_is_missing(name: str, short: Path) -> None:
    """Every part of every file is needed."""
    extract.load(short)
    whole = yaml.safe_load((short / name).read_text(encoding="utf-8"))
    for part in whole:
        rest = {key: value for key, value in whole.items() if key != part}
        (short / name).write_text(yaml.safe_dump(rest, allow_unicode=True), encoding="utf-8")
        extract.load.cache_clear()
        with pytest.raises(DataFileError, match=f"key {part}"):
            extract.load(short)


def test_the_version_follows_the_text(short: Path) -> None:
    before = extract.load(short).version
    spoil(short / "units.yml", "words:", "# a remark\nwords:")
    extract.load.cache_clear()
    assert extract.load(short).version != before
    assert re.fullmatch("[0-9a-f]{16}", before)


def test_every_form_is_named_in_both_languages(forms: Forms) -> None:
    families = forms.families
    assert len({family.id for family in families}) == len(families)
    assert all(re.search("[一-鿿]", family.zh) and family.en.isascii() for family in families)


def test_a_form_that_is_not_read_says_why_unless_it_holds_no_money(forms: Forms) -> None:
    families = forms.families
    assert {family.id: family.reason for family in families if not family.read} == {
        "performance": "", "statistics": "count", "contents": "",
    }  # fmt: skip
    assert {family.reason for family in families if family.read} == {""}
