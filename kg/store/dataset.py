"""Whether a query names its dataset: the one place where the rule for the default graph is decided.

pyoxigraph's union flag overrides an explicit ``FROM``, so it may be set only where there is none. In the grammar
of SPARQL 1.1 a dataset clause stands outside all braces and parentheses (rules 7 to 13), and no other rule has
the keyword ``FROM``: a token ``FROM`` at depth zero is one. Tokens are those of section 19.8, without codepoint
escapes, which oxigraph does not take in keywords.
"""

import re

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


def names_dataset(query: str) -> bool:
    """Whether ``query`` has a FROM or FROM NAMED clause. Text that is not SPARQL gives either answer."""
    braces = parens = position = 0
    operand = False
    while token := _TOKENS.match(query, position):
        kind, text = token.lastgroup, token.group()
        if kind == "iri" and operand and parens and not braces:
            kind, text = "mark", "<"  # in an expression: less than
        position += len(text)
        if kind == "space":
            continue
        if kind == "word" and not braces and not parens and text.upper() == "FROM":
            return True
        braces += (text == "{") - (text == "}")
        parens += (text == "(") - (text == ")")
        operand = kind in _OPERANDS or text == ")"
    return False
