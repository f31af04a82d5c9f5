"""What a read worker does for an agent: each function answers one tool on a generation of the store, as JSON values.

Promises: a query is looked at before it runs, and what is wrong with its words or sums stands beside its answer;
``SERVICE`` and updates are refused; an answer without rows says why, and never that something else be asked instead.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pyoxigraph import Literal

from kg import query
from kg.agents.plain import Json, absent, answered, columns_of, free_rows, with_cells
from kg.errors import BadParameter
from kg.query import Answer, Format, Reason
from kg.query.guard import warnings
from kg.query.lookup import rows
from kg.query.near import near_names
from kg.query.terms import plain
from kg.serve import asking
from kg.serve.answering import opened, require_runnable
from kg.store import GraphReader, Rows

Given: TypeAlias = Mapping[str, str | Sequence[str]]

_DEPTH = 100
_MOST_NAMES = 20_000
_NO_MATCH = {
    "reason": "no-match",
    "zh": "图中没有与该查询相符的内容；这不等于未公开。目录中的问题无结果时会说明原因。",
    "en": "nothing in the graph matches this query. That does not say that nothing is disclosed: "
    "questions of the catalogue say why they have no rows.",
}
_NAMES = "?thing a org:FormalOrganization ; rdfs:label ?name"
_CODES = """?thing skos:inScheme ?scheme ; skos:notation ?code ; skos:prefLabel ?name .
  FILTER(CONTAINS(STR(?scheme), "/id/code/"))
  FILTER(CONTAINS(LCASE(STR(?name)), ?wanted) || STRSTARTS(?code, ?wanted))"""


def prepare(folder: str) -> int:
    """Open the generation in ``folder`` and read the catalogue; what this module imports is loaded then. Its quads."""
    return asking.prepare(folder)


def search(folder: str, text: str, most: int) -> Json:
    """Questions, codes and bodies that ``text`` is about."""
    store = opened(folder)
    questions = query.search(text) or query.about_any(text)
    given = f"VALUES ?wanted {{ {Literal(text.strip().casefold())} }}"
    select = f"SELECT ?code (MIN(STR(?name)) AS ?any) ?thing WHERE {{ {given} {_CODES} }} GROUP BY ?code ?thing"
    codes = rows(store, f"{select} ORDER BY STRLEN(?code) ?code ?thing LIMIT {most}").rows
    bodies = [name for name in _bodies(store) if text.strip() in name]
    told: Json = {
        "questions": columns_of(questions[:most]),
        "codes": [_code(store, plain(code), plain(thing)) for code, _, thing in codes],
        "bodies": bodies[:most],
    }
    if not (questions or codes or bodies):
        near = near_names(text, [*query.catalogue(), *_bodies(store)])
        told["empty"] = {
            "reason": str(Reason.NO_SUCH_NAME),
            "zh": f"没有问题、科目或部门单位的名称含“{text}”。",
            "en": f"no question, code or body has {text!r} in its name.",
            "near": list(near),
        }
    return told


def ask(folder: str, name: str, given: Given, most: int) -> Json:
    """The answer to a question of the catalogue."""
    store = opened(folder)
    values = {key: value if isinstance(value, str) else list(value) for key, value in given.items()}
    return answered(store, query.ask(store, query.question_named(name), values), most)


def run_query(folder: str, text: str, most: int) -> Json:
    """The answer to a SPARQL query, with what seems to be wrong with it."""
    require_runnable(text, _DEPTH)
    store = opened(folder)
    warned = [{"what": one.what, "advice": one.advice} for one in warnings(text, store)]
    found = store.query(text)
    told: Json = {"warnings": warned} if warned else {}
    if isinstance(found, Rows):
        empty = {} if found.rows else {"empty": _NO_MATCH}
        return told | free_rows(store, found, most) | empty
    if isinstance(found, bool):
        return told | {"boolean": found}
    empty = {} if found else {"empty": _NO_MATCH}
    return told | {"turtle": query.render(found[:most], Format.TURTLE), "total": len(found)} | empty


def explain(folder: str, thing: str) -> Json:
    """The printings of a figure or a claim; of another place, where it is."""
    store = opened(folder)
    text = thing.strip()
    if re.search(r"/id/(?:file|change)/", text) and not _is_claim(store, text):
        found = query.ask(store, query.question_named("places"), {"place": text})
        if found.rows:
            return {"question": "places", "rows": with_cells(store, found)}
    found = query.explain(store, text)
    return {"question": "printings", "rows": with_cells(store, Answer(found.question, found.rows))}


def disagreements(folder: str, agency: str, year: str, most: int) -> Json:
    """What disagrees in the disclosures of a body: printings of one figure, and checks that failed."""
    store = opened(folder)
    given = {"agency": agency} | ({"year": year} if year else {})
    documents = query.ask(store, query.question_named("documents"), given)
    if documents.absence is not None:
        return {"empty": absent(documents.absence)}
    files = sorted({plain(row[documents.columns.index("document")]) for row in documents.rows})
    conflicts = answered(store, query.ask(store, query.question_named("disagreements"), given), most)
    findings = query.question_named("findings")
    failed = [answered(store, query.ask(store, findings, {"file": file}), most) for file in files]
    told: Json = {
        "documents": files,
        "conflicts": conflicts["rows"],
        "conflicts_in_all": conflicts["total"],
        "findings": [row for one in failed for row in one["rows"]],
        "findings_in_all": sum(one["total"] for one in failed),
    }
    if not told["conflicts"] and not told["findings"]:
        told["empty"] = {"reason": str(Reason.NOTHING_FOUND), "zh": "没有发现矛盾。", "en": "nothing disagrees."}
    return told


def _bodies(store: GraphReader) -> list[str]:
    select = f"SELECT DISTINCT ?name WHERE {{ {_NAMES} }} ORDER BY ?name LIMIT {_MOST_NAMES}"
    return [plain(row[0]) for row in rows(store, select).rows]


def _code(store: GraphReader, code: str, thing: str) -> Json:
    given = f"<{thing}> skos:prefLabel ?name BIND(LANG(?name) AS ?language)"
    names = rows(store, f"SELECT ?language ?name WHERE {{ {given} }}").rows
    scheme = thing.rsplit("/id/code/", 1)[-1].split("/", maxsplit=1)[0]
    return {
        "code": code,
        "scheme": scheme,
        "iri": thing,
        "names": {plain(language): plain(name) for language, name in names},
    }


def _is_claim(store: GraphReader, iri: str) -> bool:
    if not re.fullmatch(r"[^\s<>\"{}|\\^`]+", iri):
        raise BadParameter(f"{iri[:200]!r} is no IRI.", place="thing", advice="Copy one from an answer.")
    return bool(rows(store, f"SELECT ?f WHERE {{ <{iri}> cnf:figure ?f }} LIMIT 1").rows)
