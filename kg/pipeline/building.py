"""The order of steps, written once: files → documents → extractions → figures and checks → quads → store.

Documents are committed in batches. A batch falls apart into groups that share no body: the figures of a body
depend on its documents alone. All groups that only add are one atomic addition; a group that must also delete —
a document read anew, a body that the store already knows — is one atomic update. So a build that is killed
leaves whole documents with the figures that belong to them, and running it again goes on where it stopped.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from kg import audit, codebooks, extract, paths
from kg.check import check
from kg.documents import FetchLimits
from kg.errors import InputError, KgError
from kg.model import Disclosure, Extraction, FigureKey, ProjectLink, Statement
from kg.pipeline.catalogued import catalogued_rules, questions
from kg.pipeline.inputs import Given, opened
from kg.pipeline.intake import Intake, Progress, Task
from kg.pipeline.outcomes import Report
from kg.rdf import describing, facts, figures, reference
from kg.rdf.iris import Iris
from kg.rdf.records import Record
from kg.rdf.yarrrml import Mapping
from kg.reconcile import bodies, compared, reconcile
from kg.reconcile import statements as printings
from kg.store import QuadStore
from kg.workers import Limits, map_each

_BATCH = 200
_CLAIMS = 50_000
"""How many files, or claims, are committed at once: as many as a file of 200 pages has a few times over."""
_LIMITS = Limits(seconds=120, memory=4 << 30)
"""What the reading of one file may take."""


class Builder:
    """Builds documents into one store."""

    def __init__(self, store: QuadStore, iris: Iris | None = None) -> None:
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

        Then the rules across documents are run of the bodies that have changed since they were.
        ``limits`` are for files from the web.
        """
        self._refresh_reference()
        intake = Intake(self.store, self.iris, self.forms.version, progress)
        tasks = intake.tasks(opened(given, limits or FetchLimits()))
        pending: list[Extraction] = []
        for task, result in map_each(_extracted, tasks, limits=_LIMITS, processes=processes, weigh=_held):
            if isinstance(result, KgError):
                intake.failed(task, result)
                continue
            intake.read(task, result)
            pending.extend(result)
            if len(pending) >= _BATCH or sum(len(x.claims) for x in pending) >= _CLAIMS:
                self._commit([intake.named(x) for x in pending])
                pending = []
        self._commit([intake.named(x) for x in pending])
        audit.catch_up(self.store, self.mapping, self.iris)
        return intake.finish()._replace(contradictions=audit.contradictions(self.store, self.iris))

    # reference data ------------------------------------------------------------------------------------------

    def _refresh_reference(self) -> None:
        records: list[Record] = [*catalogued_rules(), *questions()]
        marker = NamedNode(self.iris.graph("ontology"))
        held = reference.stated_version(self.store.match(marker, None, None, marker))
        if held == reference.version(records, self.mapping, self.iris):
            return
        quads = reference.reference(records, self.mapping, self.iris)
        graphs = sorted({quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}, key=str)
        if held:
            self.store.replace(graphs=graphs, additions=quads)
            return
        if self._holds_others():
            raise InputError(
                f"the store holds no data under the base {self.iris.base}.",
                place=self.store.place,
                advice="Give the --base it was built with, or another store.",
            )
        self.store.add(quads)

    def _holds_others(self) -> bool:
        """Whether there is a graph in the store that this one must not be mixed with.

        In a store that others share, that is a graph of this kind with another base.
        """
        if not self.store.shared:
            return self.store.count() != 0
        stated = self.store.match(None, reference.VERSION)
        return any(quad.subject == quad.graph_name and "/graph/" in str(quad.subject) for quad in stated)

    # commits -------------------------------------------------------------------------------------------------

    def _commit(self, extractions: list[Extraction]) -> None:
        fresh: list[Quad] = []
        before = self._before(extractions)
        known = audit.known_bodies(self.store, _agencies(extractions, before), self.iris)
        for group in _groups(extractions, before):
            agencies = _agencies(group, before)
            stored = self._stored(group, before, agencies & known)
            quads = [*self._quads(group, stored), *audit.to_be_judged(agencies, self.iris)]
            if stored.old or stored.replaced:
                graphs = [
                    NamedNode(self.iris.graph("file", file, part))
                    for file in stored.replaced
                    for part in ("claims", "checks")
                ]
                self.store.replace(deletions=stored.old, graphs=graphs, additions=quads)
            else:
                fresh.extend(quads)
        if fresh:
            self.store.add(fresh)

    def _before(self, extractions: list[Extraction]) -> dict[str, set[str]]:
        """The bodies that the store's readings of these files speak of, by the ids of the files and parts it holds."""
        held = audit.files_with(self.store, {x.sha256 for x in extractions})
        return {file.id: audit.bodies(self.store, file.id, self.iris) | {file.disclosure.agency.id} for file in held}

    def _stored(self, group: list[Extraction], before: dict[str, set[str]], agencies: set[str]) -> "_Stored":
        """What the store says of ``agencies``, the bodies of a group that it knows."""
        if not agencies:
            return _Stored((), (), (), (), (), ())
        read = {x.sha256[:16] for x in group}
        replaced = tuple(sorted(file for file in before if file[:16] in read))
        held = audit.files_of(self.store, agencies, self.iris)
        return _Stored(
            replaced=replaced,
            statements=audit.statements(self.store, agencies, replaced, self.iris),
            compared=audit.compared(self.store, agencies, replaced, self.iris),
            links=audit.links(self.store, agencies, replaced, self.iris),
            disclosures=tuple(file.disclosure for file in held if file.id not in replaced),
            old=audit.renewed(self.store, agencies, replaced, self.iris),
        )

    def _quads(self, group: list[Extraction], stored: "_Stored") -> list[Quad]:
        said: list[Statement] = [*stored.statements, *(s for x in group for s in printings(x))]
        found = reconcile(said, (*stored.links, *(link for x in group for link in x.links)))
        named = {key.id: key for key in (*stored.compared, *(key for x in group for key in compared(x)))}
        unprinted = [named[id_] for id_ in sorted(named.keys() - {figure.id for figure in found})]
        disclosures = [*stored.disclosures, *(x.disclosure for x in group)]
        keys = (*(s.key for s in said), *unprinted)
        records: list[Record] = [
            *figures.entities(keys, disclosures, self.book, self.iris).union(
                *(facts.things(x, self.iris) for x in group)
            ),
            *figures.figures(found, self.book, self.iris),
            *figures.named(unprinted, self.book, self.iris),
        ]
        for extraction in group:
            results = check(extraction, self.book)
            records += describing.document(extraction, self.iris)
            records += describing.checks(extraction.id, results.findings, results.tallies, self.iris)
        return list(self.mapping.quads(records))


