"""Requests to a SPARQL server: queries and updates through SPARQLWrapper, graphs by the Graph Store Protocol.

The only module that knows SPARQLWrapper. That waits for ever unless told otherwise, lets urllib's exceptions out,
guesses the form of a request from its text and passes credentials on along redirections. So here every request is
what it is said to be, has one deadline for the whole answer, and fails as a KgError that says why. Only what may be
sent twice is ever sent here — queries, and changes that come to the same when they are made again — so a request is
sent again where the connection broke or the server said that it is busy.
"""

import ast
import http.client
import math
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote, urlsplit

from SPARQLWrapper import JSON, POST, SELECT, SPARQLExceptions, SPARQLWrapper

from kg.errors import EndpointFailed, InputError, KgError, LimitExceeded, QuerySyntax
from kg.store.credentials import PASSWORD, TOKEN, USER, Credentials
from kg.store.protocol import Dataset

_CHUNK = 1 << 16
_LONGEST = 300
_ATTEMPTS = 3
_PAUSE = 0.2  # seconds, four times as long each time
_LONGEST_PAUSE = 5.0
_BUSY = frozenset({429, 502, 503, 504})
_CUT = "X-SPARQL-MaxRows"
"""The header by which a server says that it has cut the rows of an answer off."""


@dataclass(frozen=True)
class Limits:
    """What a request may take: seconds for the whole of an answer, bytes of it, and how often it is sent."""

    seconds: float = 60.0
    most_bytes: int = 256 << 20
    attempts: int = _ATTEMPTS


@dataclass(frozen=True)
class Said:
    """A whole answer."""

    media_type: str
    body: bytes


class Refused(Exception):
    """The server answered, and not with success; inside this package only."""

    def __init__(self, status: int, said: str, headers: Message) -> None:
        super().__init__(status, said)
        self.status = status
        self.said = said
        self.headers = headers


