"""The one door to the web: careful GETs, where nothing the other side does can hurt us.

Only http and https; never to another host than allowed, never to addresses inside our own network unless the
source itself is there; the connection goes to the very address that was checked. Answers are read in pieces, up
to a limit of bytes and of seconds, whatever their headers promise.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, SSLError
from urllib3.response import BaseHTTPResponse

PAGE_BYTES: Final = 64 * 1024 * 1024
FILE_BYTES: Final = 512 * 1024 * 1024
PIECE: Final = 16 * 1024
REDIRECTS: Final = 5
ATTEMPTS: Final = 4
LONGEST_PAUSE: Final = 30.0
PORTS: Final = {"http": 80, "https": 443}
FIRST_ERROR: Final = 400
NOT_FOUND: Final = 404
TOO_MANY: Final = 429
FIRST_SERVER_ERROR: Final = 500
AGENT: Final = "Ratsinformationssystem (OParl-Import)"


class FetchFailed(Exception):
    """It could not be fetched; the message says in German why."""

    def __init__(self, message: str, *, status: int = 0, lasting: bool = True, wait: float = 0.0) -> None:
        super().__init__(message)
        self.status = status
        self.wait = wait
        """Seconds the other side asks us to wait."""
        self.lasting = lasting
        """Whether asking again is of no use."""


@dataclass(frozen=True)
class Patience:
    """How long we wait."""

    connecting: float = 10.0
    reading: float = 60.0
    """Seconds between two pieces."""
    whole: float = 300.0
    """Seconds for one answer."""
    pause: float = 1.0
    """Seconds before the second attempt; doubles every time."""


@dataclass
class Fetcher:
    """Fetches from the host of a source."""

    home: str
    """Address of the source."""
    only_home: bool = True
    """Whether other hosts are refused."""
    patience: Patience = field(default_factory=Patience)
    sleep: Callable[[float], None] = time.sleep

    def page(self, url: str) -> tuple[bytes, str]:
        """The content and its type; raises :class:`FetchFailed`."""
        with self.opened(url, PAGE_BYTES) as answer:
            return answer.read(), answer.content_type

    @contextmanager
    def opened(self, url: str, limit: int) -> Iterator[Answer]:
        """An answer of at most ``limit`` bytes, to be read inside; raises :class:`FetchFailed`."""
        answer = self._persistent(url, limit)
        try:
            yield answer
        except HTTPError as error:
            raise FetchFailed(f"die Antwort brach ab ({type(error).__name__})", lasting=False) from error
        finally:
            answer.close()

    def _persistent(self, url: str, limit: int) -> Answer:
        pause = self.patience.pause
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._followed(url, limit)
            except FetchFailed as failure:
                if failure.lasting or attempt == ATTEMPTS:
                    raise
                wait = max(pause, failure.wait)
            self.sleep(min(wait, LONGEST_PAUSE))
            pause *= 2
        raise AssertionError  # the last attempt returns or raises

    def _followed(self, url: str, limit: int) -> Answer:
        seen: list[str] = []
        while True:
            if url in seen or len(seen) > REDIRECTS:
                raise FetchFailed("die Weiterleitungen führen im Kreis")
            seen.append(url)
            response = self._asked(url)
            target = response.get_redirect_location()
            if not target:
                break
            response.close()
            url = urljoin(url, str(target))
        if response.status >= FIRST_ERROR:
            response.close()
            again = response.status >= FIRST_SERVER_ERROR or response.status == TOO_MANY
            asked = str(response.headers.get("Retry-After", ""))
            wait = float(asked) if asked.isascii() and asked.isdecimal() else 0.0
            raise FetchFailed(f"Antwort {response.status}", status=response.status, lasting=not again, wait=wait)
        return Answer(response, limit, time.monotonic() + self.patience.whole)

    def _asked(self, url: str) -> BaseHTTPResponse:
        parts = self._permitted(url)
        port = parts.port or PORTS[parts.scheme]
        address = self._checked_address(parts.hostname or "", port)
        timeout = urllib3.Timeout(connect=self.patience.connecting, read=self.patience.reading)
        pool = _pool(parts, address, port, timeout)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": AGENT, "Accept-Encoding": "gzip"}
        try:
            return pool.urlopen(
                "GET",
                target,
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
                assert_same_host=False,
            )
        except SSLError as error:
            raise FetchFailed("das Zertifikat des Servers ist nicht gültig") from error
        except (HTTPError, OSError, ValueError) as error:
            raise FetchFailed(f"keine Antwort ({type(error).__name__})", lasting=False) from error

    def _permitted(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            raise FetchFailed("keine brauchbare Adresse") from None
        if parts.scheme not in PORTS or not parts.hostname:
            raise FetchFailed("nur http und https sind erlaubt")
        if self.only_home and parts.hostname != urlsplit(self.home).hostname:
            raise FetchFailed(f"führt zu einem anderen Rechner ({parts.hostname}) und wurde nicht abgerufen")
        return parts

    def _checked_address(self, host: str, port: int) -> str:
        """An address of the host; inside our own network only where the source itself is."""
        addresses = _addresses(host, port)
        if host != urlsplit(self.home).hostname:
            addresses = [address for address in addresses if ipaddress.ip_address(address).is_global]
        if not addresses:
            raise FetchFailed(f"{host} liegt im eigenen Netz und wurde nicht abgerufen")
        return addresses[0]


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchFailed(f"{host} ist nicht bekannt", lasting=False) from None
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _pool(parts: SplitResult, address: str, port: int, timeout: urllib3.Timeout) -> urllib3.HTTPConnectionPool:
    if parts.scheme == "https":
        host = parts.hostname
        return urllib3.HTTPSConnectionPool(address, port, timeout=timeout, server_hostname=host, assert_hostname=host)
    return urllib3.HTTPConnectionPool(address, port, timeout=timeout)


class Answer:
    """What comes back, read in pieces; a stream of bytes that ends with an exception where a limit is passed."""

    def __init__(self, response: BaseHTTPResponse, limit: int, deadline: float) -> None:
        self._response = response
        self._limit = limit
        self._deadline = deadline
        self._size = 0
        self._rest = b""
        packed = "gzip" in str(response.headers.get("Content-Encoding", "")).lower()
        self._unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if packed else None
        self.content_type = str(response.headers.get("Content-Type", "")).lower()

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; all of them for ``-1``; raises :class:`FetchFailed` beyond the limits."""
        wanted = self._limit + 1 if size < 0 else size
        parts, have = [self._rest], len(self._rest)
        while have < wanted and (piece := self._next_piece()):
            parts.append(piece)
            have += len(piece)
        content = b"".join(parts)
        self._rest = content[wanted:]
        return content[:wanted]

    def _next_piece(self) -> bytes:
        """Some bytes, none at the end; no more is waited for, or unpacked, than can be checked in time."""
        piece = b""
        while not piece:
            if time.monotonic() > self._deadline:
                raise FetchFailed("die Antwort dauerte zu lange", lasting=False)
            tail = b"" if self._unpacking is None else self._unpacking.unconsumed_tail
            raw = tail or self._response.read1(PIECE, decode_content=False)
            if not raw:
                break
            piece = raw if self._unpacking is None else self._unpacked(raw)
        if not piece and self._unpacking is not None and not self._unpacking.eof:
            raise FetchFailed("die Antwort brach ab", lasting=False)
        self._size += len(piece)
        if self._size > self._limit:
            raise FetchFailed(f"die Antwort ist größer als {self._limit // 2**20} MB")
        return piece

    def _unpacked(self, raw: bytes) -> bytes:
        try:
            return self._unpacking.decompress(raw, PIECE) if self._unpacking else raw
        except zlib.error:
            raise FetchFailed("die Antwort ist falsch gepackt", lasting=False) from None

    def close(self) -> None:
        """Let go of the connection, however much of the answer is still to come."""
        self._response.close()
