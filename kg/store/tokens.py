"""SPARQL text as tokens, each with the braces and parentheses it stands in: enough to judge a query without parsing it.

Tokens are those of SPARQL 1.1, section 19.8, without codepoint escapes, which Oxigraph does not take in keywords.
Reading takes time linear in the text and no stack, whatever the text is.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = r"""[^\s<>"'{}()\[\];,?$@\#|^`\\/*+!=&:.]"""
_TOKENS = re.compile(
    rf"""
      (?P<space>   \s+ | \#[^\n\r]* )
    | (?P<iri>     <[^<>"{{}}|^`\\\x00-\x20]*> )
    | (?P<text>    '''(?:[^'\\]|\\.|'(?!''))*''' | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
                 | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*" )
    | (?P<name>    {_WORD}* : (?:{_WORD}|[:.]|\\.)* )
    | (?P<var>     [?$@]\w* )
    | (?P<word>    {_WORD}+ )
    | (?P<mark>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERANDS = frozenset({"iri", "text", "name", "var", "word"})
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")


class Token(NamedTuple):
    """A token, where it begins, and the open braces and parentheses before it."""

    kind: str
    text: str
    start: int
    braces: int
    parens: int

    def is_keyword(self, *names: str) -> bool:
        """Whether it is one of these words outside all braces and parentheses."""
        return self.kind == "word" and not self.braces and not self.parens and self.text.upper() in names


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text`` without blanks and comments."""
    braces = parens = position = 0
    operand = False
    while found := _TOKENS.match(text, position):
        kind, part = found.lastgroup or "mark", found.group()
        if kind == "iri" and operand and parens and not braces:
            kind, part = "mark", "<"  # in an expression: less than
        start, position = position, position + len(part)
        if kind == "space":
            continue
        yield Token(kind, part, start, braces, parens)
        braces += (part == "{") - (part == "}")
        parens += (part == "(") - (part == ")")
        operand = kind in _OPERANDS or part == ")"


def has_word(text: str, word: str) -> bool:
    """Whether ``text`` has this keyword, outside IRIs, literals, names and comments."""
    wanted = word.upper()
    return wanted in text.upper() and any(one.kind == "word" and one.text.upper() == wanted for one in tokens(text))


def nests_deeper(text: str, most: int) -> bool:
    """Whether braces, parentheses and brackets stand more than ``most`` deep in one another."""
    if sum(map(text.count, _OPENING)) <= most:
        return False
    depth = 0
    for token in tokens(text):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth > most:
            return True
    return False
