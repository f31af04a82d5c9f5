"""Changing a store far away: whole, in the right order, by one writer.

A change is one update where the server makes updates all or nothing and it is not too long. Else it is laid down in
the journal first and then made step by step, in batches of bytes, each of which may be sent twice.
"""

import os
import secrets
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import EndpointFailed, StoreBusy
from kg.store import capabilities
from kg.store.capabilities import WRITER, Ask
from kg.store.journal import JOURNAL, VALUE, Change, read, written
from kg.store.protocol import Rows
from kg.store.wire import Refused, Wire, shown

UPDATES, GRAPHS = "KG_STORE_UPDATE", "KG_STORE_GRAPHS"
"""The variables of the environment that say where updates are taken and graphs are posted."""
_TOGETHER = 4 << 20
"""Bytes of an update that are sent at once where the server makes it all or nothing."""
_UPDATE = 48 << 10
"""Bytes of an update otherwise: compilers of some servers run out of memory at a few times as many."""
_TRIPLES = 1 << 20
"""Bytes of triples posted to a graph at once."""
_LONG = 32_000
"""Characters of a literal that goes in an update: some servers take a longer one for a file that is not Turtle."""


class Writing:
    """Makes changes, one after the other, as the one writer of the store."""

    def __init__(self, wire: Wire, url: str, ask: Ask) -> None:
        self._wire = wire
        self._ask = ask
        self._url = url
        self._mark = Triple(WRITER, VALUE, Literal(secrets.token_hex(16)))
        self._update_url = capabilities.update_address(wire, url, os.environ.get(UPDATES, ""), self._mark)
        self._graphs_url = capabilities.graph_address(wire, url, os.environ.get(GRAPHS, ""), self._mark)
        self._at_once = capabilities.all_at_once(wire, self._update_url, ask)
        if not self._is_ours():
            raise EndpointFailed(
                "what is written there is not read here.",
                place=shown(self._update_url),
                advice=f"Set {UPDATES} to the address that changes what {shown(url)} answers from.",
            )

    def resume(self) -> None:
        """Make a change again that was begun and not ended; drop one that was not begun."""
        found = self._ask(f"SELECT ?s ?v WHERE {{ GRAPH {JOURNAL} {{ ?s {VALUE} ?v }} }}", ())
        values = {
            subject.value: value.value
            for subject, value in (found.rows if isinstance(found, Rows) else ())
            if isinstance(subject, NamedNode) and isinstance(value, Literal)
        }
        if not values:
            return
        if change := read(values):
            self._apply(change)
        self._change(f"DROP SILENT GRAPH {JOURNAL}")

    def make(self, change: Change) -> None:
        """Make a change: at once if it may be, else from the journal."""
        if not self._is_ours():
            raise StoreBusy(
                "another build has begun to write here.", place=shown(self._url), advice="Run one at a time."
            )
        if self._at_once and (text := _update(change)) is not None:
            self._change(text)
            return
        parts, seal = written(change)
        for triple in (*parts, seal):
            self._change(f"INSERT DATA {{ GRAPH {JOURNAL} {{ {triple} }} }}")
        self._apply(change)
        self._change(f"DROP SILENT GRAPH {JOURNAL}")

    def leave(self) -> None:
        """Take the mark away."""
        self._change(f"DELETE DATA {{ GRAPH {WRITER} {{ {self._mark} }} }}")

    def _is_ours(self) -> bool:
        return self._ask(f"ASK {{ GRAPH {WRITER} {{ {self._mark} }} }}", ()) is True

    def _apply(self, change: Change) -> None:
        for graph in change.drops:
            self._change(f"DROP SILENT GRAPH {graph}")
        for graph, quads in _by_graph(change.deletions).items():
            self._state("DELETE", graph, quads)
        for graph, quads in _by_graph(change.additions).items():
            self._insert(graph, quads)

    def _insert(self, graph: NamedNode, quads: list[Quad]) -> None:
        if self._graphs_url is None:
            self._state("INSERT", graph, quads)
            return
        long = [quad for quad in quads if isinstance(quad.object, Literal) and len(quad.object.value) > _LONG]
        self._state("INSERT", graph, long)
        for text in _batches(map(_line, [quad for quad in quads if quad not in long] if long else quads), _TRIPLES):
            try:
                self._wire.graph("POST", self._graphs_url, graph.value, text.encode())
            except Refused as error:
                raise self._wire.failed(self._graphs_url, error) from error

    def _state(self, verb: str, graph: NamedNode, quads: list[Quad]) -> None:
        for text in _batches(map(_line, quads), _UPDATE):
            self._change(f"{verb} DATA {{ GRAPH {graph} {{\n{text}}} }}")

    def _change(self, text: str) -> None:
        try:
            self._wire.update(self._update_url, text)
        except Refused as error:
            raise self._wire.failed(self._update_url, error) from error


def _update(change: Change) -> str | None:
    """The change as one update, if it is short enough to be sent at once."""
    operations = [f"DROP SILENT GRAPH {graph}" for graph in change.drops]
    for verb, quads in (("DELETE", change.deletions), ("INSERT", change.additions)):
        blocks = (f"GRAPH {graph} {{\n{''.join(map(_line, own))}}}\n" for graph, own in _by_graph(quads).items())
        if data := "".join(blocks):
            operations.append(f"{verb} DATA {{\n{data}}}")
    text = " ;\n".join(operations)
    return text if len(text.encode()) <= _TOGETHER else None


def _by_graph(quads: tuple[Quad, ...]) -> dict[NamedNode, list[Quad]]:
    """Quads by their graphs: some servers miss texts in a language where a graph is named again and again."""
    found: dict[NamedNode, list[Quad]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            found.setdefault(quad.graph_name, []).append(quad)
    return found


def _line(quad: Quad) -> str:
    return f"{quad.triple} .\n"


def _batches(lines: Iterable[str], most: int) -> Iterator[str]:
    """The lines in texts of at most so many bytes; a line that is longer is a text of its own."""
    batch: list[str] = []
    size = 0
    for line in lines:
        length = len(line.encode())
        if batch and size + length > most:
            yield "".join(batch)
            batch, size = [], 0
        batch.append(line)
        size += length
    if batch:
        yield "".join(batch)
