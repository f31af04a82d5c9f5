"""``kg status``: what a store holds, as rows of a name and a number."""

from pyoxigraph import Literal, NamedNode

from kg.cli.options import DEFAULT_STORE, FormatOption, StoreOption, commands
from kg.cli.output import write
from kg.query import Format, render
from kg.store import AnyStore, GraphReader, Rows, opened

app = commands()

_PREFIX = "PREFIX cnf: <https://w3id.org/cnfiscal/def#>\n"
_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_SUMS = (
    "numericCells", "claimCount", "factCells", "labelCells", "refusedCells", "blankCells",
    "proseAmounts", "proseClaims", "proseFacts", "proseClassed", "proseRefused",
)  # fmt: skip
_DISTINCT = "(COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }"
_COUNTS = {
    "files": "[] cnf:sha256 ?x",
    "disclosures": "?x a cnf:Disclosure",
    "bodies": "?x a <http://www.w3.org/ns/org#FormalOrganization>",
    "claims": "?x a cnf:Claim",
    "figures": "?x a cnf:Figure",
    "figures in conflict": "?x cnf:agreement cnf:conflict",
    "findings": "?x a <http://www.w3.org/ns/shacl#ValidationResult>",
}


@app.command()
def status(store: StoreOption = DEFAULT_STORE, form: FormatOption = Format.TABLE) -> None:
    """Say what a store holds, and the account of the numeric cells that were read.

    Example: kg status --store my-store
    """
    with opened(store) as graph:
        write(render(counts(graph), form))


def counts(store: AnyStore) -> Rows:
    """Counts of quads, files, claims and figures, and the account of numbers over all files.

    Of a store that others share, also whether a change lies in it that a build did not end.
    """
    rows = [("quads", store.count()), ("distinct triples", _count(store, _DISTINCT))]
    rows += [(name, _count(store, f"(COUNT(DISTINCT ?x) AS ?n) WHERE {{ {what} }}")) for name, what in _COUNTS.items()]
    rows += [(name, _count(store, f"(SUM(?c) AS ?n) WHERE {{ ?file cnf:{name} ?c }}")) for name in _SUMS]
    if store.shared:
        rows.append(("unfinished changes", int(store.unfinished())))
    return Rows(
        ("what", "number"),
        tuple((Literal(name), Literal(str(number), datatype=_INTEGER)) for name, number in rows),
    )


def _count(store: GraphReader, select: str) -> int:
    answer = store.query(f"{_PREFIX}SELECT {select}")
    term = answer.rows[0][0] if isinstance(answer, Rows) and answer.rows else None
    return int(term.value) if isinstance(term, Literal) else 0
