"""The equations that the tables of one document must satisfy: which amounts add up to which, and which are the same.

Promises: an equation is built from the keys of figures alone, never from where cells stand, so that a form laid out
in another way gives the same equations. Amounts of one form are added only with amounts of that form.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from kg.check.lattice import Codes, Slice, below, codes_of, differing, divisions, listings, maximal, slice_of
from kg.model import (
    BudgetKey,
    Claim,
    Disclosure,
    Extraction,
    FigureKey,
    Flow,
    Item,
    Nature,
    OtherClaim,
    Place,
    ProjectKey,
    leeway,
)

Stated = Claim | OtherClaim
"""An amount with the figure it is about and where it is printed."""
_NO_MONEY = frozenset({"share", "count", "change-not-read", "change-uncertain", "changed-figure-unread", "text-column"})
_RULES = {"flow": "carry-over-adds", "nature": "natures-add", "origin": "origins-add"}
_INCOME = (Flow.REVENUE, Flow.RESOURCES, Flow.CARRY_OVER_IN, Flow.SURPLUS_USE)
_THREE = (Item.ABROAD, Item.VEHICLES, Item.RECEPTION)


class Identity(NamedTuple):
    """An amount that equals the sum of others; with one part, that equals another.

    ``certain`` where the form itself makes the parts all there are; otherwise the other rows must show it.
    ``line`` names the division: identities of one line are about different rows of it. ``open`` where a number that
    may be a part was refused. ``nested`` are amounts beside the parts that are taken to be contained in one of them.
    """

    rule: str
    whole: Stated
    parts: tuple[Stated, ...]
    certain: bool = True
    open: bool = False
    line: tuple[object, ...] = ()
    nested: tuple[Stated, ...] = ()

    @property
    def residual(self) -> Decimal:
        """The whole less its parts."""
        return self.whole.amount.value - sum((part.amount.value for part in self.parts), Decimal(0))

    @property
    def tolerance(self) -> Decimal:
        """What rounding explains: half the last printed digit of each, summed; nothing for what is counted."""
        return leeway(cell.amount for cell in self.cells)

    @property
    def holds(self) -> bool:
        """Whether the two sides could be roundings of equal amounts."""
        return abs(self.residual) <= self.tolerance

    @property
    def cells(self) -> tuple[Stated, ...]:
        """The whole and its parts."""
        return (self.whole, *self.parts)


class Budgeted(NamedTuple):
    """A claim about a figure of the budget cube."""

    claim: Claim
    key: BudgetKey

    @property
    def about(self) -> tuple[object, ...]:
        """Whose money of which year and stage."""
        return (self.key.agency.id, self.key.scope, self.key.year, self.key.phase)


class Form(NamedTuple):
    """The claims of one form and the cells of it that were refused; a form broken by a page is one form."""

    number: int
    family: str
    claims: tuple[Claim, ...]
    refused: frozenset[tuple[int, int, int]]


def forms(extraction: Extraction) -> list[Form]:
    """The forms of a document, each named by its first table."""
    first = _first_tables(extraction)
    family = {table.number: table.family for table in extraction.tables}
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in extraction.claims:
        claims[first[claim.place.table]].append(claim)
    refused: dict[int, set[tuple[int, int, int]]] = defaultdict(set)
    for one in extraction.refusals:
        place = one.place
        if one.reason not in _NO_MONEY and isinstance(place, Place):
            refused[first[place.table]].add((place.table, place.row, place.cell))
    return [Form(at, family[at], tuple(found), frozenset(refused[at])) for at, found in claims.items()]


def _first_tables(extraction: Extraction) -> dict[int, int]:
    first: dict[int, int] = {}
    before = None
    for table in extraction.tables:
        same = before is not None and before.title == table.title and before.family == table.family and table.title
        first[table.number] = first[before.number] if same and before is not None else table.number
        before = table
    return first


def stated(extraction: Extraction) -> list[Stated]:
    """Every amount of the document with its figure: those of tables, then those of sentences."""
    return [*extraction.claims, *extraction.others]


def identities(extraction: Extraction) -> Iterator[Identity]:
    """Every equation inside a form."""
    for form in forms(extraction):
        yield from _by_codes(form)
        yield from _by_slices(form)
        yield from _by_projects(form, extraction.disclosure)


def _by_codes(form: Form) -> Iterator[Identity]:
    """Each code against the codes listed directly below it, the total against the classes."""
    groups: dict[tuple[object, ...], dict[Codes, Claim]] = defaultdict(dict)
    for one in budgeted(form):
        groups[one.about, slice_of(one.key)].setdefault(codes_of(one.key), one.claim)
    known: dict[tuple[Codes, ...], dict[Codes, list[tuple[Codes, ...]]]] = {}
    for (_, slice_), coded in groups.items():
        printed = tuple(coded)
        if printed not in known:
            known[printed] = {whole: listings(whole, printed) for whole in printed}
        for whole, claim in coded.items():
            for listed in known[printed][whole]:
                parts = tuple(coded[code] for code in listed)
                rule = "levels-add" if any(whole) else "totals-add"
                yield Identity(rule, claim, parts, open=_open(form, claim, parts), line=(form.number, rule, slice_))


def _by_slices(form: Form) -> Iterator[Identity]:
    """Each amount against the parts that the columns and rows beside it divide it into."""
    groups: dict[tuple[object, ...], dict[Slice, Budgeted]] = defaultdict(dict)
    columns: dict[tuple[object, ...], set[Slice]] = defaultdict(set)
    for one in budgeted(form):
        groups[*one.about, *codes_of(one.key)].setdefault(slice_of(one.key), one)
        columns[one.about].add(slice_of(one.key))
    known: dict[tuple[Slice, ...], dict[Slice, list[tuple[str, tuple[Slice, ...]]]]] = {}
    for sliced in groups.values():
        printed = tuple(sliced)
        if printed not in known:
            known[printed] = {whole: divisions(whole, printed) for whole in printed}
        for slice_, whole in sliced.items():
            for dimension, listed in known[printed][slice_]:
                found = _slice_identity(form, whole, [sliced[one].claim for one in listed], dimension)
                inside = (one for one in printed if any(differing(part, one) for part in listed))
                yield found._replace(
                    certain=_complete(dimension, whole.key, columns[whole.about] - {slice_}),
                    nested=tuple(sliced[one].claim for one in inside),
                )
            if whole.key.flow is Flow.USES and not any(codes_of(whole.key)):
                yield from _uses_by_class(form, whole, sliced)


def _slice_identity(form: Form, whole: Budgeted, parts: list[Claim], dimension: str) -> Identity:
    key = whole.key
    rule = _RULES.get(dimension, "items-add" if dimension == "item" else "funds-add")
    if dimension == "nature" and key.nature is Nature.BASIC:
        rule = "basic-adds"
    elif dimension == "item" and key.item in (Item.THREE_PUBLIC, Item.VEHICLES):
        rule = "three-public-adds"
    elif dimension == "fund" and key.flow in _INCOME:
        rule = "sources-add"
    return Identity(
        rule,
        whole.claim,
        tuple(parts),
        open=_open(form, whole.claim, parts),
        line=(form.number, rule, key.phase, slice_of(key)),
    )


def _complete(dimension: str, key: BudgetKey, listed: set[Slice]) -> bool:
    """Whether the national form itself says that the parts are all there are."""
    natures = {one.nature for one in listed}
    if dimension == "nature" and key.nature is Nature.TOTAL:
        basic = Nature.BASIC in natures or {Nature.PERSONNEL, Nature.PUBLIC} <= natures
        return basic and Nature.PROJECT in natures
    if dimension == "nature" and key.nature is Nature.BASIC:
        return {Nature.PERSONNEL, Nature.PUBLIC} <= natures
    if dimension == "item" and key.item is Item.THREE_PUBLIC:
        return set(_THREE) <= {one.item for one in listed}
    if dimension == "item" and key.item is Item.VEHICLES:
        return {Item.VEHICLE_PURCHASE, Item.VEHICLE_RUNNING} <= {one.item for one in listed}
    return False


def _uses_by_class(form: Form, whole: Budgeted, sliced: dict[Slice, Budgeted]) -> Iterator[Identity]:
    """支出总计 where 本年支出合计 is not printed: the classes of spending and what is carried forward."""
    at = slice_of(whole.key)
    spent = at._replace(flow=Flow.EXPENDITURE)
    coded = {
        codes_of(one.key): one.claim
        for one in reversed(budgeted(form))
        if slice_of(one.key) == spent and one.about == whole.about and one.key.function_code
    }
    if spent in sliced or not coded:
        return
    parts = [coded[one] for one in maximal(coded, below)]
    parts += [other.claim for one, other in sliced.items() if one == at._replace(flow=Flow.CARRY_OVER_OUT)]
    rule = "carry-over-adds"
    line = (form.number, rule, whole.key.phase, at)
    yield Identity(rule, whole.claim, tuple(parts), certain=False, open=_open(form, whole.claim, parts), line=line)


def _by_projects(form: Form, body: Disclosure) -> Iterator[Identity]:
    """The total of a table of projects, and of each code in it, against the projects."""
    projects = [claim for claim in form.claims if isinstance(claim.key, ProjectKey) and claim.key.project]
    if not projects:
        return
    for whole, key in budgeted(form):
        if key.nature is not Nature.PROJECT or key.economic_code or key.government_economic_code:
            continue
        parts = tuple(part for part in projects if _is_project_of(part.key, key, body))
        if parts:
            line = (form.number, "projects-add", key.fund, key.origin)
            yield Identity("projects-add", whole, parts, certain=False, open=_open(form, whole, parts), line=line)


def _is_project_of(own: FigureKey, key: BudgetKey, body: Disclosure) -> bool:
    if not isinstance(own, ProjectKey):
        return False
    same = (own.fund, own.origin, own.year, own.phase) == (key.fund, key.origin, key.year, key.phase)
    of_all = (key.agency.id, key.scope) == (body.agency.id, body.scope) and not key.function_code
    of_one = (own.agency.id, own.scope) == (key.agency.id, key.scope)
    return same and own.function_code.startswith(key.function_code) and (of_one or of_all)


def _open(form: Form, whole: Claim, parts: Iterable[Claim]) -> bool:
    """Whether a number in the row of the whole, or in a column of these amounts, was refused."""
    if not form.refused:
        return False
    at = (whole.place.table, whole.place.row)
    columns = {part.place.cell for part in parts} | {whole.place.cell}
    return any((table, row) == at or cell in columns for table, row, cell in form.refused)


def budgeted(form: Form) -> list[Budgeted]:
    """The claims of a form about the budget cube; amounts printed for several codes together are left out."""
    return [
        Budgeted(claim, claim.key)
        for claim in form.claims
        if isinstance(claim.key, BudgetKey) and not any("+" in code for code in codes_of(claim.key))
    ]
