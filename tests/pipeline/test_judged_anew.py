"""The rules across documents after every build: what stands is what they find of the whole store, and no more is run.

The documents are made by hand: departments with units, one of them a department itself, a unit that moves to another
department, amounts that other bodies' documents print, changes that start from another body's figure.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from pyoxigraph import NamedNode, Quad

from kg import audit, extract, paths, pipeline
from kg.audit import batches, standing
from kg.model import (
    Agency,
    BodyFact,
    BudgetKey,
    Change,
    Claim,
    Disclosure,
    Extraction,
    Flow,
    Kind,
    Phase,
    Place,
    RowReading,
    Scope,
    TableReading,
    TableStatus,
    Unit,
)
from kg.pipeline import building
from kg.rdf.iris import CNF, Iris
from kg.store import GraphStore
from tests.pipeline import hand_made as hand
from tests.pipeline.small_files import written

IRIS = Iris()
GRAPH = audit.graph_of(IRIS)
MAPPINGS = paths.mappings() / "rdf"
DEPARTMENT, OTHER, MIDDLE, UNIT, MOVING, LOWEST = (
    Agency(area="140525", name=f"泽州县{name}")
    for name in ("教育局", "水务局", "招生办公室", "第一中学", "水利学校", "考务中心")
)
Amounts: TypeAlias = dict[BudgetKey, str]
Readings: TypeAlias = dict[Path, Extraction]


# documents --------------------------------------------------------------------------------------------------------


def key(agency: Agency, year: int = 2023, **fields: Any) -> BudgetKey:
    """What a body spent by itself in 2023, unless said otherwise."""
    base = {"agency": agency, "scope": Scope.OWN, "year": year, "phase": Phase.FINAL, "flow": Flow.EXPENDITURE}
    return BudgetKey.model_validate({**base, **fields})


def whole(agency: Agency) -> BudgetKey:
    """What a department spent with its units in 2023."""
    return key(agency, scope=Scope.CONSOLIDATED)


def document(path: Path, of: Agency, year: int, kind: Kind, amounts: Amounts, **fields: Any) -> Extraction:
    """A document that prints amounts (万元) row by row in its only table."""
    rows = tuple(RowReading(table=1, number=n, line=n, label=f"第{n}行") for n in range(1, len(amounts) + 1))
    table = TableReading(number=1, title="收支表", status=TableStatus.READ, unit=Unit.WAN_YUAN, rows=rows)
    claims = tuple(
        Claim(key=one, amount=hand.money(text), place=Place(table=1, row=number, cell=2))
        for number, (one, text) in enumerate(amounts.items(), start=1)
    )
    scope = Scope.CONSOLIDATED if of in (DEPARTMENT, OTHER) else Scope.OWN
    own = Disclosure(agency=of, year=year, kind=kind, scope=scope)
    return hand.reading(path, disclosure=own, tables=(table,), claims=claims, **fields)


def units(of: Agency, *names: Agency) -> tuple[BodyFact, ...]:
    return tuple(
        BodyFact(agency=of, kind="unit", text=one.name, other=one, place=hand.at(110 + number))
        for number, one in enumerate(names)
    )


def grown(agency: Agency, base: Agency, size: str) -> Change:
    """Spending of a body that is said to differ by ``size`` from another's in 2022."""
    place = hand.cell(1, 3, table=1)
    return hand.change(key(agency), key(base, 2022), hand.at(130)).model_copy(
        update={"amount": hand.money(size), "place": place}
    )


def accounts(path: Path, of: Agency, amounts: Amounts, **fields: Any) -> Extraction:
    """The final accounts of 2023."""
    return document(path, of, 2023, Kind.FINAL, amounts, **fields)


