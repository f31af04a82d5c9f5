"""What a SPARQL query asks for, read from rdflib's algebra: the one module that uses rdflib's SPARQL.

rdflib only reads here; stores answer. Its terms stop here: pyoxigraph's come out. Promises: sequences and inverses of
property paths are patterns of their own, a pattern below ``FILTER NOT EXISTS`` or ``MINUS`` restricts no sum, and a
query that rdflib cannot read gives ``None``, which says nothing of whether a store can.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Variable
from pyparsing import ParseBaseException
from rdflib import term
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import SPARQLError

Node: TypeAlias = NamedNode | BlankNode | Literal | Variable
_LEVEL_TESTS = frozenset({"Builtin_STRLEN", "Builtin_REGEX", "Builtin_STRSTARTS"})
_SUMS = {"Aggregate_Sum": "SUM", "Aggregate_Avg": "AVG"}


@dataclass(frozen=True)
class Pattern:
    """A triple pattern; ``predicates`` are those of a path, one where it is no path."""

    subject: Node
    predicates: tuple[NamedNode, ...]
    object: Node

    @property
    def predicate(self) -> NamedNode | None:
        """The predicate where there is just one."""
        return self.predicates[0] if len(self.predicates) == 1 else None


@dataclass(frozen=True)
class Summing:
    """A SUM or AVG: the variables it adds, those it is grouped by, and what is known of the rows it adds.

    ``patterns`` are matched by its rows, ``excluded`` ones are those of its ``FILTER NOT EXISTS`` and ``MINUS``.
    ``fixed`` variables have one value, ``levelled`` ones are tested for their length or beginning, and ``derived``
    ones are computed from others.
    """

    function: str
    distinct: bool
    added: frozenset[str]
    group: frozenset[str]
    patterns: tuple[Pattern, ...]
    excluded: tuple[Pattern, ...]
    fixed: frozenset[str]
    levelled: frozenset[str]
    derived: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Asked:
    """The patterns of a query, the graphs it names, other constants it compares with, and its sums."""

    patterns: tuple[Pattern, ...]
    graphs: tuple[NamedNode, ...]
    constants: tuple[NamedNode, ...]
    sums: tuple[Summing, ...]


def asked(text: str) -> Asked | None:
    """What the query ``text`` asks for; ``None`` where rdflib cannot read it."""
    try:
        algebra = translateQuery(parseQuery(text)).algebra
    except (ParseBaseException, SPARQLError, RecursionError, ValueError):
        return None
    return _Reader().asked(algebra)


@dataclass(frozen=True)
class Group:
    """Patterns that are matched together, and the terms that VALUES leave to some of their variables."""

    patterns: tuple[Pattern, ...]
    values: Mapping[str, tuple[NamedNode | Literal, ...]]


def groups(text: str) -> tuple[Group, ...] | None:
    """The basic graph patterns of a query, those below filters among them.

    ``None`` where rdflib cannot read it, or where it names graphs. The values of a group are those without which no
    row of the answer can be: what VALUES state in a scope that must be joined with the group.
    """
    try:
        algebra = translateQuery(parseQuery(text)).algebra
    except (ParseBaseException, SPARQLError, RecursionError, ValueError):
        return None
    nodes = list(_walk(algebra))
    if any(node.name in ("Graph", "GraphGraphPattern", "DatasetClause", "ServiceGraphPattern") for node in nodes):
        return None
    reader, needed = _Reader(), {id(node): values for node, values in _needed(algebra, {})}
    basic = (node for node in nodes if node.name in ("BGP", "TriplesBlock"))
    return tuple(Group(tuple(reader.patterns(node)), needed.get(id(node), {})) for node in basic)


_Values: TypeAlias = dict[str, tuple[NamedNode | Literal, ...]]
_NEEDED = ("p", "p1", "p2")


def _needed(node: CompValue, above: _Values) -> Iterator[tuple[CompValue, _Values]]:
    """The basic graph patterns that every row needs, each with the values that it can have there."""
    if node.name == "BGP":
        yield node, above
        return
    if node.name == "Slice":  # what is cut off is not known before it is matched
        above = {}
    if node.name == "Project":
        shown = {str(name) for name in node.PV}
        above = {name: terms for name, terms in above.items() if name in shown} | _stated(node.p)
    for child in _parts(node):
        yield from _needed(child, above)


def _stated(node: CompValue) -> _Values:
    """What VALUES state in this scope: in every row one of these terms."""
    if node.name == "values":
        return _terms_of(node.res)
    if node.name == "Project":
        return {}
    found: _Values = {}
    for child in _parts(node):
        found |= _stated(child)
    return found


def _parts(node: CompValue) -> list[CompValue]:
    """The parts of a node that each of its rows needs a row of."""
    if node.name == "Union":
        return []
    names = ("p1",) if node.name in ("LeftJoin", "Minus") else _NEEDED
    return [node[name] for name in names if isinstance(node.get(name), CompValue)]


def _terms_of(rows: list[Mapping[term.Node, object]]) -> _Values:
    found: _Values = {}
    for name in rows[0] if rows else ():
        terms = [row.get(name) for row in rows]
        if all(_is_term(one) for one in terms):
            nodes = (_node(one) for one in terms)
            found[str(name)] = tuple(one for one in nodes if isinstance(one, NamedNode | Literal))
    return found


@dataclass
class _Reader:
    """Reads one query; the numbers make names for what stands between the steps of a path."""

    numbers: Iterator[int] = field(default_factory=count)

    def asked(self, algebra: CompValue) -> Asked:
        patterns: list[Pattern] = []
        graphs: list[NamedNode] = []
        constants: list[NamedNode] = []
        sums: list[Summing] = []
        for node in _walk(algebra):
            patterns += self.patterns(node)
            graphs += _graphs(node)
            constants += _constants(node)
            if node.name == "AggregateJoin":
                sums += self.sums(node)
        return Asked(tuple(patterns), tuple(graphs), tuple(dict.fromkeys(constants)), tuple(sums))

    def patterns(self, node: CompValue) -> Iterator[Pattern]:
        triples = node.get("triples") if node.name in ("BGP", "TriplesBlock") else None
        for triple in triples or ():
            flat = list(triple)
            for start in range(0, len(flat), 3):
                yield from self.pattern(*flat[start : start + 3])

    def pattern(self, subject: term.Node, predicate: object, value: term.Node) -> Iterator[Pattern]:
        if isinstance(predicate, SequencePath):
            steps = [subject, *(term.Variable(f" {next(self.numbers)}") for _ in predicate.args[1:]), value]
            for before, step, after in zip(steps, predicate.args, steps[1:], strict=False):
                yield from self.pattern(before, step, after)
        elif isinstance(predicate, InvPath):
            yield from self.pattern(value, predicate.arg, subject)
        else:
            found = tuple(dict.fromkeys(_predicates(predicate)))
            # a path of several steps of one predicate is no plain pattern; it is told by naming the predicate twice
            yield Pattern(_node(subject), found * 2 if isinstance(predicate, MulPath) else found, _node(value))

    def sums(self, node: CompValue) -> Iterator[Summing]:
        group = node.p
        rows = list(_walk(group.p, within=True))
        derived = {str(one.var): frozenset(_variables(one.expr)) for one in rows if one.name == "Extend"}
        patterns = tuple(pattern for one in rows for pattern in self.patterns(one))
        everything = [pattern for one in _walk(group.p) for pattern in self.patterns(one)]
        excluded = tuple(one for one in everything if one not in patterns)
        fixed = frozenset(name for one in rows for name in _fixed(one))
        levelled = frozenset(name for one in rows for name in _levelled(one))
        for aggregate in node.A:
            if aggregate.name in _SUMS:
                also = frozenset(name for one in _walk(aggregate.vars) for name in _equal_to_constant(one))
                yield Summing(
                    _SUMS[aggregate.name],
                    aggregate.distinct == "DISTINCT",
                    frozenset(_variables(aggregate.vars)),
                    frozenset(_variables(group.expr or [])),
                    patterns,
                    excluded,
                    fixed | also,
                    levelled,
                    derived,
                )


def _walk(value: object, *, within: bool = False) -> Iterator[CompValue]:
    """The nodes of the algebra from ``value`` down; ``within`` leaves out what restricts no row or is added apart."""
    if isinstance(value, CompValue):
        if within and value.name in ("AggregateJoin", "Builtin_NOTEXISTS"):
            return
        yield value
        children = [value.p1] if within and value.name == "Minus" else list(value.values())
    elif isinstance(value, list | tuple | set | frozenset):
        children = list(value)
    elif isinstance(value, dict):
        children = list(value.values())
    else:
        children = []
    for child in children:
        yield from _walk(child, within=within)


def _predicates(predicate: object) -> Iterator[NamedNode]:
    if isinstance(predicate, term.URIRef):
        yield NamedNode(str(predicate))
    elif isinstance(predicate, MulPath):
        yield from _predicates(predicate.path)
    elif isinstance(predicate, InvPath):
        yield from _predicates(predicate.arg)
    elif isinstance(predicate, AlternativePath | SequencePath | NegatedPath):
        for one in predicate.args:
            yield from _predicates(one)
    elif isinstance(predicate, CompValue | Path):  # a path below NOT EXISTS that is read, but not yet translated
        for part in _walk(predicate):
            for one in part.values():
                yield from _predicates(one if isinstance(one, term.URIRef) else None)


def _graphs(node: CompValue) -> Iterator[NamedNode]:
    named = [node.term] if node.name in ("Graph", "GraphGraphPattern") else []
    if node.name == "DatasetClause":
        named = [node.get("default"), node.get("named")]
    yield from (NamedNode(str(one)) for one in named if isinstance(one, term.URIRef))


def _constants(node: CompValue) -> Iterator[NamedNode]:
    """The IRIs that stand beside patterns: in comparisons, lists and VALUES."""
    if node.name in ("RelationalExpression", "Extend"):
        sides = [node.expr, *(node.other if isinstance(node.get("other"), list) else [node.get("other")])]
    elif node.name == "values":
        sides = [one for row in node.res for one in row.values()]
    else:
        sides = []
    yield from (NamedNode(str(one)) for one in sides if isinstance(one, term.URIRef))


def _variables(value: object) -> Iterator[str]:
    if isinstance(value, term.Variable):
        yield str(value)
    elif isinstance(value, CompValue):
        for name, child in value.items():
            yield from _variables(child) if name != "_vars" else ()
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _variables(child)


def _fixed(node: CompValue) -> Iterator[str]:
    """The variables that this node leaves one value."""
    if node.name == "values" and len(node.res) == 1:
        yield from (str(name) for name, value in node.res[0].items() if not isinstance(value, str) or _is_term(value))
    elif node.name == "Extend" and _is_term(node.expr):
        yield str(node.var)
    elif node.name == "Filter":
        for one in _conjuncts(node.expr):
            yield from _equal_to_constant(one)


def _is_term(value: object) -> bool:
    return isinstance(value, term.URIRef | term.Literal)


def _conjuncts(expression: object) -> Iterator[CompValue]:
    if isinstance(expression, CompValue):
        if expression.name == "ConditionalAndExpression":
            for one in [expression.expr, *expression.other]:
                yield from _conjuncts(one)
        else:
            yield expression


def _equal_to_constant(node: CompValue) -> Iterator[str]:
    if node.name != "RelationalExpression" or node.op not in ("=", "IN"):
        return
    others = list(node.other) if isinstance(node.other, list) else [node.other]
    for one, other in ((node.expr, others), (others[0], [node.expr])):
        if isinstance(one, term.Variable) and len(others) == 1 and _is_term(other[0]):
            yield str(one)


def _levelled(node: CompValue) -> Iterator[str]:
    if node.name in _LEVEL_TESTS:
        yield from _variables([node.get("arg"), node.get("text"), node.get("arg1")])


def _node(value: object) -> Node:
    if isinstance(value, term.URIRef):
        return NamedNode(str(value))
    if isinstance(value, term.Variable):
        return Variable(str(value).replace(" ", "path"))
    if isinstance(value, term.Literal):
        if value.language:
            return Literal(str(value), language=value.language)
        return Literal(str(value), datatype=NamedNode(str(value.datatype))) if value.datatype else Literal(str(value))
    return BlankNode(str(value))