class Wire:
    """Sends requests within limits."""

    def __init__(self, credentials: Credentials, limits: Limits) -> None:
        self._credentials = credentials
        self.limits = limits

    def query(self, url: str, text: str, accept: str, parameters: tuple[tuple[str, str], ...] = ()) -> Said:
        """The answer to a query, by POST of a form."""
        request = self._prepared(url, text, SELECT)
        request.addCustomHttpHeader("Accept", accept)
        for name, value in parameters:
            request.addParameter(name, value)
        try:
            return self._sent(url, "POST", request.opened)
        except Refused as error:
            if error.status == 400:
                raise QuerySyntax(f"the endpoint refused the query: {error.said}", place=shown(url)) from error
            raise self.failed(url, error) from error

    def update(self, url: str, text: str) -> None:
        """Make a change, which must come to the same when it is made twice; raises ``Refused``."""
        self._sent(url, "POST", self._prepared(url, text, "INSERT").opened)

    def graph(self, method: str, url: str, graph: str, body: bytes | None = None) -> Said:
        """GET a graph, or POST triples to it as Turtle; raises ``Refused``."""
        address = f"{url}?graph={quote(graph, safe='')}"
        headers = {"Accept": "text/turtle"} if body is None else {"Accept": "*/*", "Content-Type": "text/turtle"}

        def opened(authorization: str | None) -> http.client.HTTPResponse:
            request = urllib.request.Request(address, body, headers, method=method)  # noqa: S310 - of http or https
            if authorization:
                request.add_unredirected_header("Authorization", authorization)
            answer: http.client.HTTPResponse = urllib.request.urlopen(  # noqa: S310 - of http or https
                request, timeout=math.ceil(self.limits.seconds)
            )
            return answer

        return self._sent(address, method, opened)

    def failed(self, url: str, error: Refused) -> KgError:
        """What to say of a refusal."""
        what = f"HTTP status {error.status}: {error.said}"
        if error.status in (401, 403):
            given = f"Set {USER} and {PASSWORD}, or {TOKEN}, in the environment, and mind what they may do."
            return EndpointFailed(f"the endpoint does not let us in: {what}.", place=shown(url), advice=given)
        return _failed(url, what)

    # inner ---------------------------------------------------------------------------------------------------

    def _prepared(self, url: str, text: str, kind: str) -> "_Request":
        request = _Request(url)
        request.setReturnFormat(JSON)
        request.setOnlyConneg(True)
        request.setMethod(POST)
        request.setTimeout(math.ceil(self.limits.seconds))
        request.queryString, request.queryType = text, kind
        return request

    def _sent(self, url: str, method: str, opened: Callable[[str | None], http.client.HTTPResponse]) -> Said:
        asked, attempt = url.partition("?")[0], 0
        while True:
            try:
                answer = self._answer(url, opened(self._credentials.header(method, url)))
            except (SPARQLExceptions.SPARQLWrapperException, urllib.error.HTTPError) as error:
                refused = self._refused(error)
                if refused.status == 401 and self._credentials.learn(
                    asked, refused.headers.get("WWW-Authenticate", "")
                ):
                    continue
                attempt += 1
                if refused.status not in _BUSY or attempt >= self.limits.attempts:
                    self._credentials.prove(asked, good=refused.status not in (0, 401))
                    raise refused from error
                time.sleep(_pause(attempt, refused.headers.get("Retry-After", "")))
            except (OSError, http.client.HTTPException) as error:  # URLError and time-outs are OSErrors
                attempt += 1
                if _is_timeout(error) or attempt >= self.limits.attempts:
                    reason = self._credentials.hidden(str(error) or type(error).__name__)
                    raise _failed(url, reason) from error
                time.sleep(_pause(attempt, ""))
            else:
                self._credentials.prove(asked, good=True)
                return answer

    def _answer(self, url: str, response: http.client.HTTPResponse) -> Said:
        deadline = time.monotonic() + self.limits.seconds
        with response:
            if most := response.headers.get(_CUT):
                raise LimitExceeded(
                    f"the endpoint cut the answer off at {most} rows.",
                    place=shown(url),
                    advice="Raise its limit of rows, or ask for less.",
                )
            body = bytearray()
            while chunk := response.read1(_CHUNK):
                body += chunk
                if time.monotonic() > deadline:
                    raise LimitExceeded(f"the answer took longer than {self.limits.seconds:g} s.", place=shown(url))
                if len(body) > self.limits.most_bytes:
                    raise LimitExceeded(f"the answer is longer than {self.limits.most_bytes} bytes.", place=shown(url))
            if response.length:
                raise http.client.IncompleteRead(bytes(body), response.length)
            return Said(response.headers.get_content_type(), bytes(body))

    def _refused(self, error: Exception) -> Refused:
        """SPARQLWrapper prints the body into its message as bytes, and leaves urllib's response open."""
        answer = error if isinstance(error, urllib.error.HTTPError) else error.__context__
        if not isinstance(answer, urllib.error.HTTPError):
            return Refused(0, self._readable(str(error)), Message())
        with answer:
            if answer is error:
                body = answer.read(_CHUNK)
            else:
                head, _, printed = str(error).partition(" \n\nResponse:\n")
                body = ast.literal_eval(printed) if printed else head.encode()
        return Refused(answer.code, self._readable(body.decode("utf-8", "replace")), answer.headers)

    def _readable(self, text: str) -> str:
        """What a person reads of a body: a page without its markup, cut to a length."""
        if re.match(r"\s*<(!DOCTYPE|html|\?xml)", text, re.IGNORECASE):
            text = re.sub(r"<(style|title)\b.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL | re.IGNORECASE)
        return self._credentials.hidden(re.sub(r"[ \t\r\n]*\n\s*|[ \t]{2,}", " ", text).strip()[:_LONGEST])


class _Request(SPARQLWrapper):
    """A request whose credentials do not follow a redirection, and whose opener is the process's own."""

    def opened(self, authorization: str | None) -> http.client.HTTPResponse:
        self._authorization = authorization
        answer: http.client.HTTPResponse = self.query().response
        return answer

    def _createRequest(self) -> urllib.request.Request:  # noqa: N802 - the library's name
        request: urllib.request.Request = super()._createRequest()
        if self._authorization:
            request.add_unredirected_header("Authorization", self._authorization)
        return request


def dataset_parameters(dataset: Dataset | None) -> tuple[tuple[str, str], ...]:
    """The parameters that name the graphs of a request."""
    if dataset is None:
        return ()
    named = [("named-graph-uri", graph.value) for graph in dataset.named]
    return (*(("default-graph-uri", graph.value) for graph in dataset.default), *named)


def require_address(url: str) -> None:
    """Refuse what is no http or https address, and one with a password in it, which others could read."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError("an endpoint has an http or https address.", place=url, advice="Correct the address.")
    if "@" in parts.netloc:
        place = shown(url)
        advice = f"Set {USER} and {PASSWORD} in the environment."
        raise InputError("the address has a name or password in it.", place=place, advice=advice)


def shown(url: str) -> str:
    """The address as it may be shown."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _failed(url: str, reason: str) -> EndpointFailed:
    return EndpointFailed(
        f"the endpoint did not answer as it should: {reason}.",
        place=shown(url),
        advice="Check its address and that it is up.",
    )


def _is_timeout(error: Exception) -> bool:
    return isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError)


def _pause(attempt: int, said: str) -> float:
    """The seconds before the next attempt: what the server says, within reason."""
    own = _PAUSE * 4 ** (attempt - 1)
    return min(float(said), _LONGEST_PAUSE) if re.fullmatch(r"\d+", said) else own