def _extracted(task: Task) -> tuple[Extraction, ...]:
    return extract.extract_file(task.file.given)


def _held(task: Task) -> int:
    return task.file.held


class _Stored(NamedTuple):
    """What the store says of the bodies of a group: files to be replaced, what stays, and the quads to be renewed."""

    replaced: tuple[str, ...]
    statements: tuple[Statement, ...]
    compared: tuple[FigureKey, ...]
    links: tuple[ProjectLink, ...]
    disclosures: tuple[Disclosure, ...]
    old: tuple[Quad, ...]


def _agencies(group: list[Extraction], before: dict[str, set[str]]) -> set[str]:
    """The bodies that the files of a group speak of, and those that they spoke of ``before``."""
    read = {x.sha256[:16] for x in group}
    return set[str]().union(
        *(spoken_of for file, spoken_of in before.items() if file[:16] in read), *(bodies(x) for x in group)
    )


def _groups(extractions: list[Extraction], before: dict[str, set[str]]) -> list[list[Extraction]]:
    """The extractions in groups that share no body and no file, in an order that does not depend on that of the files.

    The parts of a file are one group, so that a file is in the store with all its parts or not at all. ``before`` are
    the bodies of what is replaced, by the ids of files and parts.
    """
    home: dict[str, str] = {}

    def root(agency: str) -> str:
        while home.setdefault(agency, agency) != agency:
            agency = home[agency]
        return agency

    replaced: dict[str, set[str]] = defaultdict(set)
    for file, spoken_of in before.items():
        replaced[file[:16]] |= spoken_of
    for extraction in extractions:
        sha = extraction.sha256[:16]
        first, *others = sorted({sha} | bodies(extraction) | replaced[sha])
        for other in others:
            home[root(other)] = root(first)
    groups: dict[str, list[Extraction]] = defaultdict(list)
    for extraction in sorted(extractions, key=lambda x: x.id):
        groups[root(extraction.disclosure.agency.id)].append(extraction)
    return [groups[name] for name in sorted(groups)]
