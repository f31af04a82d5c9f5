"""The graph as files: N-Quads, TriG and Turtle of all of it, and TriG of each document, compressed.

The N-Quads are the canonical form of RDFC-1.0, and their SHA-256 is the hash of the dataset. The store is read once;
the rest is made from its sorted lines. Compressed files carry no name and no time: the same graph gives the same bytes.
"""

import gzip
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import chain, groupby, islice
from pathlib import Path
from typing import IO, NamedTuple, cast

from pyoxigraph import Quad, RdfFormat, parse, serialize

from kg.publish.counting import Counter, Counts
from kg.query.vocabulary import prefixes
from kg.store import GraphStore, in_order

N_QUADS, TRIG, TURTLE = "graph/cnfiscal.nq.gz", "graph/cnfiscal.trig.gz", "graph/cnfiscal.ttl.gz"
DOCUMENTS = "graph/documents"
_LINES_PARSED_AT_ONCE = 5_000
_OF_FILE = re.compile(r"/graph/file/([^/>]+)/(?:claims|checks)>?$")
_FASTEST_THAT_IS_SMALL = 6


class Part(NamedTuple):
    """One graph, or the graphs of one document: its names, how many quads, the file that has it alone."""

    graphs: tuple[str, ...]
    triples: tuple[int, ...]
    document: str
    path: str


class Dumped(NamedTuple):
    """What was dumped: the hash of the dataset, what is in it, and its parts in the order of their names."""

    rdfc: str
    counts: Counts
    parts: tuple[Part, ...]


def dump(store: GraphStore, folder: Path) -> Dumped:
    """Write the dumps into ``folder``; sorts what memory cannot hold there too."""
    (folder / DOCUMENTS).mkdir(parents=True)
    rdfc, counter = _whole(store, folder)
    parts = tuple(_parts(folder))
    return Dumped(rdfc, counter.counts(_objects(folder)), parts)


@contextmanager
def compressed(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to, compressed without name and time."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", _FASTEST_THAT_IS_SMALL, raw, mtime=0) as packed,
        io.BufferedWriter(cast("io.RawIOBase", packed), 1 << 20) as out,
    ):
        yield out


def _whole(store: GraphStore, folder: Path) -> tuple[str, Counter]:
    """The N-Quads, and beside them the Turtle of the same lines, in which graphs are not told apart."""
    digest, counter = hashlib.sha256(), Counter()

    def written(out: IO[bytes], lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            data = line.encode()
            out.write(data)
            digest.update(data)
            if counter.take(line):
                yield line

    with (
        compressed(folder / N_QUADS) as quads,
        compressed(folder / TURTLE) as turtle,
        closing(store.lines(folder)) as all_,
    ):
        triples = (quad.triple for quad in _parsed(written(quads, all_)))
        serialize(triples, turtle, format=RdfFormat.TURTLE, prefixes=prefixes())
    return digest.hexdigest(), counter


def _parts(folder: Path) -> Iterator[Part]:
    """The TriG of all graphs in order, and of each document; every part is a TriG document of its own."""
    with compressed(folder / TRIG) as out, _read(folder / N_QUADS) as lines:
        sorted_lines = in_order((f"{graph_of(line)}\t{line}" for line in lines), folder)
        with closing(sorted_lines):
            for owner, group in groupby(sorted_lines, key=_owner):
                counts: dict[str, int] = {}
                quads = _parsed(_counted(group, counts))
                path = _document(quads, owner, folder, out) if _is_document(owner) else _shared(quads, out)
                yield Part(tuple(counts), tuple(counts.values()), owner if path else "", path)


def _owner(line: str) -> str:
    """What a line is a part of: the id of the document whose graph it stands in, else the name of the graph."""
    graph = line.partition("\t")[0]
    found = _OF_FILE.search(graph)
    return found[1] if found else graph


def _is_document(owner: str) -> bool:
    return bool(owner) and not owner.startswith("<")


def _counted(lines: Iterable[str], counts: dict[str, int]) -> Iterator[str]:
    for keyed in lines:
        graph, _, line = keyed.partition("\t")
        name = graph.strip("<>")
        counts[name] = counts.get(name, 0) + 1
        yield line


def _document(quads: Iterable[Quad], owner: str, folder: Path, out: IO[bytes]) -> str:
    content = serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes()) or b""
    out.write(content)
    path = f"{DOCUMENTS}/{owner}.trig.gz"
    with compressed(folder / path) as alone:
        alone.write(content)
    return path


def _shared(quads: Iterable[Quad], out: IO[bytes]) -> str:
    serialize(quads, out, format=RdfFormat.TRIG, prefixes=prefixes())
    return ""


def _objects(folder: Path) -> int:
    """The number of different objects."""
    with (
        _read(folder / N_QUADS) as lines,
        closing(in_order((f"{_object_of(line)}\n" for line in lines), folder)) as found,
    ):
        return sum(1 for _ in groupby(found))


@contextmanager
def _read(path: Path) -> Iterator[Iterable[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        yield lines


def _parsed(lines: Iterable[str]) -> Iterator[Quad]:
    source = iter(lines)
    texts = iter(lambda: "".join(islice(source, _LINES_PARSED_AT_ONCE)), "")
    return chain.from_iterable(parse(text, format=RdfFormat.N_QUADS) for text in texts)


def graph_of(line: str) -> str:
    """The name of the graph of a line of N-Quads, as written; empty for the default graph."""
    terms = _behind_predicate(line)[1].split(" ")
    return terms[1] if len(terms) > 2 else ""


def _object_of(line: str) -> str:
    head, rest = _behind_predicate(line)
    return head + rest.split(" ")[0]


def _behind_predicate(line: str) -> tuple[str, str]:
    """The object up to its last quotation mark, if it has one, and what is left, where no term has a space in it."""
    rest = line.split(" ", 2)[2]
    quoted = rest.rfind('"') + 1
    return rest[:quoted], rest[quoted:]
