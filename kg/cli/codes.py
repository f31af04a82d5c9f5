"""``kg codes``: look into the codebooks, and into what disclosures print of them."""

import csv
import io
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from pyoxigraph import Literal

from kg import audit, codebooks
from kg.cli.options import DEFAULT_STORE, FormatOption, OutOption, StoreOption
from kg.cli.output import write
from kg.codebooks import Version, alignments, notation_of, plain, scheme_of
from kg.codebooks.changes import Change, all_changes
from kg.errors import BadParameter
from kg.query import Format, render
from kg.rdf.iris import Iris
from kg.store import Rows, opened

app = typer.Typer(
    name="codes",
    help="The national classification codebooks.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


class Classification(StrEnum):
    """A national classification."""

    REVENUE = "revenue"
    FUNCTION = "function"
    ECONOMIC = "economic"
    GOVERNMENT_ECONOMIC = "government-economic"


YearOption = Annotated[int | None, typer.Option("--year", "-y", min=2007, max=2100, help="A budget year.")]


@app.command()
def show(
    code: Annotated[str, typer.Argument(help="A code, as 2101506, or an item of it, as 30311-2007.")],
    year: YearOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say what a code is: its names over the years and their evidence, where it stands, what changed, what it matches.

    Example: kg codes show 207
    """
    scheme = scheme_of(code)
    versions = codebooks.load().versions(scheme, notation_of(code)) if scheme else ()
    meant = [v for v in versions if code in (v.code, v.item)]
    if scheme is None or not meant:
        known = ", ".join(sorted({v.item for v in versions}))
        advice = f"Known are {known}." if known else "Search for a name: kg codes search TEXT."
        raise BadParameter(f"no classification has the code {code}.", place="CODE", advice=advice)
    chosen = [v for v in meant if year is None or v.holds(year)]
    if not chosen:
        known = ", ".join(f"{v.name} ({_years(v)})" for v in versions)
        raise BadParameter(f"{code} is not in use in {year}.", place="--year", advice=f"Known are {known}.")
    _print(("what", "value", "years", "evidence"), _shown(scheme, chosen), form)


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="A part of a name, or the beginning of a code.")],
    year: YearOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the codes with this text in a name of theirs.

    Example: kg codes search 医疗保障 --year 2024
    """
    book = codebooks.load()
    wanted = plain(text)
    found = [
        (v.scheme, v.code, v.name, _years(v), book.evidence(v), " › ".join(_path(v)))
        for v in sorted(book.all, key=lambda v: (v.scheme, v.code, v.valid_from or 0))
        if (wanted in plain(v.name) or v.code.startswith(wanted)) and (year is None or v.holds(year))
    ]
    _print(("scheme", "code", "name", "years", "evidence", "under"), found, form)


@app.command()
def compare(
    first: Annotated[int, typer.Argument(help="A budget year.", min=2007, max=2100)],
    last: Annotated[int, typer.Argument(help="A later budget year.", min=2007, max=2100)],
    scheme: Annotated[Classification | None, typer.Option("--scheme", help="One classification only.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List what changed between two budget years: new, ended and renamed codes, and codes moved, merged or split.

    Example: kg codes compare 2018 2024
    """
    if first >= last:
        raise BadParameter(f"{last} is not after {first}.", place="LAST", advice="Give the earlier year first.")
    found = [
        _changed(change) for change in all_changes() if first < change.year <= last and scheme in (None, change.scheme)
    ]
    _print(("scheme", "year", "change", "from", "to", "sure"), found, form)


@app.command()
def attest(
    store: StoreOption = DEFAULT_STORE,
    survey: Annotated[str, typer.Option("--survey", help="Name of the survey, for the first column.")] = "",
    out: OutOption = None,
) -> None:
    """List the codes and names that a store's disclosures print, with what the codebook says of each, as CSV.

    Its first seven columns are those of ontology/codes/attestations.csv.

    Example: kg codes attest --store my-store --out printed.csv
    """
    with opened(store) as graph:
        found = audit.attested(graph, codebooks.load())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["survey", "scheme", "code", "name", "documents", "years", "regions", "standing", "certain", "codebook_name"]
    )
    for one in found:
        years, regions = " ".join(map(str, one.years)), " ".join(one.regions)
        certain = "yes" if one.certain else "no"
        found_in = (one.documents, years, regions)
        writer.writerow([survey, one.scheme, one.code, one.name, *found_in, one.standing, certain, one.book_name])
    write(text.getvalue(), out)


def _print(columns: tuple[str, ...], found: Sequence[tuple[str, ...]], form: Format) -> None:
    rows = tuple(tuple(Literal(value) if value else None for value in row) for row in found)
    write(render(Rows(columns, rows), form))


def _shown(scheme: str, versions: list[Version]) -> list[tuple[str, ...]]:
    book, latest = codebooks.load(), versions[0]
    rows: list[tuple[str, ...]] = [
        ("iri", Iris().code(scheme, latest.item), "", ""),
        ("classification", scheme, "", ""),
        ("under", " › ".join(_path(latest)), "", ""),
    ]
    rows += [("name", v.name, _years(v), _evidence(v)) for v in versions]
    if english := book.english.get((scheme, latest.item)):
        rows.append(("name (en)", english, "", ""))
    items = {version.item for version in versions}
    rows += [
        (change.kind, " → ".join(filter(None, _changed(change)[3:5])), str(change.year), "")
        for change in all_changes()
        if change.scheme == scheme and items & {*change.sources, *change.targets}
    ]
    rows += _matches(scheme, latest)
    return rows


def _matches(scheme: str, version: Version) -> list[tuple[str, ...]]:
    """The matches of a code, or of the nearest code above it that has any, with the code they are said of.

    A notation that has another meaning now is not above what it meant before: 30311-2007 is below 303 alone.
    """
    above = [version.code[:end] for end in (5, 3) if end < len(version.code)]
    for code in (version.item, *above):
        if found := alignments.of(scheme, code):
            said = "" if code == version.item else f" (as {code})"
            return [
                (f"{one.predicate}{said}", f"{one.object_scheme} {one.object_code}", one.body, str(one.confidence))
                for one in found
            ]
    return []


def _evidence(version: Version) -> str:
    book = codebooks.load()
    seen = "; ".join(
        f"{one.documents} of survey {one.survey}, {one.years[0]}-{one.years[-1]}" for one in book.attestations(version)
    )
    return f"{book.evidence(version)}{f': {seen}' if seen else ''}"


def _path(version: Version) -> list[str]:
    """The names above a version, from the top, as they were in its years."""
    book = codebooks.load()
    year = version.valid_from or version.valid_to
    names = []
    for end in range(3, len(version.code), 2):
        above = book.versions(version.scheme, version.code[:end])
        held = [v for v in above if year is None or v.holds(year)]
        names.append(f"{version.code[:end]} {(held or above)[0].name}")
    return names


def _years(version: Version) -> str:
    if version.valid_from is None and version.valid_to is None:
        return ""
    about = "" if version.exact else "about "
    return f"{about}{version.valid_from or ''}–{version.valid_to or ''}"


def _changed(change: Change) -> tuple[str, ...]:
    """A change as a row: the codes before and after with their names then."""
    if any(change.names):
        item = (change.sources or change.targets)[0]
        before, after = (f"{item} {name}" if name else "" for name in change.names)
    else:
        before, after = (
            "; ".join(_named(change.scheme, item) for item in side) for side in (change.sources, change.targets)
        )
    return change.scheme, str(change.year), change.kind, before, after, "yes" if change.exact else "about"


def _named(scheme: str, item: str) -> str:
    found = codebooks.load().versions(scheme, notation_of(item))
    return f"{item} {next(version.name for version in found if version.item == item)}"
