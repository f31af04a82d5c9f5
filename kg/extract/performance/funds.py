"""All the money of a body as the form of its whole spending prints it: by fund and nature, under two header rows."""

from typing import NamedTuple

from kg.extract import numbers
from kg.extract.headers import HeaderWords
from kg.extract.meaning import Contradiction, joined
from kg.extract.performance.amounts import unit_of
from kg.extract.performance.grid import Grid, Slot
from kg.extract.performance.ledger import Ledger
from kg.model import BudgetKey, Disclosure, Flow, Phase, Unit

_TOTAL_AND_PARTS = 3


class Money(NamedTuple):
    """Whose money it is, what its headers mean, and the unit and stage where the block says nothing of them."""

    disclosure: Disclosure
    words: HeaderWords
    unit: Unit | None
    phase: Phase | None


def whole_funds(grid: Grid, ledger: Ledger, block: Slot, money: Money) -> None:
    """Read the rows beside ``block``: headers, then the row of amounts below them.

    A total whose parts do not add up to it is refused with them: a digit has run over into the next cell.
    """
    start = block.row.number - 1
    unit = unit_of(block.text) or money.unit
    for at in range(start, start + block.cell.rows):
        amounts = [slot for slot in grid.begun(at) if slot is not block and numbers.read(slot.text) is not None]
        for under in _under_one_header(grid, amounts, range(start, at)):
            if not _adds_up(under):
                for slot in under:
                    ledger.refuse(slot, "parts-do-not-add-up")
        for slot in amounts:
            if not ledger.told(slot):
                _amount(grid, ledger, (block, slot, range(start, at)), money._replace(unit=unit))


def _under_one_header(grid: Grid, amounts: list[Slot], above: range) -> list[list[Slot]]:
    """The amounts under each header that reaches over several columns: a total and its parts."""
    found: dict[int, list[Slot]] = {}
    for slot in amounts:
        over = next((one for at in above if (one := grid.at(at, slot.column)) and one.cell.columns > 1), None)
        if over is not None:
            found.setdefault(over.column, []).append(slot)
    return list(found.values())


def _adds_up(slots: list[Slot]) -> bool:
    """Whether the first is the sum of the others; a blank part is nothing. One alone is no sum."""
    read = [amount for slot in slots if (amount := numbers.amount(slot.text, Unit.YUAN)) is not None]
    return len(read) < _TOTAL_AND_PARTS or read[0].is_sum_of(read[1:])


def _amount(grid: Grid, ledger: Ledger, found: tuple[Slot, Slot, range], money: Money) -> None:
    block, slot, above = found
    headers = (over for at in above if (over := grid.at(at, slot.column)) is not None and over is not block)
    path = [text for text in dict.fromkeys(over.plain for over in headers) if text]
    words = [money.words.of(text) for text in path]
    amount = numbers.amount(slot.text, money.unit) if money.unit else None
    if not path or amount is None or money.phase is None or any(word is None or word.refuse for word in words):
        ledger.refuse_amount(slot, "unit-unknown" if money.unit is None else "column-not-understood")
        return
    try:
        sets = joined(word.set.given() for word in words if word is not None)
    except Contradiction as contradiction:
        ledger.refuse_amount(slot, contradiction.reason)
        return
    key = BudgetKey.model_validate(
        {
            "agency": money.disclosure.agency,
            "scope": money.disclosure.scope,
            "year": money.disclosure.year,
            "phase": money.phase,
            "flow": Flow.EXPENDITURE,
            **{name: value for name, value in sets.items() if name in ("fund", "nature")},
        }
    )
    ledger.claim(slot, key, amount, block, "/".join(path))