Made: TypeAlias = Callable[[Path], Extraction]
APPROVED = {"phase": Phase.APPROVED}
DOCUMENTS: Mapping[str, tuple[Made, ...]] = {
    "department": (
        lambda path: accounts(
            path,
            DEPARTMENT,
            {whole(DEPARTMENT): "100", key(DEPARTMENT): "50", key(MOVING, **APPROVED): "29"},
            body=units(DEPARTMENT, MIDDLE, MOVING),
        ),
        lambda path: accounts(
            path, DEPARTMENT, {whole(DEPARTMENT): "80", key(DEPARTMENT): "50"}, body=units(DEPARTMENT, MIDDLE)
        ),
        lambda path: accounts(path, DEPARTMENT, {whole(DEPARTMENT): "50", key(DEPARTMENT): "50"}),
    ),
    "other": (
        lambda path: accounts(path, OTHER, {whole(OTHER): "45", key(OTHER): "25"}, body=units(OTHER, UNIT)),
        lambda path: accounts(path, OTHER, {whole(OTHER): "65", key(OTHER): "25"}, body=units(OTHER, UNIT, MOVING)),
    ),
    "middle": (
        lambda path: accounts(path, MIDDLE, {whole(MIDDLE): "30", key(MIDDLE): "10"}, body=units(MIDDLE, LOWEST)),
        lambda path: accounts(path, MIDDLE, {whole(MIDDLE): "35", key(MIDDLE): "10"}, body=units(MIDDLE, LOWEST)),
    ),
    "lowest": (lambda path: accounts(path, LOWEST, {key(LOWEST): "20"}),),
    "moving": (
        lambda path: accounts(path, MOVING, {key(MOVING): "20", key(MOVING, **APPROVED): "22"}),
        lambda path: accounts(path, MOVING, {key(MOVING): "10"}),
    ),
    "budget": (
        lambda path: document(path, MOVING, 2023, Kind.BUDGET, {key(MOVING, **APPROVED): "22"}),
        lambda path: document(path, LOWEST, 2023, Kind.BUDGET, {key(MOVING, **APPROVED): "22"}),
    ),
    "before": (
        lambda path: document(
            path, UNIT, 2022, Kind.FINAL, {key(UNIT, 2022): "15", key(UNIT, 2022, flow=Flow.CARRY_OVER_OUT): "3"}
        ),
        lambda path: document(path, UNIT, 2022, Kind.FINAL, {key(UNIT, 2022): "18"}),
    ),
    "after": (
        lambda path: accounts(
            path, UNIT, {key(UNIT): "20", key(UNIT, flow=Flow.CARRY_OVER_IN): "9", key(UNIT, 2022): "15"}
        ),
    ),
    "change": (
        lambda path: accounts(path, LOWEST, {key(LOWEST): "20"}, changes=(grown(LOWEST, UNIT, "4.01"),)),
        lambda path: accounts(path, LOWEST, {key(LOWEST): "20", key(MOVING): "20"}),
    ),
    "earlier": (lambda path: document(path, LOWEST, 2022, Kind.FINAL, {key(LOWEST, 2022): "1"}),),
}
"""What every document says, and what it says when it is read anew."""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    return {name: written(tmp_path / f"{name}.txt", name.encode()) for name in DOCUMENTS}


@pytest.fixture
def readings(read_here: list[str], monkeypatch: pytest.MonkeyPatch, files: dict[str, Path]) -> Readings:
    """What a build reads out of each file: at first the first of what it says."""
    assert read_here == []
    known = {path: DOCUMENTS[name][0](path) for name, path in files.items()}
    monkeypatch.setattr(extract, "extract_file", lambda path: (known[path],))
    return known


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with GraphStore.in_memory() as empty:
        yield empty


def build(store: GraphStore, given: list[Path]) -> None:
    assert pipeline.Builder(store).build(given).errors == ()


def checks(store: GraphStore) -> set[Quad]:
    return set(store.match(graph=GRAPH))


def marked(store: GraphStore) -> set[str]:
    return {quad.object.value for quad in store.match(GRAPH, NamedNode(f"{CNF}toBeJudged"), None, GRAPH)}


def is_whole(store: GraphStore) -> set[Quad]:
    """What stands in the store, which is what all the rules find there when they begin anew."""
    stands = checks(store)
    assert marked(store) == set()
    audit.renew(store, MAPPINGS)
    assert stands == checks(store), sorted(map(str, stands ^ checks(store)))
    return stands


# what stands is what a whole run finds --------------------------------------------------------------------------------


def outcomes(store: GraphStore, rule: str) -> tuple[int, int, int, int]:
    """Passed, failed, not applicable, could not tell, of all bodies together."""
    counts = [
        store.match(None, NamedNode(f"{CNF}{outcome}-{rule}"), None, GRAPH)
        for outcome in ("passed", "failed", "inapplicable", "cantTell")
    ]
    passed, failed, inapplicable, unsure = (sum(int(quad.object.value) for quad in quads) for quads in counts)
    return passed, failed, inapplicable, unsure


