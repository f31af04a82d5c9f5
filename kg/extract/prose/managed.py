"""Money under performance management (涉及资金): what a clause says of it, and what its parts by fund take over.

Promises: without words for how it is managed, and for its amount, nothing is read; what no dimension tells apart
(projects by their category) is not read either; nor is anything in final accounts, where such money may be that of the
budget, of the adjusted budget, or spent.
"""

import re

from kg.extract.prose import clauses
from kg.extract.prose.frames import Sets
from kg.extract.prose.labels import Labels, Said
from kg.extract.prose.words import ProseWords
from kg.model import Kind

_KINDS = ("nature", "item", "function_code", "economic_code")


def managed(before: str, labels: Labels) -> Said | None:
    """What the words before an amount say of money under performance management; ``None`` where they do not."""
    rules = labels.rules
    clause = re.split(r"[;。]", before)[-1]
    money = re.search(rules.performance_money, clause)
    if labels.kind is Kind.FINAL or money is None or re.search(rules.performance_parts, clause):
        return None
    sets = _sets(clause[: money.start()], rules)
    what = clauses.bare(money["what"])
    said = labels.read(what) if what else Said("")
    if not sets or said is None or said.path or len(said.facts) > 1:
        return None
    return said._replace(text=clause, facts=(tuple({**one, **sets} for one in said.facts[0]),), thin=False, empty=False)


def _sets(clause: str, rules: ProseWords) -> Sets:
    found = [(one.start(), rule.item) for rule in rules.performance for one in re.finditer(rule.match, clause)]
    if not found:
        return {}
    sets = {"item": str(max(found)[1])}
    if "项目" in clause and not re.search(rules.performance_of_all, clause):
        sets["nature"] = "project"
    return sets


def carried(said: Said, facts: tuple[tuple[Sets, ...], ...], rules: ProseWords) -> tuple[tuple[Sets, ...], ...]:
    """The facts of a label beside money under performance management (…，政府性基金 0 万元): that money of its fund."""
    items = {str(rule.item) for rule in rules.performance}
    above = facts[0][0] if facts and facts[0] else {}
    if above.get("item") not in items or said.path or said.thin:
        return said.facts
    if any(name in sets for fact in said.facts for sets in fact for name in _KINDS):
        return said.facts
    over = {name: above[name] for name in ("item", "nature") if name in above}
    return tuple(tuple({**sets, **over} for sets in fact) for fact in said.facts)
