"""Page furniture: stamps and running heads that recur on pages and belong to no paragraph."""

import re
from collections import Counter
from collections.abc import Sequence

_LONGEST = 16
_OFTEN = 4
_PAGE_NUMBER = re.compile(r"^[-—–－\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?[-—–－\s]*$")


def furniture(lines: Sequence[str]) -> Counter[str]:
    """The lines that are page furniture, with how often each is printed.

    A short line standing alone between blank lines, printed at least four times, that is no table row, no
    label ending in a colon and prints no number, is a stamp; a line of nothing but a page number is one too.
    """
    alone = Counter(
        line.strip()
        for index, line in enumerate(lines)
        if line.strip() and _blank(lines, index - 1) and _blank(lines, index + 1)
    )
    stamps = {text: count for text, count in alone.items() if count >= _OFTEN and _is_stamp(text)}
    pages = {text: count for text, count in alone.items() if _PAGE_NUMBER.match(text)}
    return Counter(stamps | pages)


def _blank(lines: Sequence[str], index: int) -> bool:
    return not 0 <= index < len(lines) or not lines[index].strip()


def _is_stamp(text: str) -> bool:
    return (
        len(text) <= _LONGEST
        and "\t" not in text
        and not text.startswith(("|", "#", "注", "("))
        and not re.search(r"[\d:：。；（）()]", text)
        and not text.endswith(("表", "元"))
    )
