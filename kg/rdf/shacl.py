"""Validates a graph against the shapes of ``ontology/shapes/``: the one module that uses pySHACL.

Meant for the graphs of one document; the whole graph is beyond pySHACL. The shapes are read once, the
ontology once per base of data IRIs. Terms of rdflib stop here: pyoxigraph quads come in, text goes out.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from kg import paths
from kg.errors import DataFileError, InputError, MissingExtra
from kg.model import Value
from kg.rdf.iris import BASE

try:
    import pyshacl
    import pyshacl.errors
except ImportError:  # the extra "shacl" is not installed
    _pyshacl: ModuleType | None = None
else:
    _pyshacl = pyshacl


class ShapeResult(Value):
    """One failure of a shape: at which node, on which path, and why.

    ``path`` is in the notation of SPARQL 1.1, empty where the node itself fails; ``component`` and
    ``severity`` are local names of SHACL (``MinCount``, ``Violation``).
    """

    focus: str
    path: str
    component: str
    severity: str
    message_zh: str
    message_en: str

    @property
    def message(self) -> str:
        """Both messages."""
        return f"{self.message_zh} / {self.message_en}"


def validate(
    data: Iterable[ox.Quad] | bytes, *, base: str = BASE, rdf_format: ox.RdfFormat = ox.RdfFormat.TURTLE
) -> tuple[ShapeResult, ...]:
    """What the shapes find wrong with ``data``, in a stable order; empty where it conforms.

    ``data`` are quads, whose graphs are merged, or a file's bytes in ``rdf_format``; ``base`` is the base of
    its data IRIs.
    """
    if _pyshacl is None:
        raise MissingExtra("pySHACL, which checks shapes, is not installed.", advice="Install kg[shacl].")
    quads = _parsed(data, rdf_format) if isinstance(data, bytes) else data
    try:
        with _unlogged():
            # pySHACL's own ont_graph mixes in classes and properties only; the members are needed too.
            merged = _graph(quads) + _ontology(base)
            _, report, text = _pyshacl.validate(merged, shacl_graph=_shapes(), inplace=True)
    except _pyshacl.errors.ReportableRuntimeError as error:
        raise _unusable(str(error)) from error
    if not isinstance(report, rdflib.Graph):
        raise _unusable(text)
    return _in_order(report)


def faults(data: bytes, shapes: Iterable[Path]) -> tuple[ShapeResult, ...]:
    """What shapes of others find wrong with Turtle that is not of this project's vocabulary: warnings too.

    Entailed classes count (RDFS). Published shapes are split over files: what one imports or points to and none of
    them holds is left out, for it says nothing.
    """
    if _pyshacl is None:
        raise MissingExtra("pySHACL, which checks shapes, is not installed.", advice="Install kg[shacl].")
    held = rdflib.Graph()
    for file in shapes:
        _load(held, file, file.read_text(encoding="utf-8"))
    held.remove((None, rdflib.OWL.imports, None))
    for shape, named in list(held.subject_objects(SH.property)):
        if (named, SH.path, None) not in held:
            held.remove((shape, SH.property, named))
    graph = _graph(_parsed(data, ox.RdfFormat.TURTLE))
    _, report, text = _pyshacl.validate(graph, shacl_graph=held, inference="rdfs", inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise DataFileError(f"the shapes cannot be used: {text}", advice="Correct the shapes.")
    return _in_order(report)


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keeps rdflib from logging what is no value of its datatype, with a traceback: that is a result here."""
    log = logging.getLogger("rdflib.term")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


def _unusable(why: str) -> DataFileError:
    return DataFileError(f"the shapes cannot be used: {why}", place=str(_folder()), advice="Correct the shapes.")


def _folder() -> Path:
    return paths.ontology() / "shapes"


def _parsed(data: bytes, rdf_format: ox.RdfFormat) -> list[ox.Quad]:
    try:
        return list(ox.parse(data, format=rdf_format))
    except (SyntaxError, ValueError) as error:
        raise InputError(f"this is not {rdf_format.name}: {error}.", advice="Correct the data.") from error


def _graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    triples = (quad.triple for quad in quads)
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return rdflib.Graph().parse(data=text, format="nt")


@lru_cache(maxsize=1)
def _shapes() -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in sorted(_folder().glob("*.ttl")):
        _load(graph, file, file.read_text(encoding="utf-8"))
    return graph


@lru_cache(maxsize=4)
def _ontology(base: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in sorted(paths.ontology().glob("*.ttl")):
        _load(graph, file, file.read_text(encoding="utf-8").replace(f"@base <{BASE}>", f"@base <{base}>"))
    return graph


def _load(graph: rdflib.Graph, file: Path, text: str) -> None:
    try:
        graph.parse(data=text, format="turtle")
    except SyntaxError as error:
        what = f"this is not Turtle: {error}."
        raise DataFileError(what, place=str(file), advice="Correct the file.") from error


def _in_order(report: rdflib.Graph) -> tuple[ShapeResult, ...]:
    return tuple(sorted(_results(report), key=lambda result: tuple(result.model_dump().values())))


def _results(report: rdflib.Graph) -> Iterator[ShapeResult]:
    for result in report.objects(None, SH.result):
        path = report.value(result, SH.resultPath)
        component = _local(report.value(result, SH.sourceConstraintComponent))
        messages = _messages(report, result)
        yield ShapeResult(
            focus=str(report.value(result, SH.focusNode)),
            path=_path(report, path) if path is not None else "",
            component=component.removesuffix("ConstraintComponent"),
            severity=_local(report.value(result, SH.resultSeverity)),
            message_zh=messages.get("zh", ""),
            message_en=messages.get("en", ""),
        )


def _messages(report: rdflib.Graph, result: Node) -> dict[str | None, str]:
    """The messages by language, from the shapes: pySHACL drops the language of those of a SPARQL constraint."""
    for source in (SH.sourceConstraint, SH.sourceShape):
        node = report.value(result, source)
        found = _shapes().objects(node, SH.message) if node else ()
        if messages := {text.language: str(text) for text in found if isinstance(text, rdflib.Literal)}:
            return messages
    return {}


def _local(term: Node | None) -> str:
    return str(term).removeprefix(str(SH))


def _path(graph: rdflib.Graph, path: Node) -> str:
    """A SHACL property path in the notation of SPARQL 1.1 (SHACL section 2.3.1)."""
    if isinstance(path, rdflib.URIRef):
        return f"<{path}>"
    if inverse := graph.value(path, SH.inversePath):
        return f"^{_path(graph, inverse)}"
    if choices := graph.value(path, SH.alternativePath):
        return "|".join(_path(graph, choice) for choice in Collection(graph, choices))
    return "/".join(_path(graph, step) for step in Collection(graph, path))
