"""Who we are to an endpoint: a name and password, or a token, from the environment and from nowhere else.

Promises: a secret stands in no argument, no address and no message; it goes to the address that was given and never
along a redirection; a password goes in clear only to a server that asks for it so (RFC 7617), else as a digest
(RFC 7616).
"""

import base64
import os
import urllib.request
from typing import NamedTuple, Self

from kg.errors import InputError

USER, PASSWORD, TOKEN = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"


class Credentials:
    """What opens an endpoint, and what its addresses have asked for so far."""

    def __init__(self, user: str = "", password: str = "", token: str = "") -> None:
        self._user = user
        self._password = password
        self._token = token
        self._challenges: dict[str, _Challenge] = {}
        self._proven: set[str] = set()

    @classmethod
    def from_environment(cls) -> Self:
        """Those of ``KG_STORE_USER`` and ``KG_STORE_PASSWORD``, or of ``KG_STORE_TOKEN``."""
        return cls(*(os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN)))

    def learn(self, url: str, challenge: str) -> bool:
        """Take note of what an address asks for; whether it can be given, and was not given in vain just now."""
        if self._token or not self._user:
            return False
        before = self._challenges.get(url)
        scheme, _, rest = challenge.partition(" ")
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, url, self._user, self._password)
        handler = urllib.request.HTTPDigestAuthHandler(passwords)
        self._challenges[url] = _Challenge(scheme.lower(), _parameters(rest), handler)
        return scheme.lower() in ("basic", "digest") and (before is None or url in self._proven)

    def prove(self, url: str, *, good: bool) -> None:
        """Take note of whether an address let us in; one that did may ask anew, as for another nonce."""
        if good:
            self._proven.add(url)
        else:
            self._proven.discard(url)
            self._challenges.pop(url, None)

    def header(self, method: str, url: str) -> str | None:
        """The value of ``Authorization`` for a request, if the address has asked for one or there is a token."""
        if self._token:
            return f"Bearer {self._token}"
        asked = self._challenges.get(url.partition("?")[0])
        if asked is None:
            return None
        if asked.scheme == "basic":
            return "Basic " + base64.b64encode(f"{self._user}:{self._password}".encode()).decode()
        request = urllib.request.Request(url, method=method)  # noqa: S310 - it is not opened
        try:
            found = asked.digest.get_authorization(request, asked.parameters)
        except UnicodeEncodeError:
            raise InputError(
                "the server asks for a digest, which is made of ASCII here.",
                place=USER,
                advice=f"Choose another {PASSWORD}.",
            ) from None
        return f"Digest {found}" if found else None

    def hidden(self, text: str) -> str:
        """``text`` without the secrets, should a server repeat them."""
        for secret in (self._password, self._token):
            text = text.replace(secret, "…") if secret else text
        return text


class _Challenge(NamedTuple):
    """What a 401 asks for."""

    scheme: str
    parameters: dict[str, str]
    digest: urllib.request.HTTPDigestAuthHandler


def _parameters(text: str) -> dict[str, str]:
    parts = urllib.request.parse_http_list(text)
    return urllib.request.parse_keqv_list([part for part in parts if "=" in part])
