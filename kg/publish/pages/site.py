"""The site of one store: every page by its path, and the data of every thing. The store must not change meanwhile.

Promises: a path that names nothing is a ``NoSuchPage``; what is asked for wrongly is a ``BadParameter``; a page is
whole or an error, and holds no script and no address of another host but links that a reader follows.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeAlias
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kg.errors import NoSuchPage
from kg.publish.pages.addresses import VOCABULARIES, Addresses
from kg.publish.pages.agency import agency
from kg.publish.pages.area import area
from kg.publish.pages.browsing import browse
from kg.publish.pages.cell import cell, is_cell
from kg.publish.pages.code import code, is_code, scheme
from kg.publish.pages.comparison import comparison
from kg.publish.pages.dataset import description, sitemap
from kg.publish.pages.document import document, table
from kg.publish.pages.editor import editor, editor_data
from kg.publish.pages.figure import figure
from kg.publish.pages.graph import Graph, node_of, value
from kg.publish.pages.home import home, results
from kg.publish.pages.project import disclosure, indicator, project
from kg.publish.pages.question import question, questions
from kg.publish.pages.rendering import rendered
from kg.publish.pages.search import KINDS, NameIndex
from kg.publish.pages.statements import Document, data, statements
from kg.publish.pages.view import Asked, Shown, View
from kg.publish.pages.vocabulary import vocabulary
from kg.store import GraphReader, Term

Maker: TypeAlias = Callable[[View, NamedNode], Shown]
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_THINGS = "SELECT DISTINCT ?thing WHERE { { ?thing ?p ?o } UNION { GRAPH ?thing { ?s ?p ?o } } }"
_CNF = "https://w3id.org/cnfiscal/def#"
_MAKERS: Mapping[str, Maker] = {
    "http://www.w3.org/ns/org#FormalOrganization": agency,
    f"{_CNF}Figure": figure,
    f"{_CNF}NamedFigure": figure,
    "http://www.w3.org/ns/dcat#Distribution": document,
    f"{_CNF}Table": table,
    f"{_CNF}AdministrativeDivision": area,
    f"{_CNF}Disclosure": disclosure,
    f"{_CNF}Indicator": indicator,
    "http://schema.org/Project": project,
    "http://schema.org/Event": project,
    f"{_SKOS}ConceptScheme": scheme,
    "http://www.w3.org/2002/07/owl#Ontology": vocabulary,
}
"""The page of a thing by its class."""
_FIXED: Mapping[str, Callable[[View], Shown]] = {"": home, "editor": editor, "question": questions}
_NAMED: Mapping[str, Callable[[View, Mapping[str, NameIndex]], Shown]] = {
    "browse": browse,
    "compare": comparison,
    "search": results,
}
"""The pages that are of no thing, those that look up names apart."""


class Site:
    """The pages of the store that ``reader`` reads."""

    def __init__(self, reader: GraphReader) -> None:
        self.graph = Graph(reader)

    @cached_property
    def indexes(self) -> dict[str, NameIndex]:
        """The names that are searched, by kind; gathered when somebody searches first."""
        return {kind: NameIndex(self.graph, kind) for kind in KINDS}

    def page(self, asked: Asked, to: Addresses | None = None) -> bytes:
        """The page at a path as HTML; raises ``NoSuchPage``, and ``BadParameter`` where a parameter does not fit.

        ``to`` writes its links, where that is not a page that is served.
        """
        view = View(self.graph, asked, to)
        shown = self._shown(view, asked.path)
        if shown is None:
            raise _no_such_page(asked.path)
        return rendered(view, shown)

    def data(self, path: str, media_type: str, page: int, document: Document) -> tuple[bytes, bool]:
        """The data of the thing with this path, and whether more follow; raises ``NoSuchPage``."""
        thing = node_of(self.graph.names.iri(path))
        content, more = data(self.graph, thing, media_type, page, document) if thing else (b"", False)
        if not content:
            raise _no_such_page(path)
        return content, more

    def described(self, address: str, media_type: str, endpoint: str | None = None) -> bytes:
        """The dataset of a site at this address, described in an RDF format; it answers at ``endpoint``, if at any.

        Where nothing is told of the endpoint, it is that of a server of pages.
        """
        return description(self.graph, address, media_type, f"{address}sparql" if endpoint is None else endpoint)

    def things(self) -> list[str]:
        """The paths of all things, graphs and vocabularies that have a page, in order."""
        nodes = (row["thing"] for row in self.graph.rows(_THINGS))
        return sorted({path for node in nodes if (path := self._page_of(node))})

    def _page_of(self, node: Term | None) -> str | None:
        """The path of the page of a thing; terms of a vocabulary stand on that of the vocabulary."""
        names, iri = self.graph.names, value(node).partition("#")[0]
        path = names.path(iri) if isinstance(node, NamedNode) else None
        return path if path and names.iri(unquote(path)) == iri else None

    def sitemap(self, address: str, number: int) -> bytes:
        """A part of the sitemap of a site at this address, or with 0 the list of its parts; raises ``NoSuchPage``."""
        found = sitemap(self.graph, address, number)
        if found is None:
            raise _no_such_page(f"sitemap-{number}.xml")
        return found

    def editor_data(self, language: str) -> bytes:
        """What the script of the SPARQL editor is told, as JSON, with words and names in a language."""
        return editor_data(self.graph, language)

    def holds(self, path: str) -> bool:
        """Whether the graph says anything of the thing with this path, or has a graph of this name."""
        thing = node_of(self.graph.names.iri(path))
        if thing is None:
            return False
        if thing.value.startswith(self.graph.names.iris.graphs):
            return bool(self.graph.rows(f"SELECT ?s WHERE {{ GRAPH {thing} {{ ?s ?p ?o }} }} LIMIT 1"))
        if thing.value in VOCABULARIES:
            return True
        return bool(self.graph.rows(f"SELECT ?p WHERE {{ {thing} ?p ?o }} LIMIT 1"))

    def _shown(self, view: View, path: str) -> Shown | None:
        if path in _FIXED:
            return _FIXED[path](view)
        if path in _NAMED:
            return _NAMED[path](view, self.indexes)
        kind, _, rest = path.partition("/")
        if kind == "question":
            return question(view, rest)
        if kind not in ("page", "data") or not self.holds(rest):
            return None
        thing = NamedNode(self.graph.names.iri(rest))
        return statements(view, thing) if kind == "data" else self._maker(thing)(view, thing)

    def _maker(self, thing: NamedNode) -> Maker:
        if is_cell(thing.value):
            return cell
        if thing.value in VOCABULARIES:
            return vocabulary
        types = [value(term) for term in self.graph.about(thing).get(_TYPE, [])]
        if f"{_SKOS}Concept" in types and is_code(thing.value):
            return code
        return next((_MAKERS[one] for one in types if one in _MAKERS), statements)


def _no_such_page(path: str) -> NoSuchPage:
    return NoSuchPage(f"nothing here has the address {path[:200]}.", advice="Search for it by its name.")
