"""A real SMTP server for the tests, with a temper: it may refuse, put off, hang up or take its time."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP as SMTP_POLICY

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Temper:
    """How the server behaves, and what it took."""

    taken: list[tuple[str, Message]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    """Addresses on the envelopes, to which reports would go."""
    connections: int = 0
    refuses: set[str] = field(default_factory=set)
    """Addresses that do not exist (550)."""
    puts_off: set[str] = field(default_factory=set)
    """Addresses whose box is full today (452)."""
    hangs_up: bool = False
    """Ends the connection when it has the text, without an answer."""
    hangs_up_before: bool = False
    """Ends the connection before it has seen any text."""
    seconds: float = 0.0
    """How long it thinks about a text."""

    @property
    def recipients(self) -> list[str]:
        """Who has got something, in order."""
        return [recipient for recipient, _ in self.taken]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.hangs_up_before:
            _hang_up(server)
        if address in self.refuses:
            return "550 5.1.1 No such user"
        if address in self.puts_off:
            return "452 4.2.2 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.seconds)
        content = envelope.content
        assert isinstance(content, bytes)
        self.senders.append(envelope.mail_from or "")
        self.taken.append((envelope.rcpt_tos[0], message_from_bytes(content, EmailMessage, policy=SMTP_POLICY)))
        if self.hangs_up:
            _hang_up(server)
        return "250 OK queued"


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@dataclass
class Server:
    """A running server."""

    url: str
    temper: Temper


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@contextmanager
def smtp_server(temper: Temper | None = None, port: int | None = None) -> Iterator[Server]:
    """A server on the loopback, until the end of the block."""
    temper = temper or Temper()
    controller = Controller(temper, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield Server(f"smtp://127.0.0.1:{controller.port}", temper)
    finally:
        controller.stop()
