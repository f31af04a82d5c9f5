"""Which network addresses may be fetched from: public ones only, unless it is said otherwise.

A host is looked up once, every address it has is judged, and the connection goes to an address that was judged: a
name that answers differently the second time (DNS rebinding) leads nowhere else.
"""

import ipaddress
import socket

from kg.errors import FetchFailed, ForbiddenAddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


def resolve(host: str, port: int, *, private: bool, place: str) -> str:
    """An address of ``host`` to connect to; all of them have to be public unless ``private`` ones are allowed.

    Raises ``ForbiddenAddress`` or ``FetchFailed``.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"the host {host} is not known ({error}).", place=place, advice="Check the URL.") from error
    addresses = [str(where[4][0]).partition("%")[0] for where in found]
    for address in addresses:
        if not private and not is_public(ipaddress.ip_address(address)):
            raise ForbiddenAddress(
                f"the host {host} has the address {address}, which is not public.",
                place=place,
                advice="Only public addresses are fetched from; allow private ones if this is meant.",
            )
    return addresses[0]


def is_public(address: Address) -> bool:
    """Whether ``address`` is on the public internet; one that carries IPv4 addresses is if all of them are."""
    carried = _carried(address)
    if carried:
        return all(is_public(inner) for inner in carried)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _carried(address: Address) -> list[ipaddress.IPv4Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _TRANSLATED:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in inner if one is not None]
