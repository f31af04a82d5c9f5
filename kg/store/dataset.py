"""The graphs that a query or an update names: the one place where the rule for the default graph is decided.

pyoxigraph's union flag overrides an explicit ``FROM``, so it may be set only where there is none. In the grammar
of SPARQL 1.1 a dataset clause stands outside all braces and parentheses (rules 7 to 13), and no other rule has
the keyword ``FROM``: a token ``FROM`` at depth zero is one. Updates are alike: ``USING`` and ``WITH`` stand at
depth zero (rules 41 to 44) and nowhere else.
"""

from kg.errors import QueryError
from kg.store.protocol import Dataset
from kg.store.tokens import Token, tokens


def names_dataset(query: str) -> bool:
    """Whether ``query`` has a FROM or FROM NAMED clause. Text that is not SPARQL gives either answer."""
    return "from" in query.lower() and any(token.is_keyword("FROM") for token in tokens(query))


def over_dataset(update: str, dataset: Dataset) -> str:
    """``update`` with the graphs of ``dataset`` as those its patterns are matched with (SPARQL 1.1 Protocol, 2.2.3).

    pyoxigraph takes no dataset for an update, so every operation with a pattern gets ``USING`` clauses.
    Raises ``QueryError`` where the update names graphs itself: the protocol has that refused.
    """
    clauses = "".join(f"USING {graph} " for graph in dataset.default)
    clauses += "".join(f"USING NAMED {graph} " for graph in dataset.named)
    written, copied = [], 0
    found = list(tokens(update))
    for number, token in enumerate(found):
        if token.is_keyword("USING", "WITH"):
            raise QueryError("the update names graphs by USING or WITH, and the request names graphs too.")
        if token.is_keyword("WHERE"):
            short = number > 0 and found[number - 1].is_keyword("DELETE")
            pattern = _block(update, found[number + 1 :]) if short else ""
            written += [update[copied : token.start], pattern, " ", clauses]
            copied = token.start
    return "".join([*written, update[copied:]])


def _block(update: str, following: list[Token]) -> str:
    """The text between the braces that follow, and they: ``DELETE WHERE`` stands for a template and a pattern."""
    if not following or following[0].text != "{":
        return ""
    end = next((token for token in following if token.text == "}" and token.braces == following[0].braces + 1), None)
    return update[following[0].start : end.start + 1] if end else ""
