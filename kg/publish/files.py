"""Writing tidy exports: CSV (RFC 4180, UTF-8), JSON (an array of objects), Parquet."""

import csv
import io
import json
from enum import StrEnum

from kg.errors import MissingExtra
from kg.publish.tidy import Export

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:  # the extra "parquet" is not installed
    pa = pq = None


class ExportFormat(StrEnum):
    """The formats of a tidy export."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


_WHOLE = ("fiscal_year", "page", "line", "table", "row", "cell", "offset", "claims")
_EXACT = ("amount_yuan", "quantum")


def written(export: Export, form: ExportFormat) -> bytes:
    """``export`` in ``form``. Amounts are exact: text in CSV and JSON, decimal(38, 8) in Parquet.

    Raises ``MissingExtra`` where Parquet is asked for and pyarrow is not installed.
    """
    if form is ExportFormat.CSV:
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(export.columns)
        rows.writerows(export.rows)
        return text.getvalue().encode()
    if form is ExportFormat.JSON:
        objects = [dict(zip(export.columns, row, strict=True)) for row in export.rows]
        return (json.dumps(objects, ensure_ascii=False, indent=1) + "\n").encode()
    return _parquet(export)


def _parquet(export: Export) -> bytes:
    if pq is None:
        raise MissingExtra("Parquet needs the package pyarrow.", advice="Install it with: pip install 'kg[parquet]'")
    columns = {}
    for at, name in enumerate(export.columns):
        values = [row[at] or None for row in export.rows]
        if name in _WHOLE:
            columns[name] = pa.array([None if v is None else int(v) for v in values], pa.int64())
        elif name in _EXACT:
            columns[name] = pa.array(values, pa.string()).cast(pa.decimal128(38, 8))
        else:
            columns[name] = pa.array(values, pa.string())
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()
