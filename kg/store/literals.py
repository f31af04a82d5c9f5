"""Terms of a server as they were written: some keep the value of a literal and lose the way it was written.

A truth may come as ``1``, a language tag in small letters. Both are the same value (RDF 1.1 Concepts, 3.3), and here
they get one lexical form again: truths by XML Schema, tags by the letters of RFC 5646, section 2.1.1.
"""

from pyoxigraph import Literal, NamedNode, Triple

from kg.store.protocol import Result, Rows, Term

_BOOLEAN = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_TRUTHS = {"1": "true", "0": "false"}
_SCRIPT, _REGION = 4, 2


def as_written(result: Result) -> Result:
    """The same answer, each of its literals in the one form."""
    if isinstance(result, Rows):
        rows = tuple(tuple(None if one is None else _term(one) for one in row) for row in result.rows)
        return Rows(result.variables, rows)
    if isinstance(result, tuple):
        return tuple(Triple(one.subject, one.predicate, _term(one.object)) for one in result)
    return result


def language_tag(tag: str) -> str:
    """The tag with its letters as RFC 5646 has them: ``zh-Hans``, ``en-GB``."""
    first, *others = tag.split("-")
    written = [first.lower()]
    for number, part in enumerate(others):
        after_singleton = len((first, *others)[number]) == 1
        if len(part) == _REGION and not after_singleton:
            written.append(part.upper())
        elif len(part) == _SCRIPT and not after_singleton and part.isalpha():
            written.append(part.title())
        else:
            written.append(part.lower())
    return "-".join(written)


def _term(term: Term) -> Term:
    if not isinstance(term, Literal):
        return term
    if term.language:
        tag = language_tag(term.language)
        return term if tag == term.language else Literal(term.value, language=tag)
    if term.datatype == _BOOLEAN and term.value in _TRUTHS:
        return Literal(_TRUTHS[term.value], datatype=_BOOLEAN)
    return term
