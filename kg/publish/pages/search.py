"""Search by any part of a name: bodies, places, codes, projects, indicators and documents of a store.

The names are gathered once for a store that does not change, joined in one text, and looked through with the fastest
search the language has. Chinese has no spaces, so any run of characters counts; where nothing has the words as they
were typed, names that have all their characters in order are found (旬阳医保局 finds 旬阳市医疗保障局).
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from kg.publish.pages.graph import Graph, value

KINDS = ("agency", "area", "code", "project", "indicator", "document")
"""The kinds of things that are searched, in the order of answers."""
MOST_NAMES = 1_000_000
"""The most names of one kind that are kept."""
LONGEST = 100
"""The most characters of what is looked for."""
_MOST_FOUND = 5000
_BREAK = "\n"
_QUERIES = {
    "agency": "?thing a org:FormalOrganization ; rdfs:label ?name OPTIONAL { ?thing cnf:area/cnf:fullName ?more }",
    "area": "?thing a cnf:AdministrativeDivision ; rdfs:label ?name ; skos:notation ?code ; cnf:fullName ?more",
    "code": """?thing a skos:Concept ; skos:prefLabel|skos:altLabel ?name ; skos:notation ?code .
               ?thing skos:inScheme ?scheme .
               FILTER(CONTAINS(STR(?thing), "/id/code/"))
               OPTIONAL { ?scheme skos:prefLabel ?more FILTER(LANG(?more) = "zh") }""",
    "project": "?thing a schema:Project ; rdfs:label ?name OPTIONAL { ?thing cnf:agency/rdfs:label ?more }",
    "indicator": "?thing a cnf:Indicator ; rdfs:label ?name OPTIONAL { ?thing cnf:agency/rdfs:label ?more }",
    "document": "?d a cnf:Disclosure ; dcterms:title ?name ; dcat:distribution ?thing . ?thing dcterms:title ?more",
}


class Found(NamedTuple):
    """A thing by one of its names; ``more`` tells it from others of this name."""

    iri: str
    name: str
    code: str
    more: str


class NameIndex:
    """The names of the things of one kind."""

    def __init__(self, graph: Graph, kind: str) -> None:
        query = f"SELECT ?thing ?name ?code ?more WHERE {{ {_QUERIES[kind]} }} LIMIT {MOST_NAMES + 1}"
        if "?code" not in _QUERIES[kind]:
            query = query.replace(" ?code", "", 1)
        rows = graph.rows(query)
        self.whole = len(rows) <= MOST_NAMES
        self._things = [
            Found(value(row["thing"]), value(row["name"]), value(row.get("code")), value(row.get("more")))
            for row in rows[:MOST_NAMES]
        ]
        lines = (f"{one.name} {one.code} {one.more}".replace(_BREAK, " ").casefold() for one in self._things)
        self._text = _BREAK + _BREAK.join(lines) + _BREAK
        self._starts = [found.start() for found in re.finditer(_BREAK, self._text)][:-1]

    def all(self) -> list[Found]:
        """Every thing, each once, by the first of its names in order."""
        found: dict[str, Found] = {}
        for one in self._things:
            found[one.iri] = min(one, found.get(one.iri, one))
        return list(found.values())

    def find(self, text: str) -> list[Found]:
        """The things with ``text`` in a name, or all its words, best first; five thousand at most."""
        words = text.casefold()[:LONGEST].split()
        if not words:
            return []
        numbers = list(islice(self._having(words), _MOST_FOUND)) or list(islice(self._loosely(words), _MOST_FOUND))
        ranked = sorted((self._rank(self._things[number], words), number) for number in numbers)
        things = (self._things[number] for _, number in ranked)
        return list({one.iri: one for one in reversed(list(things))}.values())[::-1]

    def _having(self, words: list[str]) -> Iterator[int]:
        first = max(words, key=len)
        at, number = self._text.find(first), -1
        while at >= 0:
            number = self._line(at)
            end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)
            line = self._text[self._starts[number] : end]
            if all(word in line for word in words):
                yield number
            at = self._text.find(first, end)

    def _loosely(self, words: list[str]) -> Iterator[int]:
        """Names with the characters of the words in order; two characters at least, or everything would fit."""
        characters = "".join(words)
        if len(characters) < 3 or characters.isascii():
            return
        pattern = re.compile("[^\n]*?".join(map(re.escape, characters)))
        for found in pattern.finditer(self._text):
            yield self._line(found.start())

    def _line(self, at: int) -> int:
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._starts[middle] <= at else (low, middle)
        return low

    def _rank(self, one: Found, words: list[str]) -> tuple[int, int, str]:
        name = one.name.casefold()
        whole = " ".join(words)
        place = 0 if whole in (name, one.code) else 1 if name.startswith(whole) or one.code.startswith(whole) else 2
        return (place if whole in name or place < 2 else 3), len(name), one.code or name
