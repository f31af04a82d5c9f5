"""Who publishes, and what a disclosure is."""

from kg.model.base import Value
from kg.model.dimensions import Kind, Scope
from kg.model.slugs import slug


class Area(Value):
    """An administrative division (GB/T 2260): six-digit code, own name, full name with its parents'."""

    code: str
    name: str
    full_name: str
    parent: str = ""


class Agency(Value):
    """A public body, told apart by its area (GB/T 2260 code, empty for a central organ) and its full name."""

    area: str
    name: str

    @property
    def id(self) -> str:
        """The last part of its IRI: area code and slug."""
        return f"{self.area or '000000'}-{slug(self.name)}"


class Disclosure(Value):
    """What a body published for one year: its budget or its final accounts."""

    agency: Agency
    year: int
    kind: Kind
    scope: Scope

    @property
    def id(self) -> str:
        """The last part of its IRI: agency, year, kind, and the scope where it is not the whole department."""
        tail = "" if self.scope is Scope.CONSOLIDATED else f"-{self.scope}"
        return f"{self.agency.id}/{self.year}-{self.kind}{tail}"
