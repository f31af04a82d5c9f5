"""Names of classifications in labels: which codes a name, a path of names or a printed code can stand for.

Promises: a printed code decides; a name that could be several codes stays several, in order, until the document
tells; a name below another is one of its children.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.codebooks import Codebook, load, plain, scheme_of
from kg.extract.codes import KEY_FIELD

_LEVELS = {"类": 1, "款": 2, "项": 3}
_MARKED = re.compile(r"\((?P<level>[类款项])\)")
_MORE = re.compile(r"(?:和|及|与|、)\((?P<code>[1235]\d{2}(?:\d{2}){0,2})\)")
_CODED = re.compile(r"(?P<name>[^\d,;:。]{2,40}?)(?:\([类款项]\))?\((?P<code>[1235]\d{2}(?:\d{2}){0,2})\)")
_LEADING = re.compile(
    r"(?P<code>[1235]\d{2}(?:(?:\d{2}){1,2}-?|-))(?P<name>[^\d,;:。()]{2,30}(?:\([^()]{1,3}\)[^\d,;:。()]{0,12})?)$"
)
_LEVELLED = re.compile(r"(?P<name>[^\d,;:。()]{2,40}?(?:\((?:境|护|役)\)[^\d,;:。()]{0,12})?)\((?P<level>[类款项])\)")
_LONGEST = 40


class Named(NamedTuple):
    """A name in a label: ``codes`` printed with it, ``level`` marked behind it (0: none).

    It is not ``listed`` where only its level tells that it is a name.
    """

    name: str
    level: int = 0
    codes: tuple[str, ...] = ()
    listed: bool = True


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Every name of the codebooks that sentences use, folded, with and without 支出."""
    found: set[str] = set()
    for version in load().all:
        if version.scheme == "revenue":
            continue
        name = plain(version.name)
        found |= set(_forms(name))
    return frozenset(one for one in found if len(one) > 1)


@lru_cache(maxsize=1)
def _printed_so() -> dict[str, tuple[str, ...]]:
    """The names of the books that a form without 的 (对个人和家庭补助) stands for."""
    found: dict[str, tuple[str, ...]] = {}
    for name in {plain(version.name) for version in load().all if version.scheme != "revenue" and "的" in version.name}:
        bare = name.removesuffix("支出").replace("的", "")
        for form in (bare, f"{bare}支出"):
            found[form] = tuple(sorted({*found.get(form, ()), name}))
    return found


def _forms(name: str) -> tuple[str, ...]:
    """A name as sentences print it: with and without 支出, 费用 as 费."""
    short = name.removesuffix("支出")
    cut = name.removesuffix("用") if name.endswith("费用") else name
    full = f"{name}用" if name.endswith("费") else name
    bare = short.replace("的", "")
    return tuple(dict.fromkeys((name, short, f"{short}支出", cut, full, bare, f"{bare}支出")))


def at(text: str, start: int) -> Iterable[tuple[int, Named]]:
    """The names that begin at ``start`` of a label, each with where it ends."""
    for form in (_CODED, _LEADING, _LEVELLED):
        found = form.match(text, start)
        if found is None:
            continue
        if form is _LEVELLED:
            yield found.end(), Named(found["name"], _LEVELS[found["level"]], listed=False)
        elif _is_code(found["code"].rstrip("-")):
            end, codes = _more(text, found.end(), found["code"].rstrip("-"))
            yield end, Named(found["name"], 0, codes)
    for end in range(start + 2, min(len(text), start + _LONGEST) + 1):
        if text[start:end] in known():
            yield end, Named(text[start:end])
            marked = _MARKED.match(text, end)
            if marked:
                yield marked.end(), Named(text[start:end], _LEVELS[marked["level"]])


def _more(text: str, end: int, first: str) -> tuple[int, tuple[str, ...]]:
    codes = [first]
    while found := _MORE.match(text, end):
        codes.append(found["code"])
        end = found.end()
    return end, tuple(codes)


def _is_code(code: str) -> bool:
    book, scheme = load(), scheme_of(code)
    return scheme is not None and (book.has(scheme, code) or (len(code) > 3 and book.has(scheme, code[:-2])))


def resolved(path: Sequence[Named], under: str, year: int) -> list[dict[str, str]]:
    """The codes, by field of a key, that a path of names can stand for; ``under`` is the function it stands below."""
    last = path[-1]
    if last.codes:
        scheme = scheme_of(last.codes[0]) or ""
        return [{KEY_FIELD[scheme]: "+".join(sorted(last.codes))}]
    found: list[dict[str, str]] = []
    for scheme in ("function", "economic", "government-economic"):
        codes = _named(load(), scheme, last, year)
        if scheme == "function":
            codes = _below(codes, path[:-1], under, year)
        elif len(path) > 1 and not path[-2].codes:
            above = [code for named in path[:-1] for code in _named(load(), scheme, named, year)]
            codes = [code for code in codes if any(code != one and code.startswith(one) for one in above)]
        if scheme != "government-economic" or not found:
            found += [{KEY_FIELD[scheme]: code} for code in codes]
    return found


def economic(name: str, year: int) -> list[str]:
    """The 部门经济 codes of a name; those that make up a 政府经济 item together where only that has the name."""
    book = load()
    codes = _named(book, "economic", Named(name), year)
    if codes:
        return codes
    of = _named(book, "government-economic", Named(name), year)
    joined = sorted({mine for mine, theirs in book.pairs if theirs == of[0] and len(mine) == 5}) if len(of) == 1 else []
    return ["+".join(joined)] if joined else []


def _named(book: Codebook, scheme: str, named: Named, year: int) -> list[str]:
    for name in dict.fromkeys((*_forms(named.name), *_printed_so().get(named.name, ()))):
        codes = book.named(scheme, name, level=named.level, year=year) or book.named(scheme, name, level=named.level)
        if codes:
            return sorted(codes, key=len)
    return []


def _below(codes: list[str], above: Sequence[Named], under: str, year: int) -> list[str]:
    """Those of ``codes`` below the names before them, and below the code that governs, where any is."""
    for named in reversed(above):
        parents = list(named.codes) or _named(load(), "function", named, year)
        kept = [code for code in codes if any(code != one and code.startswith(one) for one in parents)]
        if parents and not kept and named.level < 2:
            return []
        codes = kept or codes
    below = [code for code in codes if under and code != under and code.startswith(under)]
    return below or codes
