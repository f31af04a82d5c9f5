"""Readings that arithmetic has to bear out: what the sums of a table, or its other tables, contradict is no claim.

A header or label may allow two readings. Of them only the one stays whose amounts add up; where none does, the
amounts are refused. No amount is ever changed.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

from kg.codebooks import dimensions
from kg.extract.codes import KEY_FIELD
from kg.extract.forms import Family
from kg.model import BudgetKey, Claim, CodeSource, Flow, Item, RowReading

_CODES = tuple(KEY_FIELD.values())


def unproved(
    claims: Sequence[Claim], implied: Sequence[Claim], rows: Iterable[RowReading], family: Family
) -> list[tuple[list[Claim], str]]:
    """The claims of one table that its own sums do not bear out, each group with the reason of its refusal.

    ``implied`` are those whose item neither row nor column names: it is the form's.
    """
    found: list[tuple[list[Claim], str]] = []
    if family.sets.item is not None:
        wrong = _of_more_items(claims, family.sets.item)
        found.append(([claim for claim in wrong if claim in implied], "no-such-dimension"))
    if family.rows == "summary":
        found.append((_loose_names(claims, rows), "label-not-understood"))
    return found


def of_wider_items(
    claims: Sequence[Claim], implied: Sequence[Claim], printed: Collection[str], family: Family
) -> dict[Claim, Claim]:
    """The totals of 三公经费, 会议费 and 培训费 together, by what they were first read as.

    ``printed`` are the items that rows and columns of the table name. Where they are all the parts of a wider item,
    a column (or row) of totals is that item's if its amounts add up to it and one of them to nothing less.
    """
    wide = next(iter(dimensions.wider("item", family.sets.item or "")), "")
    if not wide or wide == Item.TOTAL or not _made_up(wide, printed):
        return {}
    totals = [one for one in implied if one in claims and _item(one) == family.sets.item]
    sums = {one: [_parts(one, claims, wide, line) for line in ("row", "cell")] for one in totals}
    wider = [one for one, lines in sums.items() if any(_adds_up(one, parts) for parts in lines)]
    proven = [one for one in wider if any(_adds_up(one, parts) and _of_more(one, parts) for parts in sums[one])]
    lines = {(name, getattr(one.place, name)) for one in proven for name in ("cell", "row")}
    return {
        one: one.model_copy(update={"key": one.key.model_copy(update={"item": Item(wide)})})
        for one in wider
        if one in proven or lines & {("cell", one.place.cell), ("row", one.place.row)}
    }


def _of_more(total: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the parts hold money of more than the item that the total was first read as."""
    return any(part.amount.yuan and not _within(_item(part), _item(total)) for part in parts)


def _made_up(item: str, printed: Collection[str]) -> bool:
    """Whether ``item`` is printed, or all that it directly contains is."""
    below = [member for member in Item if dimensions.wider("item", member)[:1] == (item,)]
    return item in printed or (bool(below) and all(_made_up(member, printed) for member in below))


def _parts(total: Claim, claims: Sequence[Claim], wide: str, line: str) -> list[Claim]:
    """The widest amounts within ``wide`` that stand in the row (or column) of ``total``, of its own slice."""
    beside = [
        one
        for one in claims
        if one is not total
        and _slice(one) == _slice(total)
        and _within(_item(one), wide)
        and getattr(one.place, line) == getattr(total.place, line)
    ]
    return [one for one in beside if not any(_item(other) in dimensions.wider("item", _item(one)) for other in beside)]


def not_whole(wholes: Sequence[Claim], claims: Sequence[Claim], rows: Iterable[RowReading]) -> list[Claim]:
    """Of the rows of one kind of bodies (全额), each read as its code's whole, those that are not proved to be.

    They are where all such rows of the column add up to its total, so that no money is anybody else's, and each code
    has one: bodies of another kind share none of them.
    """
    totals = {(row.number, row.part) for row in rows if row.is_total}
    wrong: list[Claim] = []
    for column in _grouped(wholes, lambda one: (one.place.cell, one.part)):
        printed = [one for one in claims if one.place.cell == column[0].place.cell and _row(one) in totals]
        alone = len({one.key.id for one in column}) == len(column)
        if not alone or not any(_adds_up(total, column) for total in printed):
            wrong += column
    return wrong


def _row(claim: Claim) -> tuple[int, int]:
    return claim.place.row, claim.part


