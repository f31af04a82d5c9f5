"""From equations to outcomes: which hold, which fail, which cell is to blame, and what nobody can tell.

Promises: an equation that could not be evaluated is never a pass. A failure is an error only where the parts are
known to be all there are: by the national form, or because the same division holds in the other rows.
Where several equations fail, the cell in which they meet is the focus of each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from kg.check.causes import OF_DIGITS, Neighbours, Suspected, cause
from kg.check.identities import Identity, Stated
from kg.check.lattice import codes_of, slice_of
from kg.check.results import Result
from kg.check.rules import rules
from kg.codebooks import dimensions
from kg.model import (
    Amount,
    BudgetKey,
    Claim,
    Extraction,
    Finding,
    Flow,
    Origin,
    Outcome,
    Place,
    Quantity,
    ResourceUnit,
    Severity,
)

_HALF = Decimal("0.5")


class _Case(NamedTuple):
    """What all equations of a document say together."""

    held: dict[str, list[Identity]]
    failed: dict[str, list[Identity]]
    proven: frozenset[int]
    around: Neighbours
    doubtful: frozenset[str]
    carried: frozenset[Decimal]
    aims: frozenset[int]


def judged(identities: Iterable[Identity], extraction: Extraction) -> Iterator[Result]:
    """The outcome of every equation, and of each table the differences that are only rounding."""
    listed = list(identities)
    proof = _Proof(listed)
    failing = [one for one in listed if not one.holds and not one.open and not _of_which(one)]
    case = _Case(
        _by_cell(one for one in listed if one.holds),
        _by_cell(failing),
        frozenset(id(one) for one in failing if proof.of(one)),
        Neighbours(extraction),
        _doubtful(extraction),
        _carried(extraction),
        frozenset(table.number for table in extraction.tables if table.family.startswith("performance")),
    )
    for one in listed:
        if one.holds:
            yield Result(one.rule, _table(one.whole), Outcome.PASSED)
        elif one.open:
            yield Result(one.rule, _table(one.whole), Outcome.CANT_TELL)
        elif _of_which(one):
            yield Result(one.rule, _table(one.whole), Outcome.INAPPLICABLE)
        else:
            yield _failure(one, case)
    yield from _roundings(listed)


def _of_which(one: Identity) -> bool:
    """Whether only one of the parts is printed (其中), so that the whole may well be more."""
    return not one.certain and len(one.parts) == 1 and one.residual > 0


# what proves a division -------------------------------------------------------------------------------------


class _Proof:
    """Which divisions the rows of a form bear out: for each, the parts that stood in a sum that holds."""

    def __init__(self, listed: Iterable[Identity]) -> None:
        self._borne: dict[tuple[object, ...], set[object]] = defaultdict(set)
        self._counts: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
        for one in listed:
            used = _used(one)
            if one.holds and used:
                self._borne[one.line] |= used
                self._counts[one.line][0] += 1
            elif not one.holds:
                self._counts[one.line][1] += 1

    def of(self, one: Identity) -> bool:
        """Whether the parts of ``one`` are known to be all there are."""
        held, failed = self._counts[one.line]
        return one.certain or (held >= 2 * failed and held > 1 and _used(one) <= self._borne[one.line])


def _used(one: Identity) -> set[object]:
    """The kinds of parts that are not nothing."""
    return {
        slice_of(part.key) if isinstance(part.key, BudgetKey) else part.key.cube
        for part in one.parts
        if part.amount.value != 0
    }


# who is to blame --------------------------------------------------------------------------------------------


def _by_cell(listed: Iterable[Identity]) -> dict[str, list[Identity]]:
    found: dict[str, list[Identity]] = defaultdict(list)
    for one in listed:
        for cell in one.cells:
            found[cell.place.id].append(one)
    return found


def _blamed(one: Identity, case: _Case) -> Suspected:
    """The cell whose correction would mend the most failing equations and break the fewest that hold."""

    def score(cell: Stated) -> tuple[Decimal, bool, bool, bool]:
        meant = _implied(cell, one)
        alike = [
            other
            for other in case.failed[cell.place.id]
            if abs(_implied(cell, other) - meant) <= one.tolerance + other.tolerance
        ]
        mended = sum((Decimal(1) if id(other) in case.proven else _HALF for other in alike), Decimal(0))
        broken = sum(
            1
            for other in case.held.get(cell.place.id, ())
            if not any(beside.place.id in case.failed for beside in other.cells if beside.place.id != cell.place.id)
        )
        moved = case.around.has_in_row(cell, meant)
        return mended - broken, bool(cell.amount.repairs), moved, cell is one.whole

    scores = [score(cell) for cell in one.cells]
    best = max(scores)
    # of several parts that are equally suspect none is more so than the whole
    at = scores.index(best) if scores.count(best) == 1 else 0
    return Suspected(one.cells[at], _implied(one.cells[at], one))


def _implied(cell: Stated, one: Identity) -> Decimal:
    """What the equation says the cell should be."""
    of_whole = cell.place.id == one.whole.place.id
    return cell.amount.value - one.residual if of_whole else cell.amount.value + one.residual


# failures ---------------------------------------------------------------------------------------------------


def _failure(one: Identity, case: _Case) -> Result:
    if _withheld(one, case):
        return _result(one, Suspected(one.whole, one.whole.amount.value - one.residual), "WithheldItems", Severity.INFO)
    suspected = _blamed(one, case)
    proven = id(one) in case.proven or _borne_out(suspected, one, case)
    if doubt := "PartsUnknown" if not proven else _doubt(one, case):
        return _result(one, suspected, doubt, Severity.INFO)
    why = cause(suspected, one, case.around)
    if not isinstance(one.whole.key, BudgetKey) and why not in OF_DIGITS:
        return _result(one, suspected, "SameName", Severity.WARNING)
    # a form of targets may be about a part of the body's money and not say so
    aims = isinstance(one.whole.key, BudgetKey) and any(
        isinstance(cell.place, Place) and cell.place.table in case.aims for cell in one.cells
    )
    return _result(one, suspected, why, Severity.WARNING if aims else rules()[one.rule].severity)


def _borne_out(suspected: Suspected, one: Identity, case: _Case) -> bool:
    """Whether an equation that is proven says the same of the cell."""
    return any(
        id(other) in case.proven
        and abs(_implied(suspected.cell, other) - suspected.expected) <= one.tolerance + other.tolerance
        for other in case.failed[suspected.cell.place.id]
    )


def _doubt(one: Identity, case: _Case) -> str:
    """Why the failure may be ours: amounts taken to be contained stand beside, or a dimension was not read."""
    if any(cell.place.id in case.doubtful for cell in one.cells):
        return "ReadingInDoubt"
    if any(abs(one.residual - inside.amount.value) <= one.tolerance for inside in one.nested):
        return "ReadingInDoubt"
    said = [cell.amount.quantum for cell in one.cells if not isinstance(cell.place, Place)]
    if said and abs(one.residual) < max(said):
        return "DigitsDropped"
    between = one.rule in ("printings-agree", "components-agree", "sentence-agrees")
    return "CarryOverCounted" if between and abs(one.residual) in case.carried else ""


def _doubtful(extraction: Extraction) -> frozenset[str]:
    """Cells that are read as one figure, differ, and stand where one figure does not stand twice.

    That is one row of a table; of projects and events, which are known by name alone, the whole table. What tells
    them apart was not read.
    """
    rows: dict[tuple[int, int, str], list[Claim]] = defaultdict(list)
    for claim in extraction.claims:
        row = claim.place.row if isinstance(claim.key, BudgetKey) else 0
        rows[claim.place.table, row, claim.key.id].append(claim)
    return frozenset(
        claim.place.id for group in rows.values() if not _all_agree([c.amount for c in group]) for claim in group
    )


def _all_agree(amounts: Sequence[Amount]) -> bool:
    return all(amounts[0].agrees_with(other) for other in amounts[1:])


def _carried(extraction: Extraction) -> frozenset[Decimal]:
    """What is carried over from earlier years, and what two such amounts add up to.

    Some tables of a disclosure have it and some have not, often without a word.
    """
    found = {
        claim.amount.yuan
        for claim in extraction.claims
        if isinstance(claim.key, BudgetKey)
        and (claim.key.flow is Flow.CARRY_OVER_IN or claim.key.origin is Origin.CARRIED_OVER)
        and not any(codes_of(claim.key))
        and claim.amount.yuan > 0
    }
    return frozenset(found | {one + other for one in found for other in found if one < other})


def _withheld(one: Identity, case: _Case) -> bool:
    """Items that are not listed because they are secret (涉密): only a code's own items fall short, nothing else.

    The columns of the total and of every other sum that these cells stand in hold.
    """
    key = one.whole.key
    if one.rule != "levels-add" or not isinstance(key, BudgetKey) or not key.function_code or one.residual < 0:
        return False
    if key.economic_code or key.government_economic_code:
        return False
    total = any(other.rule in ("totals-add", "levels-add") for other in _as_part(one.whole, case.held))
    blamed = [other for cell in one.cells for other in case.failed[cell.place.id] if other.rule != "levels-add"]
    return total and not blamed


def _as_part(cell: Stated, held: dict[str, list[Identity]]) -> list[Identity]:
    return [one for one in held.get(cell.place.id, ()) if one.whole.place.id != cell.place.id]


def _result(one: Identity, suspected: Suspected, why: str, severity: Severity) -> Result:
    known = rules()[one.rule]
    cell, expected = suspected
    found = cell.amount.value
    others = [other for other in one.cells if other is not cell and other.amount.value != 0]
    suspect = why == "ReadingInDoubt" or any(other.amount.repairs for other in one.cells)
    zh, en = _doubts(why, suspect=suspect)
    unit, units = _unit(cell)
    finding = Finding(
        rule=one.rule,
        severity=severity,
        focus=cell.place.id,
        cells=tuple(dict.fromkeys(other.place.id for other in (cell, *others))),
        found=found,
        expected=expected,
        tolerance=one.tolerance,
        cause=why,
        suspect=suspect,
        message_zh=f"{known.zh}：列示 {found:f} {unit}，应为 {expected:f} {unit}，差 {found - expected:f} {unit}{zh}",
        message_en=f"{known.en}: printed {found:f} {units}, expected {expected:f}, difference {found - expected:f}{en}",
    )
    outcome = Outcome.CANT_TELL if severity is Severity.INFO else Outcome.FAILED
    return Result(one.rule, _table(cell), outcome, finding)


def _doubts(why: str, *, suspect: bool) -> tuple[str, str]:
    if why == "WithheldItems":
        return "（下级科目可能因涉密未全部列示）", " (items may be left out because they are secret)"
    if why == "PartsUnknown":
        return "（所列各项是否齐全不能确定）", " (whether all parts are listed cannot be told)"
    if why == "DigitsDropped":
        return "（文字舍去了末位）", " (the sentence drops the last digits)"
    if why == "SameName":
        return "（可能是同名的两件事）", " (these may be two things of one name)"
    if why == "CarryOverCounted":
        return "（相差数等于结转资金）", " (the difference is what was carried over)"
    return ("（数字的识别存疑）", " (the reading of these numbers is in doubt)") if suspect else ("", "")


def _unit(cell: Stated) -> tuple[str, str]:
    """What it is counted in, in both languages: yuan but for stocks."""
    unit = cell.amount.unit if isinstance(cell.amount, Quantity) else ResourceUnit.YUAN
    member = dimensions.members()["resourceUnit", unit]
    return member.zh, member.en


def _table(cell: Stated) -> int:
    return cell.place.table if isinstance(cell.place, Place) else 0


# rounding ---------------------------------------------------------------------------------------------------


def _roundings(listed: list[Identity]) -> Iterator[Result]:
    """One piece of information for each table, and unit, whose sums hold only because numbers are rounded."""
    found: dict[tuple[int, tuple[str, str]], list[Identity]] = defaultdict(list)
    for one in listed:
        if one.holds and one.residual != 0:
            found[_table(one.whole), _unit(one.whole)].append(one)
    known = rules()["rounding"]
    for (table, (unit, units)), rounded in sorted(found.items(), key=lambda pair: pair[0]):
        most = max(abs(one.residual) for one in rounded)
        cells = tuple(dict.fromkeys(one.whole.place.id for one in rounded))
        finding = Finding(
            rule=known.name,
            severity=known.severity,
            focus=f"t{table:02d}" if table else "",
            cells=cells,
            message_zh=f"{known.zh}：{len(rounded)} 处，最多相差 {most:f} {unit}",
            message_en=f"{known.en}: {len(rounded)} of them, {most:f} {units} at most",
        )
        yield Result(known.name, table, Outcome.PASSED, finding)
