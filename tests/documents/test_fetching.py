"""Files from the web, from a server on this machine: what is kept of them, and every limit."""

import gzip
import hashlib
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from typing import Any, ClassVar

import pytest
from loopback import serving

from kg.documents import addresses, read
from kg.documents.addresses import is_public
from kg.documents.fetching import FetchLimits, fetch
from kg.errors import BeyondLimit, FetchFailed, ForbiddenAddress

BODY = "泽州县财政局2024年部门预算公开\n".encode("gb18030")
HERE = FetchLimits(private=True, seconds=5)


class Handler(BaseHTTPRequestHandler):
    """Answers by the path that is asked for; ``asked`` are all of them, emptied before each test."""

    asked: ClassVar[list[str]] = []
    protocol_version = "HTTP/1.1"

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.asked.append(self.path)
        name = self.path.partition("?")[0].strip("/").replace("/", "_").partition(".")[0]
        getattr(self, f"on_{name}", self.on_file)()

    def on_file(self) -> None:
        self.answer(200, BODY, Content_Type="text/plain; charset=gbk")

    def on_named(self) -> None:
        name = "预算 公开.txt".encode("gb18030").decode("latin-1")
        self.answer(200, BODY, Content_Type="text/plain", Content_Disposition=f'attachment; filename="{name}"')

    def on_extended(self) -> None:
        self.answer(200, BODY, Content_Disposition="attachment; filename*=UTF-8''%E9%A2%84%E7%AE%97.txt")

    def on_outside(self) -> None:
        self.answer(200, BODY, Content_Disposition='attachment; filename="../../etc/passwd"')

    def on_page(self) -> None:
        self.answer(200, b"<html><p>x</p></html>", Content_Type="text/html; charset=utf-8")

    def on_packed(self) -> None:
        self.answer(200, gzip.compress(BODY), Content_Encoding="gzip")

    def on_bomb(self) -> None:
        self.answer(200, gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")

    def on_broken(self) -> None:
        self.answer(200, b"no gzip", Content_Encoding="gzip")

    def on_once(self) -> None:
        self.answer(302, b"", Location="/docs/" + "预算".encode().decode("latin-1") + ".txt")

    def on_loop(self) -> None:
        self.answer(302, b"", Location="/loop")

    def on_elsewhere(self) -> None:
        self.answer(302, b"", Location="file:///etc/passwd")

    def on_missing(self) -> None:
        self.answer(404, b"no")

    def on_large(self) -> None:
        self.answer(200, b"x", Content_Length="99999999999")

    def on_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            self.close_connection = True

    def on_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            self.close_connection = True

    def on_short(self) -> None:
        self.answer(200, b"half", Content_Length="400")
        self.close_connection = True


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(Handler) as address:
        yield address


@pytest.fixture(autouse=True)
def asked() -> list[str]:
    """The paths that the server is asked for in this test."""
    Handler.asked.clear()
    return Handler.asked


def test_a_file_comes_with_its_origin(server: str) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    found = fetch(f"{server}/docs/a.txt", HERE)
    assert found.content == BODY
    assert found.sha256 == hashlib.sha256(BODY).hexdigest()
    assert found.name == "a.txt"
    assert found.url == found.asked == found.place == f"{server}/docs/a.txt"
    assert (found.media_type, found.charset) == ("text/plain", "gbk")
    assert found.retrieved is not None
    assert before <= found.retrieved <= datetime.now(UTC)
    assert found.retrieved.utcoffset() is not None
    assert read(found).media_type == "text/plain; charset=GB18030"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("named", "预算 公开.txt"),
        ("extended", "预算.txt"),
        ("outside", "_.._etc_passwd"),
        ("page", "page.html"),
        ("page.jsp?id=7", "page.jsp"),
        ("%E9%A2%84%E7%AE%97.txt", "预算.txt"),
        ("%D4%A4%CB%E3.txt", "预算.txt"),
        ("预算.txt", "预算.txt"),
        ("a%2F..%2Fb.txt", "a_.._b.txt"),
        ("", "127.0.0.1"),
    ],
)
def test_the_name_of_a_file(path: str, name: str, server: str) -> None:
    assert fetch(f"{server}/{path}", HERE).name == name


def test_a_query_is_asked_for_as_it_is(server: str, asked: list[str]) -> None:
    fetch(f"{server}/a.jsp?id=7&name=预算#part", HERE)
    assert asked == ["/a.jsp?id=7&name=%E9%A2%84%E7%AE%97"]


def test_a_redirect_is_followed_and_both_urls_are_kept(server: str) -> None:
    found = fetch(f"{server}/once", HERE)
    assert found.asked == f"{server}/once"
    assert found.url == f"{server}/docs/预算.txt"
    assert found.content == BODY