def test_a_unit_that_moves_is_counted_where_it_is_now(
    store: GraphStore, files: dict[str, Path], readings: Readings
) -> None:
    """100 is 50, 30 and 20; 30 is 10 and 20; 45 is 25 and 20. Then 20 moves: 80 is 50 and 30, 65 is 25, 20 and 20."""
    build(store, list(files.values()))
    assert outcomes(store, "department-adds") == (3, 0, 0, 0)
    is_whole(store)
    readings[files["department"]] = DOCUMENTS["department"][1](files["department"])
    build(store, [files["department"]])
    assert outcomes(store, "department-adds") == (3, 0, 0, 0)
    is_whole(store)
    readings[files["other"]] = DOCUMENTS["other"][1](files["other"])
    build(store, [files["other"]])
    assert outcomes(store, "department-adds") == (3, 0, 0, 0)
    is_whole(store)


def test_a_department_is_judged_anew_with_its_unit(
    store: GraphStore, files: dict[str, Path], readings: Readings
) -> None:
    build(store, list(files.values()))
    readings[files["moving"]] = DOCUMENTS["moving"][1](files["moving"])
    build(store, [files["moving"]])  # 10 where 20 was, so that the department above it does not add
    assert outcomes(store, "department-adds") == (2, 1, 0, 0)
    is_whole(store)


def test_a_change_from_another_bodys_figure_is_judged_with_it(
    store: GraphStore, files: dict[str, Path], readings: Readings
) -> None:
    """20 is 4.01 less than 15 of a unit elsewhere: wrong at once, and wrong otherwise when the unit says 18."""
    build(store, [files[name] for name in ("change", "earlier")])
    assert outcomes(store, "stated-change-holds") == (0, 0, 0, 1)
    build(store, [files["before"]])
    assert outcomes(store, "stated-change-holds") == (0, 1, 0, 0)
    first = is_whole(store)
    readings[files["before"]] = DOCUMENTS["before"][1](files["before"])
    build(store, [files["before"]])
    assert outcomes(store, "stated-change-holds") == (0, 1, 0, 0)
    assert is_whole(store) != first


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_built_in_whatever_order(
    seed: int, store: GraphStore, files: dict[str, Path], readings: Readings
) -> None:
    """Now and then a document is read anew and says something else; a build takes one document or several."""
    chance = random.Random(seed)
    seen: set[frozenset[Quad]] = set()
    waiting = chance.sample(list(files), len(files))
    for _ in range(12):
        given, waiting = waiting[:2], waiting[2:]
        given += chance.sample(list(files), chance.randrange(0 if given else 1, 3))
        for name in given:
            readings[files[name]] = chance.choice(DOCUMENTS[name])(files[name])
        build(store, [files[name] for name in given])
        seen.add(frozenset(is_whole(store)))
    assert len(seen) > 2, "the judgement changes on the way"


def test_one_by_one_and_at_once_come_to_the_same(files: dict[str, Path], readings: Readings) -> None:
    assert len(readings) == len(files)
    stands = []
    for rounds in ([list(files.values())], [[path] for path in files.values()], [[*files.values()][::-1]]):
        with GraphStore.in_memory() as store:
            for given in rounds:
                build(store, given)
            stands.append(checks(store))
    assert stands[0] == stands[1] == stands[2]


