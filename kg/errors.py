"""Every exception this package raises, in one tree.

    KgError
    ├── InputError            a file or folder given by the user cannot be used   (exit 3)
    │   ├── MissingPath       the path does not exist
    │   ├── UnreadableFile    the operating system refuses to read it
    │   ├── UndecodableText   a byte is not valid in the file's encoding
    │   ├── EmptyDocument     the file holds no text
    │   ├── DamagedFile       the file is not what its kind should be, or beyond all measure
    │   ├── PicturesOnly      the file is pictures of pages, without text
    │   ├── UnknownFormat     no reader for this kind of file
    │   ├── ProtectedFile     a password locks the file
    │   ├── BeyondLimit       the file is larger, deeper or denser than is read (a bomb, or not a disclosure)
    │   ├── UnsafeName        the name of a member points outside its archive
    │   ├── FetchFailed       a URL did not give a file
    │   ├── ForbiddenAddress  a URL leads to an address that is not public
    │   └── NotADisclosure    the text is no budget disclosure, or lacks its year, agency or kind
    │       ├── ContradictoryIdentity  the cover says another body, year or kind than the tables
    │       └── SeveralDisclosures     the file holds the covers of several disclosures
    ├── DataFileError         a mapping, form, code list or query is malformed    (exit 3)
    ├── EnvironmentUnusable   something outside the program is missing            (exit 3)
    │   ├── StoreBusy         another process holds the store
    │   ├── StoreMissing      there is no store at this place
    │   ├── EndpointFailed    a SPARQL endpoint did not answer as it should
    │   ├── MissingProgram    another program that is needed is not installed
    │   └── MissingExtra      an optional package is not installed
    ├── QueryError            a query cannot be run as asked                      (exit 2)
    │   ├── QuerySyntax       the text is not SPARQL 1.1
    │   ├── UnknownQuestion   no question of this name in the catalogue
    │   ├── NoSuchPage        nothing in the store has this address
    │   └── BadParameter      a parameter is missing, unknown or of the wrong type
    └── LimitExceeded         a worker ran out of the time or memory it was given (exit 3)
        └── OutOfTime         a call was not done within its time

Bad data in a disclosure is no exception: it is a finding in the graph.
"""


class KgError(Exception):
    """What went wrong, where, and what to do next; ``exit_code`` is the process exit code for it."""

    exit_code = 3

    def __init__(self, what: str, *, place: str = "", advice: str = "") -> None:
        self.what = what
        self.place = place
        self.advice = advice
        super().__init__(what, place, advice)

    def __str__(self) -> str:
        lead = f"{self.place}: " if self.place else ""
        tail = f" {self.advice}" if self.advice else ""
        return f"{lead}{self.what}{tail}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.place, self.advice)


def _rebuild(kind: type[KgError], what: str, place: str, advice: str) -> KgError:
    return kind(what, place=place, advice=advice)


class InputError(KgError):
    """A file or folder given by the user cannot be used."""


class MissingPath(InputError):
    """The path does not exist."""


class UnreadableFile(InputError):
    """The operating system refuses to read the file."""


class UndecodableText(InputError):
    """A byte is not valid in the file's encoding."""


class EmptyDocument(InputError):
    """The file holds no text."""


class PicturesOnly(InputError):
    """The file is pictures of pages, without text."""


class UnknownFormat(InputError):
    """No reader for this kind of file."""


class DamagedFile(InputError):
    """The structure of the file is broken."""


class ProtectedFile(InputError):
    """A password locks the file."""


class BeyondLimit(InputError):
    """The file is larger, deeper or denser than a stated limit of its reader."""


class UnsafeName(InputError):
    """The name of an archive's member points outside the archive."""


class FetchFailed(InputError):
    """A URL did not give a file."""


class ForbiddenAddress(InputError):
    """A URL leads to an address that is not public."""


class NotADisclosure(InputError):
    """The text is no budget disclosure, or does not print its year, agency or kind."""


class ContradictoryIdentity(NotADisclosure):
    """The cover of a disclosure and what stands inside say another body, year or kind."""


class SeveralDisclosures(NotADisclosure):
    """A file holds the covers of several disclosures."""


class DataFileError(KgError):
    """A mapping, form description, code list or query of this project is malformed."""


class EnvironmentUnusable(KgError):
    """Something outside the program is missing or in the way."""


class StoreBusy(EnvironmentUnusable):
    """Another process holds the store."""


class StoreMissing(EnvironmentUnusable):
    """There is no store at this place."""


class EndpointFailed(EnvironmentUnusable):
    """A SPARQL endpoint did not answer as it should."""


class MissingProgram(EnvironmentUnusable):
    """Another program that is needed is not installed."""


class MissingExtra(EnvironmentUnusable):
    """An optional package is not installed."""


class QueryError(KgError):
    """A query cannot be run as asked."""

    exit_code = 2


class QuerySyntax(QueryError):
    """The text is not SPARQL 1.1."""


class UnknownQuestion(QueryError):
    """No question of this name in the catalogue."""


class NoSuchPage(QueryError):
    """Nothing in the store has this address."""


class BadParameter(QueryError):
    """A parameter is missing, unknown or of the wrong type."""


class LimitExceeded(KgError):
    """A worker ran out of the time or memory it was given."""


class OutOfTime(LimitExceeded):
    """A call was not done within its time, and its worker was killed."""
