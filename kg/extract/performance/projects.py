"""Names of projects: one spelling for one project, whichever way a document prints it."""

import re
import unicodedata

from kg.extract.performance.words import NameWords

_BRACKETS = str.maketrans("()[]", "（）［］")


def canonical(name: str) -> str:
    """The one spelling of a project's name: no white space, letters and digits half width, brackets full width."""
    squeezed = re.sub(r"\s+", "", name)
    folded = "".join(unicodedata.normalize("NFKC", one) if one.isalnum() else one for one in squeezed)
    return folded.translate(_BRACKETS)


def of_cell(text: str, words: NameWords) -> str:
    """The name of a project as a cell prints it, without its code or ordinal."""
    squeezed = re.sub(r"\s+", "", text)
    return canonical(re.sub(words.code, "", squeezed))


def of_sentence(name: str, words: NameWords) -> str:
    """The name of a project as a sentence prints it, without what the sentence says of it behind the name."""
    said = canonical(name)
    while (bare := re.sub(f"(?<=.)(?:{words.tail})$", "", said)) != said:
        said = bare
    return said


def matched(name: str) -> str:
    """What two printings of one name are compared by where one leaves out a last 项目."""
    return canonical(name).removesuffix("项目")


def whole_name(name: str) -> str:
    """The name without what it says in brackets at its end of which part it is (…资金（能力建设部分）)."""
    return re.sub(r"（[^（）]*部分）$", "", name)
