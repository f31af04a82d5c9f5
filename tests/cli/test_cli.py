"""The command as people run it: its two streams and its exit code.

Every command is run as a process of its own at least once; variants of it run in this process, which is quicker.
"""

import ast
import contextlib
import csv
import io
import json
import os
import pty
import re
import socket
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg import __version__, query
from kg.cli import main
from kg.model import Extraction
from kg.store import GraphStore

KG = Path(sys.executable).with_name("kg")
CNF = "https://w3id.org/cnfiscal/def#"
FIGURE = "https://w3id.org/cnfiscal/id/figure/"
COMMANDS = ["ask", "build", "check", "conflicts", "explain", "export", "mcp", "publish", "query", "serve", "status"]


def kg(*arguments: object, given: str | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run ``kg``; no setting of the caller's reaches it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return subprocess.run(
        [KG, *map(str, arguments)],
        input=given.encode() if given is not None else b"",
        capture_output=True,
        check=False,
        cwd=cwd,
        env=environment,
    )


Command = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def kg_here(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Command:
    """The same in this process."""
    for name in ("KG_STORE", "KG_LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object, given: str = "") -> subprocess.CompletedProcess[bytes]:
        monkeypatch.setattr(sys, "argv", ["kg", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        with pytest.raises(SystemExit) as ended:
            main()
        return subprocess.CompletedProcess(sys.argv, ended.value.code or 0, *capsysbinary.readouterr())

    return run


def data(done: subprocess.CompletedProcess[bytes]) -> str:
    """What a command that went well printed; it had no message."""
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode()


def refusal(done: subprocess.CompletedProcess[bytes]) -> tuple[int, str]:
    """The exit code and message of a command that did not, and that printed no data."""
    assert done.stdout == b""
    message = done.stderr.decode()
    assert "Traceback" not in message
    return done.returncode, message


def as_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def built(samples: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[bytes]:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "samples").symlink_to(samples["000"].parent)
    done = kg("build", "samples", "--store", "store", "-j", "2", cwd=folder)
    done.args.append(folder / "store")
    return done


@pytest.fixture(scope="module")
def store(built: subprocess.CompletedProcess[bytes]) -> Path:
    assert built.returncode == 0, built.stderr.decode()
    return Path(built.args[-1])


# help, version, wrong use -------------------------------------------------------------------------------------------


def test_the_commands_and_the_exit_codes_are_in_the_help() -> None:
    text = data(kg("--help"))
    listed = re.findall(r"^  ([a-z]+)  +[A-Z]", text.partition("Commands:")[2], re.M)
    assert listed == [
        "build", "ask", "query", "explain", "check", "conflicts",
        "export", "publish", "codes", "status", "serve", "mcp",
    ]  # fmt: skip
    assert sorted(listed) == sorted([*COMMANDS, "codes"])
    assert "Exit codes: 0 done, 1 findings, 2 wrong use, 3 input unusable" in " ".join(text.split())


def test_a_command_loads_what_it_needs_and_no_reader_of_documents() -> None:
    program = """
import sys
from kg.cli.main import app
app(["ask", "--search", "支出"], standalone_mode=False)
print(list(sys.modules), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = ast.literal_eval(done.stderr)
    assert "kg.query" in loaded
    assert not {"kg.documents", "kg.extract", "kg.serve", "rdflib", "pypdfium2", "lxml", "pyarrow"} & set(loaded)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_has_an_example_of_it(command: str, kg_here: Command) -> None:
    examples = re.findall(r"^  Example: (.+)$", data(kg_here(command, "--help")), re.M)
    assert len(examples) == 1
    assert examples[0].startswith(f"kg {command} ")
    assert " --store " in examples[0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["frobnicate"], "frobnicate"),
        (["build"], "PATH"),
        (["export", "everything"], "everything"),
        (["ask", "--format", "rtf"], "rtf"),
        (["build", "samples", "-j", "0"], "-j"),
    ],
    ids=["no such command", "no argument", "no such choice", "no such format", "out of range"],
)
def test_wrong_use_ends_with_2_and_names_what_is_wrong(arguments: list[str], says: str, kg_here: Command) -> None:
    code, message = refusal(kg_here(*arguments))
    assert code == 2
    assert says in message
    assert "--help" in message


# build --------------------------------------------------------------------------------------------------------------


def test_build_says_what_it_did_on_stderr(built: subprocess.CompletedProcess[bytes]) -> None:
    """The claims and refusals are those of the keys of tables, and nothing is left out of the account."""
    assert built.returncode == 0
    assert built.stdout == b""
    lines = built.stderr.decode().splitlines()
    read = [line for line in lines if line.startswith("  read ")]
    counts = [re.search(r"samples/(\d{3})_\S+: \d+ .* = (\d+) claims .* (\d+) refused; \d+ blank", one) for one in read]
    assert [found.groups() for found in counts if found] == [
        ("000", "0", "0"), ("001", "247", "0"), ("002", "255", "2"), ("003", "201", "41"), ("004", "224", "1"),
    ]  # fmt: skip
    for line in (*read, lines[-2]):
        accounts = re.findall(r"(\d+) (?:numeric cells|amounts in sentences) = ([^;.]+)", line)
        assert len(accounts) == 2
        for total, parts in accounts:
            assert int(total) == sum(map(int, re.findall(r"\d+", parts)))
    assert any(line.startswith("5 of 5 files are in store (") for line in lines)
    assert re.match(r"\d+ numeric cells = 927 claims \+ \d+ facts \+ \d+ labels \+ 44 refused; ", lines[-2])
    assert lines[-1].startswith("Refused: ")
    assert sum(map(int, re.findall(r"(\d+) [a-z-]+", lines[-1]))) == 44


def test_no_progress_bar_where_stderr_is_no_terminal(built: subprocess.CompletedProcess[bytes]) -> None:
    assert b"\x1b" not in built.stderr
    assert b"\r" not in built.stderr
    assert b"reading" not in built.stderr


def test_a_progress_bar_on_a_terminal(samples: dict[str, Path], tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    command = [KG, "build", samples["000"], "--store", tmp_path / "store", "-j", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as process:
        os.close(theirs)
        seen = b""
        with contextlib.suppress(OSError):  # Linux: EIO when the other side is closed
            while piece := os.read(ours, 4096):
                seen += piece
        assert process.stdout is not None
        assert process.stdout.read() == b""
    os.close(ours)
    assert process.returncode == 0
    assert b"reading" in seen
    assert b"1 of 1 files are in" in seen


# ask ----------------------------------------------------------------------------------------------------------------


def test_ask_lists_every_question(root: Path, kg_here: Command) -> None:
    text = data(kg("ask"))
    listed = re.findall(r"^[a-z0-9-]+$", text, re.M)
    assert sorted(listed) == sorted(path.stem for path in (root / "queries").glob("*.rq"))
    assert "total-spending\n    Total spending of each body  [agency, " in text
    assert "total-spending\n    各部门单位本年支出合计  [agency, " in data(kg_here("ask", "--lang", "zh"))


def test_ask_in_every_format_of_a_table(store: Path, kg_here: Command) -> None:
    asked = ["ask", "total-spending", "-p", "agency=泽州", "--store", store, "--format"]
    (row,) = as_csv(data(kg(*asked, "csv")))
    assert row["body"] == "泽州县医疗保险服务中心"
    assert (row["year"], row["phase"], row["scope"], row["yuan"]) == ("2025", "approved", "own", "8145100.00")
    assert row["figure"].startswith(FIGURE)
    (record,) = json.loads(data(kg_here(*asked, "json")), parse_float=Decimal)
    assert {name: str(value) for name, value in record.items()} == row
    table = data(kg_here(*asked, "table", "--lang", "zh"))
    assert table.splitlines()[0].split()[:2] == ["部门或单位", "年度"]
    assert "8145100.00" in table
    answer = parse_query_results(data(kg_here(*asked, "xml")).encode(), format=QueryResultsFormat.XML)
    assert [solution["figure"].value for solution in answer] == [row["figure"]]


def test_ask_takes_several_values_of_a_parameter(store: Path, kg_here: Command) -> None:
    text = data(kg_here("ask", "function-code", "-p", "code=2101501", "-p", "code=2101505", "-s", store, "-f", "csv"))
    found = [(row["body"][:2], row["code"], row["yuan"]) for row in as_csv(text)]
    assert Counter(found) == Counter(
        [
            ("互助", "2101501", "877100.00"),
            ("互助", "2101501", "809100.00"),
            ("互助", "2101505", "110000.00"),
            ("互助", "2101505", "94600.00"),
            ("忻州", "2101501", "2718900.00"),
            ("旬阳", "2101501", "4142785.88"),
        ]
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["total-spendings"], "no question is called 'total-spendings'. Did you mean total-spending"),
        (["total-spending", "-p", "yaer=2024"], "total-spending has no parameter yaer. Its parameters: agency, "),
        (["total-spending", "-p", "year=24"], "year: '24' is not a year of four digits."),
        (["total-spending", "-p", "year"], "--param: 'year' is no parameter. Write name=value."),
        (["total-spending", "-p", "agency=忻州市医疗保险服务中新"], "忻州市医疗保险服务中心"),
        (["total-spending", "--lang", "fr"], "--lang: there is no language 'fr'. Choose zh or en."),
        (["total-spending", "--format", "turtle"], "not for turtle. Choose one of table, csv"),
        (["printings"], "figure: printings needs a value."),
    ],
    ids=["question", "parameter", "value", "no value", "name", "language", "format", "required"],
)
def test_a_wrong_question_ends_with_2_and_says_what_is_near(
    arguments: list[str], says: str, store: Path, kg_here: Command
) -> None:
    code, message = refusal(kg_here("ask", *arguments, "--store", store))
    assert code == 2
    assert message.startswith("kg: ")
    assert says in message


def test_without_a_store_it_ends_with_3(tmp_path: Path, kg_here: Command) -> None:
    (tmp_path / "file").touch()
    assert refusal(kg_here("status", "--store", tmp_path / "none")) == (
        3,
        f"kg: {tmp_path}/none: there is no store here. Build one first, or correct the path.\n",
    )
    assert refusal(kg_here("ask", "total-spending", "--store", tmp_path)) == (
        3,
        f"kg: {tmp_path}: this is not a store. Name the folder that a store was built in.\n",
    )


# query --------------------------------------------------------------------------------------------------------------

COUNT = f"SELECT (COUNT(*) AS ?n) WHERE {{ ?c a <{CNF}Claim> ; <{CNF}figure> ?f ; <{CNF}amount> ?a }}"
OF_MONEY = 927 + 176
"""The rows of the keys of tables, and the amounts in the keys of sentences with the five projects that 000 names."""
CONSTRUCT = f"CONSTRUCT {{ ?c <{CNF}amount> ?a }} WHERE {{ ?c <{CNF}amount> ?a FILTER(?a = 45000) }}"


def test_query_from_stdin(store: Path) -> None:
    assert data(kg("query", "-", "--store", store, "--format", "csv", given=COUNT)) == f"n\r\n{OF_MONEY}\r\n"


def test_query_from_a_file_constructs_turtle(store: Path, tmp_path: Path, kg_here: Command) -> None:
    """45,000 yuan stands six times in 004: vehicles, running and total, in two columns each, and in 208 of table 6."""
    (tmp_path / "query.rq").write_text(CONSTRUCT, encoding="utf-8")
    text = data(kg_here("query", tmp_path / "query.rq", "--store", store))
    quads = list(parse(text, format=RdfFormat.TURTLE))
    assert {quad.predicate for quad in quads} == {NamedNode(f"{CNF}amount")}
    assert {quad.object.value for quad in quads} == {"45000"}
    assert "@prefix cnf:" in text
    lines = data(kg_here("query", tmp_path / "query.rq", "--store", store, "--format", "ntriples"))
    assert set(parse(lines, format=RdfFormat.N_TRIPLES)) == set(quads)


def test_a_query_is_warned_of_before_it_runs(kg_here: Command, store: Path) -> None:
    """Warnings are for people, on stderr; what the query answers is told all the same, on stdout."""
    text = f"PREFIX cnf: <{CNF}> SELECT (SUM(?y) AS ?n) {{ ?c cnf:ammount ?y }}"
    done = kg_here("query", "-", "--store", store, "--format", "csv", given=text)
    said = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout) == (0, b"n\r\n0\r\n")
    assert [line.split(":")[:2] for line in said] == [["kg", " warning"]] * len(said)
    assert any("no property is called cnf:ammount" in line and "cnf:amount" in line for line in said)
    done = kg_here(
        "query", "-", "--store", store, given=f"PREFIX cnf: <{CNF}> SELECT (SUM(?y) AS ?n) {{ ?c cnf:amount ?y }}"
    )
    assert b"adds printings" in done.stderr
    assert kg_here("query", "-", "--no-guard", "--store", store, given=text).stderr == b""
    assert kg_here("query", "-", "--store", store, given=f"PREFIX cnf: <{CNF}> ASK {{ ?f a cnf:Figure }}").stderr == b""


def test_a_syntax_error_ends_with_2_and_tells_line_and_column(store: Path, kg_here: Command) -> None:
    code, message = refusal(kg_here("query", "-", "--store", store, given="SELECT ?s WHERE {\n  ?s a ;; ?o }"))
    assert code == 2
    assert "not a SPARQL 1.1 query at line 2, column" in message
    assert refusal(kg_here("query", "-", "--store", store, given="INSERT DATA { <urn:a> <urn:b> <urn:c> }"))[0] == 2


def test_a_query_file_that_is_missing_ends_with_3(store: Path, tmp_path: Path, kg_here: Command) -> None:
    code, message = refusal(kg_here("query", tmp_path / "no.rq", "--store", store))
    assert (code, message) == (3, f"kg: {tmp_path}/no.rq: the query cannot be read. Name a UTF-8 text file.\n")


def test_an_endpoint_that_is_down_ends_with_3(kg_here: Command) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
    code, message = refusal(kg_here("query", "-", "--store", address, given=COUNT))
    assert code == 3
    assert message.startswith(f"kg: {address}: the endpoint did not answer as it should")


def test_serve_answers_what_query_asks(store: Path) -> None:
    command = [KG, "serve", "--store", store, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            address = server.stderr.readline().split()[0]
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/sparql", address)
            answer = data(kg("query", "-", "--store", address, "--format", "csv", given=COUNT))
            assert answer == f"n\r\n{OF_MONEY}\r\n"
        finally:
            server.terminate()


# explain ------------------------------------------------------------------------------------------------------------


def printed_at(lines: list[str], line: int, cell: int) -> str:
    """The text of a cell of a sample, by its line and its number in the line."""
    text = lines[line - 1].strip("\n")
    cells = text.strip().removeprefix("|").removesuffix("|").split("|") if text.startswith("|") else text.split("\t")
    return cells[cell - 1].strip()


PUT_BACK = {(407, "60. 13"), (408, "55. 00"), (408, "133. 47")}
"""What one cell of line 408 of sample 003 prints together with another amount, and is of the cells beside it."""


def stands_at(lines: list[str], claim: str, line: int, printed: str) -> bool:
    """Whether the cell or the place in the sentence that the id of a claim names prints ``printed``."""
    if "/c" in claim:
        return printed_at(lines, line, int(claim.rpartition("/c")[2])) == printed or (line, printed) in PUT_BACK
    offset = re.search(r"/o(\d+)(?:/\d)?$", claim)
    assert offset is not None
    return lines[line - 1].lstrip("# ")[int(offset[1]) :].startswith(printed)


@pytest.mark.parametrize("number", ["003", "004"])
def test_every_claim_leads_back_to_what_is_printed(
    number: str, store: Path, samples: dict[str, Path], extractions: dict[str, Extraction]
) -> None:
    """From each claim's id to the line of the file, whose cell or sentence prints the text; figures lead there too.

    The claims are those of the keys of tables and of sentences, and the stocks of the keys of bodies.
    """
    lines = samples[number].read_text(encoding="utf-8").splitlines()
    extraction = extractions[number]
    wanted = {f"{extraction.sha256[:16]}/{claim.place.id}" for claim in (*extraction.claims, *extraction.others)}
    seen = set()
    with GraphStore.open(store, read_only=True) as graph:
        for claim in sorted(wanted):
            answer = query.explain(graph, claim)
            found = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
            mine = [row for row in found if row["claim"].value.endswith(f"/file/{claim}")]
            assert len(mine) == 1
            for row in found:
                values = {name: term.value for name, term in row.items() if term is not None}
                assert values["document"] == samples[number].name
                assert stands_at(lines, values["claim"].partition("/file/")[2], int(values["line"]), values["printed"])
                squeezed = "".join(values.get("row", "").split())
                assert squeezed in "".join(lines[int(values["line"]) - 1].split())
                seen.add(values["claim"].partition("/file/")[2])
    assert seen == wanted
    assert len(seen) == {"003": 201 + 42 + 6, "004": 224 + 26 + 4}[number]


def test_explain_goes_back_from_a_figure_and_from_a_claim(
    store: Path, samples: dict[str, Path], kg_here: Command
) -> None:
    """互助 prints all it spent in line 46, cut short, and in 86; in 139 and 154 as the fiscal, general money it is.

    Line 311 tells of all of it in a sentence, lines 325 and 327 of the general money.
    """
    asked = ["ask", "total-spending", "-p", "agency=互助", "-p", "phase=final", "-s", store, "-f", "csv"]
    (figure,) = (row["figure"] for row in as_csv(data(kg_here(*asked))))
    from_figure = data(kg("explain", figure, "--store", store, "--format", "csv"))
    rows = as_csv(from_figure)
    assert [(row["document"], row["line"], row["printed"], row["yuan"]) for row in rows] == [
        ("003_huzhu.txt", "311", "341.39", "3413900.00"),
        ("003_huzhu.txt", "325", "341.39", "3413900.00"),
        ("003_huzhu.txt", "327", "341.39", "3413900.00"),
        ("003_huzhu.txt", "46", "341. 3", "3413000.00"),
        ("003_huzhu.txt", "86", "341. 39", "3413900.00"),
        ("003_huzhu.txt", "139", "341. 39", "3413900.00"),
        ("003_huzhu.txt", "139", "341. 39", "3413900.00"),
        ("003_huzhu.txt", "154", "341. 39", "3413900.00"),
    ]
    assert [row["line"] for row in rows if row["figure"] == figure] == ["311", "46", "86"]
    lines = samples["003"].read_text(encoding="utf-8").splitlines()
    assert all(row["printed"] in lines[int(row["line"]) - 1].split("\t") for row in rows[3:])
    assert [row["sentence"] for row in rows] == [lines[310], lines[324], lines[326], *[""] * 5]
    for thing in (figure.removeprefix(FIGURE), rows[0]["claim"], rows[3]["claim"].partition("/file/")[2]):
        assert data(kg_here("explain", thing, "--store", store, "--format", "csv")) == from_figure


def test_explain_of_what_is_not_there_ends_with_2(store: Path, kg_here: Command) -> None:
    code, message = refusal(kg_here("explain", "0000000000000000", "--store", store))
    assert code == 2
    assert "no figure or claim is" in message


# export -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "count"), [("claims", OF_MONEY), ("figures", None)])
def test_every_format_of_an_export_has_the_same_content(
    what: str, count: int | None, store: Path, tmp_path: Path, kg_here: Command
) -> None:
    text = data(kg("export", what, "--store", store))
    assert data(kg_here("export", what, "--store", store, "--format", "csv", "--out", tmp_path / "out.csv")) == ""
    assert (tmp_path / "out.csv").read_bytes() == text.encode()
    rows = as_csv(text)
    assert len(rows) == count or count is None
    assert len({row[what.removesuffix("s")] for row in rows}) == len(rows) > 0
    assert json.loads(data(kg_here("export", what, "--store", store, "--format", "json"))) == rows
    assert (
        data(kg_here("export", what, "--store", store, "--format", "parquet", "--out", tmp_path / "out.parquet")) == ""
    )
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column_names == list(rows[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.parquet"], "nothing beside them"
    for record, row in zip(table.to_pylist(), rows, strict=True):
        for name, value in record.items():
            if isinstance(value, Decimal):
                assert value == Decimal(row[name])
            else:
                assert ("" if value is None else str(value)) == row[name]


def test_an_export_that_cannot_be_written_ends_with_3(store: Path, tmp_path: Path, kg_here: Command) -> None:
    out = tmp_path / "no-such-folder" / "claims.csv"
    code, message = refusal(kg_here("export", "claims", "--store", store, "--out", out))
    assert code == 3
    assert message == f"kg: {out}: it cannot be written: No such file or directory. Name another file.\n"


def test_a_reader_that_goes_away_is_no_error(store: Path) -> None:
    with subprocess.Popen(
        [KG, "export", "claims", "--store", store], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(6) == b"claim,"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


# status -------------------------------------------------------------------------------------------------------------


def test_status_is_the_account(store: Path, extractions: dict[str, Extraction]) -> None:
    rows = as_csv(data(kg("status", "--store", store, "--format", "csv")))
    said = {row["what"]: int(row["number"]) for row in rows}
    assert said["quads"] == said["distinct triples"] > 0
    assert (said["files"], said["disclosures"]) == (5, 5)
    assert said["bodies"] == 7, "001 and 004 name the body above them"
    assert said["claims"] == OF_MONEY + 36, "with the stocks of the keys of bodies: 11 + 4 + 11 + 6 + 4"
    assert (said["claimCount"], said["refusedCells"]) == (927, 44)
    cells = ("claimCount", "factCells", "labelCells", "refusedCells")
    assert said["numericCells"] == sum(said[name] for name in cells)
    sentences = ("proseClaims", "proseFacts", "proseClassed", "proseRefused")
    assert said["proseAmounts"] == sum(said[name] for name in sentences)
    assert said["figures in conflict"] == 13, "eleven in 003, below 9. 1, 326. 7 and 341. 3; health in 002, twice"
    accounts = [extraction.account for extraction in extractions.values()]
    assert said["labelCells"] == sum(account.labels for account in accounts)
    assert said["blankCells"] == sum(account.blank for account in accounts)
    assert said["proseAmounts"] == sum(account.prose for account in accounts)


def test_tables_are_aligned_by_width(store: Path, kg_here: Command) -> None:
    """The rule below the head is as wide as the columns, a Chinese character being two wide."""
    head, rule, *rows = data(kg_here("ask", "total-spending", "--store", store)).splitlines()
    starts = [found.start() for found in re.finditer("-+", rule)]

    def width(text: str) -> int:
        return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)

    assert len(rows) == 6, "of 003 the budget that a sentence tells, too"
    for row in rows:
        body, _, rest = row.partition("  ")
        blanks = len(rest) - len(rest.lstrip())
        assert width(body) + 2 + blanks == starts[1]
    assert head.startswith("Body ")


def test_store_and_language_come_from_the_environment(
    store: Path, kg_here: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", str(store))
    monkeypatch.setenv("KG_LANG", "zh")
    head, _, row = data(kg_here("ask", "total-spending", "-p", "year=2025")).splitlines()
    assert head.startswith("部门或单位")
    assert row.startswith("泽州县医疗保险服务中心")


def test_version() -> None:
    assert data(kg("--version")) == f"kg {__version__}\n"
