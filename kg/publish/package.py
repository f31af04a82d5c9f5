"""The tables as a Frictionless data package, and the codebook of their columns, both from the one list of columns."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.publish.columns import Column, Table, Type, tables
from kg.publish.release import CODEBOOK, LICENCE, File, Release

_TYPES = {
    Type.BOOLEAN: "boolean", Type.CHOICE: "string", Type.CODE: "string", Type.DECIMAL: "number",
    Type.INTEGER: "integer", Type.IRI: "string", Type.TEXT: "string", Type.YEAR: "year",
}  # fmt: skip
_HEAD = ("table", "column", "type", "unit", "words", "refers", "from", "zh", "en")
_SAID = {
    "boolean": "yes or no, true or false", "choice": "one of the words beside it", "code": "digits of a national code",
    "decimal": "an exact decimal", "integer": "a whole number", "iri": "an IRI of the graph", "text": "text",
    "year": "four digits",
}  # fmt: skip


def package(release: Release, rdfc: str, files: Iterable[File]) -> bytes:
    """``datapackage.json``: the CSV files as tables with their columns, others as files, all with their hash."""
    resources = [_resource(file) for file in files if file.path.startswith("tables/") or file.path == CODEBOOK]
    said = {
        "name": "cnfiscal",
        "id": f"{release.url}datapackage.json",
        "title": "中国公开预算知识图谱 / The open knowledge graph of Chinese public budgets",
        "version": release.date,
        "homepage": release.url,
        "created": f"{release.date}T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0"}],
        "contributors": [{"title": release.publisher, "role": "publisher"}],
        "rdfc10-sha256": rdfc,
        "resources": resources,
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(file: File) -> dict[str, Any]:
    stem, _, kind = file.path.rpartition("/")[2].rpartition(".")
    table = tables().get(stem)
    said: dict[str, Any] = {
        "name": stem if kind == "csv" else f"{stem}-{kind}",
        "path": file.path,
        "format": kind,
        "mediatype": file.media_type,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    if table is None or kind != "csv":
        return said | {"type": "file"}
    described = {"title": f"{table.zh} / {table.en}", "encoding": "utf-8", "profile": "tabular-data-resource"}
    return said | described | {"type": "table", "schema": schema(table)}


def schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table: its fields, its key, and the tables its columns refer to."""
    keys = [
        {"fields": [column.name], "reference": {"resource": column.refers, "fields": [tables()[column.refers].key]}}
        for column in table.columns
        if column.refers
    ]
    said: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        said["primaryKey"] = [table.key]
    return said | ({"foreignKeys": keys} if keys else {})


def _field(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": f"{column.zh} / {column.en}",
    }
    if column.type is Type.BOOLEAN:
        said |= {"trueValues": ["yes", "true"], "falseValues": ["no", "false"]}
    if column.choices:
        said["constraints"] = {"enum": list(column.choices)}
    if column.unit:
        said["unit"] = column.unit
    return said | ({"rdfType": column.origin} if column.type is Type.IRI and " " not in column.origin else {})


def codebook(shown: Iterable[Table]) -> bytes:
    """The columns of the tables as a CSV of its own."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_HEAD)
    for table in shown:
        for column in table.columns:
            rows.writerow((table.name, *_line(column)))
    return text.getvalue().encode()


def _line(column: Column) -> tuple[str, ...]:
    words = " ".join(column.choices)
    return (column.name, column.type, column.unit, words, column.refers, column.origin, column.zh, column.en)


def page(every: Mapping[str, Table]) -> str:
    """The codebook as a page of the documentation."""
    return "".join(_page(every))


def _page(every: Mapping[str, Table]) -> Iterator[str]:
    yield (
        "# The codebook of the tables\n\nMade by `python -m kg.publish.page` from `mappings/publish/`; "
        "[export.md](export.md) tells the conventions, [publish.md](publish.md) the release.\n\n"
        "| type | a cell holds |\n|---|---|\n"
    )
    yield from (f"| {kind} | {said} |\n" for kind, said in _SAID.items())
    yield "\nEvery cell may be empty, which is: not told, or not broken down.\n"
    for table in every.values():
        key = f" Key: `{table.key}`." if table.key else ""
        yield f"\n## {table.name}\n\n{table.zh} / {table.en}{key}\n\n"
        yield "| column | type | meaning | from |\n|---|---|---|---|\n"
        for column in table.columns:
            kind = f"{column.type}, {column.unit}" if column.unit else str(column.type)
            refers = f"; a key of {column.refers}" if column.refers else ""
            words = f"<br>{', '.join(column.choices)}" if column.choices else ""
            yield f"| {column.name} | {kind} | {column.zh} / {column.en}{refers}{words} | `{column.origin}` |\n"
