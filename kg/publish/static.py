"""The pages of a store as plain files, for a host that only gives files out.

Every thing has its page in both languages and its data beside it; what a page links to is made too, so no link leads
nowhere. Promises: the same graph gives the same bytes; the folder is whole or not there; memory holds the paths of the
things and the answers that one thing needs, never all pages.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import quote, unquote

from kg.publish.pages import (
    FILED,
    FORMATS,
    LANGUAGES,
    PARTS,
    URLS,
    Asked,
    Document,
    FileAddresses,
    Site,
    data_file,
    error,
    icon,
    listed,
    page_file,
    style,
    style_name,
)
from kg.publish.pages.words import Speech
from kg.publish.release import Wanted, address, base_of, place
from kg.publish.staging import copied, staged
from kg.query import catalogue
from kg.store import Dataset, GraphReader, GraphStore, Result

Progress = Callable[[str], None]
"""Told what is being made, in words."""
_Variant = tuple[tuple[str, str], ...]
"""The parameters of a page, ordered by name."""
_FIRST = ("", "browse", "question")
_SAID_EVERY = 1000
_LISTED = re.compile(r"(?:agency|area|code|project|figure)/.+|file/[^/]+(?:/t\d+)?")
"""The paths of things whose pages the sitemap lists: of files and tables, not of their rows and cells."""


@dataclass(frozen=True)
class SiteMade:
    """A site that was made: where it is to stand, its pages, and files with data."""

    url: str
    pages: int
    data: int


def publish_site(store: Path, target: Path, wanted: Wanted, progress: Progress) -> SiteMade:
    """Make the site of the store at ``store`` in the folder ``target``, which is there when it is whole.

    Of what is wanted, ``url`` (where the site will stand, else the base of the data) and ``endpoint`` count. Raises
    what ``publish`` raises.
    """
    with GraphStore.open(store, read_only=True) as held:
        url = place(wanted.url or base_of(held))
        endpoint = address(wanted.endpoint, "--endpoint") if wanted.endpoint else ""
        with staged(target, many=True) as folder, copied(held, folder) as copy:
            return _Making(copy, folder, url, endpoint, progress).all()


class _Remembering:
    """A reader that asks the store each question once, until it is told to forget: the pages of one thing ask alike."""

    def __init__(self, reader: GraphReader) -> None:
        self._reader = reader
        self._answers: dict[tuple[str, bool, Dataset | None], Result] = {}

    @property
    def evaluates(self) -> bool:
        return self._reader.evaluates

    def query(self, text: str, *, union: bool = True, dataset: Dataset | None = None) -> Result:
        asked = (text, union, dataset)
        if asked not in self._answers:
            self._answers[asked] = self._reader.query(text, union=union, dataset=dataset)
        return self._answers[asked]

    def forget(self) -> None:
        self._answers.clear()


class _Making:
    """The making of a site; ``_waiting`` are pages that others link to and that no thing stands for, by place."""

    def __init__(self, store: GraphStore, folder: Path, url: str, endpoint: str, progress: Progress) -> None:
        self._reader = _Remembering(store)
        self._site = Site(self._reader)
        self._folder, self._url, self._endpoint, self._progress = folder, url, endpoint, progress
        self._things = self._site.things()
        self._known = frozenset(self._things)
        self._places = [*_FIRST, *(f"question/{name}" for name in catalogue())]
        self._waiting: dict[str, dict[_Variant, None]] = {}
        self._made: set[tuple[str, _Variant]] = set()
        self._pages = self._data = 0

    def all(self) -> SiteMade:
        """Every file of the site."""
        for one in self._places:
            self._page(one)
        for number, path in enumerate(self._things):
            if number % _SAID_EVERY == 0:
                self._progress(f"pages of things: {number} of {len(self._things)}")
            self._page(f"page/{path}")
            self._data_of(path)
            self._reader.forget()
        while self._waiting:
            self._page(next(iter(self._waiting)))
            self._reader.forget()
        self._rest()
        return SiteMade(self._url, self._pages, self._data)

    def _page(self, place: str) -> None:
        """A page in all its variants that are known so far, in both languages."""
        todo = self._waiting.setdefault(place, {})
        if (place, ()) not in self._made and self._stands(place):
            todo[()] = None
        while todo:
            variant = next(iter(todo))
            todo.pop(variant)
            self._made.add((place, variant))
            for language in LANGUAGES:
                to = self._addresses(place, dict(variant), language)
                asked = Asked(unquote(place), dict(variant), language, chosen=True)
                self._write(page_file(language, place, dict(variant)), self._site.page(asked, to))
                self._pages += 1
        self._waiting.pop(place)

    def _stands(self, place: str) -> bool:
        """Whether a page is made without anybody linking to it."""
        return place.removeprefix("page/") in self._known if place.startswith("page/") else place in self._places

    def _told(self, place: str, parameters: Mapping[str, str]) -> None:
        """A page is linked: it is to be made, now or when its turn comes."""
        variant = tuple(parameters.items())
        if (place, variant) not in self._made and (variant or not self._stands(place)):
            self._waiting.setdefault(place, {})[variant] = None

    def _addresses(self, place: str, parameters: Mapping[str, str], language: str) -> FileAddresses:
        return FileAddresses(
            names=self._site.graph.names, depth=page_file(language, place, parameters).count("/"), language=language,
            place=place, known=self._known, told=self._told, endpoint=self._endpoint,
        )  # fmt: skip

    def _data_of(self, path: str) -> None:
        """The data of a thing, in as many files as it takes."""
        for ending in FILED:
            number, more = 1, True
            while more:
                document = Document(*(self._url + quote(data_file(path, ending, one)) for one in (number, number + 1)))
                content, more = self._site.data(unquote(path), FORMATS[ending], number, document)
                self._write(data_file(path, ending, number), content)
                self._data += 1
                number += 1

    def _rest(self) -> None:
        """What stands at the root: a first page, what is shown for what is not there, and what machines ask for."""
        self._progress("what machines ask for")
        first = FileAddresses(
            names=self._site.graph.names, language=LANGUAGES[0], place="", known=self._known, told=self._told
        )
        self._write("index.html", self._site.page(Asked("", {}, LANGUAGES[0], chosen=True), first))
        for language in LANGUAGES:
            self._write(f"{language}/404.html", self._lost(language))
        self._write("404.html", self._lost(LANGUAGES[0]))
        self._write(style_name(), style())
        self._write("icon.svg", icon())
        self._write("void.ttl", self._site.described(self._url, FORMATS["ttl"], self._endpoint))
        self._write("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {self._url}sitemap.xml\n".encode())
        self._sitemap()

    def _lost(self, language: str) -> bytes:
        """The page for what is not there; a host shows it at any address, so its links say where the site is."""
        to = FileAddresses(
            names=self._site.graph.names, language=language, place="404", known=self._known,
            told=lambda *_: None, address=self._url,
        )  # fmt: skip
        return error(Asked("404", {}, language, chosen=True), 404, Speech(language)("error-help"), to)

    def _sitemap(self) -> None:
        files = list(self._to_list())
        parts = [files[start : start + URLS] for start in range(0, len(files), URLS)]
        for number, part in enumerate(parts[:PARTS], 1):
            self._write(f"sitemap-{number}.xml", listed("urlset", "url", (self._url + quote(file) for file in part)))
        names = (f"{self._url}sitemap-{number}.xml" for number in range(1, min(len(parts), PARTS) + 1))
        self._write("sitemap.xml", listed("sitemapindex", "sitemap", names))

    def _to_list(self) -> Iterator[str]:
        """The files of the pages that a search engine is told of: what people look for, not every row and cell."""
        places: Iterable[str] = chain(
            self._places, (f"page/{path}" for path in self._things if _LISTED.fullmatch(path))
        )
        yield from (page_file(language, place, {}) for place in places for language in LANGUAGES)

    def _write(self, path: str, content: bytes) -> None:
        file = self._folder / path
        try:
            file.write_bytes(content)
        except FileNotFoundError:
            file.parent.mkdir(parents=True)
            file.write_bytes(content)
