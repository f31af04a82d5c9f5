"""Which figures are leaves, and which are headlines, of those of one body and one year.

A leaf has nothing finer disclosed below it in its own slice; a headline lies in the widest slice of its level. Of a
stock the kinds are the levels. An amount for several codes together is neither: its parts are not known.
"""

from collections import defaultdict
from collections.abc import Mapping, Set

from kg.codebooks import dimensions
from kg.model import EventKey, FigureKey, ProjectKey, ResourceKey
from kg.reconcile.slices import Slice, apart, slice_of, width

CODES = ("revenue_code", "function_code", "economic_code", "government_economic_code")
"""The fields of a key that hold codes."""


def leaves(keys: Mapping[str, FigureKey]) -> set[str]:
    """The ids of the figures of which no finer code, or no narrower kind, is disclosed in the same slice."""
    coded: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for key in keys.values():
        for name in CODES:
            if (code := getattr(key, name, "")) and not _several(code):
                coded[_without(key, name)].add(code)
    groups = {_group_of(key) for key in keys.values() if isinstance(key, ProjectKey) and key.project}
    whole = _wholes(keys)
    return {id_ for id_, key in keys.items() if id_ not in whole and _is_leaf(key, coded, groups)}


def _wholes(keys: Mapping[str, FigureKey]) -> set[str]:
    """The stocks of a kind of which a narrower kind is disclosed for the same day."""
    return {wide for _, wide in _kinds(keys)}


def _kinds(keys: Mapping[str, FigureKey]) -> set[tuple[str, str]]:
    """Pairs of stocks of one day, the kind of the first being part of that of the second."""
    stocks = {id_: key for id_, key in keys.items() if isinstance(key, ResourceKey)}
    at = {(key.scope, key.as_of, key.kind.value): id_ for id_, key in stocks.items()}
    return {
        (id_, at[key.scope, key.as_of, wide])
        for id_, key in stocks.items()
        for wide in dimensions.wider("resourceKind", key.kind)
        if (key.scope, key.as_of, wide) in at
    }


def _is_leaf(key: FigureKey, coded: dict[tuple[object, ...], set[str]], groups: set[tuple[object, ...]]) -> bool:
    if isinstance(key, EventKey | ResourceKey):
        return True
    names = [name for name in CODES if getattr(key, name, "")]
    if any(_several(getattr(key, name)) for name in names):
        return False
    if isinstance(key, ProjectKey) and not key.project:
        return _group_of(key) not in groups
    if not names:
        return not any(coded.get(_without(key, name)) for name in CODES)
    return not any(
        code != getattr(key, name) and code.startswith(getattr(key, name))
        for name in names
        for code in coded[_without(key, name)]
    )


def _several(code: str) -> bool:
    """Whether an amount is for several codes together."""
    return "+" in code


def _without(key: FigureKey, name: str) -> tuple[object, ...]:
    return (key.cube, name, *((field, value) for field, value in key if field != name))


def _group_of(key: ProjectKey) -> tuple[object, ...]:
    return (key.scope, key.phase, key.fund, key.origin, key.term)


def headlines(keys: Mapping[str, FigureKey], tabled: Set[str]) -> set[str]:
    """The ids of the figures in the widest slice of their level, and in further slices that share no money with it.

    Slices of which a table prints something (``tabled`` figures) go before those that stand in sentences alone: a
    sentence may tell some codes of a slice and leave out others. Of a stock it is the widest kind disclosed for the
    day.
    """
    levels: dict[tuple[object, ...], dict[Slice, list[str]]] = defaultdict(lambda: defaultdict(list))
    for id_, key in keys.items():
        if not any(_several(getattr(key, name, "")) for name in CODES):
            levels[_level(key)][slice_of(key)].append(id_)
    found: set[str] = set()
    for slices in levels.values():
        chosen: list[Slice] = []
        for one in sorted(slices, key=lambda s: (tabled.isdisjoint(slices[s]), width(s), s)):
            if all(apart(one, other) for other in chosen):
                chosen.append(one)
                found.update(slices[one])
    return found - {narrow for narrow, _ in _kinds(keys)}


def _level(key: FigureKey) -> tuple[object, ...]:
    if isinstance(key, ProjectKey):
        return ("project", key.scope, key.phase, key.project, key.term, len(key.function_code))
    if isinstance(key, EventKey):
        return ("event", key.scope, key.phase, key.event)
    if isinstance(key, ResourceKey):
        return key.parts
    government = "" if key.economic_code else key.government_economic_code
    lengths = (len(key.revenue_code), len(key.function_code), len(key.economic_code), len(government))
    return ("budget", key.scope, key.phase, key.flow, key.item, *lengths)
