"""The house stands: imports point down, each library has one door, and the rules of size and naming hold."""

import ast
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tokenize import COMMENT, generate_tokens

import pytest

from kg import errors, paths

ROOT = Path(__file__).resolve().parents[1]
FLOORS: dict[str, str] = {
    "errors": "",
    "paths": "errors",
    "workers": "errors",
    "model": "errors",
    "codebooks": "errors paths model",
    "documents": "errors model workers",
    "extract": "errors paths model codebooks documents",
    "reconcile": "errors model codebooks",
    "check": "errors paths model codebooks",
    "rdf": "errors paths model codebooks",
    "store": "errors workers",
    "query": "errors paths store workers",
    "library": "errors store query",
    "audit": "errors model codebooks reconcile check rdf store query",
    "publish": "errors paths model rdf store query",
    "pipeline": "errors paths workers model codebooks documents extract reconcile check rdf store query audit",
    "serve": "errors paths workers store query publish",
    "agents": "errors paths workers store query serve",
    "cli": "errors paths workers model codebooks documents extract reconcile check rdf store query audit publish "
    "pipeline serve agents",
}
"""What each floor may import, bottom first: the table of the architecture.

``kg`` itself holds the version, and opens the library.
"""
ONE_DOOR = [
    ("SPARQLWrapper",), ("rdflib.plugins.sparql", "rdflib.paths"), ("pyshacl", "rdflib.collection"),
    ("polars",), ("pandas",),
    ("pypinyin",), ("pyarrow",), ("pypdfium2",), ("pypdf",), ("pdfplumber",),
    ("pdfminer",), ("openpyxl",), ("xlrd",), ("docx",), ("bs4",), ("lxml",), ("selectolax",), ("yaml",),
    ("uvicorn", "httptools", "uvloop"), ("prometheus_client",), ("mcp", "mcp_types"), ("jinja2",), ("markupsafe",),
]  # fmt: skip
EXACT = ("model", "extract", "reconcile", "check")
SILENCED = re.compile(r"\bnoqa\b|\btype: *ignore\b|\bpragma\b")
WITH_REASON = re.compile(
    r"# (?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*|type: ignore\[[a-z-]+(?:, [a-z-]+)*\]) +[-#] \S+(?: \S+)+"
)
"""A rule named, then a reason of at least two words."""
MODULES = sorted((ROOT / "kg").rglob("*.py"))
BANNED = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "v2"}


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), str(module))


def floor_of(module: Path) -> str:
    return module.relative_to(ROOT / "kg").parts[0].removesuffix(".py")


def name_of(module: Path) -> str:
    return str(module.relative_to(ROOT))


@cache
def imported(module: Path) -> frozenset[str]:
    return frozenset(imports(module))


def imports(module: Path) -> Iterator[str]:
    """Every dotted name that ``module`` imports, wherever the import stands; relative ones made absolute."""
    package = ["kg", *module.relative_to(ROOT / "kg").parts[:-1]]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            lead = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*lead, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant))


def floors_below(module: Path) -> set[str]:
    ours = (name.split(".") for name in imported(module) if name.split(".")[0] == "kg")
    return {parts[1] for parts in ours if len(parts) > 1 and parts[1] != "__version__"}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_imports_point_down(module: Path) -> None:
    floor = floor_of(module)
    if floor == "__init__":
        assert floors_below(module) == {"library"}
        return
    assert floor in FLOORS, f"{floor} is no floor of the architecture"
    assert floors_below(module) - {floor} - set(FLOORS[floor].split()) == set()


def test_the_table_itself_points_down() -> None:
    order = list(FLOORS)
    for floor, below in FLOORS.items():
        assert all(order.index(one) < order.index(floor) for one in below.split()), floor


def test_the_package_lists_the_floors_as_the_table_does(root: Path) -> None:
    text = re.sub(r"\s+", " ", ast.get_docstring(tree(root / "kg" / "__init__.py")) or "")
    listed = text.partition("bottom first: ")[2].partition(".")[0]
    assert listed.split(", ") == list(FLOORS)


@pytest.mark.parametrize("libraries", ONE_DOOR, ids="+".join)
def test_a_foreign_library_has_one_door(libraries: tuple[str, ...]) -> None:
    doors = {name_of(module) for module in MODULES for name in imported(module) if is_of(name, libraries)}
    assert len(doors) <= 1, doors


def test_rdflib_has_two_doors_one_for_shapes_and_one_for_sparql() -> None:
    doors = {name_of(module) for module in MODULES for name in imported(module) if is_of(name, ("rdflib",))}
    assert doors == {"kg/rdf/shacl.py", "kg/query/sparql.py"}


def is_of(name: str, libraries: tuple[str, ...]) -> bool:
    """Whether a dotted name is of one of these libraries, or of these modules of a library."""
    return any(f"{name}.".startswith(f"{library}.") for library in libraries)


