"""The samples as figures: what adds up does so exactly once, and what disagrees is known and named."""

import csv
import itertools
import random
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from kg.codebooks import dimensions
from kg.model import Agreement, BudgetKey, CodeSource, Extraction, Figure, ProjectKey
from kg.reconcile import reconcile, statements

NUMBERS = ["001", "002", "003", "004"]
PHASES = {"001": "approved", "002": "approved", "003": "final", "004": "approved"}
"""What each document is about; sentences of final accounts tell what was approved, too."""
TRUTH = Path(__file__).resolve().parents[1] / "cases" / "samples" / "totals.csv"
CODES = ("revenue_code", "function_code", "economic_code", "government_economic_code")
Figures = dict[str, tuple[Figure, ...]]


def truth(number: str) -> dict[str, list[dict[str, str]]]:
    """The safe sums of a document, worked out by hand: the members of each ``by``."""
    by: dict[str, list[dict[str, str]]] = defaultdict(list)
    with TRUTH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["document"] == number:
                by[row["by"]].append(row)
    return by


SUMS = [(number, by) for number in NUMBERS for by in truth(number)]


def total_of(number: str) -> Decimal:
    return Decimal(next(iter(truth(number).values()))[0]["printed_total_yuan"])


def in_slice(figure: Figure, row: dict[str, str]) -> bool:
    """Whether a figure is expenditure of the members that ``row`` fixes; what it leaves blank is summed over."""
    key = figure.key
    if not isinstance(key, BudgetKey) or key.flow != "expenditure" or key.item != "total":
        return False
    if key.phase != PHASES[row["document"]]:
        return False
    return all(row[name] in ("", getattr(key, name)) for name in ("fund", "nature", "origin"))


def members(figures: tuple[Figure, ...], by: str, row: dict[str, str]) -> dict[str, Decimal]:
    """The amounts other than zero of one slice by one classification, at one level."""
    kind, _, tail = by.partition("-")
    if kind == "project":
        return {
            figure.key.project: figure.preferred
            for figure in figures
            if isinstance(figure.key, ProjectKey) and figure.key.project and figure.key.origin == row["origin"]
            and figure.key.fund == row["fund"]
        }  # fmt: skip
    name = {"function": "function_code", "economic": "economic_code", "government": "government_economic_code"}[kind]
    length = {"function-item": 7, "economic-item": 5}.get(by, 3)
    paired = {"economic_code", "government_economic_code"} if tail == "item" else set()
    found: dict[str, Decimal] = {}
    for figure in figures:
        codes = {field for field in CODES if getattr(figure.key, field, "")}
        if in_slice(figure, row) and len(getattr(figure.key, name)) == length and codes <= {name} | paired:
            found[getattr(figure.key, name)] = figure.preferred
    return {member: amount for member, amount in found.items() if amount}


def single(figures: tuple[Figure, ...], by: str, row: dict[str, str]) -> Decimal:
    """The one figure of a member of fund, nature or origin, not broken down by code."""
    dimension = by.partition("-")[0]
    (figure,) = (
        figure
        for figure in figures
        if in_slice(figure, row)
        and getattr(figure.key, dimension) == row["member"]
        and not any(getattr(figure.key, code) for code in CODES)
    )
    return figure.preferred


@pytest.mark.parametrize(("number", "by"), SUMS)
def test_safe_sums_are_those_worked_out_by_hand(number: str, by: str, figures: Figures) -> None:
    rows = truth(number)[by]
    expected = {row["member"]: Decimal(row["amount_yuan"]) for row in rows}
    if by.partition("-")[0] in ("nature", "origin", "fund"):
        assert {row["member"]: single(figures[number], by, row) for row in rows} == expected
    else:
        assert members(figures[number], by, rows[0]) == expected


WHOLE = ("function", "function-all-fiscal", "function-item", "nature", "nature-all-fiscal", "fund", "origin")


@pytest.mark.parametrize(("number", "by"), [(number, by) for number, by in SUMS if by in WHOLE])
def test_they_add_up_to_the_printed_total(number: str, by: str) -> None:
    """Of the key itself: should it be wrong, the test above proves nothing."""
    assert sum(Decimal(row["amount_yuan"]) for row in truth(number)[by]) == total_of(number)


@pytest.mark.parametrize("number", ["001", "002", "004"])
def test_projects_add_up_to_the_printed_project_expenditure(number: str) -> None:
    by = truth(number)
    projects = [row for name in ("project", "project-carried-over") for row in by.get(name, [])]
    spent = next(row for row in by["nature"] if row["member"] == "project")
    assert sum(Decimal(row["amount_yuan"]) for row in projects) == Decimal(spent["amount_yuan"])


