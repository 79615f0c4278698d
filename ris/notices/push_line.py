"""The door to push services: one POST, only by https, only to public addresses, with little patience.

The address comes from a browser, so from anybody who is logged in: it must not become a way into our own network. The
connection goes to the very address that was checked, no redirect is followed, and hardly anything of the answer is read.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_ENDPOINT: Final = 1000
GONE: Final = frozenset({404, 410})
"""The browser takes no pushes there any more (RFC 8030, 7.3)."""
TAKEN: Final = frozenset({200, 201, 202, 204})
TIMEOUT: Final = urllib3.Timeout(total=15.0, connect=5.0, read=10.0)


class NoEndpoint(ValueError):
    """Nothing a push could go to: not https, somebody's name in it, or inside our own network."""


class NotPushed(Exception):
    """It was not taken; ``status`` is 0 where there was no answer."""

    def __init__(self, status: int) -> None:
        super().__init__(f"push not taken: {status or 'no answer'}")
        self.status = status


@dataclass(frozen=True)
class PushLine:
    """How pushes leave this machine."""

    ca_file: str | None = None
    """Certificates to trust; the machine's own for None."""
    trusted_hosts: frozenset[str] = frozenset()
    """Hosts inside our own network that are push services all the same; none but in tests."""

    def check(self, endpoint: str) -> tuple[str, int]:
        """Host and port of an address by its looks; raises :class:`NoEndpoint`. It is looked up when it is used."""
        try:
            parts = urlsplit(endpoint)
            host, port = parts.hostname or "", parts.port or 443
        except ValueError:
            raise NoEndpoint(endpoint) from None
        plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
        if parts.scheme != "https" or not host or "@" in parts.netloc or not plain or len(endpoint) > LONGEST_ENDPOINT:
            raise NoEndpoint(endpoint)
        if _is_address(host) and not _is_public(host):
            raise NoEndpoint(endpoint)
        return host, port

    def post(self, endpoint: str, content: bytes, headers: Mapping[str, str]) -> None:
        """Hand a message over; raises :class:`NoEndpoint` or :class:`NotPushed`."""
        host, port = self.check(endpoint)
        address = self._address(host, port, endpoint)
        pool = urllib3.HTTPSConnectionPool(
            address, port, timeout=TIMEOUT, server_hostname=host, assert_hostname=host, ca_certs=self.ca_file
        )
        parts = urlsplit(endpoint)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            answer = pool.urlopen(
                "POST",
                target,
                body=content,
                headers={"Host": parts.netloc, **headers},
                redirect=False,
                retries=False,
                preload_content=False,
                assert_same_host=False,
            )
            answer.close()
        except (HTTPError, OSError, ValueError) as error:
            raise NotPushed(0) from error
        finally:
            pool.close()
        if answer.status not in TAKEN:
            raise NotPushed(answer.status)

    def _address(self, host: str, port: int, endpoint: str) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NotPushed(0) from error
        addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
        public = [each for each in addresses if host in self.trusted_hosts or _is_public(each)]
        if not public:
            raise NoEndpoint(endpoint)
        return public[0]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_public(address: str) -> bool:
    """Whether an address is on the public internet, also where it is an IPv4 address in IPv6's clothes."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if inner is not None:
            return _is_public(str(inner))
        if parsed in NAT64:
            return _is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
    return parsed.is_global and not parsed.is_multicast


NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
