"""The door to mail servers: SMTP by the standard library, and a folder instead of it.

A mailer opens a line and keeps it open for many letters. A line gives back what the server said, or raises one of three:
:class:`Deferred` (not taken, try later), :class:`Refused` (never will be), :class:`Unanswered` (nobody knows).
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from email.message import EmailMessage
    from pathlib import Path

SECONDS = 60.0
"""How long one answer of the server may take (RFC 5321, 4.5.3.2 allows five minutes; nobody waits so long)."""
OK = 250
PERMANENT = 500


class Deferred(Exception):
    """The letter was certainly not taken, and may be later. ``reachable`` is False where the server as such is not."""

    def __init__(self, answer: str, *, reachable: bool = True) -> None:
        super().__init__(answer)
        self.reachable = reachable


class Refused(Exception):
    """The server will never take the letter."""


class Unanswered(Exception):
    """The letter was handed over and no answer came: it may be on its way."""


class Line(Protocol):
    """An open line to a server."""

    def send(self, message: EmailMessage, recipient: str) -> str:
        """Hand over one letter; the server's answer. Raises Deferred, Refused or Unanswered."""


class Mailer(Protocol):
    """Something that takes letters."""

    sends: bool
    """Whether letters leave the house."""

    def opened(self) -> AbstractContextManager[Line]:
        """A line, open until the end of the block."""


@dataclass(frozen=True)
class SmtpServer:
    """Where and how to hand letters over."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: bool = False
    """TLS from the first byte (smtps)."""
    starttls: bool = False
    seconds: float = SECONDS

    @classmethod
    def from_url(cls, url: str) -> SmtpServer:
        """``smtp://user:password@host:587?starttls=1`` or ``smtps://…``; raises ``ValueError``."""
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError(url)
        tls = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 25),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=tls,
            starttls=parse_qs(parts.query).get("starttls", ["0"])[-1] == "1",
        )


class SmtpMailer:
    """Hands letters to a mail server."""

    sends = True

    def __init__(self, server: SmtpServer, sender: str) -> None:
        self._server = server
        self._sender = sender

    @contextmanager
    def opened(self) -> Iterator[Line]:
        """A line that calls the server with the first letter, and again after it hung up."""
        line = SmtpLine(self._server, self._sender)
        try:
            yield line
        finally:
            line.close()


class SmtpLine:
    """One connection for many letters."""

    def __init__(self, server: SmtpServer, sender: str) -> None:
        self._server = server
        self._sender = sender
        self._smtp: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, recipient: str) -> str:
        """Hand over one letter. Up to its last byte the server cannot have taken it; from then on only it knows."""
        content = message.as_bytes()
        smtp = self._connected()
        try:
            self._check(*smtp.mail(self._sender))
            self._check(*smtp.rcpt(recipient))
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Deferred(_words(error)) from error
        try:
            code, answer = smtp.data(content)
        except smtplib.SMTPDataError as error:  # it did not even want to hear it
            code, answer = error.smtp_code, _bytes(error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Unanswered(_words(error)) from error
        self._check(code, answer)
        return _said(code, answer)

    def close(self) -> None:
        """Say goodbye; a server that is gone need not answer."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._called()
            except (smtplib.SMTPException, OSError) as error:
                raise Deferred(_words(error), reachable=False) from error
        return self._smtp

    def _called(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.tls:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.seconds, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
        if server.starttls:
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
        smtp.ehlo_or_helo_if_needed()
        return smtp

    def _check(self, code: int, answer: bytes) -> None:
        """Go on when the server agrees; else leave this letter, so that the next may be sent on the same line."""
        if code in {OK, 251}:
            return
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.rset()
        if code == 421:  # noqa: PLR2004 - the server closes the line (RFC 5321, 3.8)
            self.close()
        raise (Refused if code >= PERMANENT else Deferred)(_said(code, answer))


class FolderMailer:
    """Puts letters into a folder, one file each, named by their Message-ID; nothing leaves the house."""

    sends = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def opened(self) -> Iterator[Line]:
        """The folder is always open."""
        self._folder.mkdir(parents=True, exist_ok=True)
        yield self

    def send(self, message: EmailMessage, recipient: str) -> str:
        """Write the letter; the file's name is the answer."""
        del recipient
        name = f"{message['Message-ID'].strip('<>').partition('@')[0]}.eml"
        (self._folder / name).write_bytes(message.as_bytes())
        return f"abgelegt als {name}"


def _said(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode('utf-8', 'replace')}".strip()[:500]


def _bytes(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
