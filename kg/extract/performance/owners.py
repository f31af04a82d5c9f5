"""Whose a project is: the body of the document, or one of its units where a form or a row names it."""

import re

from kg.codebooks import plain
from kg.extract.bodies import Bodies
from kg.extract.forms import Forms
from kg.extract.layout import Head, Part
from kg.extract.naming import alike
from kg.extract.performance import projects
from kg.extract.performance.amounts import Owner
from kg.extract.performance.words import Words
from kg.model import Disclosure, Table


class Owners:
    """The owners of the projects of one table; ``columns`` are those of the names and of the first amount of a row."""

    def __init__(
        self,
        table: Table,
        disclosure: Disclosure,
        forms: Forms,
        words: Words,
        columns: tuple[int, int] | None = None,
    ) -> None:
        self.disclosure = disclosure
        self.words = words
        heads = [
            Head(number, ("",), "unit-or-project" if not amount else "amount", None, None, (), known=True)
            for amount, number in enumerate(columns or ())
        ]
        self.bodies = Bodies(Part(tuple(heads[:1]), tuple(heads[1:]), None), disclosure, forms, table)

    def whole(self) -> Owner:
        """The body of the document as a whole."""
        return Owner(self.disclosure.agency, self.disclosure.scope, self.disclosure.year, "")

    def project(self, name: str) -> Owner | None:
        """The document's body with a project of its; ``None`` where ``name`` holds no name."""
        found = projects.of_cell(name, self.words.names)
        unnamed = re.fullmatch(self.words.names.unnamed, plain(found))
        together = re.fullmatch(self.words.names.together, plain(found)) is not None
        return None if unnamed else self.whole()._replace(project=found, all_of_them=together)

    def of_unit(self, owner: Owner, name: str) -> Owner:
        """The owner with the unit that ``name`` names: another body of the same place, or the document's own (本级).

        A shorter name that has only letters of the document's body is that body (互助县…局 for 互助土族自治县…局).
        """
        bare = plain(name)
        bare = re.sub(r"^[\[(]?\d+[\])]?[-_]?", "", bare)
        own = plain(self.disclosure.agency.name)
        if bare != own and len(bare) < len(own) and alike(bare, own):
            return owner
        if re.search(r"[,、;]|\d", bare) or not self.bodies.names("unit-or-project", bare):
            return owner
        return self._of(owner, bare)

    def row(self, name: str, body: str, *, units: bool) -> Owner | None:
        """The owner of a row: a project of the unit in its column of units; a total or, among ``units``, a unit's."""
        found = self.project(name)
        if found is None:
            return None
        if re.fullmatch(self.words.names.total, plain(found.project)):
            return found._replace(project="")
        if units and self.bodies.names("unit-or-project", name):
            return self._of(found, plain(name))._replace(project="")
        return self.of_unit(found, body) if body else found

    def _of(self, owner: Owner, name: str) -> Owner:
        body = self.bodies.of(name, "")
        if body.refused:
            return owner
        return owner._replace(agency=body.agency or owner.agency, scope=body.scope or owner.scope)
