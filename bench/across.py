"""How long the rules across documents, and the constraints on the cubes, take as the documents grow in number.

python bench/across.py [--memory] [--bodies N] [--adding] [DOCUMENTS]…     (1000 10000 unless said)

The graph holds what these queries read of documents: a department with three units, each with a budget and final
accounts for three years, twelve figures and twenty printings a document, one amount in a hundred misprinted. Twenty
departments are made so; the others are theirs under other names. Every size is loaded into a store on disk (with
--memory into one in memory), asked, and removed; with --bodies about so many bodies only, in the order of their names,
which tells the pace where all would take too long. With --adding nothing is asked of all: a body of five documents is
built beside them, then one document more, and then nothing new. Times are those of the processor; when adding, without
the reading of documents, which another process does, and without what the store merges of its load in the background.
"""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import audit, pipeline
from kg.audit.batches import answers, bodies
from kg.query import rulefiles
from kg.rdf.iris import CNF, Iris
from kg.store import GraphStore

IRIS = Iris()
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
FLOWS = ("Revenue", "Expenditure", "CarryOverIn", "CarryOverOut")
FUNDS = ("T", "General", "GovernmentFund")
WHOLE = ("revenueCode", "functionalCode", "economicCode", "governmentEconomicCode", "spendingNature", "origin", "item")
YEARS = (2022, 2023, 2024)
UNITS = 3
FILES = 2 * len(YEARS)
"""The documents of a body."""
PATTERNS = 20
TEXT = """泽州县财政局{year}年部门预算

一般公共预算支出表

单位：万元

科目编码\t科目名称\t{before}年预算数\t{year}年预算数
201\t一般公共服务支出\t60.00\t60.00
208\t社会保障和就业支出\t30.00\t30.00
221\t住房保障支出\t10.00\t10.00
合计\t\t100.00\t100.00
"""
"""A document that is built beside the others."""


