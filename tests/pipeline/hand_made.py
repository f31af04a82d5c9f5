"""Readings of documents made by hand, for what is built from sentences and facts: no reader has to exist for them."""

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.model import (
    Account,
    Agency,
    Amount,
    BodyFact,
    BudgetKey,
    Change,
    Claim,
    ColumnReading,
    Detail,
    Direction,
    Disclosure,
    EventProfile,
    Extraction,
    Flow,
    Goal,
    IndicatorClass,
    IndicatorGroup,
    IndicatorReading,
    Item,
    Kind,
    Operator,
    OtherClaim,
    Passage,
    Phase,
    Place,
    ProjectProfile,
    Quantity,
    Refusal,
    ResourceKey,
    ResourceKind,
    ResourceUnit,
    RowReading,
    Scope,
    Span,
    TableReading,
    TableStatus,
    Unit,
)

BUREAU = Agency(area="140525", name="泽州县财政局")
CENTRE = Agency(area="140525", name="泽州县财政结算中心")
COUNTY = Agency(area="140525", name="泽州县人民政府")
PROJECT = "设备购置项目"


def money(text: str, unit: Unit = Unit.WAN_YUAN) -> Amount:
    """``text`` 万元, or in another unit."""
    worth = {Unit.YUAN: 1, Unit.WAN_YUAN: 10_000, Unit.YI_YUAN: 100_000_000}[unit]
    quantum = Decimal(worth).scaleb(-len(text.partition(".")[2]))
    return Amount(text=text, yuan=Decimal(text) * worth, unit=unit, quantum=quantum)


def count(text: str, unit: ResourceUnit = ResourceUnit.VEHICLE) -> Quantity:
    """``text`` vehicles, or other things."""
    return Quantity(text=text, number=Decimal(text), unit=unit, quantum=Decimal(1))


def spending(item: Item, **fields: Any) -> BudgetKey:
    """What the bureau may spend on an item in 2024, unless said otherwise."""
    base = {
        "agency": BUREAU, "scope": Scope.OWN, "year": 2024, "phase": Phase.APPROVED, "flow": Flow.EXPENDITURE,
        "item": item,
    }  # fmt: skip
    return BudgetKey.model_validate({**base, **fields})


def stock(kind: ResourceKind, as_of: str = "2023-12-31", unit: ResourceUnit = ResourceUnit.VEHICLE) -> ResourceKey:
    """A stock of the bureau."""
    return ResourceKey(agency=BUREAU, scope=Scope.OWN, as_of=as_of, kind=kind, unit=unit)


def at(line: int, start: int = 0, end: int = 4, part: int = 1) -> Span:
    """A place in the sentence of a line."""
    return Span(paragraph=line - 100, start=start, end=end, line=line, part=part)


def cell(row: int, number: int, table: int = 7) -> Place:
    """A cell of a form."""
    return Place(table=table, row=row, cell=number, line=300 + row)


def indicator(name: str, place: Place, target: str, **fields: Any) -> IndicatorReading:
    """An indicator of output by quantity of the bureau as a whole, or of a ``project``; blank without ``target``."""
    number = Decimal(target) if target else None
    goal = Goal(text=f"≥{target}个", operator=Operator.AT_LEAST, number=number, unit="个") if target else None
    base = {
        "agency": BUREAU, "scope": Scope.OWN, "year": 2024, "project": "", "kind": IndicatorClass.OUTPUT,
        "group": IndicatorGroup.QUANTITY, "first": "产出指标", "second": "数量", "name": name, "target": goal,
        "place": place,
    }  # fmt: skip
    return IndicatorReading.model_validate({**base, **fields})


def project(place: Place, *details: Detail) -> ProjectProfile:
    """What is said of the bureau's project."""
    return ProjectProfile(agency=BUREAU, project=PROJECT, year=2024, details=details, place=place)


def training(place: Span, *details: Detail) -> EventProfile:
    """What is said of the bureau's training."""
    return EventProfile(agency=BUREAU, event="会计培训", item=Item.TRAINING, year=2024, details=details, place=place)


def below(other: Agency | None, place: Span, *, kind: str = "unit") -> BodyFact:
    """A unit of the bureau, or the body above it."""
    name = other.name if other else "某中心"
    return BodyFact.model_validate({"agency": BUREAU, "kind": kind, "text": name, "other": other, "place": place})


