"""One key, one fact: distinct keys have distinct ids, and an id never changes."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kg.model import (
    Agency,
    BudgetKey,
    Disclosure,
    EventKey,
    FigureKey,
    Flow,
    Fund,
    FundingLevel,
    Item,
    Kind,
    Nature,
    Origin,
    Phase,
    ProjectKey,
    Scope,
    Term,
)

XINZHOU = Agency(area="140900", name="忻州市医疗保险服务中心")
PETITIONS = Agency(area="", name="国家信访局")
BUDGET = BudgetKey(
    agency=XINZHOU,
    scope=Scope.OWN,
    year=2024,
    phase=Phase.APPROVED,
    flow=Flow.EXPENDITURE,
    function_code="2101506",
)
PROJECT = ProjectKey(
    agency=PETITIONS,
    scope=Scope.CONSOLIDATED,
    year=2026,
    phase=Phase.APPROVED,
    project="信访业务培训",
    fund=Fund.GENERAL,
)
EVENT = EventKey(
    agency=XINZHOU, scope=Scope.OWN, year=2024, phase=Phase.APPROVED, event="医保政策及业务培训", item=Item.TRAINING
)
CODES = ["", "101", "2101506", "210", "21015", "302", "30201", "502", "50201"]
OTHER: dict[str, list[object]] = {
    "agency": [
        XINZHOU,
        PETITIONS,
        Agency(area="140525", name=XINZHOU.name),
        Agency(area="140900", name="忻州市财政局"),
    ],
    "scope": list(Scope),
    "year": [2019, 2024, 2025, 2026],
    "phase": list(Phase),
    "flow": list(Flow),
    "fund": list(Fund),
    "revenue_code": list(CODES),
    "function_code": list(CODES),
    "economic_code": list(CODES),
    "government_economic_code": list(CODES),
    "nature": list(Nature),
    "origin": list(Origin),
    "item": list(Item),
    "project": ["", "信访业务培训", "信访业务培训费", "信访|业务培训"],
    "event": ["医保政策及业务培训", "医保政策", "医保|政策"],
    "funding_level": list(FundingLevel),
    "term": list(Term),
}


def variations(key: FigureKey) -> Iterator[FigureKey]:
    """Every key that differs from ``key`` in one field."""
    yield key
    for field in type(key).model_fields:
        for value in OTHER[field]:
            if value != getattr(key, field):
                yield key.model_copy(update={field: value})


@pytest.mark.parametrize("key", [BUDGET, PROJECT, EVENT], ids=lambda key: key.cube)
def test_keys_that_differ_in_one_field_have_different_ids(key: FigureKey) -> None:
    keys = list(variations(key))
    assert len(keys) == 1 + sum(
        sum(value != getattr(key, field) for value in OTHER[field]) for field in type(key).model_fields
    )
    assert len({one.id for one in keys}) == len(keys)


def test_the_three_cubes_share_no_id() -> None:
    ids = [one.id for key in (BUDGET, PROJECT, EVENT) for one in variations(key)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("key", [BUDGET, PROJECT, EVENT], ids=lambda key: key.cube)
def test_an_id_is_taken_over_every_field(key: FigureKey) -> None:
    assert len(key.parts) == 1 + len(type(key).model_fields)


NAMES = st.text(alphabet="甲乙|210 ", max_size=8)


@given(
    st.tuples(NAMES, st.sampled_from(CODES), st.sampled_from(CODES)), st.tuples(NAMES, *[st.sampled_from(CODES)] * 2)
)
def test_no_name_can_imitate_another_key(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    fields = ("project", "function_code", "economic_code")
    first, second = (PROJECT.model_copy(update=dict(zip(fields, values, strict=True))) for values in (one, other))
    assert (first.id == second.id) == (first == second)


def test_ids_are_pinned() -> None:
    """Worked out once with sha256sum over the parts joined by ``|``; a change would break every published IRI.

    ``budget|140900-xinzhoushiyiliaobaoxianfuwuzhongxin-b27ead|own|2024|approved|expenditure|total||2101506|||total|total|total``
    ``project|000000-guojiaxinfangju-e33bcf|consolidated|2026|approved|信访业务培训|||general|total|total|annual``
    """
    assert BUDGET.id == "767f2e1f309c0c89"
    assert PROJECT.id == "33a4b2fe4ca0a890"


@pytest.mark.parametrize(
    ("kind", "scope", "tail"),
    [
        (Kind.BUDGET, Scope.OWN, "2024-budget-own"),
        (Kind.BUDGET, Scope.CONSOLIDATED, "2024-budget"),
        (Kind.FINAL, Scope.CONSOLIDATED, "2024-final"),
    ],
)
def test_a_disclosure_is_its_body_year_kind_and_scope(kind: Kind, scope: Scope, tail: str) -> None:
    assert Disclosure(agency=XINZHOU, year=2024, kind=kind, scope=scope).id == f"{XINZHOU.id}/{tail}"


def test_a_member_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="fund"):
        BudgetKey.model_validate({**BUDGET.model_dump(), "fund": "lottery"})
