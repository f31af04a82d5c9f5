"""The order of steps, written once: files → documents → extractions → figures and checks → quads → store.

Documents are committed in batches. A batch falls apart into groups that share no body: the figures of a body
depend on its documents alone. All groups that only add are one atomic addition; a group that must also delete —
a document read anew, a body that the store already knows — is one atomic update. So a build that is killed
leaves whole documents with the figures that belong to them, and running it again goes on where it stopped.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kg import audit, codebooks, extract, paths
from kg.check import check, rules
from kg.documents import MEDIA_TYPES
from kg.errors import InputError, KgError, MissingPath
from kg.model import Account, Disclosure, Extraction, Statement
from kg.query import catalogue
from kg.rdf import describing, reference
from kg.rdf.iris import Iris
from kg.rdf.records import QuestionRecord, Record, RuleRecord
from kg.rdf.yarrrml import Mapping
from kg.reconcile import reconcile
from kg.reconcile import statements as printings
from kg.store import GraphStore
from kg.workers import Limits, map_each

_BATCH = 200
_LIMITS = Limits(seconds=120, memory=4 << 30)


class Outcome(NamedTuple):
    """What became of one file: its account, or the error that kept it out.

    ``skipped`` where nothing has changed; ``twin`` where another file of the build has the same content.
    """

    file: str
    account: Account | None = None
    error: KgError | None = None
    skipped: bool = False
    twin: bool = False


class Report(NamedTuple):
    """What a build did."""

    outcomes: tuple[Outcome, ...]

    @property
    def errors(self) -> tuple[KgError, ...]:
        """The errors, in the order of the files."""
        return tuple(outcome.error for outcome in self.outcomes if outcome.error is not None)

    @property
    def account(self) -> Account:
        """The account of all files that were read."""
        total = Account()
        for outcome in self.outcomes:
            total = total.plus(outcome.account) if outcome.account else total
        return total


Progress = Callable[[int, int], None]


class Builder:
    """Builds documents into one store."""

    def __init__(self, store: GraphStore, iris: Iris | None = None) -> None:
        self.store = store
        self.iris = iris or Iris()
        self.forms = extract.load()
        self.book = codebooks.load()
        self.mapping = Mapping.load(paths.mappings() / "rdf", base=self.iris.base)

    def build(self, files: Sequence[Path], *, processes: int = 1, progress: Progress | None = None) -> Report:
        """Read ``files`` and commit them. What cannot be read is an outcome with its error; the others go on."""
        self._refresh_reference()
        self.seen: set[str] = set()
        outcomes: list[Outcome] = []
        pending: dict[str, Extraction] = {}
        for done, (path, result) in enumerate(_extractions(files, processes), 1):
            outcomes.append(self._outcome(path, result, pending))
            if len(pending) >= _BATCH:
                self._commit(list(pending.values()))
                pending = {}
            if progress is not None:
                progress(done, len(files))
        self._commit(list(pending.values()))
        return Report(tuple(outcomes))

    def _outcome(self, path: Path, result: Extraction | KgError, pending: dict[str, Extraction]) -> Outcome:
        if isinstance(result, KgError):
            return Outcome(str(path), error=result)
        sha = result.sha256[:16]
        if sha in self.seen:
            if sha in pending and result.file < pending[sha].file:
                pending[sha] = result
            return Outcome(str(path), twin=True)
        self.seen.add(sha)
        if self._is_current(result):
            return Outcome(str(path), account=result.account, skipped=True)
        pending[sha] = result
        return Outcome(str(path), account=result.account)

    def _is_current(self, extraction: Extraction) -> bool:
        """Whether the store holds this file as this program, with these forms, reads it."""
        sha = extraction.sha256[:16]
        graph = NamedNode(self.iris.graph("file", sha, "claims"))
        run = NamedNode(self.iris.extraction(sha))
        stated = {quad.object for quad in self.store.match(run, None, None, graph)}
        return {Literal(extraction.extractor), Literal(extraction.forms)} <= stated

    # reference data ------------------------------------------------------------------------------------------

    def _refresh_reference(self) -> None:
        records: list[Record] = [*_rules(), *_questions()]
        marker = NamedNode(self.iris.graph("ontology"))
        held = reference.stated_version(self.store.match(marker, None, None, marker))
        if held == reference.version(records, self.mapping, self.iris):
            return
        quads = reference.reference(records, self.mapping, self.iris)
        graphs = sorted({quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}, key=str)
        if self.store.count() == 0:
            self.store.add(quads)
        elif not held:
            raise InputError(
                f"the store holds no data under the base {self.iris.base}.",
                place=str(self.store.path),
                advice="Give the --base it was built with, or another store.",
            )
        else:
            self.store.replace(graphs=graphs, additions=quads)

    # commits -------------------------------------------------------------------------------------------------

    def _commit(self, extractions: list[Extraction]) -> None:
        known = {file.sha: file.disclosure for file in audit.files(self.store)}
        fresh: list[Quad] = []
        for group in _groups(extractions, known):
            stored = self._stored(group, known)
            quads = self._quads(group, stored)
            if stored.old or stored.replaced:
                graphs = [
                    NamedNode(self.iris.graph("file", sha, part))
                    for sha in stored.replaced
                    for part in ("claims", "checks")
                ]
                self.store.replace(deletions=stored.old, graphs=graphs, additions=quads)
            else:
                fresh.extend(quads)
        if fresh:
            self.store.add(fresh)

    def _stored(self, group: list[Extraction], known: dict[str, Disclosure]) -> "_Stored":
        replaced = sorted({x.sha256[:16] for x in group} & known.keys())
        agencies = _agencies(group) | {known[sha].agency.id for sha in replaced}
        if not known:
            return _Stored((), (), (), ())
        printed = audit.statements(self.store, agencies, known, self.iris)
        kept = tuple(s for s in printed if s.claim.split("/")[0] not in replaced)
        disclosures = tuple(d for sha, d in known.items() if d.agency.id in agencies and sha not in replaced)
        return _Stored(tuple(replaced), kept, disclosures, audit.quads_about(self.store, agencies, self.iris))

    def _quads(self, group: list[Extraction], stored: "_Stored") -> list[Quad]:
        said: list[Statement] = [*stored.statements, *(s for x in group for s in printings(x))]
        figures = reconcile(said)
        disclosures = [*stored.disclosures, *(x.disclosure for x in group)]
        records = [
            *describing.entities((s.key for s in said), disclosures, self.book, self.iris),
            *describing.figures(figures, self.book, self.iris),
        ]
        for extraction in group:
            results = check(extraction, self.book)
            records += describing.document(extraction, self.iris)
            records += describing.checks(extraction.sha256[:16], results.findings, results.tallies, self.iris)
        return list(self.mapping.quads(records))


class _Stored(NamedTuple):
    """What the store says of the bodies of a group: files to be replaced, what stays, and the quads to be renewed."""

    replaced: tuple[str, ...]
    statements: tuple[Statement, ...]
    disclosures: tuple[Disclosure, ...]
    old: tuple[Quad, ...]


def _agencies(group: Iterable[Extraction]) -> set[str]:
    found = set()
    for extraction in group:
        found.add(extraction.disclosure.agency.id)
        found |= {claim.key.agency.id for claim in extraction.claims}
    return found


def _groups(extractions: list[Extraction], known: dict[str, Disclosure]) -> list[list[Extraction]]:
    """The extractions in groups that share no body, in an order that does not depend on that of the files."""
    home: dict[str, str] = {}

    def root(agency: str) -> str:
        while home.setdefault(agency, agency) != agency:
            agency = home[agency]
        return agency

    for extraction in extractions:
        before = known.get(extraction.sha256[:16])
        first, *others = sorted(_agencies([extraction]) | ({before.agency.id} if before else set()))
        for other in others:
            home[root(other)] = root(first)
    groups: dict[str, list[Extraction]] = defaultdict(list)
    for extraction in sorted(extractions, key=lambda x: x.sha256):
        groups[root(extraction.disclosure.agency.id)].append(extraction)
    return [groups[name] for name in sorted(groups)]


class Found(NamedTuple):
    """The files to read, and how many of other kinds were left aside, by their endings."""

    files: tuple[Path, ...]
    aside: dict[str, int]
    missing: tuple[KgError, ...] = ()


def discover(given: Iterable[Path]) -> Found:
    """The files to read: those given, and those of a readable kind in folders given, sorted.

    A path that does not exist, or a folder without any such file, is an error among ``missing``; where nothing
    else is given, the first of them is raised.
    """
    files: list[Path] = []
    aside: Counter[str] = Counter()
    missing: list[KgError] = []
    for path in given:
        if path.is_dir():
            inside = [f for f in sorted(path.rglob("*")) if not f.is_dir() and not _is_note(f)]
            readable = [f for f in inside if f.is_file() and f.suffix.lower() in MEDIA_TYPES]
            if not readable:
                missing.append(_nothing_in(path))
            files.extend(readable)
            aside.update(_kind(f) for f in inside if f not in readable)
        elif path.exists():
            files.append(path)
        else:
            missing.append(MissingPath("there is no such file or folder.", place=str(path), advice="Check the path."))
    if missing and not files:
        raise missing[0]
    return Found(tuple(dict.fromkeys(files)), dict(sorted(aside.items())), tuple(missing))


def _nothing_in(folder: Path) -> InputError:
    known = ", ".join(sorted(MEDIA_TYPES))
    return InputError(
        "the folder holds no document of a readable kind.", place=str(folder), advice=f"Readable are {known}."
    )


def _kind(path: Path) -> str:
    return (path.suffix.lower() or path.name) if path.exists() else "broken link"


def _is_note(path: Path) -> bool:
    """A file that speaks of the folder, or is hidden."""
    return path.name.startswith(".") or path.stem.lower() == "readme"


def _extractions(files: Sequence[Path], processes: int) -> Iterator[tuple[Path, Extraction | KgError]]:
    return map_each(extract.extract_file, files, limits=_LIMITS, processes=processes)


def _rules() -> list[RuleRecord]:
    return [RuleRecord(rule.name, rule.severity, rule.zh, rule.en) for rule in rules().values()]


def _questions() -> list[QuestionRecord]:
    return [QuestionRecord(q.name, q.title.zh, q.title.en, q.text) for q in catalogue().values()]
