"""Files from the web: http and https, with limits on size, time and redirects, and from public addresses only.

What comes back is a source like any other, with the URL that finally answered, the time, and what the server says of
it. Proxies of the environment are not used, since then the proxy and not this module would choose the address.
"""

import contextlib
import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit

from kg import __version__
from kg.documents import addresses, formats
from kg.documents.sources import MAX_BYTES, Source
from kg.errors import BeyondLimit, FetchFailed, ForbiddenAddress

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 64 * 1024
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]+")


@dataclass(frozen=True, kw_only=True)
class FetchLimits:
    """What one file may take: ``size`` in bytes unpacked, ``seconds`` in all, ``redirects``.

    ``private`` allows addresses that are not public, such as those of one's own network.
    """

    size: int = MAX_BYTES
    seconds: float = 120.0
    redirects: int = 5
    private: bool = False


class _Redirect(Exception):
    """The answer is at another URL."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


def fetch(url: str, limits: FetchLimits | None = None) -> Source:
    """The file at ``url``.

    Raises ``FetchFailed``, ``ForbiddenAddress`` or ``BeyondLimit``, each naming the URL.
    """
    limits = limits or FetchLimits()
    deadline = time.monotonic() + limits.seconds
    at = url
    for _ in range(limits.redirects + 1):
        try:
            return _fetched(at, url, limits, deadline)
        except _Redirect as redirect:
            at = urljoin(at, redirect.url)
    raise FetchFailed(
        f"it leads on more than {limits.redirects} times.", place=url, advice="Give the URL of the file itself."
    )


def _fetched(at: str, asked: str, limits: FetchLimits, deadline: float) -> Source:
    parts = _checked(at, asked)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    address = addresses.resolve(host, port, private=limits.private, place=at)
    connection = _connection(parts.scheme, host, port, address)
    connection.timeout = _left(deadline, limits, at)
    try:
        with _cut_off(connection, connection.timeout):
            connection.connect()
            connection.request("GET", _target(parts), headers=_HEADERS)
            found = _source(connection.getresponse(), at, asked, limits)
        _left(deadline, limits, at)
        return found
    except (OSError, http.client.HTTPException, ValueError) as error:
        _left(deadline, limits, at)
        why = f"the connection failed ({error or type(error).__name__})"
        raise FetchFailed(f"{why}.", place=at, advice="Check the URL, or try again later.") from error
    finally:
        connection.close()


_HEADERS = {"User-Agent": f"kg/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}


def _checked(url: str, asked: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise FetchFailed(f"{url} is no http or https URL.", place=asked, advice="Check the URL.")
    if parts.username or parts.password:
        raise ForbiddenAddress("a URL with a user name is not fetched.", place=asked, advice="Leave the name out.")
    return parts


def _left(deadline: float, limits: FetchLimits, place: str) -> float:
    """The seconds that are left; an error where there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchFailed(
            f"not done within the {limits.seconds:g} s it was given.", place=place, advice="Try again, or give it more."
        )
    return left


def _connection(scheme: str, host: str, port: int, address: str) -> "_To":
    if scheme == "https":
        return _SecureTo(host, port, address)
    return _To(host, port, address)


class _To(http.client.HTTPConnection):
    """A connection to an address that was judged; the host is only named to it.

    ``link`` is its socket, kept because the library forgets it as soon as a server says that it will close.
    """

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port)
        self.link: socket.socket | None = None
        self._address = address

    def connect(self) -> None:
        """Connect to the address."""
        self.sock = self.link = socket.create_connection((self._address, self.port), self.timeout)


class _SecureTo(_To):
    """The same with TLS: the certificate has to be that of the host."""

    default_port = 443

    def connect(self) -> None:
        """Connect to the address and check the certificate."""
        super().connect()
        secured = ssl.create_default_context().wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock = self.link = secured
        secured.do_handshake()


@contextlib.contextmanager
def _cut_off(connection: "_To", seconds: float) -> Iterator[None]:
    """Shut the connection when its time is over, so that a server which sends a byte now and then cannot hold it."""

    def cut() -> None:
        if connection.link is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection.link, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _target(parts: SplitResult) -> str:
    """The path and query of a URL, with signs beyond ASCII in UTF-8 as browsers send them."""
    path = quote(_LONE_PERCENT.sub("%25", parts.path or "/"), safe="/%:@!$&'()*+,;=~-._")
    query = quote(_LONE_PERCENT.sub("%25", parts.query), safe="/%:@!$&()*+,;=~-._?")
    return f"{path}?{query}" if query else path


