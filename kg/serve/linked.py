"""Linked data over HTTP: the IRIs of the store, the pages of things for people, their data for machines.

An IRI names a thing, which is no document, so it is answered with 303 to its page or to its data, as the client
accepts (Cool URIs for the Semantic Web, 4.2). Everything here is of one generation and says so in its ETag.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from urllib.parse import parse_qsl, quote, urlsplit

from kg.publish.pages import FORMATS, LANGUAGES, Asked, editor_files, error, icon, style, style_name
from kg.serve import pages
from kg.serve.asgi import Request, Response
from kg.serve.built import built
from kg.serve.engine import Engine
from kg.serve.lanes import shape_of_page
from kg.serve.negotiation import best, preferred_language
from kg.serve.pages import DataAsked, PageAsked
from kg.serve.requests import Refusal

NAMED = ("id", "graph", "def", "shapes")
"""The first parts of the paths of IRIs."""
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
}
"""A page runs no script and asks for nothing but its style sheet."""
EDITOR_HEADERS = PAGE_HEADERS | {
    "Content-Security-Policy": f"{PAGE_HEADERS['Content-Security-Policy']}; script-src 'self'; connect-src 'self'"
}
"""The editor runs the script of this host, which asks this host."""
_HTML = "text/html"
_RDF = tuple(FORMATS.values())
_FRESH = "public, max-age=60"
_FOR_EVER = "public, max-age=31536000, immutable"
_MOST_PARAMETERS = 20
_SITEMAP = re.compile(r"/sitemap(?:-([1-9]\d{0,5}))?\.xml")
Handler = Callable[[Request], Awaitable[Response]]


class Linked:
    """Answers for all paths but those of the interfaces.

    ``address`` is where people reach it, if that is told; ``withdrawn`` are IRIs of things that were published and
    are no more, which are told from those that never were (410, not 404).
    """

    def __init__(self, engine: Engine, address: str | None = None, withdrawn: Collection[str] = ()) -> None:
        self._engine = engine
        self._address = address
        self._withdrawn = frozenset(urlsplit(iri).path.rpartition("/id/")[2] for iri in withdrawn)

    def handler(self, path: str) -> Handler | None:
        """What answers at a path; ``None`` where nothing here does."""
        first = path[1:].partition("/")[0]
        if first in NAMED:
            return self._thing
        if first in ("page", "question") or path in ("/search", "/compare", "/editor", "/browse"):
            return self._page
        fixed: dict[str, Handler] = {
            f"/{style_name()}": self._style, "/icon.svg": self._icon,
            "/robots.txt": self._robots, "/.well-known/void": self._described,
            "/editor.json": self._editor_data, **{f"/{name}": built for name in editor_files()},
        }  # fmt: skip
        if first == "data":
            return self._data
        return self._sitemap if _SITEMAP.fullmatch(path) else fixed.get(path)

    def route_of(self, path: str) -> str | None:
        """The route of a path, as metrics count it."""
        if self.handler(path) is None:
            return None
        return f"/{path[1:].partition('/')[0]}" if path.count("/") > 1 else path

    async def home(self, request: Request) -> Response:
        """The home page, or the description of the dataset for who takes no page."""
        if best(request.headers.get("accept"), (_HTML, *_RDF)) != _HTML:
            return await self._described(request)
        found = await self._page(request)
        address = self._site(request)
        links = f'<{address}.well-known/void>; rel="describedby", <{address}sitemap.xml>; rel="sitemap"'
        return _with(found, {"Link": links})

    async def _thing(self, request: Request) -> Response:
        media_type = best(request.headers.get("accept"), (_HTML, *_RDF))
        if media_type is None:
            raise _not_acceptable((_HTML, *_RDF))
        path = _path_of_thing(request.path)
        if not await self._engine.run(request, shape_of_page("thing"), pages.holds, path):
            raise self._gone(path) or Refusal(404, f"nothing is known of {request.path[:200]}.")
        up = "../" * (request.path.count("/") - 1) or "./"
        asked = f"?{request.address}" if request.address else ""
        ending = next((f".{name}" for name, one in FORMATS.items() if one == media_type), "")
        place = f"page/{path}" if media_type == _HTML else f"data/{path}{ending}"
        headers = {"Location": f"{up}{quote(place, safe='/-._~')}{asked}", "Vary": "Accept", "Cache-Control": _FRESH}
        return Response(303, "text/plain", f"see {place}\n".encode(), headers)

    async def _page(self, request: Request) -> Response:
        if best(request.headers.get("accept"), (_HTML,)) is None:
            raise _not_acceptable((_HTML,))
        asked = page_asked(request)
        tag = self._tag(request, asked.language, _HTML)
        fixed = EDITOR_HEADERS if asked.path == "editor" else PAGE_HEADERS
        headers = fixed | {
            "Vary": "Accept, Accept-Language, Accept-Encoding",
            "Content-Language": asked.language,
            **tag,
        }
        if _has(request, tag):
            return Response(304, headers=headers)
        try:
            reply = await self._engine.again(request, _shape(asked.path), pages.page, asked)
        except Refusal as refusal:
            raise self._gone(asked.path.partition("/")[2], refusal.status) or refusal from None
        return _with(self._engine.response(reply), {**headers, **self._alternates(request, asked.path)})

    async def _data(self, request: Request) -> Response:
        path, media_type = _ending(request.path.removeprefix("/data").removeprefix("/"))
        if media_type is None:
            media_type = best(request.headers.get("accept"), (_HTML, *_RDF))
        if media_type == _HTML:
            return await self._page(request)
        if media_type is None:
            raise _not_acceptable((_HTML, *_RDF))
        number = _number(dict(_parameters(request)).get("page", "1"))
        tag = self._tag(request, "", media_type)
        if _has(request, tag):
            return Response(304, headers={"Vary": "Accept, Accept-Encoding", **tag})
        asked = DataAsked(path, media_type, number, f"{self._site(request)}data/{quote(path)}")
        try:
            found = await self._engine.run(request, shape_of_page("data"), pages.data, asked)
        except Refusal as refusal:
            raise self._gone(path, refusal.status) or refusal from None
        links = [f'<{asked.document}>; rel="self"']
        links += [f'<?page={number + 1}>; rel="next"'] if found.more else []
        return _with(self._engine.response(found.reply), {**tag, "Link": ", ".join(links)})

    async def _described(self, request: Request) -> Response:
        media_type = best(request.headers.get("accept"), _RDF)
        if media_type is None:
            raise _not_acceptable(_RDF)
        tag = self._tag(request, "", media_type)
        if _has(request, tag):
            return Response(304, headers={"Vary": "Accept, Accept-Encoding", **tag})
        site = self._site(request)
        reply = await self._engine.again(request, shape_of_page("dataset"), pages.described, site, media_type)
        return _with(self._engine.response(reply), tag)

    async def _editor_data(self, request: Request) -> Response:
        language = page_asked(request).language
        headers = {"Vary": "Accept-Language, Accept-Encoding", **self._tag(request, language)}
        if _has(request, headers):
            return Response(304, headers=headers)
        reply = await self._engine.again(request, shape_of_page("editor"), pages.editor_data, language)
        return _with(self._engine.response(reply), headers)

    async def _sitemap(self, request: Request) -> Response:
        found = _SITEMAP.fullmatch(request.path)
        number = int(found[1] or 0) if found else 0
        tag = self._tag(request, "", "application/xml")
        if _has(request, tag):
            return Response(304, headers=tag)
        site = self._site(request)
        reply = await self._engine.again(request, shape_of_page("sitemap"), pages.sitemap, site, number)
        return _with(self._engine.response(reply), tag)

    async def _style(self, _: Request) -> Response:
        return Response(200, "text/css", style(), {"Cache-Control": _FOR_EVER})

    async def _icon(self, _: Request) -> Response:
        return Response(200, "image/svg+xml", icon(), {"Cache-Control": _FRESH})

    async def _robots(self, request: Request) -> Response:
        lines = ["User-agent: *", *(f"Disallow: /{one}" for one in ("sparql", "ask/", "search", "metrics", "data/"))]
        text = "\n".join([*lines, "", f"Sitemap: {self._site(request)}sitemap.xml", ""])
        return Response(200, "text/plain", text.encode(), {"Cache-Control": _FRESH})

    def _gone(self, path: str, status: int = 404) -> Refusal | None:
        """The refusal of a thing that was withdrawn; ``None`` where it was not, or something else is wrong."""
        gone = status == 404 and path in self._withdrawn
        return Refusal(410, "this was published and is withdrawn; nothing states it any more.") if gone else None

    def _site(self, request: Request) -> str:
        return self._address or f"{request.place}/"

    def _tag(self, request: Request, *variant: str) -> Mapping[str, str]:
        """The ETag of a representation: that of its generation, and what else it depends on."""
        generation = self._engine.generations.current
        made = f"{generation.made:.6f}" if generation else ""
        told = "\n".join(
            (made, style_name(), *editor_files(), self._site(request), request.path, request.address, *variant)
        )
        return {"ETag": f'W/"{hashlib.sha256(told.encode()).hexdigest()[:24]}"', "Cache-Control": _FRESH}

    def _alternates(self, request: Request, path: str) -> Mapping[str, str]:
        """The data of the thing that a page shows, as links of its head."""
        kind, _, rest = path.partition("/")
        if kind != "page":
            return {}
        address = f"{self._site(request)}data/{quote(rest, safe='/-._~')}"
        links = (f'<{address}.{name}>; rel="alternate"; type="{one}"' for name, one in FORMATS.items())
        return {"Link": ", ".join(links)}


def page_asked(request: Request) -> PageAsked:
    """The page that a request asks for, in the language it chooses or prefers."""
    parameters = _parameters(request)
    chosen = dict(parameters).get("lang")
    if chosen is not None and chosen not in LANGUAGES:
        raise Refusal(400, f"'lang' is one of {', '.join(LANGUAGES)}.")
    language = chosen or preferred_language(request.headers.get("accept-language"), LANGUAGES)
    rest = tuple((name, value) for name, value in parameters if name != "lang")
    return PageAsked(request.path[1:], rest, language, chosen is not None)


def error_page(request: Request, refusal: Refusal) -> Response:
    """A refusal as a page, for who takes pages."""
    try:
        asked = page_asked(request)
    except Refusal:
        asked = PageAsked(request.path[1:], (), LANGUAGES[0], False)
    page = error(Asked(asked.path, {}, asked.language, asked.chosen), refusal.status, refusal.words)
    headers = refusal.headers | PAGE_HEADERS | {"Content-Language": asked.language, "Vary": "Accept, Accept-Language"}
    return Response(refusal.status, _HTML, page, headers)


def _parameters(request: Request) -> tuple[tuple[str, str], ...]:
    """The parameters of an address; each once, the last counts."""
    try:
        found = parse_qsl(request.address, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except (UnicodeDecodeError, ValueError) as error:
        raise Refusal(400, f"the parameters cannot be read: {error}.") from error
    return tuple(dict(found).items())


def _path_of_thing(path: str) -> str:
    return path.removeprefix("/id/") if path.startswith("/id/") else path.removeprefix("/")


def _ending(path: str) -> tuple[str, str | None]:
    """A path without the ending that names a format, and the format."""
    name, dot, ending = path.rpartition(".")
    return (name, FORMATS[ending]) if dot and ending in FORMATS else (path, None)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 100_000):
        raise Refusal(400, "'page' is a number from 1 on.")
    return int(text)


def _shape(path: str) -> str:
    """What pages cost is alike for things of a kind."""
    return shape_of_page("/".join(path.split("/")[:2]) if path.startswith(("page/", "data/")) else path)


def _has(request: Request, tag: Mapping[str, str]) -> bool:
    """Whether the client has this representation already (RFC 9110, 13.1.2)."""
    given = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    return tag["ETag"] in given or "*" in given


def _with(response: Response, headers: Mapping[str, str]) -> Response:
    """A response with more headers."""
    return Response(
        response.status,
        response.media_type,
        response.body,
        {**response.headers, **headers},
        response.file,
        response.size,
    )


def _not_acceptable(offered: tuple[str, ...]) -> Refusal:
    return Refusal(406, f"this can be had as {', '.join(offered)}.")
