"""What the documentation says holds: its commands run, its queries answer, its lists are those of the code."""

import ast
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
import typer.main

from kg.cli.main import app, main
from kg.codebooks import dimensions
from kg.extract import Forms
from kg.extract.bodyfacts.words import Thing
from kg.extract.forms import Role
from kg.model import CLASSIFICATIONS
from kg.query.guard import warnings
from kg.rdf.members import members_turtle
from kg.store import GraphStore, Rows

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINKED = [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "LICENSE-DATA.md", ROOT / "samples" / "README.md"]
_REASON = re.compile(r"[a-z]+(-[a-z]+)+")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(path), re.M | re.S)


# commands -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with the samples in it."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "samples", folder / "samples")
    return folder


def commands_of(path: Path) -> list[list[str]]:
    lines = [line for block in blocks(path, "sh") for line in block.splitlines() if line.startswith("kg ")]
    return [shlex.split(line, comments=True) for line in lines]


@pytest.fixture
def run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., str]:
    """Runs a command in that folder; what it prints. It must go well."""
    monkeypatch.chdir(folder)
    for name in ("KG_STORE", "KG_LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(words: list[str]) -> str:
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsysbinary.readouterr()
        assert ended.value.code in (0, None), f"{shlex.join(words)}: {err.decode()}"
        return out.decode()

    return run


@pytest.fixture(scope="module")
def built(folder: Path, sample_store: Path) -> Path:
    """The store of the README; where none is named, commands take ``store``."""
    for name in ("my-store", "store"):
        shutil.copytree(sample_store, folder / name)
    return folder / "my-store"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("page", "words"),
    [(page, words) for page in PAGES for words in commands_of(page)],
    ids=lambda value: shlex.join(value) if isinstance(value, list) else value.name,
)
def test_every_command_in_a_block_runs(page: Path, words: list[str], run: Callable[..., str]) -> None:
    printed = run(words)
    assert printed or words[1] == "build", f"{name_of(page)}: it prints something"


def test_the_readme_has_the_commands_of_its_first_steps() -> None:
    assert ["kg", "build", "samples", "--store", "my-store"] in commands_of(ROOT / "README.md")
    assert {words[1] for words in commands_of(ROOT / "README.md")} >= {"build", "ask"}


def cli() -> dict[str, set[str]]:
    """The commands of ``kg``, each with its options, those of its own commands among them."""
    commands: dict[str, Any] = typer.main.get_command(app).commands
    return {name: options_of(command) for name, command in commands.items()}


def options_of(command: Any) -> set[str]:
    own = {option for one in command.params for option in one.opts}
    return own.union(*(options_of(one) for one in getattr(command, "commands", {}).values()))


def mentioned(path: Path) -> Iterator[list[str]]:
    """The words of every ``kg …`` between backticks."""
    for span in re.findall(r"`(kg [^`]+)`", text_of(path)):
        yield span.split()[1:]


@pytest.mark.parametrize("page", LINKED, ids=name_of)
def test_every_command_that_is_mentioned_exists_with_its_options(page: Path) -> None:
    for command, *rest in mentioned(page):
        assert command in cli()
        named = {option for word in rest for option in re.findall(r"--?[a-z][a-z-]*", word) if word[0] in "-["}
        assert named <= cli()[command]


def test_every_command_has_its_row_in_the_readme() -> None:
    rows = re.findall(r"^\| `kg ([a-z]+)", text_of(ROOT / "README.md"), re.M)
    assert sorted(rows) == sorted(cli())


def test_every_target_of_make_that_is_documented_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.M))
    named = {target for page in LINKED for target in re.findall(r"(?:^|`)make ([a-z]+)", text_of(page), re.M)}
    assert {"demo", "test"} <= named <= targets


# queries ------------------------------------------------------------------------------------------------------------


def answer(store: Path, query: str) -> list[dict[str, str]]:
    with GraphStore.open(store, read_only=True) as graph:
        found = graph.query(query)
    assert isinstance(found, Rows)
    return [
        {name: getattr(term, "value", "") for name, term in zip(found.variables, row, strict=True)}
        for row in found.rows
    ]


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "sparql")], ids=name_of)
def test_every_query_in_a_block_has_an_answer(page: Path, built: Path) -> None:
    for query in blocks(page, "sparql"):
        assert answer(built, query)


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "sparql")], ids=name_of)
def test_no_query_in_a_block_is_warned_of(page: Path, built: Path) -> None:
    with GraphStore.open(built, read_only=True) as graph:
        assert [warnings(query, graph) for query in blocks(page, "sparql")] == [()] * len(blocks(page, "sparql"))