def test_a_document_without_a_table_of_projects_has_those_of_its_forms(figures: Figures) -> None:
    """Lines 375 and 407 to 409 of sample 003, in ten thousand yuan; four numbers of line 408 stand in one cell."""
    assert {
        (key.project[:4], key.phase, key.origin, figure.preferred / 10_000)
        for figure in figures["003"]
        if isinstance(key := figure.key, ProjectKey)
    } == {
        ("离休伤残", "approved", "total", Decimal("81.0")),
        ("离休伤残", "revised", "total", Decimal("101.0")),
        ("离休伤残", "final", "total", Decimal("101.0")),
        ("医疗服务", "final", "total", Decimal("138.6")),
        ("医疗服务", "revised", "total", Decimal("60.13")),
        ("医疗服务", "revised", "current", Decimal("55.0")),
        ("医疗服务", "final", "current", Decimal("133.47")),
        ("医疗服务", "revised", "carried-over", Decimal("5.13")),
        ("医疗服务", "final", "carried-over", Decimal("5.13")),
    }


@pytest.mark.parametrize("number", NUMBERS)
def test_leaves_by_function_in_the_widest_slice_are_a_safe_sum(number: str, figures: Figures) -> None:
    """What the catalogue tells people to do: headline, leaf, one classification, one flow."""
    taken = [
        figure
        for figure in figures[number]
        if figure.leaf
        and figure.headline
        and isinstance(figure.key, BudgetKey)
        and figure.key.phase == PHASES[number]
        and figure.key.flow == "expenditure"
        and figure.key.item == "total"
        and [code for code in CODES if getattr(figure.key, code)] == ["function_code"]
        and figure.key.nature == "total"
    ]
    items = [figure for figure in taken if len(figure.key.function_code) == 7]
    assert sum(figure.preferred for figure in items) == total_of(number)


@pytest.mark.parametrize(("number", "multiple"), [("001", "8.26"), ("002", "5.87"), ("003", "9.00"), ("004", "9.00")])
def test_adding_every_coded_row_counts_the_money_many_times(
    number: str, multiple: str, extractions: dict[str, Extraction]
) -> None:
    """What a naive sum over the first amount column of rows with a printed functional code gives."""
    extraction = extractions[number]
    coded = {
        (row.table, row.number)
        for table in extraction.tables
        for row in table.rows
        if row.code_source is CodeSource.PRINTED and row.code.startswith("2")
    }
    first: dict[tuple[int, int], Decimal] = {}
    for claim in sorted(extraction.claims, key=lambda claim: claim.place.cell):
        first.setdefault((claim.place.table, claim.place.row), claim.amount.yuan)
    naive = sum(first[place] for place in coded if place in first)
    assert (naive / total_of(number)).quantize(Decimal("0.01")) == Decimal(multiple)
    assert truth(number)["function"][0]["naive_multiple"] == f"{Decimal(multiple):.1f}"


TRUNCATED = {("", "total"), ("208", "total"), ("210", "total")}
"""Where table 01 of sample 003 cuts its cells short: the total, 208 and 210, not broken down by fund."""


@pytest.mark.parametrize("number", NUMBERS)
def test_no_two_facts_share_a_key(number: str, extractions: dict[str, Extraction]) -> None:
    printings = defaultdict(list)
    for claim in extractions[number].claims:
        printings[claim.key].append(claim.amount)
    disagreeing = {
        (key.function_code, str(key.fund))
        for key, amounts in printings.items()
        if not all(one.agrees_with(other) for one, other in itertools.combinations(amounts, 2))
    }
    assert disagreeing == (TRUNCATED if number == "003" else set())


def about(figure: Figure) -> tuple[str, str, str]:
    return figure.key.function_code, str(figure.key.fund), str(figure.key.nature)


CONFLICTS = {
    "001": set(),
    "002": {("210", "all-fiscal", "total"), ("210", "general", "total")},
    "003": {
        (code, fund, "total") for code in ("", "208", "210") for fund in ("total", "all-fiscal", "general")
    } | {("208", "total", "basic"), ("208", "general", "basic")},  # all of 208 is basic expenditure
    "004": set(),
}  # fmt: skip
ROUNDINGS = {
    ("221", fund, nature)
    for fund, nature in [
        ("total", "total"), ("all-fiscal", "total"), ("general", "total"), ("total", "basic"), ("general", "basic"),
    ]
}  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_conflicts_are_those_known(number: str, figures: Figures) -> None:
    """旬阳: 210 in table 4 and table 5; 互助: the cells cut short, with every slice that is the same money."""
    found = [figure for figure in figures[number] if figure.agreement is Agreement.CONFLICT]
    assert {about(figure) for figure in found} == CONFLICTS[number]
    assert {str(figure.key.flow) for figure in found} <= {"expenditure"}


