"""What an agent may read before it asks: the vocabulary in brief, and the catalogue."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg import paths
from kg.query.members import CNF, dimensions
from kg.query.vocabulary import RDF_TYPE, short

INSTRUCTIONS = """\
Budgets and final accounts that Chinese public bodies publish, as a knowledge graph. A figure is one fact (body, year,
phase, scope, codes, fund ...) with a preferred amount; claims are its printings in documents, and may disagree.
- search finds questions, codes and bodies; ask answers a question; prefer it to writing SPARQL.
- Every row has `cells`: cite document, page or line, table, row and the characters printed.
- Amounts are yuan, as exact text. Tell their phase (approved, revised, final) and scope (own, consolidated).
- An empty answer says why in `empty.reason`. That is the answer: report it, and do not loosen the question.
- `warnings` of query tell of words that nothing has and of sums that count money twice: mend the query.
- A row with `agreement` conflict has printings that differ: say so, and use explain."""
_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "DimensionProperty", "MeasureProperty", "AttributeProperty")
_SUMS = """\
To sum safely: fix one member on every dimension but one classification, take cnf:leaf true or one level of it, keep to
one cnf:scope, and never add a body and the body that contains it. Across bodies take cnf:headline true. cnf:T is the
total member of every dimension. Add cnf:preferredAmount of figures, never cnf:amount of claims."""


def ontology() -> str:
    """The classes and properties of the vocabulary with their English comments, and the members of the dimensions."""
    return "\n".join(["# The vocabulary (cnf: is " + CNF + ")", "", _SUMS, *_terms(), *_members()]) + "\n"


def _terms() -> Iterator[str]:
    kinds: dict[str, str] = {}
    comments: dict[str, str] = {}
    for quad in parse(path=str(paths.ontology() / "cnfiscal.ttl"), format=RdfFormat.TURTLE):
        if not isinstance(quad.subject, NamedNode):
            continue
        name = quad.object.value.rsplit("#", 1)[-1] if isinstance(quad.object, NamedNode) else ""
        if quad.predicate.value == RDF_TYPE and name in _KINDS:
            kinds.setdefault(quad.subject.value, "class" if name == "Class" else "property")
        if (
            quad.predicate.value.endswith("#comment")
            and isinstance(quad.object, Literal)
            and quad.object.language == "en"
        ):
            comments[quad.subject.value] = quad.object.value
    for kind, title in (("class", "Classes"), ("property", "Properties")):
        yield f"\n## {title}\n"
        yield from (f"- {short(iri)}: {comments.get(iri, '')}" for iri in sorted(kinds) if kinds[iri] == kind)


def _members() -> Iterator[str]:
    yield "\n## Members of the dimensions (notation: name)\n"
    for dimension, members in sorted(dimensions().items()):
        yield f"- {dimension}: " + "; ".join(f"{one.notation} {one.zh} {one.en}" for one in members)
