"""The commands of ours whose time the benchmarks measure; they import no more than they need.

python measured.py load RECORDS STORE (whole | documents)   records, mapped and loaded into a store on disk
python measured.py convert CSV NQUADS                       CSV files of records, mapped to an N-Quads file
"""

import csv
import pickle
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pyoxigraph import Store

from kg.rdf.records import RECORDS, Record, source_name
from kg.rdf.yarrrml import Mapping

MAPPINGS = Path(__file__).resolve().parent.parent / "mappings" / "rdf"


def load(records: Path, store: str, how: str) -> None:
    """Maps a file of records and loads the quads, all documents in one call of bulk_extend or a call for each."""
    mapping, target = Mapping.load(MAPPINGS), Store(store)
    documents = _documents(records)
    for batch in [chain.from_iterable(documents)] if how == "whole" else documents:
        target.bulk_extend(mapping.quads(batch))
    target.flush()


def convert(folder: Path, output: Path) -> None:
    """Maps CSV files of records to an N-Quads file, as Morph-KGC does."""
    write(Mapping.load(MAPPINGS), chain.from_iterable(_rows(folder, kind) for kind in RECORDS), output)


def write(mapping: Mapping, records: Iterable[Record], output: Path) -> None:
    """Writes the quads of ``records`` to an N-Quads file."""
    with output.open("w", encoding="utf-8") as file:
        file.writelines(mapping.nquads(records))


def _documents(records: Path) -> Iterator[list[Record]]:
    with records.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return


def _rows(folder: Path, kind: type[Record]) -> Iterator[Record]:
    """The records of one CSV file; an empty field is a null to the mapping as it is."""
    with (folder / f"{source_name(kind)}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from (kind(*row) for row in rows)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["load", records, store, how]:
            load(Path(records), store, how)
        case ["convert", folder, output]:
            convert(Path(folder), Path(output))
        case _:
            sys.exit(__doc__)
