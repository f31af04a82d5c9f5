"""Writing tidy tables, some thousand rows at a time: CSV (RFC 4180, UTF-8), JSON (an array of objects), Parquet.

pyarrow is loaded when Parquet is written first: it takes a third of a second, which a server of pages need not spend.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from importlib import import_module
from itertools import islice
from typing import IO, Any, Protocol

from kg.errors import MissingExtra
from kg.publish.columns import Column, Table, Type
from kg.publish.tidy import Export

_ROWS_AT_ONCE = 20_000
_DIGITS, _DECIMALS = 38, 18
"""What a decimal of Parquet holds, and of the store: a number beyond is nothing in Parquet, and whole in CSV."""


class ExportFormat(StrEnum):
    """The formats of a tidy export."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


class _Writer(Protocol):
    def add(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Write some rows."""
        ...

    def end(self) -> None:
        """Write what ends the file; the file stays open."""
        ...

    def abandon(self) -> None:
        """Let go of a file that will not be whole."""
        ...


def write(export: Export, outs: Iterable[tuple[ExportFormat, IO[bytes]]]) -> int:
    """Write ``export`` to each of ``outs`` in its format; the number of rows, which are read once.

    Amounts are exact: text in CSV and JSON, decimal(38, 18) in Parquet. Raises ``MissingExtra`` where Parquet is
    asked for and pyarrow is not installed.
    """
    with ExitStack() as open_:
        writers = []
        for form, out in outs:
            writers.append(_writer(form, export.table, out))
            open_.callback(writers[-1].abandon)
        count = _written(export.rows, writers)
        open_.pop_all()
    return count


def _written(rows: Iterable[tuple[str, ...]], writers: Sequence[_Writer]) -> int:
    count = 0
    for batch in _batches(rows):
        count += len(batch)
        for writer in writers:
            writer.add(batch)
    for writer in writers:
        writer.end()
    return count


def require_parquet() -> None:
    """Refuse at once where Parquet cannot be written."""
    _pyarrow()


def _pyarrow() -> Any:
    """The package pyarrow with its Parquet."""
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as error:  # the extras "parquet" and "publish" are not installed
        advice = "Install it with: pip install 'kg[publish]'"
        raise MissingExtra("Parquet needs the package pyarrow.", advice=advice) from error


def _batches(rows: Iterable[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    source = iter(rows)
    while batch := list(islice(source, _ROWS_AT_ONCE)):
        yield batch


def _writer(form: ExportFormat, table: Table, out: IO[bytes]) -> _Writer:
    if form is ExportFormat.CSV:
        return _Csv(table, out)
    if form is ExportFormat.JSON:
        return _Json(table, out)
    return _Parquet(table, out)


class _Csv:
    def __init__(self, table: Table, out: IO[bytes]) -> None:
        self._out = out
        self.add([table.names])

    def add(self, rows: Sequence[tuple[str, ...]]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        self._out.write(text.getvalue().encode())

    def end(self) -> None:
        pass

    def abandon(self) -> None:
        pass


class _Json:
    def __init__(self, table: Table, out: IO[bytes]) -> None:
        self._out, self._names, self._lead = out, table.names, "[\n"

    def add(self, rows: Sequence[tuple[str, ...]]) -> None:
        for row in rows:
            text = json.dumps(dict(zip(self._names, row, strict=True)), ensure_ascii=False)
            self._out.write(f"{self._lead}{text}".encode())
            self._lead = ",\n"

    def end(self) -> None:
        self._out.write(b"[]\n" if self._lead == "[\n" else b"\n]\n")

    def abandon(self) -> None:
        pass


class _Parquet:
    def __init__(self, table: Table, out: IO[bytes]) -> None:
        self._arrow = _pyarrow()
        self._columns = table.columns
        self._schema = self._arrow.schema([(column.name, self._type(column)) for column in table.columns])
        self._file = self._arrow.parquet.ParquetWriter(out, self._schema)

    def add(self, rows: Sequence[tuple[str, ...]]) -> None:
        values = zip(self._columns, zip(*rows, strict=True), strict=True)
        arrays = [self._arrow.array(_values(column, cells), self._type(column)) for column, cells in values]
        self._file.write_table(self._arrow.table(arrays, schema=self._schema))

    def end(self) -> None:
        self._file.close()

    def abandon(self) -> None:
        with suppress(OSError):  # it writes the end of the file, on a disk that may be full
            self._file.close()

    def _type(self, column: Column) -> Any:
        if column.type in (Type.INTEGER, Type.YEAR):
            return self._arrow.int64()
        return self._arrow.decimal128(_DIGITS, _DECIMALS) if column.type is Type.DECIMAL else self._arrow.string()


def _values(column: Column, cells: Sequence[str]) -> list[Any]:
    """Cells as Parquet holds them, nothing where a cell is empty."""
    if column.type in (Type.INTEGER, Type.YEAR):
        return [int(cell) if cell else None for cell in cells]
    return [_decimal(cell) for cell in cells] if column.type is Type.DECIMAL else [cell or None for cell in cells]


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    if number is None or not number.is_finite():
        return None
    exponent = number.as_tuple().exponent
    fits = isinstance(exponent, int) and exponent >= -_DECIMALS and number.adjusted() < _DIGITS - _DECIMALS
    return number if fits else None
