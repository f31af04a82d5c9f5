"""How many errors put into clean tables the rules report: python bench/mutations.py FOLDER [COUNT] [SEED].

An error is one digit, two digits changed about, a column moved down by a row, two columns of a row (or of the whole
table) swapped, or a unit slip, in the amounts that were read. Whether it can be found at all is told by relations
between the printed numbers that are searched for here, from printed codes and columns alone: a code against the codes
below it, the total against the first of them, and a column that is the sum of two others in every row. The rules
themselves are not asked. An error counts as reported where a new finding is about a changed cell or its table.
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from kg import extract
from kg.check.identities import identities
from kg.check.judging import judged
from kg.check.printings import across
from kg.documents import read
from kg.errors import KgError
from kg.model import Amount, Claim, Extraction, Finding, RowReading, Severity

KINDS = ("digit", "transposed", "row-shift", "column-swap", "columns-swapped", "unit")
Cell = tuple[int, int, int]
Values = dict[Cell, Amount]


class Relation(NamedTuple):
    """A cell that is the sum of others in the clean table."""

    whole: Cell
    parts: tuple[Cell, ...]

    def holds(self, values: Values) -> bool:
        """Whether it holds within half of each last digit."""
        there = [values[cell] for cell in self.parts if cell in values]
        if self.whole not in values:
            return True
        whole = values[self.whole]
        gap = abs(whole.yuan - sum(part.yuan for part in there))
        return gap * 2 <= whole.quantum + sum(part.quantum for part in there)


class Mutant(NamedTuple):
    """An error: its kind, the cells it changes and what they print then."""

    kind: str
    changed: Values


class Score(NamedTuple):
    """What became of one mutant."""

    kind: str
    detectable: bool
    reported: bool
    at_cell: bool
    as_error: bool


# relations between printed numbers -------------------------------------------------------------------------------


def relations(extraction: Extraction, values: Values) -> list[Relation]:
    """Every relation that holds in the clean document."""
    found: list[Relation] = []
    for table in extraction.tables:
        columns = sorted({cell for at, _, cell in values if at == table.number})
        rows = [row for row in table.rows if row.part == 1]
        if len({row.code for row in rows if row.code}) == sum(1 for row in rows if row.code):
            found += _down(table.number, rows, columns)
        found += _along(table.number, columns, values)
    return [one for one in found if one.whole in values and one.holds(values)]


def _down(table: int, rows: list[RowReading], columns: list[int]) -> Iterator[Relation]:
    coded = {row.code: row.number for row in rows if row.code}
    totals = [row.number for row in rows if row.is_total and not row.code]
    for code, number in [*coded.items(), *[("", total) for total in totals[:1]]]:
        below = [other for other in coded if other != code and other.startswith(code)]
        direct = [one for one in below if not any(one != mid and one.startswith(mid) for mid in below)]
        for column in columns if direct else []:
            yield Relation((table, number, column), tuple((table, coded[one], column) for one in direct))


def _along(table: int, columns: list[int], values: Values) -> Iterator[Relation]:
    """Columns of which one is the sum of two others in every row, in three rows at least of both."""
    rows = sorted({row for at, row, _ in values if at == table})
    for whole in columns:
        for pair in combinations([column for column in columns if column != whole], 2):
            listed = [Relation((table, row, whole), tuple((table, row, column) for column in pair)) for row in rows]
            used = [one for one in listed if any(part in values for part in one.parts) or one.whole in values]
            full = [one for one in used if all(part in values and values[part].yuan for part in one.parts)]
            if len(full) >= 3 and all(one.whole in values and one.holds(values) for one in used):
                yield from used


# errors ----------------------------------------------------------------------------------------------------------


def mutant(kind: str, values: Values, draw: random.Random) -> Mutant | None:
    """An error of a kind at a place drawn by lot; ``None`` where it would change nothing there."""
    cell = draw.choice(sorted(at for at, amount in values.items() if amount.yuan > 0))
    amount = values[cell]
    changed: Values = {}
    if kind == "digit":
        changed = {cell: _typed(amount, draw)}
    elif kind == "transposed":
        changed = {cell: _transposed(amount, draw)}
    elif kind == "unit":
        changed = {cell: _scaled(amount, draw.choice((Decimal(10_000), Decimal("0.0001"), Decimal(1000))))}
    elif kind == "row-shift":
        column = sorted(at for at in values if at[0] == cell[0] and at[2] == cell[2] and at[1] >= cell[1])
        changed = dict(zip(column[1:], (values[at] for at in column), strict=False))
    else:
        other = draw.choice(sorted(at for at in values if at[:2] == cell[:2]))
        rows = {at[1] for at in values if at[0] == cell[0]} if kind == "columns-swapped" else {cell[1]}
        for row in rows:
            one, two = (cell[0], row, cell[2]), (cell[0], row, other[2])
            if one in values and two in values:
                changed |= {one: values[two], two: values[one]}
    changed = {at: new for at, new in changed.items() if new.yuan != values[at].yuan}
    return Mutant(kind, changed) if changed else None


def _with_text(amount: Amount, text: str) -> Amount:
    value = Decimal(text.replace(",", ""))
    return amount.model_copy(update={"text": text, "yuan": value * (amount.quantum * 10 ** _places(amount.text))})


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _plain(amount: Amount) -> str:
    return "".join(character for character in amount.text if character in "0123456789.")


def _typed(amount: Amount, draw: random.Random) -> Amount:
    text = _plain(amount)
    at = draw.choice([at for at, character in enumerate(text) if character.isdigit()])
    digit = draw.choice([digit for digit in "0123456789" if digit != text[at]])
    return _with_text(amount.model_copy(update={"text": text}), text[:at] + digit + text[at + 1 :])


def _transposed(amount: Amount, draw: random.Random) -> Amount:
    text = _plain(amount)
    places = [at for at in range(len(text) - 1) if text[at].isdigit() and text[at + 1].isdigit()]
    if not places:
        return amount
    at = draw.choice(places)
    return _with_text(amount.model_copy(update={"text": text}), text[:at] + text[at + 1] + text[at] + text[at + 2 :])


def _scaled(amount: Amount, factor: Decimal) -> Amount:
    return amount.model_copy(update={"yuan": amount.yuan * factor, "text": f"{Decimal(_plain(amount)) * factor:f}"})


# scores ----------------------------------------------------------------------------------------------------------


def findings(extraction: Extraction) -> list[Finding]:
    """What the equations find, rounding aside."""
    results = judged([*identities(extraction), *across(extraction)], extraction)
    return [result.finding for result in results if result.finding is not None and result.rule != "rounding"]


class Clean:
    """A document before anything is put into it."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.values = {_at(claim): claim.amount for claim in extraction.claims}
        self.relations = relations(extraction, self.values)
        self.known = {(one.rule, one.cells, one.found, one.expected) for one in findings(extraction)}

    def score(self, error: Mutant) -> Score:
        """Whether an error can be found, and is."""
        changed = {**self.values, **error.changed}
        broken = any(not one.holds(changed) for one in self.relations)
        if not broken:
            return Score(error.kind, detectable=False, reported=False, at_cell=False, as_error=False)
        claims = tuple(_put(claim, error.changed) for claim in self.extraction.claims)
        found = findings(self.extraction.model_copy(update={"claims": claims}))
        new = [one for one in found if (one.rule, one.cells, one.found, one.expected) not in self.known]
        cells = {f"t{table:02d}/r{row}/c{cell}" for table, row, cell in error.changed}
        tables = {cell.split("/")[0] for cell in cells}
        there = [one for one in new if any(cell.split("/")[0] in tables for cell in one.cells)]
        return Score(
            error.kind,
            detectable=True,
            reported=bool(there),
            at_cell=any(one.focus in cells for one in there),
            as_error=any(one.severity is Severity.VIOLATION for one in there),
        )