def as_sent(url: str) -> str:
    """The URL as it is sent: percent-encoded where it has to be (RFC 3986), without a fragment."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{_target(parts)}"


def _source(response: http.client.HTTPResponse, at: str, asked: str, limits: FetchLimits) -> Source:
    if response.status in _REDIRECTS and response.headers.get("Location"):
        raise _Redirect(_text(response.headers["Location"]))
    if response.status != 200:
        raise FetchFailed(
            f"the server answered {response.status} {response.reason}.", place=at, advice="Check the URL in a browser."
        )
    content = b"".join(_pieces(response, at, limits))
    return Source(
        name=_name(response.headers, at),
        content=content,
        place=at,
        url=at,
        asked=asked,
        retrieved=datetime.now(UTC).replace(microsecond=0),
        media_type=response.headers.get_content_type() if "Content-Type" in response.headers else None,
        charset=response.headers.get_content_charset(),
    )


def _pieces(response: http.client.HTTPResponse, at: str, limits: FetchLimits) -> Iterator[bytes]:
    """The body, unpacked where the server packed it unasked, as far as the limit goes."""
    stated = response.length
    if stated is not None and stated > limits.size:
        raise _too_large(limits, at)
    packed = response.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip", "deflate")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None
    left = limits.size
    while piece := response.read(_PIECE):
        try:
            plain = unpacker.decompress(piece, left + 1) if unpacker else piece
        except zlib.error as error:
            raise FetchFailed(f"its body cannot be unpacked ({error}).", place=at, advice="Try again.") from error
        left -= len(plain)
        if left < 0:
            raise _too_large(limits, at)
        yield plain
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    if unpacker is not None and not unpacker.eof:
        raise FetchFailed("its body ends too early.", place=at, advice="Try again.")


def _too_large(limits: FetchLimits, place: str) -> BeyondLimit:
    return BeyondLimit(
        f"it has more than {limits.size:,} bytes.", place=place, advice="Allow it more if this is meant."
    )


def _name(headers: Message, url: str) -> str:
    """The name the server gives the file, otherwise the last part of the URL; an ending by the type if it has none."""
    name = _UNSAFE.sub("_", _given_name(headers) or "").strip(". ")
    if not name:
        name = _UNSAFE.sub("_", _decoded(unquote_to_bytes(PurePosixPath(urlsplit(url).path).name))).strip(". ")
    name = name or urlsplit(url).hostname or "file"
    if PurePosixPath(name).suffix.lower() not in formats.ENDINGS:
        stated = headers.get_content_type() if "Content-Type" in headers else ""
        known = [ending for ending, form in formats.ENDINGS.items() if form.value == stated]
        name += known[0] if known and stated != "text/plain" and not PurePosixPath(name).suffix else ""
    return name


def _given_name(headers: Message) -> str | None:
    """The file name of Content-Disposition (RFC 6266); one without a stated encoding is UTF-8 or GB18030."""
    given = headers.get("Content-Disposition", "")
    extended = re.search(r"filename\*\s*=\s*([\w-]+)'[^']*'([^;]+)", given, re.IGNORECASE)
    if extended:
        try:
            return unquote_to_bytes(extended.group(2).strip().strip('"')).decode(extended.group(1))
        except (LookupError, UnicodeDecodeError):
            return None
    plain = re.search(r'filename\s*=\s*(?:"([^"]*)"|([^;]+))', given, re.IGNORECASE)
    return _text((plain.group(1) or plain.group(2) or "").strip(), percent=True) if plain else None


def _text(header: str, *, percent: bool = False) -> str:
    """A header as text: its bytes are UTF-8 or GB18030, whatever the standard says."""
    stored = header.encode("latin-1", "replace")
    return _decoded(unquote_to_bytes(stored) if percent else stored)


def _decoded(stored: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return stored.decode(encoding)
        except UnicodeDecodeError:
            continue
    return stored.decode("latin-1")
