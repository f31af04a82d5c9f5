"""Crosswalks: each kind of fault is named by file and line, and what the sets say is checked by hand."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from kg import paths
from kg.codebooks import alignments
from kg.codebooks.alignments import Match
from kg.errors import DataFileError
from kg.paths.lists import Line, lines

HEAD = """#curie_map:
#  cofog: https://w3id.org/cnfiscal/id/code/cofog/
#  code: https://w3id.org/cnfiscal/id/code/
#  function: https://w3id.org/cnfiscal/id/code/function/
#  semapv: https://w3id.org/semapv/vocab/
#  skos: http://www.w3.org/2004/02/skos/core#
#mapping_set_id: https://example.org/a
#mapping_set_title: a set
#license: https://creativecommons.org/licenses/by/4.0/
#subject_source: code:function
#object_source: code:cofog
"""
COLUMNS = (
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tauthor_label\t"
    "confidence\tcomment"
)
ROW = "function:205\t教育支出\tskos:closeMatch\tcofog:09\tEducation\tsemapv:ManualMappingCuration\tsomeone\t0.9\twhy"
BODY_SLOT = "#extension_definitions:\n#  - slot_name: body\n#    property: https://example.org/body\n"
EXCEPTIONS = {"227": "预备费", "229": "其他支出", "231": "债务还本支出", "234": "抗疫特别国债安排的支出"}
"""The 类 without a function in COFOG: a reserve, a remainder, repayment of debt, and money for several functions."""
SCHEMES = ("function", "economic", "government-economic", "revenue")
JUDGED = ("function-to-cofog", "economic-to-gfsm", "government-economic-to-gfsm")


def written(folder: Path, *rows: str, head: str = HEAD, columns: str = COLUMNS) -> Path:
    path = folder / "a.sssom.tsv"
    path.write_text(head + "\n".join((columns, *rows)) + "\n", encoding="utf-8")
    return path


def to(scheme: str, object_scheme: str) -> list[Match]:
    return [m for m in alignments.load() if (m.scheme, m.object_scheme) == (scheme, object_scheme)]


def judged() -> list[Match]:
    return [m for m in alignments.load() if m.mapping_set.rpartition("/")[2] in JUDGED]


def book(scheme: str) -> list[Line]:
    path = paths.ontology() / "codes" / f"{scheme}.csv"
    return lines(path, path.read_text(encoding="utf-8").splitlines()[0].split(","))


def codes(scheme: str, level: str) -> set[str]:
    return {row["code"] for row in book(scheme) if row["level"] == level}


def english() -> dict[tuple[str, str], str]:
    return {(row["scheme"], row["code"]): row["en"] for row in book("labels-en")}


def test_a_row_as_written(tmp_path: Path) -> None:
    path = written(tmp_path, ROW)
    (match,) = alignments.load(tmp_path)
    assert (match.scheme, match.code, match.object_scheme, match.object_code) == ("function", "205", "cofog", "09")
    assert (match.predicate, match.justification, match.confidence) == (
        "closeMatch",
        "ManualMappingCuration",
        Decimal("0.9"),
    )
    assert (match.mapping_set, match.author, match.body, match.comment) == (
        "https://example.org/a",
        "someone",
        "",
        "why",
    )
    assert match.place == f"{path}:13"


def test_the_body_is_read_where_the_set_defines_it(tmp_path: Path) -> None:
    written(tmp_path, f"{ROW}\t机关", f"{ROW}\t事业单位", head=HEAD + BODY_SLOT, columns=f"{COLUMNS}\tbody")
    assert [match.body for match in alignments.load(tmp_path)] == ["机关", "事业单位"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("function:205", "function:2999999", "function has no code '2999999'"),
        ("cofog:09", "cofog:11", "cofog has no code '11'"),
        ("cofog:09", "gfsm:21", "no prefix of 'gfsm:21' is declared"),
        ("cofog:09", "code:economic/301", "object_id is 'code:economic/301'"),
        ("function:205", "205", "no prefix of '205' is declared"),
        ("skos:closeMatch", "skos:broader", "predicate_id is 'skos:broader'"),
        ("skos:closeMatch", "semapv:closeMatch", "predicate_id is 'semapv:closeMatch'"),
        ("semapv:ManualMappingCuration", "ManualMappingCuration", "no prefix of 'ManualMappingCuration'"),
        ("semapv:ManualMappingCuration", "skos:exactMatch", "mapping_justification is 'skos:exactMatch'"),
        ("0.9", "1.1", "confidence is '1.1'"),
        ("0.9", "high", "confidence is 'high'"),
        ("0.9", "", "confidence is ''"),
        ("someone", "", "author_label is empty"),
        ("\twhy", "", "the row has 8 cells, not 9"),
    ],
)
def test_a_faulty_row_is_refused_by_file_and_line(old: str, new: str, said: str, tmp_path: Path) -> None:
    good = ROW.replace("205", "206").replace("cofog:09", "cofog:04")
    path = written(tmp_path, good, ROW.replace(old, new))
    with pytest.raises(DataFileError) as caught:
        alignments.load(tmp_path)
    assert caught.value.place == f"{path}:14"
    assert said in caught.value.what
    assert caught.value.advice


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("#license: ", "#license: [", 10, "not YAML"),
        ("#mapping_set_title: a set", "#mapping_set_title: a\n#mapping_set_title: b", 9, "this key stands here twice"),
        ("#license: https", "#licence: https", 1, "license is missing"),
        ("#mapping_set_title: a set", "#mapping_set_title: [a]", 8, "mapping_set_title is missing or is no text"),
        ("#object_source: code:cofog", "#object_source: code:isic", 11, "'code:isic' is no classification"),
        ("#object_source: code:cofog", "#object_source: cofog", 11, "'cofog' is no classification"),
        ("#subject_source: code:", "#subject_source: skos:", 10, "'skos:function' is no classification"),
        ("#curie_map:\n", "#curie_map: []\n#others:\n", 1, "curie_map is missing or is no map"),
        ("#object_source", "#extension_definitions: [{slot_name: colour}]\n#object_source", 11, "not 'body' alone"),
        (HEAD, "", 1, "the metadata is missing"),
    ],
)
def test_faulty_metadata_is_refused_by_file_and_line(old: str, new: str, line: int, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, ROW, head=HEAD.replace(old, new))
    with pytest.raises(DataFileError) as caught:
        alignments.load(tmp_path)
    assert (caught.value.place, bool(caught.value.advice)) == (f"{path}:{line}", True)
    assert said in caught.value.what


def test_columns_other_than_stated_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, f"{ROW}\t机关", columns=f"{COLUMNS}\tbody")
    with pytest.raises(DataFileError, match="the columns are not subject_id") as caught:
        alignments.load(tmp_path)
    assert caught.value.place == f"{path}:12"


def test_a_body_unknown_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, f"{ROW}\t企业", head=HEAD + BODY_SLOT, columns=f"{COLUMNS}\tbody")
    with pytest.raises(DataFileError, match="body is '企业'") as caught:
        alignments.load(tmp_path)
    assert caught.value.place == f"{path}:16"


def test_a_match_stated_twice_is_refused_even_across_files(tmp_path: Path) -> None:
    first = written(tmp_path, ROW)
    second = first.rename(tmp_path / "b.sssom.tsv")
    written(tmp_path, ROW.replace("0.9", "0.5"))
    with pytest.raises(DataFileError, match=f"stands at {first}:13 already") as caught:
        alignments.load(tmp_path)
    assert caught.value.place == f"{second}:13"


def test_no_crosswalk_at_all_is_no_empty_answer(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no crosswalk is here"):
        alignments.load(tmp_path)


def test_a_set_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sssom.tsv").write_bytes((HEAD + COLUMNS + "\n" + ROW).encode("gb18030"))
    with pytest.raises(DataFileError, match="is not UTF-8"):
        alignments.load(tmp_path)


@pytest.mark.parametrize(
    ("code", "body", "government"),
    [
        ("30101", "机关", "50101"),  # 基本工资: 工资奖金津补贴
        ("30101", "事业单位", "50501"),  # 工资福利支出
        ("30201", "机关", "50201"),  # 办公费: 办公经费
        ("30201", "事业单位", "50502"),  # 商品和服务支出
        ("30216", "机关", "50203"),  # 培训费
        ("30217", "机关", "50206"),  # 公务接待费
        ("30302", "不分", "50905"),  # 退休费: 离退休费
        ("31002", "机关", "50306"),  # 办公设备购置: 设备购置
        ("31002", "事业单位", "50601"),  # 资本性支出
        ("301", "机关", "501"),
        ("301", "事业单位", "505"),
    ],
)
def test_where_a_departmental_item_belongs_by_type_of_body(code: str, body: str, government: str) -> None:
    found = [m for m in alignments.of("economic", code) if m.object_scheme == "government-economic" and m.body == body]
    assert government in [match.object_code for match in found]
    assert {match.predicate for match in found} == {"broadMatch"}
    assert (code, government) in alignments.pairs()


def test_pairs_are_those_of_the_two_economic_classifications_alone() -> None:
    found = alignments.pairs()
    assert ("30201", "50101") not in found  # 办公费 is no pay
    assert {(a[0], b[0]) for a, b in found} == {("3", "5")}
    assert codes("economic", "1") <= {a for a, _ in found}


def test_what_was_seen_counts_for_more_than_what_was_remembered() -> None:
    found = to("economic", "government-economic")
    seen = [m for m in found if m.justification == "ManualMappingCuration" and "份公开的" in m.comment]
    remembered = [m for m in found if "未见印刷" in m.comment]
    assert min(m.confidence for m in seen if "对照表无此行" not in m.comment) > max(m.confidence for m in remembered)


@pytest.mark.parametrize(
    ("scheme", "code", "predicate", "object_code"),
    [
        ("function", "205", "closeMatch", "09"),  # education
        ("function", "20405", "closeMatch", "03.3"),  # law courts
        ("function", "20203", "closeMatch", "01.2"),  # foreign economic aid
        ("function", "2050201", "closeMatch", "09.1"),  # pre-primary
        ("function", "214", "closeMatch", "04.5"),  # transport
        ("economic", "30101", "closeMatch", "2111"),  # wages and salaries in cash
        ("economic", "302", "closeMatch", "22"),  # use of goods and services
        ("economic", "30702", "closeMatch", "241"),  # interest to nonresidents
        ("government-economic", "50102", "closeMatch", "2121"),  # actual employers' social contributions
    ],
)
def test_where_codes_lead(scheme: str, code: str, predicate: str, object_code: str) -> None:
    (match,) = [m for m in alignments.of(scheme, code) if m.object_scheme in ("cofog", "gfsm")]
    assert (match.predicate, match.object_code) == (predicate, object_code)


def test_judgement_says_so_is_never_exact_and_names_one_place_for_a_code() -> None:
    found = judged()
    assert {m.predicate for m in found} == {"closeMatch", "broadMatch"}
    assert all(m.comment.startswith("本项目判断") and m.confidence <= Decimal("0.9") for m in found)
    assert {m.justification for m in found} == {"ManualMappingCuration"}
    assert max(Counter((m.scheme, m.code) for m in found).values()) == 1


def test_every_class_of_expenditure_has_its_function_but_those_stated() -> None:
    matched = {m.code for m in to("function", "cofog")}
    assert codes("function", "1") - matched == set(EXCEPTIONS)


@pytest.mark.parametrize(("scheme", "without"), [("economic", set()), ("government-economic", {"514"})])
def test_every_economic_class_leads_to_gfsm_but_the_reserve(scheme: str, without: set[str]) -> None:
    assert codes(scheme, "1") - {m.code for m in to(scheme, "gfsm")} == without


def test_a_code_in_no_set_has_no_matches() -> None:
    assert alignments.of("function", "227") == ()
    assert alignments.of("no scheme", "205") == ()


def test_a_list_without_codes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "codes").mkdir()
    for scheme in ("function", "cofog"):
        (tmp_path / "codes" / f"{scheme}.csv").write_text("number,name\n205,教育支出\n", encoding="utf-8")
    (tmp_path / "sets").mkdir()
    written(tmp_path / "sets", ROW)
    monkeypatch.setattr(paths, "ontology", lambda: tmp_path)
    with pytest.raises(DataFileError, match="no column code") as caught:
        alignments.load(tmp_path / "sets")
    assert caught.value.place == f"{tmp_path / 'codes' / 'function.csv'}:1"


def test_cofog_has_ten_divisions_and_sixty_nine_groups_each_with_both_names() -> None:
    found = alignments.terms("cofog")
    assert Counter(term.level for term in found) == {1: 10, 2: 69, 3: 109}
    assert all(term.zh and term.en for term in found if term.level < 3)
    education = {term.code: term for term in found}["09.1"]
    assert (education.parent, education.zh, education.en) == (
        "09",
        "学前和初等教育",
        "Pre-primary and primary education",
    )


def test_gfsm_is_levelled_by_digits() -> None:
    found = alignments.terms("gfsm")
    assert all(term.level == len(term.code) for term in found)
    assert {term.code for term in found if not term.parent} == {"2", "31", "32", "33"}


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ("01,1,,甲,A\n01,1,,乙,B\n", 3, "there already"),
        ("01,1,,甲,A\n02.1,2,02,乙,B\n", 3, "the parent '02' is no code above"),
        ("01,1,,甲,A\n01.1.1,3,01,乙,B\n", 3, "one level up"),
        ("01,division,,甲,A\n", 2, "level is 'division'"),
        (",1,,甲,A\n", 2, "is empty"),
    ],
)
def test_a_faulty_list_is_refused_by_file_and_line(rows: str, line: int, said: str, tmp_path: Path) -> None:
    path = tmp_path / "cofog.csv"
    path.write_text("code,level,parent,zh,en\n" + rows, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        alignments.terms("cofog", tmp_path)
    assert caught.value.place == f"{path}:{line}"
    assert said in caught.value.what


def test_english_labels_are_of_codes_in_the_book_once_each_and_in_english() -> None:
    rows = book("labels-en")
    known = {scheme: {row["code"] for row in book(scheme)} for scheme in SCHEMES}
    assert [row.place for row in rows if row["code"] not in known[row["scheme"]]] == []
    assert [key for key, count in Counter((row["scheme"], row["code"]) for row in rows).items() if count > 1] == []
    assert [row.place for row in rows if not re.fullmatch(r"[A-Z0-9][A-Za-z0-9 ,:()'-]*[A-Za-z0-9)]", row["en"])] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_class_has_an_english_label(scheme: str) -> None:
    assert {code for code in codes(scheme, "1") if (scheme, code) not in english()} == set()


@pytest.mark.parametrize(
    ("scheme", "code", "label"),
    [
        ("function", "201", "General public services"),
        ("function", "20405", "Courts"),
        ("function", "2210201", "Housing provident fund"),
        ("economic", "30113", "Housing provident fund"),
        ("economic", "31002", "Purchase of office equipment"),
        ("government-economic", "50206", "Official receptions"),
        ("revenue", "10101", "Value-added tax"),
    ],
)
def test_english_labels(scheme: str, code: str, label: str) -> None:
    assert english()[scheme, code] == label


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("行政运行", "Administrative operation"),
        ("一般行政管理事务", "General administrative management"),
        ("机关服务", "Services for administrative units"),
        ("事业运行", "Operation of public institutions"),
    ],
)
def test_a_name_that_recurs_has_one_translation(name: str, label: str) -> None:
    labels = english()
    found = [
        labels[key] for row in book("function") if row["name"] == name and (key := ("function", row["code"])) in labels
    ]
    assert len(found) > 30
    assert set(found) == {label}
