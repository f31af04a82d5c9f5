"""The order of steps, written once: files → documents → extractions → figures and checks → quads → store.

Documents are committed in batches. A batch falls apart into groups that share no body: the figures of a body
depend on its documents alone. All groups that only add are one atomic addition; a group that must also delete —
a document read anew, a body that the store already knows — is one atomic update. So a build that is killed
leaves whole documents with the figures that belong to them, and running it again goes on where it stopped.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kg import __version__, audit, codebooks, extract, paths
from kg.check import check, rules
from kg.documents import FetchLimits, Source, source
from kg.errors import InputError, KgError
from kg.model import Disclosure, Extraction, Statement
from kg.pipeline.inputs import Given, opened
from kg.pipeline.outcomes import Outcome, Report, of_extraction
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


Progress = Callable[[int], None]
"""Called with the number of files that are done."""


class Builder:
    """Builds documents into one store."""

    def __init__(self, store: GraphStore, iris: Iris | None = None) -> None:
        self.store = store
        self.iris = iris or Iris()
        self.forms = extract.load()
        self.book = codebooks.load()
        self.mapping = Mapping.load(paths.mappings() / "rdf", base=self.iris.base)

    def build(
        self,
        given: Iterable[Given],
        *,
        processes: int = 1,
        progress: Progress | None = None,
        limits: FetchLimits | None = None,
    ) -> Report:
        """Read what is ``given`` and commit it. What cannot be read is an outcome with its error; the others go on.

        ``limits`` are for files from the web.
        """
        self._refresh_reference()
        self._seen: dict[str, str] = {}
        self._outcomes: dict[int, Outcome] = {}
        pending: list[Extraction] = []
        tasks = self._tasks(opened(given, limits or FetchLimits()))
        for task, result in map_each(_extracted, tasks, limits=_LIMITS, processes=processes):
            if isinstance(result, KgError):
                self._outcomes[task.number] = Outcome(str(task), error=result)
            else:
                self._outcomes[task.number] = of_extraction(str(task), result)
                pending.append(result.model_copy(update=_origin(task.given)))
            if len(pending) >= _BATCH:
                self._commit(self._named(pending))
                pending = []
            if progress is not None:
                progress(len(self._outcomes))
        self._commit(self._named(pending))
        return Report(tuple(self._outcomes[number] for number in sorted(self._outcomes)))

    def _tasks(self, files: Iterable[Path | Source | InputError]) -> Iterator["_Task"]:
        """The files that have to be read; of the others, what became of them is noted at once."""
        for number, file in enumerate(files):
            try:
                if isinstance(file, InputError):
                    raise file
                content = file if isinstance(file, Source) else source(file)
            except InputError as error:
                self._outcomes[number] = Outcome(error.place, error=error)
                continue
            task = _Task(number, file)
            name = content.name
            if content.sha256 in self._seen:
                self._seen[content.sha256] = min(name, self._seen[content.sha256])
                self._outcomes[number] = Outcome(str(task), twin=True)
                continue
            self._seen[content.sha256] = name
            if self._is_current(content.sha256[:16]):
                account = audit.account(self.store, content.sha256[:16], self.iris)
                self._outcomes[number] = Outcome(str(task), account=account, skipped=True)
                continue
            yield task

    def _named(self, extractions: list[Extraction]) -> list[Extraction]:
        """A file that stands in several places has the first of their names, whatever their order."""
        return [x.model_copy(update={"file": self._seen.get(x.sha256, x.file)}) for x in extractions]

    def _is_current(self, sha: str) -> bool:
        """Whether the store holds this file as this program, with these forms, reads it."""
        graph = NamedNode(self.iris.graph("file", sha, "claims"))
        run = NamedNode(self.iris.extraction(sha))
        stated = {quad.object for quad in self.store.match(run, None, None, graph)}
        return {Literal(__version__), Literal(self.forms.version)} <= stated

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


class _Task(NamedTuple):
    """A file to be read, and its number among all."""

    number: int
    given: Path | Source

    def __str__(self) -> str:
        return str(self.given)


def _extracted(task: _Task) -> Extraction:
    return extract.extract_file(task.given)


def _origin(given: Path | Source) -> dict[str, str]:
    """What is known of where a file from the web comes from."""
    if isinstance(given, Path) or given.url is None:
        return {}
    return {"url": given.url, "retrieved": given.retrieved.isoformat() if given.retrieved else ""}


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


def _rules() -> list[RuleRecord]:
    return [RuleRecord(rule.name, rule.severity, rule.zh, rule.en) for rule in rules().values()]


def _questions() -> list[QuestionRecord]:
    return [QuestionRecord(q.name, q.title.zh, q.title.en, q.text) for q in catalogue().values()]
