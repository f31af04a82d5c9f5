"""What sums tell: whether a total holds what was carried over, and whether a list below 项目支出 names projects.

Promises: a total is only narrowed to a meaning it has already; names become projects only where their amounts add
up to the total above them, within what is printed.
"""

from collections import defaultdict
from collections.abc import Sequence

from kg.extract.prose.amounts import Money
from kg.extract.prose.found import Choice, Found, Stated, Unread
from kg.extract.prose.frames import side
from kg.model import BudgetKey, Flow

_OF_THE_YEAR = {Flow.RESOURCES: Flow.REVENUE, Flow.USES: Flow.EXPENDITURE}


def projects(found: Sequence[Found]) -> list[Found]:
    """The list with the amounts that add up to the spending on projects above them read as projects."""
    below: dict[int, list[Stated | Unread]] = defaultdict(list)
    for one in found:
        if isinstance(one, Stated | Unread) and one.whole is not None and one.project is not None:
            below[id(one.whole)].append(one)
    lists = [items for items in below.values() if any(isinstance(item, Unread) for item in items)]
    proved = {id(one) for items in lists if _is_list(items) for one in items}
    doubtful = {id(one) for items in lists for one in items if isinstance(one, Stated)} - proved
    return [_as_project(one) if id(one) in proved else _doubted(one) if id(one) in doubtful else one for one in found]


def _is_list(items: Sequence[Stated | Unread]) -> bool:
    named = {item.label for item in items}
    return len(named) == len(items) and _adds_up(items[0].whole, [item.money for item in items])


def _as_project(one: Found) -> Found:
    if isinstance(one, Stated | Unread) and one.project is not None:
        return Stated(one.text, one.money, ((one.project,),), one.label)
    return one


def _doubted(one: Found) -> Found:
    """A name of the codebooks in a list of names that nothing tells to be projects."""
    return Unread(one.text, one.money, "several-meanings") if isinstance(one, Stated) else one


def totals(found: Sequence[Found]) -> list[Found]:
    """Totals that are open between money of the year and money with what was carried over, told by their parts."""
    parts: dict[int, list[Stated]] = defaultdict(list)
    for one in found:
        if isinstance(one, Stated) and one.whole is not None:
            parts[id(one.whole)].append(one)
    return [
        one._replace(facts=tuple(_told(choice, one.money, parts[id(one.money)]) for choice in one.facts))
        if isinstance(one, Stated) and id(one.money) in parts
        else one
        for one in found
    ]


def _told(choice: Choice, total: Money, parts: Sequence[Stated]) -> Choice:
    """The meanings of a total that its parts bear out: a part carried over makes it one with what was carried over."""
    flows = {key.flow for key in choice if isinstance(key, BudgetKey)}
    if len(choice) != 2 or not any({wide, narrow} == flows for wide, narrow in _OF_THE_YEAR.items()):
        return choice
    sides = {side(key.flow) for part in parts for fact in part.facts for key in fact if isinstance(key, BudgetKey)}
    if sides != {side(flow) for flow in flows} or not _adds_up(total, [part.money for part in parts]):
        return choice
    carried = any(_carried(part) and part.money.amount.yuan for part in parts)
    kept = [key for key in choice if isinstance(key, BudgetKey) and (key.flow in _OF_THE_YEAR) == carried]
    return tuple(kept) or choice


def _carried(part: Stated) -> bool:
    flows = {key.flow for choice in part.facts for key in choice[:1] if isinstance(key, BudgetKey)}
    return bool(flows & {Flow.CARRY_OVER_IN, Flow.CARRY_OVER_OUT})


def _adds_up(total: Money | None, parts: Sequence[Money]) -> bool:
    return total is not None and bool(parts) and total.amount.is_sum_of(one.amount for one in parts)
