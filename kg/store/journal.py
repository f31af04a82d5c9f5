"""A change to a store far away, as text that the store itself keeps until the change is made.

A server that cannot change its graphs all at once may be left in the middle: the program ends, the network breaks.
So the whole change is laid down first, in a graph of its own, as text that no query takes for data, and sealed. A
change that is sealed is made again from its start by whoever writes next, which comes to the same however far it
got; one that is not sealed was never begun.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.errors import EndpointFailed

JOURNAL = NamedNode("urn:kg:unfinished")
"""The graph that a change lies in until it is made."""
SEAL = NamedNode("urn:kg:unfinished:seal")
VALUE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#value")
_PART = 24_000
"""Characters in one literal: every server tried takes as many, some no more than 64 KiB."""


class Change(NamedTuple):
    """Graphs to be dropped, quads to be deleted, then quads to be added."""

    drops: tuple[NamedNode, ...]
    deletions: tuple[Quad, ...]
    additions: tuple[Quad, ...]

    @classmethod
    def of(cls, drops: Iterable[NamedNode], deletions: Iterable[Quad], additions: Iterable[Quad]) -> "Change":
        """The least change with this outcome: what is deleted and added again stays, outside dropped graphs."""
        gone, new, old = tuple(drops), dict.fromkeys(additions), dict.fromkeys(deletions)
        stays = {quad for quad in old.keys() & new.keys() if quad.graph_name not in gone}
        for quad in (*old, *new):
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise ValueError("a blank node has no name that a change could be made again by")
        return cls(gone, tuple(q for q in old if q not in stays), tuple(q for q in new if q not in stays))

    def __bool__(self) -> bool:
        return bool(self.drops or self.deletions or self.additions)


def written(change: Change) -> tuple[list[Triple], Triple]:
    """The parts of a change as triples of the journal, and the seal that is laid on them last."""
    content = {
        "drops": [graph.value for graph in change.drops],
        "deletions": _nquads(change.deletions),
        "additions": _nquads(change.additions),
    }
    packed = gzip.compress(json.dumps(content).encode(), mtime=0)
    text = base64.b64encode(packed).decode()
    parts = [text[start : start + _PART] for start in range(0, len(text), _PART)]
    triples = [
        Triple(NamedNode(f"{JOURNAL.value}:{number}"), VALUE, Literal(part)) for number, part in enumerate(parts)
    ]
    return triples, Triple(SEAL, VALUE, Literal(f"{len(parts)} {hashlib.sha256(packed).hexdigest()}"))


def read(values: dict[str, str]) -> Change | None:
    """The change that a journal holds, by the values of its subjects; ``None`` where it was not sealed."""
    seal = values.get(SEAL.value)
    if seal is None:
        return None
    count, digest = seal.split(" ")
    text = "".join(values.get(f"{JOURNAL.value}:{number}", "") for number in range(int(count)))
    packed = base64.b64decode(text)
    if hashlib.sha256(packed).hexdigest() != digest:
        raise EndpointFailed("the unfinished change in the store is damaged.", advice="Build the store anew.")
    content = json.loads(gzip.decompress(packed))
    return Change(
        tuple(NamedNode(graph) for graph in content["drops"]),
        tuple(_quads(content["deletions"])),
        tuple(_quads(content["additions"])),
    )


def _nquads(quads: tuple[Quad, ...]) -> str:
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()


def _quads(text: str) -> Iterator[Quad]:
    yield from parse(input=text, format=RdfFormat.N_QUADS)