def test_the_samples_one_by_one(
    store: GraphStore,
    samples: dict[str, Path],
    extractions: dict[str, Extraction],
    read_here: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = {samples[number]: (extraction,) for number, extraction in extractions.items()}
    monkeypatch.setattr(extract, "extract_file", lambda path: known[path])
    for path in samples.values():
        build(store, [path])
        is_whole(store)
    assert len(read_here) == len(samples)


# only what has changed is judged, and that for certain ------------------------------------------------------------


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the bodies that the rules are run of."""
    asked: list[str] = []
    each = standing.across_each

    def noted(store: GraphStore, iris: Iris, of: tuple[NamedNode, ...]) -> Any:
        asked.extend(body.value.rsplit("/", 1)[1] for body in of)
        return each(store, iris, of)

    monkeypatch.setattr(standing, "across_each", noted)
    return asked


def ids(*bodies: Agency) -> list[str]:
    return sorted(body.id for body in bodies)


def test_a_build_judges_its_bodies_and_those_above(
    store: GraphStore, files: dict[str, Path], readings: Readings, judged: list[str]
) -> None:
    build(store, list(files.values()))
    assert sorted(judged) == ids(DEPARTMENT, OTHER, MIDDLE, UNIT, MOVING, LOWEST)
    judged.clear()
    build(store, [files["lowest"]])
    assert sorted(judged) == ids(LOWEST, MIDDLE)
    judged.clear()
    build(store, [files["before"]])
    assert sorted(judged) == ids(UNIT, OTHER, LOWEST), "the lowest states a change from its figure"
    judged.clear()
    readings[files["department"]] = DOCUMENTS["department"][2](files["department"])
    build(store, [files["department"]])
    assert sorted(judged) == ids(DEPARTMENT, MIDDLE, MOVING), "its units as they were"


def test_a_build_with_nothing_new_judges_nothing(
    store: GraphStore, files: dict[str, Path], readings: Readings, judged: list[str]
) -> None:
    assert readings
    build(store, list(files.values()))
    before = set(store.match())
    judged.clear()
    build(store, [])
    assert judged == []
    assert set(store.match()) == before


class Killed(Exception):
    """The build ends here."""


def test_a_build_that_is_killed_before_it_judges_says_so_and_is_completed(
    store: GraphStore, files: dict[str, Path], readings: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(store, list(files.values()))
    readings[files["moving"]] = DOCUMENTS["moving"][1](files["moving"])
    with monkeypatch.context() as patch:
        patch.setattr(building.audit, "catch_up", _killed)
        with pytest.raises(Killed):
            pipeline.Builder(store).build([files["moving"]])
    assert {place.rsplit("/", 1)[1] for place in marked(store)} == {MOVING.id}
    build(store, [])
    assert outcomes(store, "department-adds") == (2, 1, 0, 0)
    is_whole(store)


@pytest.mark.parametrize("writes", range(6))
def test_a_build_that_is_killed_while_it_judges_is_completed(
    writes: int, store: GraphStore, files: dict[str, Path], readings: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bodies are judged one by one here; the units of a department may be done, and it not yet."""
    monkeypatch.setattr(batches, "_BODIES", 1)
    build(store, list(files.values()))
    for name in ("moving", "middle"):
        readings[files[name]] = DOCUMENTS[name][-1](files[name])
    catch_up = audit.catch_up

    def killed_while(of: GraphStore, *others: Any) -> None:
        replace, left = of.replace, iter(range(writes))

        def replaced(**change: Any) -> None:
            if next(left, None) is None:
                raise Killed
            replace(**change)

        monkeypatch.setattr(of, "replace", replaced)
        try:
            catch_up(of, *others)
        finally:
            monkeypatch.setattr(of, "replace", replace)

    with monkeypatch.context() as patch:
        patch.setattr(building.audit, "catch_up", killed_while)
        try:
            pipeline.Builder(store).build([files["moving"], files["middle"]])
        except Killed:
            assert marked(store)
        else:
            assert writes > 3, "the two, the department above them, and the unit of one"
    build(store, [])
    is_whole(store)


def test_other_rules_are_run_of_everything(
    store: GraphStore, files: dict[str, Path], readings: Readings, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert readings
    build(store, list(files.values()))
    stands = checks(store)
    judged.clear()
    texts = standing.queries()
    with monkeypatch.context() as patch:
        other = {name: f"# As before.\n{text}" for name, text in texts.items()}
        patch.setattr(standing, "queries", lambda: other)
        build(store, [])
        assert sorted(judged) == ids(DEPARTMENT, OTHER, MIDDLE, UNIT, MOVING, LOWEST)
        version = NamedNode(f"{CNF}rulesVersion")
        assert {quad.predicate for quad in stands ^ checks(store)} == {version}
        judged.clear()
        build(store, [])
        assert judged == []
    build(store, [])
    assert checks(store) == stands


def _killed(*_: object) -> None:
    raise Killed