def test_libraries_in_use_have_a_door() -> None:
    """So that the test above cannot pass by a misspelt name."""
    used = {name.split(".")[0] for module in MODULES for name in imported(module)}
    assert {
        "rdflib",
        "pyshacl",
        "pyarrow",
        "pypdfium2",
        "pypinyin",
        "lxml",
        "selectolax",
        "xlrd",
        "uvicorn",
        "prometheus_client",
        "mcp",
        "jinja2",
        "markupsafe",
    } <= used


def is_float(node: ast.AST) -> bool:
    literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
    return literal or (isinstance(node, ast.Name) and node.id == "float")


@pytest.mark.parametrize("module", [m for m in MODULES if floor_of(m) in EXACT], ids=name_of)
def test_money_is_never_a_float(module: Path) -> None:
    assert [node.lineno for node in ast.walk(tree(module)) if isinstance(node, ast.expr) and is_float(node)] == []


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_size_name_and_promises(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 400
    assert not BANNED & set(module.relative_to(ROOT).with_suffix("").parts)
    assert not re.search(r"\b(?:TODO|FIXME|XXX)\b", text)
    assert ast.get_docstring(tree(module)), "why does this module exist?"


def comments(source: Path) -> Iterator[tuple[int, str]]:
    with source.open(encoding="utf-8") as file:
        yield from ((one.start[0], one.string) for one in generate_tokens(file.readline) if one.type == COMMENT)


BESIDE = sorted(file for folder in ("tests", "bench") for file in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("source", [*MODULES, *BESIDE], ids=name_of)
def test_a_check_is_silenced_by_name_and_with_a_reason_beside_it(source: Path) -> None:
    silencing = [(line, text) for line, text in comments(source) if SILENCED.search(text)]
    assert [(line, text) for line, text in silencing if not WITH_REASON.fullmatch(text)] == []


def test_a_reason_is_words() -> None:
    """So that the test above cannot pass by a pattern that takes everything."""
    good = ("# noqa: S301, S603 - this program wrote it", "# type: ignore[arg-type]  # as the library has it")
    assert all(SILENCED.search(text) and WITH_REASON.fullmatch(text) for text in good)
    bad = ("# noqa", "# noqa: S301", "# noqa - it is fine", "# type: ignore", "# type: ignore[arg-type]",
           "# noqa: S301 - ok", "# pragma: no cover")  # fmt: skip
    assert all(SILENCED.search(text) and not WITH_REASON.fullmatch(text) for text in bad)


def acts(node: ast.stmt) -> bool:
    """Whether a statement at the top of a module does something beside naming things.

    Trying to import an optional package is naming.
    """
    if isinstance(node, ast.Expr):
        return not isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Try):
        return not all(isinstance(one, ast.Import | ast.ImportFrom) for one in node.body)
    return isinstance(node, ast.For | ast.While | ast.With | ast.Delete | ast.Raise | ast.Assert)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_nothing_happens_at_import(module: Path) -> None:
    assert [node.lineno for node in tree(module).body if acts(node)] == []


def test_importing_opens_no_data_file() -> None:
    """Code lists, forms and mappings are read when asked for, not when a module is imported."""
    program = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import kg.check, kg.codebooks, kg.documents, kg.extract, kg.model, kg.paths, kg.reconcile
print("\\n".join(name for name in opened if name.endswith((".csv", ".yml", ".ttl", ".rq"))))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_worker_of_pages_loads_no_library_of_tables() -> None:
    program = "import sys, kg.serve.pages; print([name for name in sys.modules if name.startswith('pyarrow')])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_exception_says_what_where_and_what_to_do_also_in_another_process() -> None:
    error = errors.StoreBusy("it is in use.", place="here", advice="Wait.")
    again = pickle.loads(pickle.dumps(error))
    assert str(error) == str(again) == "here: it is in use. Wait."
    assert (type(again), again.exit_code) == (errors.StoreBusy, 3)
    assert str(errors.QuerySyntax("no such word.")) == "no such word."


def test_a_missing_folder_is_a_broken_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "kg")
    for folder in (paths.ontology, paths.mappings, paths.queries):
        with pytest.raises(errors.EnvironmentUnusable) as caught:
            folder()
        assert caught.value.advice


@pytest.mark.parametrize("place", ["ontology", "kg/_data/ontology"])
def test_the_folders_stand_beside_the_package_or_inside_it(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "kg")
    assert paths.ontology() == tmp_path / place


def test_every_exception_is_drawn_in_the_tree() -> None:
    """The drawing at the top of ``kg/errors.py`` is the tree of classes, parent for parent."""
    drawn: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"^(?P<lead>[ │├└─]*)(?P<name>[A-Z]\w+)(?:\s{2,}|$)", line):
            above = [(indent, name) for indent, name in above if indent < len(found["lead"])]
            drawn[found["name"]] = above[-1][1] if above else "Exception"
            above.append((len(found["lead"]), found["name"]))
    classes = {name: one for name, one in vars(errors).items() if isinstance(one, type)}
    assert drawn == {name: one.__base__.__name__ for name, one in classes.items() if one.__base__}
    assert all(one.__doc__ for one in classes.values())
