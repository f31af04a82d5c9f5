"""What a disclosure says beside its amounts: changes and their reasons, projects, indicators, events, the body itself.

Every fact carries where it is printed. A fact is what one document says: two documents that say different things
of one project are two facts, and both stay.
"""

from decimal import Decimal
from typing import Literal

from kg.model.agencies import Agency
from kg.model.amounts import Amount
from kg.model.base import Value
from kg.model.dimensions import Direction, IndicatorClass, IndicatorGroup, Item, Operator, Scope, Term
from kg.model.figures import FigureKey
from kg.model.places import Printed


class Change(Value):
    """A figure against the same figure of an earlier year.

    ``figure`` is what changed and ``base`` what it is compared with, where the words tell (上年预算, 上年决算);
    ``amount`` (yuan) and ``percent`` (printed without the sign; 1.48 for 1.48 %) are without sign, ``direction`` has
    it. ``percent_text`` is the percentage as printed, empty where none is. ``reason`` is the stated reason, in the
    words of the document; empty where none is stated.
    """

    figure: FigureKey
    base: FigureKey | None = None
    direction: Direction
    amount: Amount | None = None
    percent: Decimal | None = None
    percent_text: str = ""
    reason: str = ""
    place: Printed


class CompletionRate(Value):
    """How much of a budget was spent (执行率), in per cent, as printed.

    ``figure`` is what was spent, ``base`` the budget it is measured against; ``percent`` is 98.5 for 98.5 %.
    """

    figure: FigureKey
    base: FigureKey
    percent: Decimal
    percent_text: str
    place: Printed


class Share(Value):
    """A percentage that a sentence prints of two of its amounts: of a whole (占…%), or of a budget (完成预算的…%).

    ``figure`` is the part, or what was spent, ``base`` the whole, or the budget; ``percent`` is 91.2 for 91.2 %.
    """

    figure: FigureKey
    base: FigureKey
    percent: Decimal
    percent_text: str
    place: Printed


class Goal(Value):
    """A value aimed at or reached, as printed and as read.

    ``number`` (and ``upper`` of a range) in ``unit`` as printed (%, 个, 万元/年, 小时); both ``None`` where the value
    is a word, which then stands in ``text``. ``doubt`` says what had to be assumed to read it; empty where nothing.
    """

    text: str
    operator: Operator
    number: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    doubt: str = ""


class IndicatorReading(Value):
    """A performance indicator as one document prints it: its levels, its target, and what was reached.

    ``project`` is empty for the indicators of a body as a whole (部门整体支出). ``target`` is ``None`` where its cell
    is blank. ``weight`` (分值) and ``score`` (得分) are points; ``deviation`` the stated reason or measure.
    ``first`` and ``second`` are the levels as printed, ``kind`` and ``group`` the national members they stand for.
    ``place`` is the target's place, or the name's where there is no target; ``actual_place`` the result's.
    """

    agency: Agency
    scope: Scope
    year: int
    project: str
    term: Term = Term.ANNUAL
    kind: IndicatorClass
    group: IndicatorGroup
    first: str = ""
    second: str = ""
    name: str
    target: Goal | None = None
    actual: Goal | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    deviation: str = ""
    place: Printed
    actual_place: Printed | None = None


class Detail(Value):
    """One thing a document says of a project or an event, in its words."""

    kind: Literal[
        "category",  # 项目类别: 其他运转类, 特定目标类
        "term",  # 项目期, 实施周期
        "basis",  # 立项依据
        "description",  # 项目概况, 主要内容
        "goal",  # 绩效目标 in words; of a result: 实际完成情况
        "result",
        "competent",  # 主管部门
        "implementer",  # 实施单位
        "plan",  # 实施方案, 实施计划
        "attribute",  # 项目属性: 新增, 延续
        "score",  # total score of a self-evaluation
        "part",  # a part of a project and its money, in the words of the document
        "time",
        "place",
        "people",
    ]
    text: str
    place: Printed


class ProjectProfile(Value):
    """What one document says of a project (its amounts are claims)."""

    agency: Agency
    project: str
    year: int
    details: tuple[Detail, ...]
    place: Printed


class ProjectLink(Value):
    """Two projects of one body that may be one, or one a part of the other: their names nearly agree. Never merged.

    ``project`` is the one whose money is to be counted where both cannot be: the one printed in the wider slice, or the
    one of the list. ``other`` may be it, or a part of it. ``confidence`` is from 0 to 1.
    """

    agency: Agency
    project: str
    other: str
    confidence: Decimal
    ground: Literal[
        "name",  # names that are very alike
        "name-and-amount",  # names that are alike, and an amount that both have
        "name-and-list",  # names that are alike, and a list that holds all projects and only one of the two
    ]


class EventProfile(Value):
    """What one document says of a meeting or training (its money is a claim)."""

    agency: Agency
    event: str
    item: Item
    year: int
    details: tuple[Detail, ...]
    place: Printed


class BodyFact(Value):
    """What a document says of its body: a duty, an internal office, a unit below it, the body above it, its goals.

    ``text`` is the duty or a goal of the year in the document's words, or the name of the office or the body;
    ``note`` what is said of it (an office's duties, a unit's kind: 财政拨款事业单位). ``other`` is the unit or superior
    as a body, where its name is printed in full.
    """

    agency: Agency
    kind: Literal["duty", "office", "unit", "superior", "goal"]
    text: str
    note: str = ""
    other: Agency | None = None
    place: Printed
