"""Counting what a dataset holds, for VoID, from its sorted lines: the memory it takes is that of the vocabulary."""

from collections import Counter as Multiset
from typing import NamedTuple

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


class Counts(NamedTuple):
    """Numbers of different things in the union of all graphs; uses of properties and sizes of classes by IRI."""

    quads: int
    triples: int
    subjects: int
    objects: int
    properties: dict[str, int]
    classes: dict[str, int]


class Counter:
    """Counts lines of N-Quads that come sorted: the lines of a subject are beside one another, of a triple too."""

    def __init__(self) -> None:
        self._quads = self._triples = self._subjects = 0
        self._properties: Multiset[str] = Multiset()
        self._classes: Multiset[str] = Multiset()
        self._subject = self._triple = ""

    def take(self, line: str) -> bool:
        """Count a line; whether its triple is another than that of the line before."""
        self._quads += 1
        triple = _triple(line)
        if triple == self._triple:
            return False
        self._triple = triple
        self._triples += 1
        subject, predicate, rest = line.split(" ", 2)
        if subject != self._subject:
            self._subject = subject
            self._subjects += 1
        self._properties[predicate[1:-1]] += 1
        if predicate == _TYPE and rest.startswith("<"):
            self._classes[rest[1 : rest.index(">")]] += 1
        return True

    def counts(self, objects: int) -> Counts:
        """What was counted; ``objects``, which are not beside one another, are counted elsewhere."""
        properties, classes = (dict(sorted(found.items())) for found in (self._properties, self._classes))
        return Counts(self._quads, self._triples, self._subjects, objects, properties, classes)


def _triple(line: str) -> str:
    """A line up to its graph: what stands behind the object's last quotation mark has no space in a term."""
    quoted = line.rfind('"') + 1
    terms = line[quoted:].split(" ")
    kept = 1 if quoted else 3
    return line[:quoted] + " ".join(terms[:kept])