@pytest.mark.parametrize("number", NUMBERS)
def test_rounding_only_where_one_cell_prints_a_digit_less(number: str, figures: Figures) -> None:
    found = {about(figure) for figure in figures[number] if figure.agreement is Agreement.ROUNDING_ONLY}
    assert found == (ROUNDINGS if number == "003" else set())


def test_the_more_precise_printing_is_preferred(figures: Figures) -> None:
    spent = {about(figure): figure for figure in figures["003"] if getattr(figure.key, "flow", "") == "expenditure"}
    housing, social = spent["221", "total", "total"], spent["208", "total", "total"]
    assert (housing.preferred, housing.chosen_by) == (54_300, "most-precise")
    assert (social.preferred, social.chosen_by) == (91_800, "most-precise-in-tie")


@pytest.mark.parametrize("number", NUMBERS)
def test_each_claim_is_about_one_figure_and_each_figure_has_claims(
    number: str, figures: Figures, extractions: dict[str, Extraction]
) -> None:
    extraction = extractions[number]
    claimed = Counter(claim.key.id for part in (extraction.claims, extraction.others) for claim in part)
    assert set(claimed) == {figure.id for figure in figures[number]}
    assert len(figures[number]) == len(claimed)
    assert [figure.id for figure in figures[number]] == sorted(claimed)


def within(narrow: Figure, wide: Figure) -> bool:
    """Every nested member of ``wide`` is that of ``narrow`` or contains it."""
    names = ("fund", "nature", "origin", "item")
    pairs = ((name, getattr(wide.key, name, "total"), getattr(narrow.key, name, "total")) for name in names)
    return all(outer == inner or outer in dimensions.wider(name, inner) for name, outer, inner in pairs)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_figure_is_the_whole_only_of_what_contains_it(number: str, figures: Figures) -> None:
    by_id = {figure.id: figure for figure in figures[number]}
    links = [(figure, by_id[wide]) for figure in figures[number] for wide in figure.whole_of]
    assert links, "every sample is financed by the general budget alone"
    for narrow, wide in links:
        assert within(narrow, wide)
        assert narrow.id != wide.id
        for name in ("agency", "scope", "year", "phase", "flow", "function_code", "project"):
            assert getattr(narrow.key, name, None) == getattr(wide.key, name, None), (narrow, wide)
        for name in ("economic_code", "government_economic_code"):
            assert getattr(wide.key, name, "") in ("", getattr(narrow.key, name, "")), (narrow, wide)


@pytest.mark.parametrize("number", NUMBERS)
def test_links_that_follow_from_others_are_left_out(number: str, figures: Figures) -> None:
    wider = {figure.id: set(figure.whole_of) for figure in figures[number]}

    def beyond(id_: str) -> set[str]:
        return wider[id_].union(*(beyond(other) for other in wider[id_]))

    for id_, direct in wider.items():
        assert id_ not in beyond(id_)
        assert not any(one in beyond(other) for one in direct for other in direct - {one})


@pytest.mark.parametrize("number", NUMBERS)
def test_the_order_of_printings_does_not_matter(
    number: str, figures: Figures, extractions: dict[str, Extraction]
) -> None:
    printings = list(statements(extractions[number]))
    for seed in range(3):
        shuffled = random.Random(seed).sample(printings, len(printings))
        assert reconcile(shuffled) == figures[number]


def test_bodies_do_not_touch_each_other(figures: Figures, extractions: dict[str, Extraction]) -> None:
    """All samples together give the figures that each gives alone."""
    together = reconcile(statement for number in NUMBERS for statement in statements(extractions[number]))
    alone = [figure for number in NUMBERS for figure in figures[number]]
    assert together == tuple(sorted(alone, key=lambda figure: figure.id))


def test_a_statement_names_the_cell_of_its_claim(extractions: dict[str, Extraction]) -> None:
    extraction = extractions["001"]
    first = next(statements(extraction))
    assert first.claim == f"{extraction.sha256[:16]}/t01/r3/c2"
    assert (first.amount.text, first.disclosure.year, first.disclosure.kind) == ("1070.24", 2024, "budget")
