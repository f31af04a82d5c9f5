"""``kg codes`` as people run it: what it prints, and how it refuses.

Each command is run as a process of its own once; variants run in this process, which is quicker.
"""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main

KG = Path(sys.executable).with_name("kg")
CODE = "https://w3id.org/cnfiscal/id/code/"
ATTESTATIONS = ["survey", "scheme", "code", "name", "documents", "years", "regions"]
Done = subprocess.CompletedProcess[bytes]
Command = Callable[..., Done]


def kg(*arguments: object) -> Done:
    """Run ``kg`` as a process; no setting of the caller's reaches it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return subprocess.run([KG, *map(str, arguments)], capture_output=True, check=False, env=environment)


@pytest.fixture
def kg_here(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Command:
    """The same in this process."""
    for name in ("KG_STORE", "KG_LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["kg", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        return subprocess.CompletedProcess(sys.argv, int(ended.value.code or 0), *capsysbinary.readouterr())

    return run


def data(done: Done) -> str:
    """What a command that went well printed; it had no message."""
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode()


def table(done: Done) -> list[list[str]]:
    """The rows below the header of what was printed as CSV."""
    return list(csv.reader(io.StringIO(data(done), newline="")))[1:]


def refusal(done: Done) -> tuple[int, str]:
    """The exit code and message of a command that printed no data."""
    assert done.stdout == b""
    message = done.stderr.decode()
    assert "Traceback" not in message
    return done.returncode, message


# show -------------------------------------------------------------------------------------------------------------


def test_show_says_names_evidence_changes_and_matches() -> None:
    assert table(kg("codes", "show", "207", "--format", "csv")) == [
        ["iri", f"{CODE}function/207", "", ""],
        ["classification", "function", "", ""],
        ["under", "", "", ""],
        [
            "name",
            "文化旅游体育与传媒支出",
            "2019–",
            "attested: 16 of survey 2026-09, 2021-2026; 3 of survey 2026-11, 2024-2026",
        ],
        ["name", "文化体育与传媒支出", "–2018", "recalled"],
        ["name (en)", "Culture, tourism, sports and media", "", ""],
        ["renamed", "207 文化体育与传媒支出 → 207 文化旅游体育与传媒支出", "2019", ""],
        ["closeMatch", "cofog 08", "", "0.8"],
    ]


def test_show_is_a_table_for_people_unless_it_is_said(kg_here: Command) -> None:
    lines = data(kg_here("codes", "show", "2101506")).splitlines()
    assert lines[0].split() == ["what", "value", "years", "evidence"]
    assert any(line.split()[:2] == ["name", "医疗保障经办事务"] for line in lines)
    (under,) = [line for line in lines if line.startswith("under")]
    assert "210 卫生健康支出 › 21015 医疗保障管理事务" in under


def test_show_in_json_is_a_sparql_result(kg_here: Command) -> None:
    found = json.loads(data(kg_here("codes", "show", "22006", "--format", "json")))
    assert found["head"]["vars"] == ["what", "value", "years", "evidence"]
    rows = [{name: term["value"] for name, term in row.items()} for row in found["results"]["bindings"]]
    assert {"what": "iri", "value": f"{CODE}function/22006"} in rows
    assert {"what": "name", "value": "耕地保护考核奖惩基金支出", "years": "2024–", "evidence": "decreed"} in rows


@pytest.mark.parametrize(
    ("arguments", "item", "names"),
    [
        (["30311"], "30311", ["代缴社会保险费", "住房公积金"]),
        (["30311", "--year", "2017"], "30311-2007", ["住房公积金"]),
        (["30311", "--year", "2018"], "30311", ["代缴社会保险费"]),
        (["30311-2007"], "30311-2007", ["住房公积金"]),
        (["207", "--year", "2018"], "207", ["文化体育与传媒支出"]),
        (["207", "-y", "2019"], "207", ["文化旅游体育与传媒支出"]),
    ],
)
def test_show_of_a_year_or_an_item(arguments: list[str], item: str, names: list[str], kg_here: Command) -> None:
    rows = table(kg_here("codes", "show", *arguments, "--format", "csv"))
    assert rows[0][1].rpartition("/")[2] == item
    assert [row[1] for row in rows if row[0] == "name"] == names


@pytest.mark.parametrize(
    ("code", "matches"),
    [
        ("2101506", [["closeMatch (as 21015)", "cofog 07.6", "", "0.6"]]),  # none of its own
        ("30311", [["broadMatch", "gfsm 272", "", "0.6"], ["broadMatch", "government-economic 50901", "不分", "0.6"]]),
        (
            "30311-2007",  # 住房公积金 has nothing of 代缴社会保险费, whose notation it shares
            [
                ["broadMatch (as 303)", "gfsm 27", "", "0.7"],
                ["broadMatch (as 303)", "government-economic 509", "不分", "0.85"],
            ],
        ),
        ("227", []),  # a reserve has no function
    ],
)
def test_show_gives_the_match_of_the_nearest_code_above(code: str, matches: list[list[str]], kg_here: Command) -> None:
    assert [row for row in table(kg_here("codes", "show", code, "-f", "csv")) if "Match" in row[0]] == matches


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["999"], "kg: CODE: no classification has the code 999. Search for a name: kg codes search TEXT."),
        (["2109901x"], "CODE: no classification has the code 2109901x."),
        (["人员"], "CODE: no classification has the code 人员."),
        (["30311-1999"], "CODE: no classification has the code 30311-1999. Known are 30311, 30311-2007."),
        (["30311-2007", "-y", "2020"], "--year: 30311-2007 is not in use in 2020. Known are 代缴社会保险费 (2018–), "),
        (
            ["22006", "--year", "2023"],
            "--year: 22006 is not in use in 2023. Known are 耕地保护考核奖惩基金支出 (2024–)",
        ),
        (["207", "--year", "2006"], "greater than or equal to 2007"),
        (["207", "--year", "this"], "valid integer"),
        (["207", "--format", "rtf"], "rtf"),
        ([], "CODE"),
    ],
)
def test_show_refuses_with_2(arguments: list[str], says: str, kg_here: Command) -> None:
    code, message = refusal(kg_here("codes", "show", *arguments))
    assert code == 2
    assert says.lower() in message.lower()


# search -----------------------------------------------------------------------------------------------------------


def test_search_by_a_part_of_a_name() -> None:
    above = "210 卫生健康支出"
    assert table(kg("codes", "search", "医疗保障", "--year", "2024", "--format", "csv")) == [
        ["function", "21015", "医疗保障管理事务", "2019–", "attested", above],
        ["function", "2101505", "医疗保障政策管理", "2019–", "attested", f"{above} › 21015 医疗保障管理事务"],
        ["function", "2101506", "医疗保障经办事务", "2019–", "attested", f"{above} › 21015 医疗保障管理事务"],
        ["function", "2101599", "其他医疗保障管理事务支出", "2019–", "attested", f"{above} › 21015 医疗保障管理事务"],
    ]


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["医疗保障管理事务", "--year", "2018"], []),  # not yet
        (["因公出国（境）费用"], ["30212", "50207"]),
        (["因公出国(境) 费用"], ["30212", "50207"]),  # widths and spaces never matter
        (["耕地保护考核"], ["22006", "1030182"]),
        (["2010308"], ["2010308"]),
        (["2010308", "-y", "2024"], []),
        (["没有这个科目"], []),
    ],
)
def test_search(arguments: list[str], codes: list[str], kg_here: Command) -> None:
    assert [row[1] for row in table(kg_here("codes", "search", *arguments, "-f", "csv"))] == codes


def test_search_by_the_beginning_of_a_code(kg_here: Command) -> None:
    found = {row[1] for row in table(kg_here("codes", "search", "21015", "-f", "csv"))}
    assert {"21015", "2101501", "2101599"} <= found
    assert all(code.startswith("21015") for code in found)


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("归口管理的行政单位离退休", "20805 行政事业单位离退休"),  # up to 2019; 行政事业单位养老支出 since
        ("其他扶贫支出", "21305 扶贫"),  # up to 2021
        ("行政单位离退休", "20805 行政事业单位养老支出"),
    ],
)
def test_the_names_above_are_those_of_its_years(text: str, above: str, kg_here: Command) -> None:
    found = [row for row in table(kg_here("codes", "search", text, "-f", "csv")) if row[2] == text]
    assert [row[5].rpartition(" › ")[2] for row in found] == [above]


# compare ----------------------------------------------------------------------------------------------------------


def test_compare_over_the_reform_of_2018() -> None:
    done = kg("codes", "compare", "2017", "2018", "--scheme", "economic", "--format", "csv")
    assert table(done) == [
        ["economic", "2018", "split", "30104 其他社会保障缴费",
         "30110 职工基本医疗保险缴费; 30111 公务员医疗补助缴费; 30112 其他社会保障缴费", "yes"],
        ["economic", "2018", "renamed", "30307 医疗费", "30307 医疗费补助", "about"],
        ["economic", "2018", "new", "", "30311 代缴社会保险费", "yes"],
        ["economic", "2018", "moved", "30311-2007 住房公积金", "30113 住房公积金", "yes"],
        ["economic", "2018", "moved", "30312 提租补贴", "30102 津贴补贴", "yes"],
        ["economic", "2018", "renamed", "310 其他资本性支出", "310 资本性支出", "about"],
    ]  # fmt: skip


def test_compare_counts_the_last_year_and_not_the_first(kg_here: Command) -> None:
    economic = ("--scheme", "economic", "-f", "csv")
    assert table(kg_here("codes", "compare", "2018", "2019", *economic)) == []
    years = {row[1] for row in table(kg_here("codes", "compare", "2018", "2024", "-f", "csv"))}
    assert years == {"2019", "2020", "2021", "2022", "2023", "2024"}


def test_compare_looks_at_all_classifications(kg_here: Command) -> None:
    rows = table(kg_here("codes", "compare", "2023", "2024", "-f", "csv"))
    assert ["revenue", "2024", "new", "", "1030182 耕地保护考核奖惩基金收入", "yes"] in rows
    assert ["function", "2024", "new", "", "22006 耕地保护考核奖惩基金支出", "yes"] in rows
    assert ["function", "2024", "moved", "2010308 信访事务", "20140 信访事务", "about"] in rows


def test_compare_in_json(kg_here: Command) -> None:
    text = data(kg_here("codes", "compare", "2017", "2018", "--scheme", "economic", "-f", "json"))
    first, *rest = json.loads(text)["results"]["bindings"]
    assert (first["change"]["value"], len(rest)) == ("split", 5)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["2024", "2018"], "kg: LAST: 2018 is not after 2024. Give the earlier year first."),
        (["2024", "2024"], "LAST: 2024 is not after 2024."),
        (["1999", "2024"], "greater than or equal to 2007"),
        (["2018", "2101"], "less than or equal to 2100"),
        (["2018", "2024", "--scheme", "cofog"], "'cofog' is not one of"),
        (["2018"], "LAST"),
    ],
)
def test_compare_refuses_with_2(arguments: list[str], says: str, kg_here: Command) -> None:
    code, message = refusal(kg_here("codes", "compare", *arguments))
    assert code == 2
    assert says.lower() in message.lower()


# attest -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(samples: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("codes") / "store"
    done = kg("build", samples["000"], samples["002"], samples["003"], "--store", folder, "-j", "1")
    assert done.returncode == 0, done.stderr.decode()
    return folder


def test_attest_writes_rows_for_the_list_of_attestations(store: Path, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "printed.csv"
    assert data(kg("codes", "attest", "--store", store, "--survey", "mine", "--out", out)) == ""
    with out.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [*ATTESTATIONS, "standing", "certain", "codebook_name"]
    kept = (root / "ontology" / "codes" / "attestations.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header[:7] == kept.split(",")
    assert {row[0] for row in rows} == {"mine"}
    assert all(len(row) == len(header) for row in rows)


def test_attest_of_the_samples(store: Path, kg_here: Command) -> None:
    """000 prints three codes of 210 in sentences, all with one name; 002 and 003 print 2101501 in tables."""
    rows = {(row[2], row[3]): row for row in table(kg_here("codes", "attest", "--store", store))}
    name = "其他医疗保障管理事务支出"
    assert rows["2101501", "行政运行"] == [
        "", "function", "2101501", "行政运行", "2", "2024", "610000 630000", "holds", "yes", "行政运行",
    ]  # fmt: skip
    assert rows["2101506", name][4:] == ["1", "2024", "640000", "other-name", "yes", "医疗保障经办事务"]
    assert rows["2080505", "机关事业单位基本养老保"][7:] == ["name-cut", "yes", "机关事业单位基本养老保险缴费支出"]
    assert {key: row[7] for key, row in rows.items() if row[7] != "holds"} == {
        ("303", "对个人和家庭的补助支出"): "name-variant",
        ("2080505", "机关事业单位基本养老保"): "name-cut",
        ("2101103", "行政单位医疗"): "other-name",
        ("2101505", name): "other-name",
        ("2101506", name): "other-name",
        ("501", "工资福利支出"): "name-variant",
        ("502", "商品和服务支出"): "name-variant",
        ("509", "对个人和家庭的补助支出"): "name-variant",
    }


def test_attest_is_in_order_of_scheme_and_code(store: Path, kg_here: Command) -> None:
    keys = [(row[1], row[2]) for row in table(kg_here("codes", "attest", "--store", store))]
    assert keys == sorted(keys)
    assert {scheme for scheme, _ in keys} == {"economic", "function", "government-economic"}


def test_attest_without_a_store_ends_with_3(tmp_path: Path, kg_here: Command) -> None:
    code, message = refusal(kg_here("codes", "attest", "--store", tmp_path / "none"))
    assert (code, "there is no store here" in message) == (3, True)


def test_a_command_there_is_not_ends_with_2(kg_here: Command) -> None:
    code, message = refusal(kg_here("codes", "list"))
    assert code == 2
    assert "list" in message


def test_the_help_names_the_commands_with_an_example_of_each(kg_here: Command) -> None:
    assert all(name in data(kg_here("codes", "--help")) for name in ("show", "search", "compare", "attest"))
    for name in ("show", "search", "compare", "attest"):
        assert f"Example: kg codes {name} " in data(kg_here("codes", name, "--help"))
