"""How a printed code and name stand against the codebook in a budget year, and how sure that is."""

from enum import StrEnum
from typing import NamedTuple

from kg.codebooks.book import Codebook, Version
from kg.codebooks.names import plain

_SHORTEST = 3
"""Characters that the end of a name needs more of, to be taken for a short form of it."""


class Standing(StrEnum):
    """What the codebook says of a printed code and the name beside it."""

    HOLDS = "holds"
    UNKNOWN_CODE = "unknown-code"
    SUBCODE = "subcode"
    CODE_OF_OTHER_YEARS = "code-of-other-years"
    NAME_OF_OTHER_YEARS = "name-of-other-years"
    NAME_CUT = "name-cut"
    NAME_VARIANT = "name-variant"
    OTHER_NAME = "other-name"


class Verdict(NamedTuple):
    """A standing; ``certain`` is false where it rests on bounds that are approximate; ``known`` are book names.

    ``known`` are the versions valid in the year, or every version where none is; of a subcode those of the code that
    it divides, and none of an unknown code.
    """

    standing: Standing
    certain: bool
    known: tuple[Version, ...]


def standing(book: Codebook, scheme: str, code: str, name: str, year: int) -> Verdict:
    """How ``code`` with ``name`` stands in ``year``; brackets, spaces and widths of the name never matter."""
    versions = book.versions(scheme, code)
    if not versions:
        if len(code) > 5 and "economic" in scheme and (national := book.versions(scheme, code[:5])):
            return Verdict(Standing.SUBCODE, True, national)
        return Verdict(Standing.UNKNOWN_CODE, True, ())
    valid = tuple(version for version in versions if version.holds(year))
    if not valid:
        return Verdict(Standing.CODE_OF_OTHER_YEARS, all(version.exact for version in versions), versions)
    same = [version for version in versions if plain(version.name) == plain(name)]
    if any(version in valid for version in same):
        return Verdict(Standing.HOLDS, True, valid)
    if same:
        return Verdict(Standing.NAME_OF_OTHER_YEARS, all(version.exact for version in same), valid)
    return Verdict(_difference(plain(name), [plain(version.name) for version in valid]), True, valid)


def _difference(printed: str, known: list[str]) -> Standing:
    """A name cut short, a variant of the same words (支出 at the end, 机关 before it, a gloss after it), or another."""
    for name in known:
        if name in (printed + "支出", printed.removesuffix("支出")) or printed.startswith(f"{name}("):
            return Standing.NAME_VARIANT
        if len(printed) > _SHORTEST and name.endswith(printed):
            return Standing.NAME_VARIANT
        if printed and name.startswith(printed):
            return Standing.NAME_CUT
    return Standing.OTHER_NAME
