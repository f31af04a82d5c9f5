"""A mistake in a query file names the file and the line; none is passed over."""

from pathlib import Path

import pytest

from kg.errors import DataFileError, UnknownQuestion
from kg.query import question_named, read_catalogue

SLOT = "  VALUES ?year { UNDEF }"
COLUMN = "{zh: 机构, en: Agency}"
GOOD = """\
#+ title:
#+   zh: 各机构
#+   en: Agencies
#+ description:
#+   zh: 全部机构
#+   en: All agencies
#+ parameters:
#+   year: {type: year, zh: 年, en: year, default: 2024}
#+ kind: documents
#+ keywords: {zh: [机构], en: [agency]}
#+ columns:
#+   agency: {zh: 机构, en: Agency}
#+
# An ordinary comment.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?agency WHERE {
  VALUES ?year { UNDEF }
  ?agency rdfs:label ?year
}
"""


def read(tmp_path: Path, text: str, name: str = "agencies.rq") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    read_catalogue(tmp_path)
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    read(tmp_path, GOOD)
    question = read_catalogue(tmp_path)["agencies"]
    assert (question.name, question.title.zh, question.description.en) == ("agencies", "各机构", "All agencies")
    assert question.parameters["year"].default == "2024"
    assert list(question.columns) == ["agency"]
    assert question.text == GOOD


MISTAKES = {
    "no header": ("#+ title:\n", "# title:\n", 1, "does not begin with a header"),
    "tab": ("#+   en: Agencies", "#+ \ten: Agencies", 3, "a tab"),
    "no blank": ("#+   en: Agencies", "#+en: Agencies", 3, "no blank after"),
    "stray line": ("# An ordinary", "#+ An ordinary", 14, "not YAML"),
    "line after the header": ("PREFIX rdfs", "#+ more: x\nPREFIX rdfs", 15, "after the end of the header"),
    "disguised line after the header": ("PREFIX rdfs", " # + more\nPREFIX rdfs", 15, "after the end of the header"),
    "not YAML": ("#+   zh: 各机构", "#+   zh: [各机构", 3, "not YAML"),
    "unknown key": ("#+ columns:", "#+ colums:", 11, "colums"),
    "unknown key within": ("{zh: 机构, en", "{zh: 机构, ja: x, en", 12, r"columns\.agency\.ja"),
    "key twice": ("#+ description:", "#+ title:", 4, "title: this key stands here twice"),
    "key twice within": ("#+   en: Agencies", "#+   zh: Agencies", 3, r"title\.zh: this key stands here twice"),
    "a language is missing": ("#+   en: All agencies\n", "", 4, r"description\.en"),
    "empty words": ("#+   zh: 各机构", "#+   zh: ''", 2, r"title\.zh"),
    "unknown type": ("type: year", "type: month", 8, "unknown type 'month'"),
    "bad default": ("default: 2024", "default: 24", 8, "'24' is not a year"),
    "parameter without its line": (f"{SLOT}\n", "", 8, "needs one line"),
    "parameter with two lines": (SLOT, f"{SLOT}\n{SLOT}", 8, "has 2"),
    "line without a parameter": ("  ?agency rdfs", "  VALUES ?area { UNDEF }\n  ?agency rdfs", 18, "no parameter"),
    "bad SPARQL": ("rdfs:label", "rdf:label", 18, "not a SPARQL 1.1 query"),
    "column not selected": (COLUMN, f"{COLUMN}\n#+   area: {COLUMN}", 11, "the query gives agency"),
    "column of unknown type": ("en: Agency}", "en: Agency, type: dollar}", 12, "no type 'dollar'"),
    "no SELECT": ("SELECT ?agency WHERE", "DESCRIBE ?agency WHERE", 1, "no SELECT query"),
    "unknown kind": ("kind: documents", "kind: papers", 9, "kind"),
    "no keywords": ("#+ keywords: {zh: [机构], en: [agency]}\n", "", 1, "keywords"),
    "no word": ("en: [agency]}", "en: []}", 10, r"keywords\.en"),
    "an empty word": ("zh: [机构]", "zh: ['']", 10, r"keywords\.zh\.0"),
    "names of what is no text": ("type: year", "type: year, among: projects", 8, "no text that could be looked for"),
    "unknown names": ("type: year", "type: text, among: people", 8, r"parameters\.year\.among"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_names_its_line(tmp_path: Path, mistake: str) -> None:
    old, new, line, says = MISTAKES[mistake]
    assert old in GOOD
    with pytest.raises(DataFileError, match=says) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert str(caught.value).startswith(f"{tmp_path / 'agencies.rq'}:{line}: ")


def test_a_name_that_is_no_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"Total_Spending\.rq:1: the name"):
        read(tmp_path, GOOD, "Total_Spending.rq")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "agencies.rq").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(DataFileError, match="not UTF-8"):
        read_catalogue(tmp_path)


def test_one_bad_file_refuses_the_whole_catalogue(tmp_path: Path) -> None:
    read(tmp_path, GOOD)
    with pytest.raises(DataFileError, match=r"zz\.rq:1"):
        read(tmp_path, "SELECT * {}", "zz.rq")


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no query file"):
        read_catalogue(tmp_path)


def test_an_unknown_question_is_told_what_is_near() -> None:
    with pytest.raises(UnknownQuestion, match="Did you mean total-spending"):
        question_named("total-spendings")
    with pytest.raises(UnknownQuestion, match="They are assets, budget-against-final, "):
        question_named("zzz")
    assert question_named("total-spending").name == "total-spending"
