"""What was read from one table, and how the other tables of its document may change it."""

from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from kg.model import Account, BudgetKey, Claim, Flow, Place, Printed, Refusal, TableReading


class Reading(NamedTuple):
    """What was read from one table."""

    table: TableReading
    claims: tuple[Claim, ...]
    refusals: tuple[Refusal, ...]
    account: Account


def with_flow(reading: Reading, flow: Flow, other: Flow) -> Reading:
    """The reading with every figure of ``flow`` taken as one of ``other``."""
    claims = tuple(
        claim.model_copy(update={"key": claim.key.model_copy(update={"flow": other})})
        if isinstance(claim.key, BudgetKey) and claim.key.flow is flow
        else claim
        for claim in reading.claims
    )
    return reading._replace(claims=claims)


def withdrawn(reading: Reading, claims: Sequence[Claim], reason: str) -> Reading:
    """The reading with ``claims`` refused for ``reason``."""
    refused = tuple(Refusal(place=one.place, text=one.amount.text, reason=reason) for one in claims)
    account = reading.account.model_copy(
        update={
            "claims": reading.account.claims - len(refused),
            "refused": reading.account.refused + len(refused),
        }
    )
    kept = tuple(claim for claim in reading.claims if claim not in claims)
    return Reading(reading.table, kept, (*reading.refusals, *refused), account)


def with_facts(reading: Reading, places: Container[Printed]) -> Reading:
    """The reading in which the refused numbers at ``places`` are facts that are told elsewhere."""
    return _without(reading, places, "facts")


def with_labels(reading: Reading, places: Container[Printed]) -> Reading:
    """The reading in which the refused numbers at ``places`` are labels of their rows."""
    return _without(reading, places, "labels")


def with_reasons(reading: Reading, reasons: Mapping[Place, str]) -> Reading:
    """The reading in which the numbers at the places of ``reasons`` are refused for those."""
    refusals = tuple(
        one.model_copy(update={"reason": reasons[one.place]})
        if isinstance(one.place, Place) and one.place in reasons
        else one
        for one in reading.refusals
    )
    return reading._replace(refusals=refusals)


def _without(reading: Reading, places: Container[Printed], told_as: str) -> Reading:
    kept = tuple(refusal for refusal in reading.refusals if refusal.place not in places)
    told = len(reading.refusals) - len(kept)
    account = reading.account.model_copy(
        update={told_as: getattr(reading.account, told_as) + told, "refused": reading.account.refused - told}
    )
    return Reading(reading.table, reading.claims, kept, account)
