"""Slices: which contains which, which are the same money, what is a leaf, and where a question starts."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import (
    Agency,
    Agreement,
    Amount,
    BudgetKey,
    Disclosure,
    EventKey,
    Figure,
    Flow,
    FundingLevel,
    Item,
    Kind,
    Phase,
    ProjectKey,
    Scope,
    Statement,
    Unit,
)
from kg.reconcile import reconcile
from kg.reconcile.slices import Slice, apart, contains, width

Make = Callable[..., Statement]


def piece(fund: str = "total", nature: str = "total", origin: str = "total", item: str = "total") -> Slice:
    return Slice(fund, nature, origin, item, paired=False)


@pytest.mark.parametrize(
    ("wide", "narrow", "is_so"),
    [
        (piece(), piece(fund="general"), True),
        (piece(fund="all-fiscal"), piece(fund="general"), True),
        (piece(fund="general"), piece(fund="all-fiscal"), False),
        (piece(fund="general"), piece(fund="government-fund"), False),
        (piece(), piece(fund="general", nature="basic"), True),
        (piece(nature="basic"), piece(nature="personnel"), True),
        (piece(nature="basic"), piece(nature="project"), False),
        (piece(fund="general"), piece(nature="basic"), False),  # each narrower in one dimension
        (piece(), piece(), False),  # itself
        (piece(item="vehicles"), piece(item="vehicle-running"), True),
        (piece(), piece(item="training"), False),  # items cut across: the total of items is no item
        (piece(), Slice("total", "total", "total", "total", paired=True), True),
        (Slice("total", "total", "total", "total", paired=True), piece(fund="general"), False),
    ],
)
def test_containment(wide: Slice, narrow: Slice, is_so: bool) -> None:
    assert contains(wide, narrow) is is_so


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        (piece(fund="general"), piece(fund="government-fund"), True),
        (piece(origin="current"), piece(origin="carried-over"), True),
        (piece(fund="general"), piece(fund="all-fiscal"), False),
        (piece(fund="general"), piece(nature="basic"), False),
        (piece(), piece(), False),
    ],
)
def test_slices_that_share_no_money(one: Slice, other: Slice, is_so: bool) -> None:
    assert apart(one, other) is is_so
    assert apart(other, one) is is_so


def test_wider_sorts_before_narrower() -> None:
    order = [piece(), piece(origin="current"), piece(fund="general"), piece(nature="basic"), piece(item="abroad")]
    widths = [width(one) for one in order]
    assert widths == sorted(set(widths))


def by_fund(figures: tuple[Figure, ...]) -> dict[str, Figure]:
    return {str(figure.key.fund): figure for figure in figures}


def test_slices_of_one_total_are_the_same_money_in_every_component(printed: Make, make_key: Callable) -> None:
    """旬阳: both tables add up to one total, and differ at 210: that is a conflict, not two facts."""
    statements = [
        printed("a", "10.00", make_key(fund="all-fiscal")),
        printed("b", "4.00", make_key(fund="all-fiscal", function_code="210")),
        printed("c", "10.00", make_key(fund="general")),
        printed("d", "5.00", make_key(fund="general", function_code="210")),
    ]
    figures = {(figure.key.fund, figure.key.function_code): figure for figure in reconcile(statements)}
    assert figures["general", ""].whole_of == (figures["all-fiscal", ""].id,)
    assert figures["general", "210"].whole_of == (figures["all-fiscal", "210"].id,)
    assert figures["general", ""].agreement is Agreement.AGREE
    assert figures["general", "210"].agreement is figures["all-fiscal", "210"].agreement is Agreement.CONFLICT
    assert [figures[fund, "210"].preferred for fund in ("all-fiscal", "general")] == [40_000, 50_000]


def test_slices_of_different_totals_are_not_the_same_money(printed: Make, make_key: Callable) -> None:
    statements = [
        printed("a", "10.00", make_key(fund="total")),
        printed("b", "5.00", make_key(fund="total", function_code="210")),
        printed("c", "9.00", make_key(fund="general")),
        printed("d", "4.00", make_key(fund="general", function_code="210")),
    ]
    assert {figure.whole_of for figure in reconcile(statements)} == {()}


def test_nothing_is_not_the_whole_of_nothing(printed: Make, make_key: Callable) -> None:
    statements = [printed("a", "0.00", make_key(fund="all-fiscal")), printed("b", "0.00", make_key(fund="general"))]
    assert {figure.whole_of for figure in reconcile(statements)} == {()}


def test_one_component_is_whole_where_the_slices_are_not(printed: Make, make_key: Callable) -> None:
    """All of 210 is general money, though not all money is."""
    statements = [
        printed("a", "10.00", make_key()),
        printed("b", "9.00", make_key(fund="general")),
        printed("c", "4.00", make_key(function_code="210")),
        printed("d", "4.00", make_key(fund="general", function_code="210")),
    ]
    figures = {(figure.key.fund, figure.key.function_code): figure for figure in reconcile(statements)}
    assert figures["general", "210"].whole_of == (figures["total", "210"].id,)
    assert figures["general", ""].whole_of == ()


def test_links_go_to_the_next_wider_slice_only(printed: Make, make_key: Callable) -> None:
    figures = by_fund(
        reconcile(printed(fund, "5.00", make_key(fund=fund)) for fund in ("total", "all-fiscal", "general"))
    )
    assert figures["general"].whole_of == (figures["all-fiscal"].id,)
    assert figures["all-fiscal"].whole_of == (figures["total"].id,)
    assert figures["total"].whole_of == ()


def test_a_paired_code_is_the_whole_of_each_of_its_codes(printed: Make, make_key: Callable) -> None:
    """The only 30201 is paired with 50201."""
    pair = make_key(economic_code="30201", government_economic_code="50201")
    figures = {
        (figure.key.economic_code, figure.key.government_economic_code): figure
        for figure in reconcile([printed("a", "5.00", pair), printed("b", "5.00", make_key(economic_code="30201"))])
    }
    assert figures["30201", "50201"].whole_of == (figures["30201", ""].id,)


def leaves(figures: tuple[Figure, ...]) -> set[str]:
    return {figure.key.function_code for figure in figures if figure.leaf}


@pytest.mark.parametrize(
    ("codes", "leaf"),
    [
        (["", "208", "20805", "2080505"], {"2080505"}),
        (["", "208", "20805", "20899"], {"20805", "20899"}),
        (["", "208", "2080505", "210"], {"2080505", "210"}),  # a level left out
        (["2080505", "2080506"], {"2080505", "2080506"}),  # 泉州: items only
        ([""], {""}),
        (["", "208"], {"208"}),
    ],
)
def test_a_leaf_has_no_finer_code_beside_it(
    codes: list[str], leaf: set[str], printed: Make, make_key: Callable
) -> None:
    assert leaves(reconcile(printed(code, "5.00", make_key(function_code=code)) for code in codes)) == leaf


def test_a_finer_code_of_another_slice_takes_nothing_away(printed: Make, make_key: Callable) -> None:
    statements = [
        printed("a", "5.00", make_key(function_code="208")),
        printed("b", "4.00", make_key(function_code="20805", fund="general")),
        printed("c", "4.00", make_key(function_code="20805", year=2023)),
        printed("d", "4.00", make_key(function_code="20805", flow="revenue")),
    ]
    assert leaves(reconcile(statements)) == {"208", "20805"}


def test_a_group_of_projects_is_no_leaf_beside_its_projects(printed: Make, make_key: Callable) -> None:
    lead = {name: getattr(make_key(), name) for name in ("agency", "scope", "year", "phase")}
    group = ProjectKey(**lead, project="", funding_level=FundingLevel.LOCAL)
    project = ProjectKey(**lead, project="金保工程")
    both = reconcile([printed("a", "5.00", group), printed("b", "5.00", project)])
    assert {figure.key.project: figure.leaf for figure in both} == {"": False, "金保工程": True}
    (alone,) = reconcile([printed("a", "5.00", group)])
    assert alone.leaf


def test_an_event_is_always_a_leaf(printed: Make, make_key: Callable) -> None:
    lead = {name: getattr(make_key(), name) for name in ("agency", "scope", "year", "phase")}
    (event,) = reconcile([printed("a", "0.05", EventKey(**lead, event="业务培训", item=Item.TRAINING))])
    assert (event.leaf, event.headline) == (True, True)


def headlines(figures: tuple[Figure, ...]) -> set[tuple[str, str, str]]:
    return {
        (str(figure.key.fund), str(figure.key.origin), figure.key.function_code)
        for figure in figures
        if figure.headline
    }


def test_the_headline_is_the_widest_slice_of_each_level(printed: Make, make_key: Callable) -> None:
    statements = [
        printed("a", "9.00", make_key()),
        printed("b", "8.00", make_key(fund="general")),
        printed("c", "4.00", make_key(fund="general", function_code="208")),
        printed("d", "3.00", make_key(fund="general", nature="basic", function_code="208")),
    ]
    assert headlines(reconcile(statements)) == {("total", "total", ""), ("general", "total", "208")}


def test_a_slice_that_only_sentences_tell_is_no_headline_beside_one_of_a_table(
    printed: Make, make_key: Callable
) -> None:
    """A sentence tells some codes of the wider slice; the table has all of the narrower."""
    table = [
        printed(f"f/t03/r{row}/c3", "1.00", make_key(fund="general", function_code=code))
        for row, code in enumerate(("2080505", "2101101", "2101103"), 1)
    ]
    told = [
        printed("f/l30/o31", "1.00", make_key(function_code="2080505")),
        printed("f/l30/o75", "2.00", make_key(function_code="2101101+2101103")),
    ]
    apart_from_all = printed("f/l31/o9", "3.00", make_key(fund="government-fund", function_code="2120801"))
    assert headlines(reconcile([*table, *told, apart_from_all])) == {
        ("general", "total", "2080505"), ("general", "total", "2101101"), ("general", "total", "2101103"),
        ("government-fund", "total", "2120801"),
    }  # fmt: skip
    assert headlines(reconcile(told)) == {("total", "total", "2080505")}, "where no table tells it"


def project_headlines(statements: list[Statement]) -> set[tuple[str, str, str]]:
    return {
        (str(figure.key.fund), str(figure.key.funding_level), str(figure.key.term))
        for figure in reconcile(statements)
        if figure.headline and isinstance(figure.key, ProjectKey)
    }


def test_what_one_level_pays_is_no_headline_beside_what_all_pay(printed: Make, make_key: Callable) -> None:
    """泽州: 50,000 in all, of which the county pays all and the province nothing."""
    lead = {name: getattr(make_key(), name) for name in ("agency", "scope", "year", "phase")}

    def paid(claim: str, text: str, **fields: str) -> Statement:
        return printed(claim, text, ProjectKey(**lead, project="金保工程", **fields))

    parts = [
        paid("a", "5.00", fund="all-fiscal", funding_level="local"),
        paid("b", "0.00", fund="all-fiscal", funding_level="provincial"),
    ]
    assert project_headlines([*parts, paid("c", "5.00")]) == {("total", "total", "annual")}
    assert project_headlines(parts) == {("all-fiscal", "local", "annual"), ("all-fiscal", "provincial", "annual")}
    fiscal = paid("d", "5.00", fund="all-fiscal")
    assert project_headlines([*parts, fiscal]) == {("all-fiscal", "total", "annual")}
    whole = paid("e", "15.00", fund="unit", term="whole-period")
    assert project_headlines([fiscal, whole]) == {("all-fiscal", "total", "annual"), ("unit", "total", "whole-period")}


def test_slices_that_share_no_money_are_headlines_together(printed: Make, make_key: Callable) -> None:
    """忻州: this year's and carried-over money by function, and no column of both."""
    statements = [
        printed("a", "4.00", make_key(origin="current", function_code="210")),
        printed("b", "2.00", make_key(origin="carried-over", function_code="210")),
        printed("c", "1.00", make_key(origin="current", fund="general", function_code="210")),
    ]
    assert headlines(reconcile(statements)) == {("total", "current", "210"), ("total", "carried-over", "210")}


