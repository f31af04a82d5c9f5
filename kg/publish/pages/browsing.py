"""Lists of all names, for who looks for a body, a place or a code without a search: what a site of plain files has."""

from collections.abc import Mapping
from itertools import groupby

from kg.errors import BadParameter
from kg.model.slugs import slug
from kg.publish.pages.search import KINDS, Found, NameIndex
from kg.publish.pages.view import PER_PAGE, Shown, View

_PROVINCE = 2
"""The digits of the code of a place that name its province."""


def browse(view: View, indexes: Mapping[str, NameIndex]) -> Shown:
    """The kinds of names, or with ``kind`` all of one in groups; raises ``BadParameter`` for an unknown kind."""
    kind = view.asked.parameters.get("kind", "")
    if not kind:
        counts = {one: len(_grouped(one, index)) for one, index in indexes.items()}
        return Shown("browse.html", view.say("browse"), {"counts": counts, "kind": ""})
    if kind not in KINDS:
        raise BadParameter(f"{kind[:20]!r} is no kind.", place="kind", advice=f"Choose one of {', '.join(KINDS)}.")
    start = (view.page - 1) * PER_PAGE
    whole = _grouped(kind, indexes[kind])
    part = whole[start : start + PER_PAGE]
    if not part and view.page > 1:
        raise BadParameter("there is no such page.", place="page", advice="Give a smaller number.")
    groups = [(name, [one for _, one in several]) for name, several in groupby(part, key=lambda pair: pair[0])]
    values = {
        "kind": kind,
        "groups": groups,
        "labels": view.names(*(one.iri for _, one in part)) if kind == "code" else {},
        "pages": view.paged(more=len(whole) > start + PER_PAGE),
    }
    return Shown("browse.html", view.say("browse-kind", kind=view.say(f"kind-{kind}")), values)


def _grouped(kind: str, index: NameIndex) -> list[tuple[str, Found]]:
    """All things of a kind, each once, with the name of its group; in the order of groups, codes and names."""
    things = index.all()
    if kind == "area":
        provinces = {one.code[:_PROVINCE]: one.name for one in things if one.code.endswith("0000")}
        found = [(provinces.get(one.code[:_PROVINCE], ""), one) for one in things]
        return sorted(found, key=lambda pair: (pair[1].code, pair[1].iri))
    found = [(_initial(one.name) if kind == "document" else one.more, one) for one in things]
    return sorted(found, key=lambda pair: (pair[0], pair[1].code, pair[1].name, pair[1].iri))


def _initial(name: str) -> str:
    """The letter that a name begins with when it is read; nothing where it begins with none."""
    letters, between, _ = slug(name).partition("-")
    return letters[0].upper() if between and letters[0].isalpha() else ""
