"""The SKOS schemes of the dimension members, generated from ``ontology/dimensions.csv``.

The CSV is what people review; ``ontology/members.ttl`` is what the graph loads. The same CSV always gives the
same text, so a test can hold the file fresh. The total member ``cnf:T`` belongs to several dimensions and
stands once, in each of their schemes.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import DataFileError
from kg.paths.lists import lines
from kg.rdf.turtle import block, both, head, levels, levels_of, quoted

SCHEMES: dict[str, tuple[str, str]] = {
    "scope": ("范围", "Scopes"),
    "phase": ("预算阶段", "Phases"),
    "flow": ("收支方向", "Flows"),
    "fund": ("资金来源", "Funds"),
    "nature": ("支出性质", "Natures of spending"),
    "origin": ("资金年度来源", "Origins"),
    "item": ("专项列示事项", "Items"),
    "fundingLevel": ("资金层级", "Levels of funding"),
    "term": ("金额期限", "Terms"),
    "unit": ("货币单位", "Units of money"),
    "agreement": ("列示一致性", "Agreement"),
    "codeSource": ("代码来源", "Sources of a code"),
    "kind": ("公开种类", "Kinds of disclosure"),
    "evidence": ("依据", "Evidence"),
    "yearBounds": ("年份确定程度", "Certainty of years"),
    "change": ("变动种类", "Kinds of change"),
    "resourceKind": ("资源种类", "Kinds of resources"),
    "resourceUnit": ("资源计量单位", "Units of resources"),
    "direction": ("增减方向", "Directions of change"),
    "indicatorClass": ("一级指标", "First level of indicators"),
    "indicatorGroup": ("二级指标", "Second level of indicators"),
    "operator": ("指标值关系", "Bounds of a target"),
    "linkGround": ("项目关联依据", "Grounds of proposed links"),
    "detail": ("项目、活动要素", "Details of projects and events"),
}
"""The label of each dimension's scheme in zh and en."""

_COLUMNS = (
    "dimension", "member", "iri", "broader", "export", "zh", "en", "definition_zh", "definition_en", "example",
)  # fmt: skip
_TOTAL = "T"
_ISSUED = "2026-11-22"
_TOTAL_LABELS = ("合计", "Total")
_TOTAL_DEFINITION = (
    "未按该维度划分的全部；未细分即取此成员，而不是省略该维度。",
    "All of it, not broken down by the dimension, which then has this member and is never left out.",
)


class _Member(NamedTuple):
    dimension: str
    notation: str
    iri: str
    broader: str
    labels: tuple[str, str]
    definitions: tuple[str, str]
    example: str


def scheme(dimension: str) -> str:
    """The local name of a dimension's scheme: ``fundingLevel`` is ``FundingLevelScheme``."""
    return f"{dimension[0].upper()}{dimension[1:]}Scheme"


def members_turtle(csv_path: Path) -> str:
    """The schemes and members of the dimensions in ``csv_path`` as Turtle, in the order of the CSV."""
    members = _read(csv_path)
    _check(members, str(csv_path))
    totals = [member for member in members if member.iri == _TOTAL]
    names = {(member.dimension, member.notation): member.iri for member in members}
    blocks = [head("ontology/dimensions.csv")]
    if totals:
        blocks.append(_total(totals))
    for dimension in dict.fromkeys(member.dimension for member in members):
        blocks.extend(_scheme(dimension, [member for member in members if member.dimension == dimension]))
        blocks.extend(
            _block(member.iri, "skos:Concept", _statements(member, names))
            for member in members
            if member.dimension == dimension and member.iri != _TOTAL
        )
    return "\n".join(blocks)


def _scheme(dimension: str, members: list[_Member]) -> Iterator[str]:
    """The scheme of a dimension, and the levels of its hierarchy where it has one (XKOS section 6.3)."""
    broader = {member.notation: member.broader for member in members}
    depths = {member.iri: _depth(member.notation, broader) for member in members}
    statements = [
        f"skos:notation {quoted(dimension)}",
        both("skos:prefLabel", *SCHEMES[dimension]),
        f'dcterms:issued "{_ISSUED}"^^xsd:date',
        f"xkos:numberOfLevels {max(depths.values())}",
    ]
    if max(depths.values()) == 1:
        yield _block(scheme(dimension), "skos:ConceptScheme", statements)
        return
    inside = [[f"cnf:{iri}" for iri, at in depths.items() if at == depth] for depth in sorted(set(depths.values()))]
    labels = [(f"第{depth}级", f"Level {depth}") for depth in range(1, len(inside) + 1)]
    yield _block(scheme(dimension), "skos:ConceptScheme", [*statements, levels_of(dimension)])
    yield from levels(dimension, labels, inside)


def _depth(notation: str, broader: dict[str, str]) -> int:
    return 1 + (_depth(broader[notation], broader) if broader[notation] else 0)


def _read(csv_path: Path) -> list[_Member]:
    return [
        _Member(
            dimension=line["dimension"],
            notation=line["member"],
            iri=line["iri"],
            broader=line["broader"],
            labels=(line["zh"], line["en"]),
            definitions=(line["definition_zh"], line["definition_en"]),
            example=line["example"],
        )
        for line in lines(csv_path, _COLUMNS)
    ]


def _check(members: list[_Member], place: str) -> None:
    known = {(member.dimension, member.notation) for member in members}
    seen: set[str] = set()
    for member in members:
        name = f"{member.dimension},{member.notation}"
        if member.dimension not in SCHEMES:
            raise _fault(f"no scheme is known for the dimension of {name}.", place, "Add it to SCHEMES.")
        if member.broader and (member.dimension, member.broader) not in known:
            raise _fault(f"{name} has the broader {member.broader}, which does not exist.", place, "Correct it.")
        if member.iri in seen and member.iri != _TOTAL:
            raise _fault(f"the IRI {member.iri} of {name} is another member's.", place, "Choose another.")
        seen.add(member.iri)


def _fault(what: str, place: str, advice: str) -> DataFileError:
    return DataFileError(what, place=place, advice=advice)


def _statements(member: _Member, names: dict[tuple[str, str], str]) -> Iterator[str]:
    home = f"cnf:{scheme(member.dimension)}"
    yield f"skos:inScheme {home}"
    if member.broader:
        yield f"skos:broader cnf:{names[member.dimension, member.broader]}"
    else:
        yield f"skos:topConceptOf {home}"
    yield f"skos:notation {quoted(member.notation)}"
    yield both("skos:prefLabel", *member.labels)
    yield both("rdfs:comment", *member.definitions)
    if member.example:
        yield f"skos:example {quoted(member.example)}@zh"


def _total(totals: list[_Member]) -> str:
    homes = ", ".join(f"cnf:{scheme(member.dimension)}" for member in totals)
    return _block(
        _TOTAL,
        "skos:Concept",
        [
            f"skos:inScheme {homes}",
            f"skos:topConceptOf {homes}",
            f"skos:notation {quoted(totals[0].notation)}",
            both("skos:prefLabel", *_TOTAL_LABELS),
            both("rdfs:comment", *_TOTAL_DEFINITION),
            *(both("rdfs:comment", *_note(member)) for member in totals),
        ],
    )


def _note(member: _Member) -> tuple[str, str]:
    zh, en = SCHEMES[member.dimension]
    return f"{zh}：{member.definitions[0]}", f"{en}: {member.definitions[1]}"


def _block(name: str, kind: str, statements: Iterable[str]) -> str:
    return block(f"cnf:{name}", kind, statements)