def _of_more_items(claims: Sequence[Claim], item: Item) -> list[Claim]:
    """Totals read as those of the form's item that add up more: 合计 of 三公经费, 会议费 and 培训费.

    They stand in a row, or in a column, with amounts of items beside that one; right is the one that is the sum of
    the item's own parts.
    """
    rows = _grouped(claims, lambda one: (one.place.row, *_slice(one)))
    columns = _grouped(claims, lambda one: (one.place.cell, *_slice(one)))
    wrong = [claim for together in (*rows, *columns) for claim in _sums_of_more(together, item)]
    return list(dict.fromkeys(wrong))


def _sums_of_more(claims: list[Claim], item: Item) -> list[Claim]:
    beside = [
        one for one in claims if one.amount.yuan and not _within(_item(one), item) and not _within(item, _item(one))
    ]
    parts = [one for one in claims if dimensions.wider("item", _item(one))[:1] == (item,)]
    if not beside:
        return []
    return [one for one in claims if _item(one) == item and not _adds_up(one, parts)]


def _within(item: str, wide: str) -> bool:
    return item == wide or wide in dimensions.wider("item", item)


def _item(claim: Claim) -> str:
    return claim.key.item if isinstance(claim.key, BudgetKey) else Item.TOTAL


def _slice(claim: Claim) -> tuple[object, ...]:
    return tuple(value for field, value in claim.key if field != "item")


def _loose_names(claims: Sequence[Claim], rows: Iterable[RowReading]) -> list[Claim]:
    """Claims of codes found by name below a 类 of a summary, where those below one code do not add up to it."""
    named = {(row.number, row.part) for row in rows if row.code_source is CodeSource.NAME}
    wrong: list[Claim] = []
    for column in _grouped(claims, lambda one: (one.place.cell, one.part)):
        of = {_function(one): one for one in column if (one.place.row, one.part) in named and _function(one)}
        for code, claim in of.items():
            below = [other for other in of if len(other) == len(code) + 2 and other.startswith(code)]
            if below and not _adds_up(claim, [of[other] for other in below]):
                wrong += [one for other, one in of.items() if other.startswith(code) and other != code]
    return wrong


def _function(claim: Claim) -> str:
    return claim.key.function_code if isinstance(claim.key, BudgetKey) else ""


def _adds_up(claim: Claim, parts: Iterable[Claim]) -> bool:
    return claim.amount.is_sum_of(part.amount for part in parts)


def _grouped(claims: Iterable[Claim], by: Callable[[Claim], object]) -> list[list[Claim]]:
    groups: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[by(claim)].append(claim)
    return list(groups.values())


# across the tables of a document ---------------------------------------------------------------------------------


def with_carry_over(tables: Sequence[Sequence[Claim]]) -> frozenset[int]:
    """The tables, by index, whose revenue is printed with what was carried over, though none of their words says so.

    Another table prints the revenue of the year of one fund, and what was carried over of it, and both add up to
    what this one prints; this one prints nothing carried over.
    """
    plain = [_plain(claims, Flow.REVENUE) for claims in tables]
    carried = [_plain(claims, Flow.CARRY_OVER_IN) for claims in tables]
    return frozenset(
        at
        for at, revenue in enumerate(plain)
        if not carried[at]
        and any(
            claim.amount.yuan != year[slice_].amount.yuan and _adds_up(claim, [year[slice_], before[slice_]])
            for year, before in zip(plain, carried, strict=True)
            for slice_, claim in revenue.items()
            if slice_ in year and slice_ in before and before[slice_].amount.yuan
        )
    )


def borne_out(claims: Sequence[Claim], others: Iterable[Claim]) -> bool:
    """Whether another table prints one of the totals of ``claims``, and none contradicts one."""
    printed: dict[str, list[Claim]] = defaultdict(list)
    for claim in others:
        printed[claim.key.id].append(claim)
    pairs = [(claim, other) for claim in claims for other in printed[claim.key.id]]
    return bool(pairs) and all(_adds_up(claim, [other]) for claim, other in pairs)


def _plain(claims: Sequence[Claim], flow: Flow) -> dict[tuple[object, ...], Claim]:
    """The claims of ``flow`` without a code, by their other dimensions; the first printing of each."""
    found: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = claim.key
        if isinstance(key, BudgetKey) and key.flow is flow and not any(getattr(key, code) for code in _CODES):
            found.setdefault(tuple(value for field, value in key if field != "flow"), claim)
    return found
