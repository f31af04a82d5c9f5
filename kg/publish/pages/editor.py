"""The SPARQL editor: a form that works without script, and what its script needs where that is part of the package.

The script is built by ``make editor`` from ``editor/`` and is no part of the source; without it the form is all there
is. Promises: examples are the questions of the catalogue with nothing filled in, what is completed is the vocabulary
of this project, and no address here is of another host.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import BadParameter
from kg.publish.pages.addresses import VOCABULARIES
from kg.publish.pages.graph import Graph
from kg.publish.pages.view import Shown, View
from kg.publish.pages.words import words
from kg.query import Kind, Question, bind, catalogue
from kg.query.vocabulary import prefixes, short, vocabulary

LONGEST = 20_000
"""The most characters of a query in an address."""
FORMS = {
    "editor-tables": ("json", "xml", "csv", "tsv"),
    "editor-graphs": ("ttl", "nt", "rdf", "jsonld", "trig", "nq"),
}
"""The formats of answers that the form offers, those of tables and those of graphs."""
_BUILT = Path(__file__).with_name("built")
_FILES = {"editor.js": "text/javascript", "editor.css": "text/css", "editor.txt": "text/plain"}
_PRESET = ("cnf", "dcat", "dcterms", "org", "prov", "rdf", "rdfs", "schema", "skos", "xsd")
_FIRST = """SELECT ?body ?name ?place WHERE {
  ?body a org:FormalOrganization ; rdfs:label ?name .
  OPTIONAL { ?body cnf:area/cnf:fullName ?place }
} ORDER BY ?place ?name LIMIT 1000
"""


class BuiltFile(NamedTuple):
    """A file that the build made, as it is served."""

    media_type: str
    content: bytes


def editor(view: View) -> Shown:
    """The page; raises ``BadParameter`` for an example that is none and a query that is too long."""
    questions = catalogue()
    groups = {kind: [one for one in questions.values() if one.kind is kind] for kind in Kind}
    values = {"query": _query(view), "groups": groups, "count": len(questions), "forms": FORMS, "files": _names()}
    return Shown("editor.html", view.say("editor"), values)


def editor_data(graph: Graph, language: str) -> bytes:
    """What the script of the page is told, as JSON: words, links to pages, prefixes, terms, and examples."""
    known = vocabulary()
    members = known.terms - known.properties - known.classes
    told = {
        "words": {key: word[language] for key, word in words().items() if key.startswith("editor-")},
        "links": _links(graph),
        "prefixes": _prefixes(graph),
        "properties": _named(graph, known.properties, language),
        "classes": _named(graph, known.classes, language),
        "members": _named(graph, members, language),
        "examples": {name: example(graph, one, language) for name, one in catalogue().items()},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def example(graph: Graph, question: Question, language: str) -> str:
    """The text of a question, with what it asks and what may stand in each ``VALUES`` as comments above it.

    What it takes unless told otherwise stands in it; other ``VALUES`` hold ``UNDEF``, which restricts nothing.
    """
    lacks = any(one.required and one.default is None for one in question.parameters.values())
    text = question.text if lacks else bind(graph.reader, question)
    lines = [f"# {getattr(question.title, language)}", f"# {getattr(question.description, language)}"]
    lines += [f"# ?{name}: {getattr(one, language)}" for name, one in question.parameters.items()]
    return "\n".join([*lines, *(line for line in text.split("\n") if not line.startswith("#+"))])


@lru_cache(maxsize=2)
def editor_files(folder: Path = _BUILT) -> Mapping[str, BuiltFile]:
    """The built files by the names they are served under, which change whenever they do; none where one is missing."""
    if not all((folder / name).is_file() for name in _FILES):
        return {}
    read = ((name, media_type, (folder / name).read_bytes()) for name, media_type in _FILES.items())
    return {_stamped(name, content): BuiltFile(media_type, content) for name, media_type, content in read}


def _stamped(name: str, content: bytes) -> str:
    stem, _, ending = name.partition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"


def _names() -> dict[str, str]:
    return {name.rpartition(".")[2]: name for name in editor_files()}


def _query(view: View) -> str:
    """The query that the reader comes with: an example, one in the address, or a first one."""
    name, given = (view.asked.parameters.get(key, "") for key in ("example", "query"))
    if name and name not in catalogue():
        raise BadParameter(f"{name[:50]!r} is no example.", place="example", advice="Choose one on the page.")
    if len(given) > LONGEST:
        raise BadParameter(
            f"a query in an address has at most {LONGEST} characters.", place="query", advice="Paste it into the page."
        )
    if name:
        return example(view.graph, catalogue()[name], view.language)
    known = _prefixes(view.graph)
    preset = (f"PREFIX {prefix}: <{known[prefix]}>\n" for prefix in ("id", *_PRESET))
    return given or "".join([*preset, _FIRST])


def _prefixes(graph: Graph) -> dict[str, str]:
    return {"id": graph.names.iris.ids, "graph": graph.names.iris.graphs} | prefixes()


def _links(graph: Graph) -> list[tuple[str, str]]:
    """How IRIs of this store begin, and how the addresses of their pages do, from this page."""
    iris = graph.names.iris
    own = [(iris.ids, "page/"), (iris.graphs, f"page/{iris.graphs.removeprefix(iris.base)}")]
    return own + [(f"{one}#", f"page/{one.rpartition('/')[2]}#") for one in VOCABULARIES]


def _named(graph: Graph, iris: frozenset[str], language: str) -> list[tuple[str, str]]:
    names = graph.labels(iris, language)
    others = words()
    return [(iri, names.get(iri) or others.get(short(iri), {}).get(language, "")) for iri in sorted(iris)]
