"""Changes in sentences: which words say that an amount grew or fell, against what, and for what reason.

Promises: the year compared with is the one printed or the year before the document's; its phase is told by words or
not at all; a reason is given in the words of the document.
"""

import re
from typing import NamedTuple

from kg.extract.prose import amounts
from kg.extract.prose.amounts import Token
from kg.extract.prose.texts import Folded
from kg.extract.prose.words import ProseWords
from kg.model import Direction, Disclosure


class Base(NamedTuple):
    """What an amount is compared with: its year and phase (empty where not told), and the words around it."""

    year: int | None
    phase: str = ""
    lead: str = ""
    behind: str = ""


class Turns:
    """Finds changes in the sentences of one document."""

    def __init__(self, words: ProseWords, disclosure: Disclosure) -> None:
        self.rules = words
        self.disclosure = disclosure
        self.turns = [(re.compile(f"(?:{one.match})$"), one.direction) for one in words.turns]
        self.after = [re.compile(f"[,;(]?(?:同比|相比|对比)?[,]?(?:{one.match})") for one in words.turns]
        self.base = re.compile(words.base)
        self.base_end = re.compile(f"(?:{words.base})$")
        self.unchanged = re.compile(f"(?:{words.base})(?P<rest>[^,;。]{{0,12}}?)(?P<word>{words.unchanged})")
        self.reason_words = re.compile(words.reasons)
        self.reason_ends = re.compile(words.reason_ends)

    def tokens(self, text: Folded, start: int, end: int) -> list[Token]:
        """Amounts, percentages and words of no change of a sentence, in order."""
        part = text.part(start, end)
        found = [Token("money", one.start, one.end, one.stop, money=one) for one in amounts.money(part)]
        found += [
            Token("percent", one.start("number"), one.end("number"), one.end(), text=one["number"])
            for one in amounts.percents(part.text)
        ]
        found += [
            Token("unchanged", one.start("word"), one.end("word"), one.end("word"))
            for one in self.unchanged.finditer(part.text)
        ]
        return [one.moved(start) for one in sorted(found, key=lambda one: one.start)]

    def turn(self, before: str) -> tuple[int, Direction] | None:
        """Where the word that says which way an amount changed begins, and which way; ``None`` without one."""
        for pattern, direction in self.turns:
            found = pattern.search(before)
            if found:
                return found.start(), direction
        return None

    def follows(self, after: str) -> bool:
        """Whether what stands behind an amount says by how much another differs from it."""
        return any(pattern.match(after) for pattern in self.after)

    def base_before(self, before: str) -> Base | None:
        """The comparison that ``before`` ends with."""
        last = None
        for found in self.base.finditer(before):
            last = found
        return self._base(last, before) if last is not None and self._covers(last, before) else None

    def _covers(self, found: re.Match[str], before: str) -> bool:
        rest = before[found.end() :]
        return not re.search(r"[,;。]", rest)

    def base_in(self, words: str) -> Base | None:
        """The last comparison in ``words``; what stands behind it may be the label of what changed."""
        last = None
        for found in self.base.finditer(words):
            last = found
        return self._base(last, words) if last is not None else None

    def _base(self, found: re.Match[str], words: str) -> Base:
        year = re.search(r"20\d\d", found["year"])
        behind = words[found.end() :]
        said = found["said"] + ("" if re.match(r"相比|对比|比较|,", behind) and not _only_of_base(behind) else behind)
        phase = next(
            (
                known.phase
                for known in self.rules.base_phases
                if known.kind in (None, self.disclosure.kind) and re.search(known.match, said.split(",")[0])
            ),
            "",
        )
        label = re.sub(r"^(?:相比|对比|比较)?[,]?", "", behind)
        label = "" if _only_of_base(label) else label
        at = int(year.group()) if year else self.disclosure.year - 1
        return Base(at, phase, words[: found.start()], label)

    def percent_after(self, text: str, token: Token) -> tuple[str, int]:
        """The percentage printed behind the amount of a change, and where it ends."""
        rest = text[token.stop :]
        for pattern in self.after:
            found = pattern.match(rest)
            number = re.match(r"(\d+(?:\.\d+)?)%", rest[found.end() :]) if found else None
            if number:
                return number[1], token.stop + (found.end() if found else 0) + number.end()
        return "", 0

    def reasons(self, text: str) -> list[tuple[int, int, int]]:
        """Where reasons stand: where their words begin, where the reason itself begins, and where it ends."""
        found: list[tuple[int, int, int]] = []
        for one in self.reason_words.finditer(text):
            if found and one.start() < found[-1][2]:
                continue
            end = self.reason_ends.search(text, one.end())
            found.append((one.start(), one.end(), end.start() if end else len(text)))
        return found

    def reason(self, text: Folded, token: Token, reasons: list[tuple[int, int, int]]) -> str:
        """The reason stated right behind a change, or right behind its percentage; empty without one."""
        for start, begin, end in reasons:
            between = text.text[token.stop : start] if start >= token.stop else None
            if between is not None and re.fullmatch(r"[,;。()]*(?:[^。;,]{0,12}\d[\d.]*%)?[,;。()]*", between):
                return text.printed(begin, end)
        return ""


def _only_of_base(label: str) -> bool:
    """Whether the words behind a comparison only say more of what is compared with (预算数, 执行数)."""
    rest = r"(?:年初|年度?|预算|决算|执行|预计|完成|数|总?额|金额|相比|对比|\([^()]*\)|,)*"
    return re.fullmatch(rest, label) is not None
