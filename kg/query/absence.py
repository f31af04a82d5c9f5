"""Why an answer has no rows: nobody discloses it, a table says that there is none, or what was asked for is not there.

The three are different facts about public money, so no answer is left bare. What is near is told with it. An agency
or an area that is not there is refused earlier (``kg.query.lookup``), for then there is nothing to ask.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.query.lookup import rows
from kg.query.near import near_codes, near_names
from kg.query.question import Absence, Among, Kind, Parameter, Question, Reason, Words
from kg.query.values import Given, terms
from kg.store import GraphReader, Term

_NAMES = {
    Among.DOCUMENTS: "?thing cnf:sha256 ?digest ; <http://purl.org/dc/terms/title> ?name",
    Among.INDICATORS: "?thing a cnf:Indicator ; rdfs:label ?name",
    Among.PROJECTS: "?thing a <http://schema.org/Project> ; rdfs:label ?name",
}
_MOST_NAMES = 20_000
_MOST_TABLES = 20

_Terms: TypeAlias = Sequence[NamedNode | Literal]
_Given: TypeAlias = Mapping[str, tuple[Parameter, _Terms]]


def absence(store: GraphReader, question: Question, values: Mapping[str, Given]) -> Absence:
    """Why ``question`` with these values, defaults among them, has no rows in ``store``."""
    given = {
        name: (parameter, terms(store, name, parameter, values[name]))
        for name, parameter in question.parameters.items()
        if name in values
    }
    for parameter, stated in given.values():
        found = _unknown(store, parameter, stated)
        if found is not None:
            return found
    if question.kind is Kind.CHECKS:
        return _why(Reason.NOTHING_FOUND, "没有发现这样的问题。", "there is nothing of the kind to report.")
    scope = "".join(_restriction(*pair) for pair in given.values())
    if "year" in given and not _first(
        store, f"{scope} ?d a cnf:Disclosure ; cnf:agency ?agency ; cnf:fiscalYear ?year"
    ):
        return _no_disclosure(store, given)
    declared = tuple(_declared_empty(store, question, scope))
    if declared:
        return _why(
            Reason.DECLARED_EMPTY,
            "公开文件列出了该表并注明无数据。",
            "the table is there and says that it holds no data.",
            declared,
        )
    return _why(Reason.NOT_DISCLOSED, "所查公开文件未公开此项。", "no document asked about discloses this.")


def _why(reason: Reason, zh: str, en: str, near: tuple[str, ...] = ()) -> Absence:
    return Absence(reason, Words(zh=zh, en=en), near)


def _unknown(store: GraphReader, parameter: Parameter, stated: _Terms) -> Absence | None:
    """That none of the values stands anywhere in the graph, if none does."""
    text = "、".join(term.value for term in stated)
    if parameter.type == "year" and not _any(store, "?thing cnf:fiscalYear ?value", stated):
        years = tuple(_texts(store, "?thing a cnf:Disclosure ; cnf:fiscalYear ?found"))
        return _why(Reason.NO_SUCH_YEAR, f"图中没有{text}年度的数据。", f"the graph holds nothing of {text}.", years)
    if parameter.type == "code" and not _any(store, "?thing skos:notation ?value", stated):
        codes = list(_texts(store, "?thing skos:inScheme ?any ; skos:notation ?found"))
        near = near_codes(stated[0].value, codes)
        return _why(Reason.NO_SUCH_CODE, f"没有科目代码{text}。", f"there is no code {text}.", near)
    if parameter.among is not None and not _within(store, parameter.among, stated):
        near = _near_names(store, parameter.among, stated[0].value)
        kind = parameter.among.value
        return _why(Reason.NO_SUCH_NAME, f"没有名称含“{text}”的。", f"no name among {kind} holds {text}.", near)
    return None


def _any(store: GraphReader, pattern: str, stated: _Terms) -> bool:
    return _first(store, f"VALUES ?value {{ {' '.join(map(str, stated))} }} {pattern}")


def _within(store: GraphReader, among: Among, stated: _Terms) -> bool:
    wanted = " ".join(map(str, stated))
    return _first(store, f"{_NAMES[among]} VALUES ?wanted {{ {wanted} }} FILTER(CONTAINS(STR(?name), ?wanted))")


def _near_names(store: GraphReader, among: Among, text: str) -> tuple[str, ...]:
    names = list(_texts(store, f"{_NAMES[among]} BIND(STR(?name) AS ?found)"))
    return near_names(text, names)


def _restriction(parameter: Parameter, stated: _Terms) -> str:
    """The line that keeps to the disclosures asked about."""
    if parameter.type not in ("agency", "year"):
        return ""
    return f"VALUES ?{parameter.type} {{ {' '.join(map(str, stated))} }} "


def _no_disclosure(store: GraphReader, given: _Given) -> Absence:
    scope = "".join(_restriction(*pair) for pair in given.values() if pair[0].type == "agency")
    years = tuple(_texts(store, f"{scope} ?d a cnf:Disclosure ; cnf:agency ?agency ; cnf:fiscalYear ?found"))
    return _why(
        Reason.NO_DISCLOSURE,
        "图中没有该部门单位该年度的公开文件。",
        "the graph holds no disclosure of these bodies in this year.",
        years,
    )


def _declared_empty(store: GraphReader, question: Question, scope: str) -> Iterator[str]:
    """The tables of the right form that say that they are empty, in the documents asked about."""
    if not question.forms:
        return
    forms = " ".join(str(Literal(form)) for form in question.forms)
    pattern = f"""{scope} VALUES ?form {{ {forms} }}
      ?table cnf:form ?form ; cnf:tableStatus cnf:DeclaredEmpty ; cnf:number ?number ;
             <http://purl.org/dc/terms/isPartOf> ?file .
      ?d <http://www.w3.org/ns/dcat#distribution> ?file ; cnf:agency ?agency ; cnf:fiscalYear ?year .
      ?file <http://purl.org/dc/terms/title> ?document .
      OPTIONAL {{ ?table <http://purl.org/dc/terms/title> ?title }} OPTIONAL {{ ?table cnf:reason ?words }}"""
    select = "SELECT DISTINCT ?document ?number ?title ?words WHERE"
    found = rows(store, f"{select} {{ {pattern} }} ORDER BY ?document ?number LIMIT {_MOST_TABLES}").rows
    for document, number, title, words in found:
        table = f"{_text(document)}, table {_text(number)}"
        yield table + "".join(f", {_text(term)}" for term in (title, words) if term is not None)


def _first(store: GraphReader, pattern: str) -> bool:
    return bool(rows(store, f"SELECT * WHERE {{ {pattern} }} LIMIT 1").rows)


def _texts(store: GraphReader, pattern: str) -> Iterator[str]:
    query = f"SELECT DISTINCT ?found WHERE {{ {pattern} }} ORDER BY ?found LIMIT {_MOST_NAMES}"
    yield from (_text(row[0]) for row in rows(store, query).rows)


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else str(term)