def test_redirects_end(server: str, asked: list[str]) -> None:
    with pytest.raises(FetchFailed, match="more than 3 times"):
        fetch(f"{server}/loop", FetchLimits(private=True, redirects=3))
    assert len(asked) == 4


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x/a", "http:///a", "http://[/a", "a.txt", "http://h:99999/"]
)
def test_only_http_and_https_are_fetched(url: str) -> None:
    with pytest.raises(FetchFailed, match="is no http or https URL"):
        fetch(url, HERE)


def test_a_redirect_to_a_file_is_refused(server: str) -> None:
    with pytest.raises(FetchFailed, match="file:///etc/passwd is no http or https URL"):
        fetch(f"{server}/elsewhere", HERE)


def test_a_name_and_password_in_a_url_are_refused() -> None:
    with pytest.raises(ForbiddenAddress, match="user name"):
        fetch("http://user:word@example.org/", HERE)


@pytest.mark.parametrize(("path", "why"), [("missing", "404"), ("short", "connection failed"), ("broken", "unpacked")])
def test_what_is_no_file_is_said(path: str, why: str, server: str) -> None:
    with pytest.raises(FetchFailed, match=why) as caught:
        fetch(f"{server}/{path}", HERE)
    assert caught.value.place == f"{server}/{path}"
    assert caught.value.advice


def test_a_server_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(FetchFailed, match="the connection failed"):
        fetch(f"http://127.0.0.1:{port}/", HERE)


def test_a_packed_body_is_unpacked(server: str) -> None:
    assert fetch(f"{server}/packed", HERE).content == BODY


@pytest.mark.parametrize("path", ["large", "endless", "bomb"])
def test_size_has_a_limit(path: str, server: str) -> None:
    with pytest.raises(BeyondLimit, match="1,000,000 bytes"):
        fetch(f"{server}/{path}", FetchLimits(private=True, size=1_000_000))


def test_a_body_of_exactly_the_limit_is_read(server: str) -> None:
    assert fetch(f"{server}/a.txt", FetchLimits(private=True, size=len(BODY))).content == BODY


def test_time_has_a_limit_for_servers_that_drip(server: str) -> None:
    began = time.monotonic()
    with pytest.raises(FetchFailed, match=r"0\.5 s"):
        fetch(f"{server}/slow", FetchLimits(private=True, seconds=0.5))
    assert time.monotonic() - began < 3


def test_time_has_a_limit_for_servers_that_say_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(FetchFailed, match=r"0\.3 s"):
        fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/", FetchLimits(private=True, seconds=0.3))


# addresses ----------------------------------------------------------------------------------------------------------


def test_addresses_that_are_not_public_are_refused_by_default(server: str, asked: list[str]) -> None:
    with pytest.raises(ForbiddenAddress, match=r"127\.0\.0\.1, which is not public"):
        fetch(f"{server}/a.txt")
    assert asked == []


@pytest.mark.parametrize("host", ["localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "127.1"])
def test_other_names_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises(ForbiddenAddress):
        fetch(f"http://{host}/")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2400:3200::1", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("240.0.0.1", False), ("::1", False), ("::", False), ("fe80::1", False), ("fc00::1", False), ("ff02::1", False),
        ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("64:ff9b::808:808", True), ("2002:a00:1::", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


def answers(*found: str) -> list[tuple[object, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in found]


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers("8.8.8.8", "10.0.0.1"))
    with pytest.raises(ForbiddenAddress, match=r"10\.0\.0\.1"):
        fetch("http://example.org/")


def test_the_connection_goes_to_the_address_that_was_judged(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that has this address when judged and another one afterwards: it is looked up once."""
    looked: list[object] = []
    connected: list[object] = []
    real = socket.create_connection

    def lookup(host: object, *_: object, **__: object) -> list[tuple[object, ...]]:
        looked.append(host)
        return answers("127.0.0.1")

    def connect(address: tuple[str, int], *arguments: Any) -> socket.socket:
        connected.append(address[0])
        monkeypatch.undo()
        return real(address, *arguments)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    port = server.rpartition(":")[2]
    assert fetch(f"http://rebinding.example:{port}/a.txt", HERE).content == BODY
    assert looked == ["rebinding.example"]
    assert connected == ["127.0.0.1"]


def test_a_redirect_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    """The first host is judged public; what it leads to is judged too."""
    judged: list[str] = []
    real = addresses.resolve

    def resolve(host: str, port: int, *, private: bool, place: str) -> str:
        judged.append(host)
        return "127.0.0.1" if host == "public.example" else real(host, port, private=private, place=place)

    monkeypatch.setattr(addresses, "resolve", resolve)
    monkeypatch.setattr(
        Handler, "on_leads", lambda self: self.answer(302, b"", Location=f"{server}/a.txt"), raising=False
    )
    port = server.rpartition(":")[2]
    with pytest.raises(ForbiddenAddress):
        fetch(f"http://public.example:{port}/leads")
    assert judged == ["public.example", "127.0.0.1"]


def test_a_host_that_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchFailed, match=r"none\.example is not known"):
        fetch("https://none.example/a.pdf")
