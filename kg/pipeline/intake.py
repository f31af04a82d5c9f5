"""Which of the files given have to be read, and what became of each.

Not read are files that the store holds as this program, with these forms, reads them; and a content that stands in
several places is read once. So the same files in any order, at once or bit by bit, come to the same store.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg import __version__, audit
from kg.audit import Origin
from kg.errors import InputError, KgError
from kg.model import Account, Extraction
from kg.pipeline.inputs import File
from kg.pipeline.outcomes import Outcome, Report, of_parts
from kg.rdf.iris import Iris
from kg.store import QuadStore

Progress = Callable[[int], None]
"""Called with the number of files that are done."""


class Task(NamedTuple):
    """A file to be read, and its number among all."""

    number: int
    file: File

    def __str__(self) -> str:
        return self.file.place

    def without_content(self) -> "Task":
        """The same, only to be named."""
        return self._replace(file=self.file._replace(given=Path(self.file.place)))


class Intake:
    """One run of a build, as seen by its files. ``forms`` is the version of the forms that read now."""

    def __init__(self, store: QuadStore, iris: Iris, forms: str, progress: Progress | None) -> None:
        self._store = store
        self._iris = iris
        self._forms = forms
        self._progress = progress
        self._known: dict[str, tuple[audit.StoredFile, ...]] = {}
        self._origins: dict[str, Origin] = {}
        self._first: dict[str, Task] = {}
        self._outcomes: dict[int, Outcome] = {}

    def tasks(self, files: Iterable[File | InputError]) -> Iterator[Task]:
        """The files that have to be read. What became of the others is noted at once."""
        for number, file in enumerate(files):
            if isinstance(file, InputError):
                self._note(number, Outcome(file.place, error=file))
                continue
            self._meet(file)
            task = Task(number, file)
            first = self._first.setdefault(file.sha256, task.without_content())
            if first.number != number:
                self._note(number, _about(file, same_as=str(first)))
            elif self._is_current(file.sha256[:16]):
                self._note(number, self._unchanged(file))
            else:
                yield task

    def failed(self, task: Task, error: KgError) -> None:
        """Note that a file could not be read."""
        self._note(task.number, _about(task.file, error=error))

    def read(self, task: Task, parts: tuple[Extraction, ...]) -> None:
        """Note that a file was read, and the disclosures in it."""
        self._note(task.number, of_parts(_about(task.file), parts))

    def named(self, extraction: Extraction) -> Extraction:
        """The extraction with all that is known so far of where its file comes from."""
        known = self._origins.get(extraction.sha256[:16], Origin(extraction.file))
        return extraction.model_copy(update={"file": known.name, "url": known.url, "retrieved": known.retrieved})

    def finish(self) -> Report:
        """State in the store what was learnt of a file's origin after it was committed; the report of all."""
        held = audit.files_with(self._store, self._first)
        origins = {file.id: self._origins[file.id[:16]] for file in held}
        audit.restate(self._store, origins, self._iris)
        for number, outcome in self._outcomes.items():
            first = self._first.get(outcome.sha256)
            error = self._outcomes[first.number].error if first and outcome.twin else None
            if first and error:
                told = _elsewhere(error, str(first), outcome.file)
                self._outcomes[number] = outcome._replace(error=told, same_as="")
        return Report(tuple(self._outcomes[number] for number in sorted(self._outcomes)))

    def _note(self, number: int, outcome: Outcome) -> None:
        self._outcomes[number] = outcome
        if self._progress is not None:
            self._progress(len(self._outcomes))

    def _meet(self, file: File) -> None:
        sha = file.sha256[:16]
        before = self._origins.get(sha)
        if sha not in self._known:
            self._known[sha] = audit.files_with(self._store, [file.sha256])
            held = self._known[sha][:1]
            before = audit.origin(self._store, held[0].id, self._iris) if held else None
        self._origins[sha] = before.joined(file.origin) if before else file.origin

    def _is_current(self, sha: str) -> bool:
        """Whether the store holds this file as this program, with these forms, reads it."""
        held = self._known.get(sha, ())
        return bool(held) and all(self._is_of_now(file.id) for file in held)

    def _is_of_now(self, id_: str) -> bool:
        graph = NamedNode(self._iris.graph("file", id_, "claims"))
        run = NamedNode(self._iris.extraction(id_))
        stated = {quad.object for quad in self._store.match(run, None, None, graph)}
        return {Literal(__version__), Literal(self._forms)} <= stated

    def _unchanged(self, file: File) -> Outcome:
        held = self._known[file.sha256[:16]]
        account = Account()
        for one in held:
            account = account.plus(audit.account(self._store, one.id, self._iris))
        disclosures = tuple(one.disclosure for one in held)
        return _about(file, skipped=True)._replace(account=account, disclosures=disclosures)


def _about(file: File, *, skipped: bool = False, same_as: str = "", error: KgError | None = None) -> Outcome:
    return Outcome(
        file.place,
        sha256=file.sha256,
        url=file.origin.url,
        retrieved=file.origin.retrieved,
        skipped=skipped,
        same_as=same_as,
        error=error,
    )


def _elsewhere(error: KgError, place: str, other: str) -> KgError:
    """The error of the same content at another place."""
    tail = error.place.removeprefix(place) if error.place.startswith(place) else ""
    return type(error)(error.what, place=other + tail, advice=error.advice)