def change(figure: BudgetKey, base: BudgetKey | None, place: Span) -> Change:
    """A fall by 4.01 万元, or 43.54 %, with its reason."""
    return Change(
        figure=figure, base=base, direction=Direction.DECREASE, amount=money("4.01"), percent=Decimal("43.54"),
        percent_text="43.54%", reason="车辆减少", place=place,
    )  # fmt: skip


TABLE = TableReading(
    number=3,
    title="“三公”经费支出表",
    family="three-public",
    status=TableStatus.READ,
    unit=Unit.WAN_YUAN,
    rows=(RowReading(table=3, number=4, line=40, label="公务接待费"),),
    columns=(ColumnReading(table=3, number=2, header="预算数"),),
)
FORM = TableReading(
    number=7,
    title="资产情况表",
    status=TableStatus.NO_MONEY,
    rows=(RowReading(table=7, number=2, line=302, label="车辆"),),
    columns=(ColumnReading(table=7, number=3, header="数量"),),
)
THREE_PUBLIC = spending(Item.THREE_PUBLIC)
BEFORE = spending(Item.THREE_PUBLIC, year=2023)


def reading(path: Path, **fields: Any) -> Extraction:
    """The reading of the file at ``path``, the bureau's budget for 2024; its account is that of its amounts."""
    content = path.read_bytes()
    own = Disclosure(agency=BUREAU, year=2024, kind=Kind.BUDGET, scope=Scope.OWN)
    base = {
        "file": path.name, "sha256": hashlib.sha256(content).hexdigest(), "media_type": "text/plain",
        "size": len(content), "disclosure": own, "tables": (TABLE, FORM), "claims": (), "refusals": (),
        "account": Account(), "extractor": "by hand", "forms": "none",
    }  # fmt: skip
    return Extraction.model_validate({**base, **fields})


def full(path: Path) -> Extraction:
    """A reading with one of everything, and two of some."""
    return reading(
        path,
        claims=(Claim(key=spending(Item.RECEPTION), amount=money("1.20"), place=Place(table=3, row=4, cell=2)),),
        others=(
            OtherClaim(key=THREE_PUBLIC, amount=money("5.2"), place=at(159, 11, 14)),
            OtherClaim(key=spending(Item.RECEPTION), amount=money("12000", Unit.YUAN), place=at(159, 20, 25)),
            OtherClaim(key=stock(ResourceKind.VEHICLES), amount=count("3"), place=cell(2, 3)),
            OtherClaim(key=stock(ResourceKind.VEHICLES), amount=count("3"), place=at(160, 8, 9)),
            OtherClaim(key=stock(ResourceKind.VEHICLES_SPECIAL), amount=count("2"), place=cell(9, 4)),
            OtherClaim(
                key=stock(ResourceKind.FURNITURE_VALUE, "2024", ResourceUnit.YUAN),
                amount=money("5.64"), place=at(160, 30, 34),
            ),
        ),
        refusals=(Refusal(place=at(161, 3, 6), text="7.5", reason="unit-unknown"),),
        changes=(change(THREE_PUBLIC, BEFORE, at(159, 30, 34)),),
        indicators=(
            indicator(
                "购置设备", cell(5, 4), "2", project=PROJECT, weight=Decimal(10), score=Decimal("9.5"),
                actual=Goal(text="2个", operator=Operator.EQUAL, number=Decimal(2), unit="个"),
                actual_place=cell(5, 5),
            ),
            indicator("培训班", cell(6, 4), "", score=Decimal(3)),
        ),
        projects=(
            project(
                cell(3, 2),
                Detail(kind="basis", text="县办公会议纪要", place=cell(3, 4)),
                Detail(kind="goal", text="购置设备两台", place=cell(4, 2)),
                Detail(kind="goal", text="并投入使用", place=cell(4, 2)),
            ),
        ),
        events=(training(at(162, 2, 6), Detail(kind="time", text="5月", place=at(162, 8, 10))),),
        body=(
            BodyFact(agency=BUREAU, kind="duty", text="管理县级财政", place=at(110, 0, 6)),
            BodyFact(agency=BUREAU, kind="office", text="办公室", note="负责文电", place=at(111, 0, 3)),
            below(CENTRE, at(112, 0, 9)),
            below(COUNTY, at(113, 0, 7), kind="superior"),
            below(None, at(112, 12, 15)),
        ),
        passages=tuple(
            Passage(span=at(line, 0, 40), text=f"第{line}行的文字") for line in (110, 111, 112, 113, 159, 160, 162)
        ),
        account=Account(numeric=3, claims=1, facts=2, prose=5, prose_claims=2, prose_facts=2, prose_refused=1),
    )  # fmt: skip