def quads(documents: int) -> Iterator[Quad]:
    """The graph of about so many documents."""
    patterns = ["".join(f"{quad} .\n" for quad in _department(f"x{number}x")) for number in range(PATTERNS)]
    for number in range(max(1, documents // (FILES * (UNITS + 1)))):
        pattern = number % PATTERNS
        yield from parse(patterns[pattern].replace(f"x{pattern}x", f"x{number}x"), format=RdfFormat.N_QUADS)


def _department(department: str) -> Iterator[Quad]:
    names = [f"{department}-{unit}" for unit in range(UNITS + 1)]
    for unit, name in enumerate(names):
        node = NamedNode(IRIS.agency(name))
        yield _quad(node, TYPE, NamedNode("http://www.w3.org/ns/org#FormalOrganization"), "agencies")
        yield _quad(node, NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal(name), "agencies")
        if unit:
            above = NamedNode("http://www.w3.org/ns/org#subOrganizationOf")
            yield _quad(node, above, NamedNode(IRIS.agency(names[0])), "agencies")
        for year in YEARS:
            yield from _year(name, node, year, consolidated=not unit)


def _year(name: str, agency: NamedNode, year: int, *, consolidated: bool) -> Iterator[Quad]:
    scope = "Consolidated" if consolidated else "Own"
    files = {}
    for kind in ("Budget", "Final"):
        file = files[kind] = f"{name}-{year}-{kind}"
        disclosure = NamedNode(IRIS.disclosure(f"{name}/{year}-{kind}"))
        yield _quad(disclosure, TYPE, _cnf("Disclosure"), "catalogue")
        yield _quad(disclosure, _cnf("agency"), agency, "catalogue")
        yield _quad(disclosure, _cnf("fiscalYear"), _year_literal(year), "catalogue")
        yield _quad(disclosure, _cnf("disclosureKind"), _cnf(f"{kind}Disclosure"), "catalogue")
        yield _quad(disclosure, _cnf("scope"), _cnf(scope), "catalogue")
        graph, run, node = NamedNode(IRIS.graph("file", file, "claims")), NamedNode(IRIS.extraction(file)), _file(file)
        yield Quad(disclosure, NamedNode("http://www.w3.org/ns/dcat#distribution"), node, graph)
        yield Quad(node, _cnf("sha256"), Literal(file), graph)
        yield Quad(graph, NamedNode("http://www.w3.org/ns/prov#wasGeneratedBy"), run, graph)
        yield Quad(run, NamedNode("http://www.w3.org/ns/prov#used"), node, graph)
    for phase in ("Approved", "Final"):
        for number, flow in enumerate(FLOWS):
            for fund in FUNDS:
                figure = f"{name}-{year}-{phase}-{flow}-{fund}"
                yield from _figure(figure, agency, year, (scope, phase, flow, fund))
                amount = 1_000_000
                if consolidated:
                    yield from _figure(f"{figure}-own", agency, year, ("Own", phase, flow, fund))
                    yield from _claim(f"{figure}-own", files["Budget" if phase == "Approved" else "Final"], amount)
                    amount *= UNITS + 1
                yield from _claim(figure, files["Budget" if phase == "Approved" else "Final"], amount)
                misprinted = hash_of(figure) % 100 == 0
                later = f"{name}-{year + 1}-Budget"
                if phase == "Approved":
                    yield from _claim(figure, files["Final"], amount + 1000 * misprinted)
                elif number < 2 and year < YEARS[-1]:
                    yield from _claim(figure, later, amount + 1000 * misprinted)


def hash_of(text: str) -> int:
    """A number that depends on the text alone."""
    return sum(place * ord(letter) for place, letter in enumerate(text, start=1))


def _figure(figure: str, agency: NamedNode, year: int, key: tuple[str, ...]) -> Iterator[Quad]:
    node = NamedNode(IRIS.figure(figure))
    yield _quad(node, TYPE, _cnf("Figure"), "figures")
    yield _quad(
        node, NamedNode("http://purl.org/linked-data/cube#dataSet"), NamedNode(f"{IRIS.ids}cube/budget"), "figures"
    )
    yield _quad(node, _cnf("agency"), agency, "figures")
    yield _quad(node, _cnf("fiscalYear"), _year_literal(year), "figures")
    for term, member in zip(("scope", "phase", "flow", "fund"), key, strict=True):
        yield _quad(node, _cnf(term), _cnf(member), "figures")
    for term in WHOLE:
        yield _quad(node, _cnf(term), _cnf("T"), "figures")
    yield _quad(node, _cnf("preferredAmount"), _decimal(1), "figures")
    yield _quad(node, _cnf("agreement"), _cnf("agree"), "figures")
    yield _quad(node, _cnf("leaf"), Literal("true", datatype=NamedNode(f"{XSD}boolean")), "figures")


def _claim(figure: str, file: str, amount: int) -> Iterator[Quad]:
    graph, node = NamedNode(IRIS.graph("file", file, "claims")), NamedNode(f"{IRIS.ids}file/{file}/t01/{figure}/c2")
    yield Quad(node, TYPE, _cnf("Claim"), graph)
    yield Quad(node, _cnf("figure"), NamedNode(IRIS.figure(figure)), graph)
    yield Quad(node, _cnf("amount"), _decimal(amount), graph)
    yield Quad(node, _cnf("quantum"), _decimal(100), graph)


def _quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal, graph: str) -> Quad:
    return Quad(subject, predicate, value, NamedNode(IRIS.graph(graph)))


def _cnf(name: str) -> NamedNode:
    return NamedNode(CNF + name)


def _file(file: str) -> NamedNode:
    return NamedNode(IRIS.file(file))


def _decimal(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(f"{XSD}decimal"))


def _year_literal(year: int) -> Literal:
    return Literal(str(year), datatype=NamedNode(f"{XSD}gYear"))


def measure(documents: int, most: int | None, *, memory: bool, adding: bool) -> None:
    """Load, ask or add, print."""
    with (
        TemporaryDirectory() as folder,
        GraphStore.in_memory() if memory else GraphStore.create(Path(folder) / "store") as store,
    ):
        pipeline.Builder(store).build([])
        began = time.process_time()
        store.add(quads(documents))
        print(f"{documents} documents: loaded in {time.process_time() - began:.0f} s", flush=True)
        if adding:
            add(store, Path(folder))
        else:
            ask(store, most)


def add(store: GraphStore, folder: Path) -> None:
    """Build a few documents of one body, one more, and nothing new; print."""
    first, last = list(range(2020, 2025)), 2025
    for year in (*first, last):
        (folder / f"{year}.txt").write_text(TEXT.format(year=year, before=year - 1), encoding="utf-8")
    build(store, "five documents of a body", [folder / f"{year}.txt" for year in first])
    build(store, "one document more", [folder / f"{last}.txt"])
    build(store, "nothing new", [folder / f"{last}.txt"])


def build(store: GraphStore, what: str, given: list[Path]) -> None:
    """Build; print how long it took."""
    builder = pipeline.Builder(store)
    began = time.thread_time()
    report = builder.build(given)
    taken = time.thread_time() - began
    outcomes = ", ".join(outcome.state for outcome in report.outcomes[:1])
    print(f"{store.count()} quads: {what} ({outcomes}) in {1e3 * taken:.0f} ms", flush=True)


def ask(store: GraphStore, most: int | None) -> None:
    """Ask of all bodies or of so many; print."""
    known = bodies(store)[:most]
    documents = len(known) * FILES
    began = time.process_time()
    found = audit.across(store, IRIS, known)
    rules = time.process_time() - began
    began = time.process_time()
    once = sum(len(one.rows) for _, text in _duplicates() for one in answers(store, text, known))
    duplicates = time.process_time() - began
    outcomes = sum(one.passed + one.failed + one.inapplicable + one.cant_tell for one in found.tallies)
    print(
        f"{store.count()} quads: {outcomes} outcomes, {len(found.findings)} findings of {documents} documents in"
        f" {rules:.1f} s ({1e3 * rules / documents:.2f} ms a document); IC-12: {once} in {duplicates:.1f} s",
        flush=True,
    )


def _duplicates() -> list[tuple[str, str]]:
    return [(name, text) for name, text in rulefiles.cubes().items() if name.startswith("ic-12")]


if __name__ == "__main__":
    given = ArgumentParser()
    given.add_argument("documents", nargs="*", type=int, default=[1000, 10000])
    given.add_argument("--bodies", type=int)
    given.add_argument("--memory", action="store_true")
    given.add_argument("--adding", action="store_true")
    said = given.parse_args()
    for size in said.documents:
        measure(size, said.bodies, memory=said.memory, adding=said.adding)