def test_a_sum_over_classes_is_the_total_that_is_printed(built: Path) -> None:
    """As the samples print them in all: 429.75, 1220.24, 5,599,899.51 yuan, 341.39 and 814.51 万元."""
    (query,) = blocks(ROOT / "docs" / "figures.md", "sparql")
    yuan = sorted(Decimal(row["yuan"]) for row in answer(built, query))
    assert yuan == [Decimal(text) for text in ("3413900", "4297500", "5599899.51", "8145100", "12202400")]


def test_from_a_figure_to_the_page(built: Path) -> None:
    """The three public expenses in all: 互助 prints them as budgeted and as spent, 泽州 as budgeted."""
    (query,) = blocks(ROOT / "docs" / "graph.md", "sparql")
    found = [(row["document"], row["printed"], row["yuan"], row["row"]) for row in answer(built, query)]
    assert sorted(found) == [
        ("003_huzhu.txt", "2. 10", "21000", ""),
        ("003_huzhu.txt", "2. 10", "21000", ""),
        ("004_zezhou.md", "4.50", "45000", "合计"),
    ]


# lists --------------------------------------------------------------------------------------------------------------


def rows_of(page: str) -> set[str]:
    """What the first column of the tables of a page names between backticks."""
    lines = re.findall(r"^\| (`[^|]*`) \|", text_of(ROOT / "docs" / page), re.M)
    return {name for line in lines for name in re.findall(r"`([^`]+)`", line)}


def constants(node: ast.AST) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_the_reasons_of_refusals_are_documented(forms: Forms) -> None:
    """A reason is text with a hyphen in it that names nothing else, or the reason of a form that is not read."""
    said = set().union(*(constants(ast.parse(text_of(path))) for path in (ROOT / "kg" / "extract").rglob("*.py")))
    members = {member.notation for member in dimensions.members().values()}
    others = {
        *get_args(Role),
        *get_args(Thing),
        *CLASSIFICATIONS,
        *members,
        *rows_of("indicators.md"),
        "name-and-amount",
    }
    reasons = {text for text in said if _REASON.fullmatch(text) and not any(other.startswith(text) for other in others)}
    of_forms = {family.reason for family in forms.families if family.reason}
    documented = rows_of("refusals.md")
    assert reasons | of_forms <= documented
    assert documented <= said | of_forms
    assert {"unit-unknown", "no-row-label", "form-not-understood"} <= reasons | of_forms, (
        "so that there is something to miss"
    )


def test_the_rules_that_choose_are_documented() -> None:
    module = ast.parse(text_of(ROOT / "kg" / "reconcile" / "choosing.py"))
    (rule,) = (node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == "_rule")
    returned = set().union(*(constants(node) for node in ast.walk(rule) if isinstance(node, ast.Return)))
    assert returned == rows_of("figures.md")


def test_the_members_in_turtle_are_fresh() -> None:
    folder = ROOT / "ontology"
    assert text_of(folder / "members.ttl") == members_turtle(folder / "dimensions.csv")


# links --------------------------------------------------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", text_of(path), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", LINKED, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if not link.startswith(("http://", "https://")):
            path, _, anchor = link.partition("#")
            target = (page.parent / path) if path else page
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


def test_the_index_lists_every_page_once() -> None:
    rows = re.findall(r"^\| (\[.*?) \|", text_of(ROOT / "docs" / "README.md"), re.M)
    listed = [page for row in rows for page in re.findall(r"\]\(([a-z-]+\.md)\)", row)]
    assert sorted(listed) == sorted(page.name for page in (ROOT / "docs").glob("*.md") if page.name != "README.md")


def test_every_page_that_a_message_names_is_there() -> None:
    named = {
        found
        for path in (ROOT / "kg").rglob("*.py")
        for found in re.findall(r"docs/[a-z-]+\.md(?:#[a-z-]+)?", text_of(path))
    }
    assert "docs/refusals.md#no-title" in named
    for link in named:
        path, _, anchor = link.partition("#")
        assert (ROOT / path).is_file(), link
        assert not anchor or anchor in anchors(ROOT / path), link
