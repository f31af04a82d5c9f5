"""The making of a release, in its order: dumps, tables, what changed, descriptions, checksums.

A release is made from a copy of the store, so that it is of one moment, and under another name, so that there is
never half of one. Nothing in it comes from the clock or from the order in which the graph was built.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import paths
from kg.publish import comparing
from kg.publish.catalogue import catalogue
from kg.publish.columns import Table, tables
from kg.publish.dumps import Dumped, dump
from kg.publish.files import ExportFormat, require_parquet, write
from kg.publish.package import codebook, package
from kg.publish.previous import Previous, previous
from kg.publish.provenance import provenance
from kg.publish.release import (
    CATALOGUE,
    CODEBOOK,
    LICENCE,
    PACKAGE,
    PROVENANCE,
    SUMS,
    VOID,
    File,
    Release,
    Wanted,
    release,
)
from kg.publish.staging import COPY, copied, staged
from kg.publish.statistics import void
from kg.publish.terms import turtle
from kg.publish.tidy import Export, export
from kg.store import GraphStore

Progress = Callable[[str], None]
"""Told what is being made, in words."""


@dataclass(frozen=True)
class Made:
    """A release that was made: its date, the RDFC-1.0 hash of its graph, quads, and rows of its tables."""

    date: str
    rdfc: str
    quads: int
    rows: dict[str, int]


def publish(store: Path, target: Path, wanted: Wanted, progress: Progress) -> Made:
    """Make the release of the store at ``store`` in the folder ``target``, which is there when it is whole.

    Raises ``StoreMissing`` and ``StoreBusy`` for the store, ``InputError`` for a ``target`` that holds anything or
    a ``previous`` release that is damaged, ``BadParameter`` for what is wanted, ``EnvironmentUnusable`` for the disk.
    """
    require_parquet()
    with GraphStore.open(store, read_only=True) as held:
        made = release(held, wanted)
        before = previous(wanted.previous, made) if wanted.previous else None
        with staged(target) as folder, copied(held, folder) as copy:
            return _Making(copy, folder, made, before, progress).all()


@dataclass(frozen=True)
class _Making:
    store: GraphStore
    folder: Path
    release: Release
    before: Previous | None
    progress: Progress

    def all(self) -> Made:
        """Every file of the release."""
        self.progress("the graph")
        dumped = dump(self.store, self.folder)
        rows = dict(self._tables())
        self._describe(dumped, [tables()[name] for name in rows])
        self._explain(dumped, rows)
        sums = "".join(f"{file.sha256}  {file.path}\n" for file in self._files())
        (self.folder / SUMS).write_text(sums, encoding="utf-8")
        return Made(self.release.date, dumped.rdfc, dumped.counts.quads, rows)

    def _tables(self) -> Iterator[tuple[str, int]]:
        (self.folder / "tables").mkdir()
        for name in tables():
            if name != comparing.TABLE:
                self.progress(f"table {name}")
                yield name, self._table(export(self.store, name))
        if self.before:
            self.progress(f"what changed since {self.before.date}")
            yield comparing.TABLE, self._table(comparing.changed(self.folder, self.before))
            comparing.write_rdf(self.folder, self.release, self.before)

    def _table(self, found: Export) -> int:
        stem = self.folder / "tables" / found.table.name
        with stem.with_suffix(".csv").open("wb") as text, stem.with_suffix(".parquet").open("wb") as parquet:
            return write(found, [(ExportFormat.CSV, text), (ExportFormat.PARQUET, parquet)])

    def _describe(self, dumped: Dumped, shown: list[Table]) -> None:
        """What machines read of the release."""
        self.progress("the descriptions")
        before = self.before.graph if self.before else ""
        self._put(CODEBOOK, codebook(shown))
        files = self._files()
        self._put(PACKAGE, package(self.release, dumped.rdfc, files))
        self._put(VOID, turtle(void(self.release, dumped)))
        self._put(PROVENANCE, turtle(provenance(self.store, self.release, before)))
        self._put(CATALOGUE, turtle(catalogue(self.release, dumped.rdfc, shown, files, before)))

    def _explain(self, dumped: Dumped, rows: dict[str, int]) -> None:
        """What people read of it."""
        texts = paths.mappings() / "publish"
        said = (
            (texts / "readme.md")
            .read_text(encoding="utf-8")
            .format(
                **vars(self.release),
                rdfc=dumped.rdfc,
                quads=dumped.counts.quads,
                documents=rows["documents"],
                licence=LICENCE,
            )
        )
        self._put("README.md", said.encode())
        self._put("LICENSE.md", (texts / "licence.md").read_bytes())

    def _put(self, path: str, content: bytes) -> None:
        (self.folder / path).write_bytes(content)

    def _files(self) -> list[File]:
        """Every file there is so far, ordered by path."""
        held = (path.relative_to(self.folder) for path in self.folder.rglob("*") if path.is_file())
        return [File.of(self.folder, str(path)) for path in sorted(held) if path.parts[0] != COPY]