def _at(claim: Claim) -> Cell:
    return claim.place.table, claim.place.row, claim.place.cell


def _put(claim: Claim, changed: Values) -> Claim:
    new = changed.get(_at(claim))
    return claim if new is None else claim.model_copy(update={"amount": new})


def scores(documents: list[Clean], count: int, seed: int) -> list[Score]:
    """The scores of ``count`` errors that can be found, the kinds in turn."""
    draw = random.Random(seed)
    found: list[Score] = []
    while len(found) < count:
        document = draw.choice(documents)
        error = mutant(KINDS[len(found) % len(KINDS)], document.values, draw)
        score = document.score(error) if error is not None else None
        if score is not None and score.detectable:
            found.append(score)
    return found


def summary(found: list[Score]) -> dict[str, tuple[int, int, int, int]]:
    """By kind: errors that can be found, those reported, those with a changed cell in focus, those told as errors."""
    by: dict[str, list[Score]] = defaultdict(list)
    for score in found:
        by[score.kind].append(score)
    return {
        kind: (
            len(listed),
            sum(one.reported for one in listed),
            sum(one.at_cell for one in listed),
            sum(one.as_error for one in listed),
        )
        for kind, listed in by.items()
    }


def main(folder: Path, count: int = 500, seed: int = 6) -> None:
    """Print the shares over the documents below a folder that have relations."""
    forms, documents = extract.load(), []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".pdf", ".html", ".txt", ".md"):
            try:
                documents += [Clean(one) for one in extract.extract_parts(read(path), forms)]
            except KgError as error:
                print(f"left out: {path.name}: {error}", file=sys.stderr)
    report([one for one in documents if one.relations], count, seed)


def report(documents: list[Clean], count: int, seed: int) -> None:
    """Print one line for each kind."""
    total: Counter[str] = Counter()
    for kind, (many, reported, focus, errors) in summary(scores(documents, count, seed)).items():
        print(f"{kind:16} {many:4} can be found, {reported:4} reported, {focus:4} at the cell, {errors:4} as errors")
        total.update(many=many, reported=reported, focus=focus, errors=errors)
    share = 100 * total["reported"] / total["many"]
    print(f"{share:.1f} % of {total['many']} are reported, {total['focus']} at the cell, {total['errors']} as errors")
    print(f"{len(documents)} documents")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