TREES = st.dictionaries(
    st.sampled_from(["201", "208", "210", "221"]),
    st.dictionaries(
        st.sampled_from(["01", "05", "99"]),
        st.dictionaries(st.sampled_from(["01", "02", "50", "99"]), st.integers(0, 10**9), min_size=1),
        min_size=1,
    ),
    min_size=1,
)
"""Classes, sections and items, each item with its cents."""


@settings(max_examples=60, deadline=None)
@given(tree=TREES, data=st.data())
def test_leaves_of_any_tree_of_codes_add_up_to_its_total(tree: dict, data: st.DataObject) -> None:
    """Whatever levels are printed, as long as what stands below a code adds up to it."""
    amounts: dict[str, int] = {"": 0}
    for upper, sections in tree.items():
        depth = data.draw(st.sampled_from([3, 5, 7]), label=upper)
        for section, items in sections.items():
            for item, cents in items.items():
                for code in ("", upper, upper + section, upper + section + item):
                    if len(code) <= depth:
                        amounts[code] = amounts.get(code, 0) + cents
    left_out = data.draw(st.sets(st.sampled_from([code for code in amounts if code])), label="not printed")
    shown = {code for code in amounts if code not in left_out or not has_shown_parts(code, amounts, left_out)}
    figures = reconcile(printing_of(code, amounts[code]) for code in sorted(shown))
    coded = [figure for figure in figures if figure.leaf and figure.key.function_code]
    assert sum(figure.preferred for figure in coded) * 100 == amounts[""]


def has_shown_parts(code: str, amounts: dict[str, int], left_out: set[str]) -> bool:
    """Whether all of a code is printed at finer levels, so that the code itself can be left out."""
    parts = [other for other in amounts if other.startswith(code) and len(other) == len(code) + 2]
    return bool(parts) and all(part not in left_out or has_shown_parts(part, amounts, left_out) for part in parts)


ACCOUNTS = Disclosure(
    agency=Agency(area="140525", name="泽州县财政局"), year=2024, kind=Kind.FINAL, scope=Scope.OWN
)  # fmt: skip


def printing_of(code: str, cents: int) -> Statement:
    key = BudgetKey(
        agency=Agency(area="140525", name="泽州县财政局"), scope=Scope.OWN, year=2024, phase=Phase.FINAL,
        flow=Flow.EXPENDITURE, function_code=code,
    )  # fmt: skip
    yuan = Decimal(cents) / 100
    amount = Amount(text=f"{yuan:.2f}", yuan=yuan, unit=Unit.YUAN, quantum=Decimal("0.01"))
    return Statement(claim=f"a/{code}", key=key, amount=amount, disclosure=ACCOUNTS)
