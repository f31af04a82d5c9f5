"""What the sentences of a document say of projects: lists of indicators, summaries of evaluations, essays."""

from kg.extract.performance.amounts import Owner
from kg.extract.performance.essays import EssayReader, Listed
from kg.extract.performance.forms import FormsRead
from kg.extract.performance.lines import Line
from kg.extract.performance.lists import ListReader, Told
from kg.extract.performance.words import PerformanceWords
from kg.model import Disclosure, Document, Kind, Phase


def told(
    document: Document, disclosure: Disclosure, words: PerformanceWords, forms: FormsRead, *, recognised: bool
) -> Told:
    """All of it; a project that ``forms`` name is the same project here."""
    whole = Owner(disclosure.agency, disclosure.scope, disclosure.year, "")
    phase = Phase.APPROVED if disclosure.kind is Kind.BUDGET else None
    lines = [Line(paragraph) for paragraph in document.paragraphs]
    lists = ListReader(words, whole, phase, recognised=recognised)
    for line in lines:
        lists.line(line)
    known = {
        (one.agency.id, one.project): Owner(one.agency, one.scope, one.year, one.project)
        for one in forms.indicators
        if one.project
    }
    claims = [claim for reading in forms.readings.values() for claim in reading.claims]
    listed = Listed(list(known.values()), claims)
    return lists.told().plus(EssayReader(words, whole, phase, listed).read(lines))
