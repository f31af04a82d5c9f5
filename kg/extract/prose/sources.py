"""Money of a source that has a name of its own, inside the money of a code (其中包含 30 万元为某补助资金).

Such a source is a project: its money under that code is a figure of the project. Where a clause says that all of an
amount is of one source (该预算资金为某补助资金), the amount states both. Promises: words that the list of words
understands, and words that only say which government pays, are no names; nothing is told below an amount that is of
no code or of several, or smaller than its part.
"""

import re

from kg.extract.performance.projects import canonical
from kg.extract.prose.amounts import Money
from kg.extract.prose.found import Choice
from kg.extract.prose.labels import Labels
from kg.extract.prose.subjects import Subject
from kg.extract.prose.texts import Folded
from kg.model import BudgetKey, Flow, Item, Nature, ProjectKey

_SPENT = frozenset({Flow.EXPENDITURE, Flow.USES})


def inside(text: Folded, before: str, money: Money, labels: Labels) -> str:
    """The name of the source that ``money`` is of, as a part of the amount before it; empty where none is named."""
    rules = labels.rules
    start = money.start - len(before)
    found = re.search(rf"(?:^|[,;])(?:{rules.source_inside})(?:{rules.source})$", before)
    if found is not None:
        return _name(text, found, start, labels)
    if re.search(rf"(?:^|[,;])(?:{rules.source_inside})$", before) is None:
        return ""
    return _behind(text, money, rules.source_is, labels)


def all_of(text: Folded, money: Money, labels: Labels) -> str:
    """The name of the source that a clause behind ``money`` says all of it is of; empty where none is named."""
    return _behind(text, money, rf",?(?:{labels.rules.source_all})(?:{labels.rules.source_is})", labels)


def facts(name: str, of: tuple[Choice, ...], within: Subject | None, money: Money) -> tuple[Choice, ...]:
    """What an amount states of the project ``name`` under the code that ``of`` is about; nothing where that is open."""
    whole = within.money if within is not None else None
    if not name or len(of) != 1 or (whole is not None and money.amount.yuan > whole.amount.yuan):
        return ()
    keys = [_key(name, key) for key in of[0] if isinstance(key, BudgetKey)]
    if not keys or None in keys or len(keys) != len(of[0]):
        return ()
    return (tuple(dict.fromkeys(key for key in keys if key is not None)),)


def _key(name: str, key: BudgetKey) -> ProjectKey | None:
    """The key of the source's money inside that of ``key``; ``None`` where that is of no one code of spending."""
    if not key.function_code or "+" in key.function_code or key.flow not in _SPENT:
        return None
    if key.item is not Item.TOTAL or key.nature not in (Nature.TOTAL, Nature.PROJECT):
        return None
    kept = {field: getattr(key, field) for field in ProjectKey.model_fields if field in BudgetKey.model_fields}
    return ProjectKey.model_validate({**kept, "project": name})


def _behind(text: Folded, money: Money, lead: str, labels: Labels) -> str:
    found = re.match(rf"(?:{lead})(?:{labels.rules.source})(?=[,;。)]|$)", text.text[money.stop :])
    return _name(text, found, money.stop, labels) if found is not None else ""


def _name(text: Folded, found: re.Match[str], start: int, labels: Labels) -> str:
    said = found["source"]
    if re.fullmatch(labels.rules.source_not, said) or labels.read(said) is not None:
        return ""
    begin, end = found.span("source")
    return canonical(text.printed(start + begin, start + end))
