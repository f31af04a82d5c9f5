"""The packages of newer office programs (OOXML, ECMA-376): a zip file of XML parts that refer to each other.

The only door to lxml. Entities are never resolved and nothing is fetched; a part that declares a document type is
refused, as the standard forbids it (part 2, 8.2.5). Elements and attributes lose their namespaces, since the strict
and the transitional form of the standard differ in nothing else that is read here.
"""

import posixpath
from typing import NamedTuple

from lxml import etree

from kg.documents.formats import damaged
from kg.documents.sources import Source
from kg.documents.zipped import Zip
from kg.errors import DamagedFile

Element = etree._Element


class Relation(NamedTuple):
    """What a part refers to: the last word of the relation's type, and the part."""

    kind: str
    target: str


class Package:
    """A package; ``place`` names it in messages."""

    def __init__(self, source: Source) -> None:
        self.place = source.place
        self._zip = Zip(source.content, source.place)
        self._names = {name.lower(): name for name in self._zip.parts}

    def has(self, part: str) -> bool:
        """Whether it has such a part; names of parts do not depend on case (part 2, 6.2.2)."""
        return part.lower() in self._names

    def part(self, name: str) -> Element:
        """The root of an XML part. Raises ``DamagedFile``, ``ProtectedFile`` or ``BeyondLimit``."""
        content = self._zip.read(self._names.get(name.lower(), name))
        return parse(content, f"{self.place}!/{name}")

    def main(self) -> str:
        """The part that the document begins with."""
        found = [one.target for one in self.relations("").values() if one.kind == "officeDocument"]
        if not found:
            raise damaged(self.place, "no part of it is the document")
        return found[0]

    def relations(self, part: str) -> dict[str, Relation]:
        """The parts that ``part`` refers to, by the identifiers it uses; links to other files are left out."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(path):
            return {}
        return {
            one.get("Id", ""): Relation(one.get("Type", "").rpartition("/")[2], _target(folder, one.get("Target", "")))
            for one in self.part(path).iter("Relationship")
            if one.get("TargetMode") != "External"
        }


def parse(content: bytes, place: str) -> Element:
    """The root of an XML document, its names without namespaces. Raises ``DamagedFile``."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(place, f"its XML cannot be read ({error})") from error
    if root.getroottree().docinfo.doctype:
        raise DamagedFile(
            "its XML declares a document type, which is forbidden here.",
            place=place,
            advice="Open the file in its program and save it anew.",
        )
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def attribute(element: Element, name: str) -> str | None:
    """The attribute of that name in whatever namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def is_on(element: Element | None, name: str = "val") -> bool:
    """Whether a switch is there and not set to off."""
    return element is not None and (attribute(element, name) or "1") not in ("0", "false", "off", "none")


def _target(folder: str, target: str) -> str:
    path = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(path).lstrip("/")
