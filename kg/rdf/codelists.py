"""The classifications as SKOS and XKOS, generated from the lists in ``ontology/codes/``.

A code is one concept for all years (its item). Its versions say which name it had when, and on what evidence. A
scheme of one edition exists only where a notice of the Ministry is its source. Changes from year to year are XKOS
correspondences. ``docs/codes.md`` says what is said of a code; XKOS sections 4 to 7.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.codebooks import Codebook, Evidence, Version, alignments, dimensions
from kg.codebooks.changes import Change, Kind
from kg.codebooks.schemes import Amendment, Scheme, Survey
from kg.errors import DataFileError
from kg.rdf.turtle import block, both, head, levels, levels_of, quoted, year

_OF_VERSIONS = (Kind.RENAMED, Kind.NEW, Kind.ENDED)
_LEVEL_LABELS = {"类": "Class", "款": "Section", "项": "Item"}


def item_iri(scheme: str, item: str) -> str:
    """The IRI of a code, relative to the base."""
    return f"<id/code/{scheme}/{item}>"


def version_iri(version: Version) -> str:
    """The IRI of a version: its first year, or ``first`` where no beginning is known."""
    began = f"v{version.valid_from}" if version.valid_from is not None else "first"
    return f"<id/code/{version.scheme}/{version.item}/{began}>"


def national(scheme: Scheme, book: Codebook, changes: Iterable[Change], amendments: Iterable[Amendment]) -> str:
    """The Turtle of a national classification."""
    items: dict[str, list[Version]] = defaultdict(list)
    for version in book.all:
        if version.scheme == scheme.name:
            items[version.item].append(version)
    added = [one for one in amendments if one.scheme == scheme.name]
    parts = [
        head(f"the lists in ontology/codes ({scheme.name}.csv and those beside it)"),
        _scheme(scheme),
        *_editions(scheme, added, book),
        *_levels(scheme, [(versions[-1].level, item) for item, versions in items.items()]),
    ]
    for item in sorted(items):
        versions = sorted(items[item], key=lambda version: version.valid_from or 0)
        parts.append(_item(versions, book))
        for version in versions:
            parts.extend(_version(version, book))
    parts.extend(_changes(scheme, changes, items))
    return "\n".join(parts)


def international(scheme: Scheme) -> str:
    """The Turtle of an international classification."""
    codes = alignments.terms(scheme.name)
    parts = [
        head(f"ontology/codes/{scheme.name}.csv"),
        _scheme(scheme),
        *_levels(scheme, [(code.level, code.code) for code in codes]),
    ]
    for code in codes:
        above = f"skos:broader {item_iri(scheme.name, code.parent)}" if code.parent else _top(scheme.name)
        labels = both("skos:prefLabel", code.zh, code.en)
        statements = [_in(scheme.name), f"skos:notation {quoted(code.code)}", labels, above, f"cnf:level {code.level}"]
        parts.append(block(item_iri(scheme.name, code.code), "skos:Concept", statements))
    return "\n".join(parts)


def survey_list(surveys: Iterable[Survey]) -> str:
    """The Turtle of the surveys that attestations come from."""
    parts = [head("ontology/codes/surveys.csv")]
    for survey in surveys:
        statements = [
            both("rdfs:label", *survey.labels),
            f"cnf:documentCount {survey.documents}",
            f"cnf:regionCount {survey.regions}",
            year("schema:startDate", survey.years[0]),
            year("schema:endDate", survey.years[1]),
        ]
        parts.append(block(f"<id/survey/{survey.name}>", "cnf:Survey", statements))
    return "\n".join(parts)


# schemes and levels ------------------------------------------------------------------------------------------


def _in(scheme: str) -> str:
    return f"skos:inScheme <id/code/{scheme}>"


def _top(scheme: str) -> str:
    return f"skos:topConceptOf <id/code/{scheme}>"


def _scheme(scheme: Scheme) -> str:
    series = f"<id/code/{scheme.name}/series>"
    statements = [
        f"skos:notation {quoted(scheme.notation)}",
        both("skos:prefLabel", *scheme.titles),
        both("dc:description", *scheme.descriptions),
        f'dcterms:issued "{scheme.issued}"^^xsd:date',
        'dcterms:language "zh"^^xsd:language, "en"^^xsd:language',
        *([year("schema:startDate", scheme.valid_from)] if scheme.valid_from else []),
        f"xkos:belongsTo {series}",
        f"xkos:numberOfLevels {len(scheme.levels)}",
        levels_of(scheme.name),
    ]
    return "\n".join(
        [
            block(f"<id/code/{scheme.name}>", "skos:ConceptScheme", statements),
            block(series, "skos:Concept", [both("skos:prefLabel", *scheme.titles)]),
        ]
    )


def _levels(scheme: Scheme, members: list[tuple[int, str]]) -> Iterator[str]:
    labels = [(name, _LEVEL_LABELS[name]) if name in _LEVEL_LABELS else ("", name) for name in scheme.levels]
    inside = [
        [item_iri(scheme.name, item) for item in sorted(item for at, item in members if at == depth)]
        for depth in range(1, len(labels) + 1)
    ]
    yield from levels(scheme.name, labels, inside)


def _editions(scheme: Scheme, added: list[Amendment], book: Codebook) -> Iterator[str]:
    """A scheme for each notice, holding what the notice says and nothing else."""
    notices: dict[tuple[str, str], list[Amendment]] = defaultdict(list)
    for one in added:
        notices[one.notice, one.issued].append(one)
    for (notice, issued), ones in notices.items():
        zh, en = scheme.titles
        versions = [_added(one, book) for one in ones]
        yield block(
            f"<id/code/{scheme.name}/edition/{issued}>",
            "skos:ConceptScheme",
            [
                f"skos:notation {quoted(notice)}",
                both("skos:prefLabel", f"{zh}（{notice}增设）", f"{en}, as added by {notice}"),
                f'dcterms:issued "{issued}"^^xsd:date',
                year("schema:startDate", ones[0].year),
                f"xkos:belongsTo <id/code/{scheme.name}/series>",
                "skos:hasTopConcept " + ", ".join(map(version_iri, versions)),
            ],
        )


def _added(one: Amendment, book: Codebook) -> Version:
    """The version that a notice began. Raises ``DataFileError`` where the list says otherwise than the notice."""
    for version in book.versions(one.scheme, one.code):
        if version.valid_from == one.year and version.exact and version.basis is Evidence.DECREED:
            return version
    raise DataFileError(
        f"the list of {one.scheme} has no {one.code} that begins in {one.year}, exact and decreed.",
        place=one.place,
        advice=f"Mend either list: {one.notice} is the source of both.",
    )


# codes and their versions ------------------------------------------------------------------------------------


def _item(versions: list[Version], book: Codebook) -> str:
    latest = versions[-1]
    names = dict.fromkeys(version.name for version in reversed(versions))
    earlier = [name for name in names if name != latest.name]
    english = book.english.get((latest.scheme, latest.item), "")
    above = f"skos:broader {item_iri(latest.scheme, latest.parent)}" if latest.parent else _top(latest.scheme)
    statements = [
        _in(latest.scheme),
        f"skos:notation {quoted(latest.code)}",
        both("skos:prefLabel", latest.name, english),
        *([f"skos:altLabel {', '.join(quoted(name) + '@zh' for name in earlier)}"] if earlier else []),
        above,
        f"cnf:level {latest.level}",
        *([f"cnf:budgetFund cnf:{_fund(latest.fund)}"] if latest.fund else []),
        *([year("schema:validThrough", latest.valid_to), "owl:deprecated true"] if latest.valid_to else []),
        f"dcterms:hasVersion {', '.join(map(version_iri, versions))}",
    ]
    return block(item_iri(latest.scheme, latest.item), "skos:Concept", statements)


def _fund(notation: str) -> str:
    return dimensions.local_name("fund", notation)


def _version(version: Version, book: Codebook) -> Iterator[str]:
    iri = version_iri(version)
    seen = book.attestations(version)
    statements = [
        f"prov:specializationOf {item_iri(version.scheme, version.item)}",
        f"rdfs:label {quoted(version.name)}@zh",
        *([year("schema:validFrom", version.valid_from)] if version.valid_from else []),
        *([year("schema:validThrough", version.valid_to)] if version.valid_to else []),
        *([_bounds(exact=version.exact)] if version.valid_from or version.valid_to else []),
        f"cnf:evidence cnf:{book.evidence(version).capitalize()}",
        *([f"cnf:attestation {', '.join(_seen(iri, one.survey) for one in seen)}"] if seen else []),
    ]
    yield block(iri, "cnf:CodeVersion", statements)
    for one in seen:
        years = ", ".join(f'"{value}"^^xsd:gYear' for value in one.years)
        regions = ", ".join(f"<id/area/{region}>" for region in one.regions)
        yield block(
            _seen(iri, one.survey),
            "cnf:Attestation",
            [
                f"cnf:survey <id/survey/{one.survey}>",
                f"cnf:documentCount {one.documents}",
                f"cnf:attestedYear {years}",
                *([f"cnf:attestedRegion {regions}"] if regions else []),
            ],
        )


def _seen(iri: str, survey: str) -> str:
    return f"{iri[:-1]}/{survey}>"


def _bounds(*, exact: bool) -> str:
    return f"cnf:yearBounds cnf:{'ExactYears' if exact else 'ApproximateYears'}"


# changes -----------------------------------------------------------------------------------------------------


def _changes(scheme: Scheme, changes: Iterable[Change], items: dict[str, list[Version]]) -> Iterator[str]:
    by_year: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        if change.scheme == scheme.name:
            by_year[change.year].append(change)
    for effective, ones in sorted(by_year.items()):
        iri = f"<id/code/{scheme.name}/change/{effective}>"
        zh, en = scheme.titles
        yield block(
            iri,
            "xkos:Correspondence",
            [
                both("skos:prefLabel", f"{zh}{effective}年的变动", f"Changes of {effective}: {en}"),
                f'dcterms:issued "{scheme.issued}"^^xsd:date',
                year("cnf:effectiveYear", effective),
                f"xkos:compares <id/code/{scheme.name}>",
                "xkos:madeOf " + ",\n        ".join(f"{iri[:-1]}/{change.id}>" for change in ones),
            ],
        )
        for change in ones:
            yield _association(f"{iri[:-1]}/{change.id}>", change, items)


def _association(iri: str, change: Change, items: dict[str, list[Version]]) -> str:
    """A change of names is one between versions, a change of content one between codes."""
    sources, targets = ([item_iri(change.scheme, item) for item in side] for side in (change.sources, change.targets))
    if change.kind in _OF_VERSIONS:
        item = (change.sources or change.targets)[0]
        versions = sorted(items[item], key=lambda version: version.valid_from or 0)
        before = [one for one in versions if one.valid_to is not None and one.valid_to < change.year]
        after = [one for one in versions if one.valid_from == change.year]
        sources, targets = ([version_iri(one) for one in side] for side in (before[-1:], after))
    statements = [
        f"cnf:change cnf:{change.kind.capitalize()}",
        *([f"xkos:sourceConcept {', '.join(sources)}"] if sources else []),
        *([f"xkos:targetConcept {', '.join(targets)}"] if targets else []),
        _bounds(exact=change.exact),
        *([both("rdfs:comment", change.zh, change.en)] if change.zh or change.en else []),
    ]
    return block(iri, "xkos:ConceptAssociation", statements)
