"""What sums tell: whether a total holds what was carried over, and whether a list below 项目支出 names projects.

Promises: a total is only narrowed to a meaning it has already; names become projects only where their amounts add
up to the total above them, within what is printed.
"""

from collections import defaultdict
from collections.abc import Sequence

from kg.extract.prose.amounts import Money
from kg.extract.prose.found import Choice, Found, Stated, Unread
from kg.extract.prose.frames import side
from kg.model import BudgetKey, Flow, Fund, Origin

_OF_THE_YEAR = {Flow.RESOURCES: Flow.REVENUE, Flow.USES: Flow.EXPENDITURE}
_SPENT: dict[Flow, dict[str, object]] = {
    Flow.REVENUE: {"flow": Flow.EXPENDITURE, "origin": Origin.TOTAL},
    Flow.RESOURCES: {"flow": Flow.EXPENDITURE, "origin": Origin.TOTAL},
    Flow.SURPLUS_USE: {"flow": Flow.EXPENDITURE, "origin": Origin.CARRIED_OVER},
}
"""What money of a source is where spending is broken down by its sources."""


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
    parts = _parts(found)
    return [
        one._replace(facts=tuple(_told(choice, one.money, parts[id(one.money)]) for choice in one.facts))
        if isinstance(one, Stated) and id(one.money) in parts
        else one
        for one in found
    ]


def sources(found: Sequence[Found]) -> list[Found]:
    """Money named by its source (其他收入) below an amount of spending: spent where the list adds up with it.

    It is income where the list adds up without it; where it does neither, it is refused.
    """
    parts = _parts(found)
    read: dict[int, Found] = {}
    for one in found:
        below = parts.get(id(one.money), []) if isinstance(one, Stated) and _sides(one) == {"spending"} else []
        named = [part for part in below if _is_source(part)]
        others = [part.money for part in below if part not in named]
        if not named or not isinstance(one, Stated):
            continue
        whole = _adds_up(one.money, [part.money for part in below])
        if whole or not _adds_up(one.money, others):
            read |= {
                id(part): _as_spent(part) if whole else Unread(part.text, part.money, "contradictory-meaning")
                for part in named
            }
    return [read.get(id(one), one) for one in found]


def _parts(found: Sequence[Found]) -> dict[int, list[Stated]]:
    """The amounts that are printed as parts of another, by that other."""
    parts: dict[int, list[Stated]] = defaultdict(list)
    for one in found:
        if isinstance(one, Stated) and one.whole is not None:
            parts[id(one.whole)].append(one)
    return parts


def _sides(one: Stated) -> set[str]:
    """Whether an amount is told of income, of spending, or of both."""
    return {side(key.flow) for choice in one.facts for key in choice if isinstance(key, BudgetKey)}


def _is_source(part: Stated) -> bool:
    keys = [key for choice in part.facts for key in choice]
    return bool(keys) and all(
        isinstance(key, BudgetKey) and key.flow in _SPENT and key.fund is not Fund.TOTAL for key in keys
    )


def _as_spent(part: Stated) -> Stated:
    spent = tuple(
        tuple(
            dict.fromkeys(key.model_copy(update=_SPENT[Flow(key.flow)]) for key in choice if isinstance(key, BudgetKey))
        )
        for choice in part.facts
    )
    return part._replace(facts=spent)


def _told(choice: Choice, total: Money, parts: Sequence[Stated]) -> Choice:
    """The meanings of a total that its parts bear out: a part carried over makes it one with what was carried over."""
    flows = {key.flow for key in choice if isinstance(key, BudgetKey)}
    if len(choice) != 2 or not any({wide, narrow} == flows for wide, narrow in _OF_THE_YEAR.items()):
        return choice
    sides = {one for part in parts for one in _sides(part)}
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
