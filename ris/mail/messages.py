"""A letter as the bytes of an e-mail; what it holds of others cannot become a header (email.policy refuses)."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from ris.mail.models import OutgoingMail
    from ris.storage import Storage


OWN_ID = re.compile(
    r"(?P<name>[0-9a-f]{16}\.(?P<body>[0-9]{1,9})\.(?P<mail>[0-9]{1,15}))\.(?P<signature>[0-9a-f]{24})@[^@\s<>]{1,253}"
)


class OnOneLine(UnstructuredHeader, BaseHeader):
    """A header with an address in it: the library would put a long one into encoded words, which no program follows."""

    def fold(self, *, policy: Policy) -> str:
        """As it is; a line may have 998 characters (RFC 5322, 2.1.1)."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", OnOneLine)
POLICY = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True)
class Sender:
    """Who the letters of a town are from."""

    address: str
    name: str
    reply_to: str = ""
    secret: str = ""
    """With it names of letters are signed."""

    def new_message_id(self, mail: OutgoingMail) -> str:
        """A name for one try, without angle brackets; unlike any other, and known again when it comes back."""
        name = f"{token_hex(8)}.{mail.body_id}.{mail.id}"
        return f"{name}.{_signed(name, self.secret)}@{self.address.partition('@')[2]}"


@dataclass(frozen=True)
class LetterName:
    """Which letter a Message-ID was made for."""

    body_id: int
    mail_id: int


def letter_named(message_id: str, secret: str) -> LetterName | None:
    """The letter a Message-ID names; None for one that was not made with this secret."""
    found = OWN_ID.fullmatch(message_id)
    if found is None or not hmac.compare_digest(found["signature"], _signed(found["name"], secret)):
        return None
    return LetterName(int(found["body"]), int(found["mail"]))


def _signed(name: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"letter:{name}".encode(), "sha256").hexdigest()[:24]


def message_of(mail: OutgoingMail, sender: Sender, message_id: str, storage: Storage, *, now: datetime) -> EmailMessage:
    """The e-mail to be sent; raises ``NotStored`` when an attachment's bytes are gone."""
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(mail.recipient_name, addr_spec=mail.recipient)
    if sender.reply_to:
        message["Reply-To"] = Address("", addr_spec=sender.reply_to)
    message["Subject"] = mail.subject
    message["Date"] = now
    message["Message-ID"] = f"<{message_id}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    if mail.unsubscribe is not None:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html")
    for file in mail.attachments.get("files", ()):
        with storage.open(file["sha512"]) as stream:
            _attach(message, file["file_name"], file["mime_type"], stream.read())
    return message


def _attach(message: EmailMessage, file_name: str, mime_type: str, content: bytes) -> None:
    kind, *details = (part.strip() for part in mime_type.split(";"))
    maintype, _, subtype = kind.partition("/")
    parameters = dict(detail.split("=", 1) for detail in details if "=" in detail)
    message.add_attachment(
        content, maintype=maintype, subtype=subtype or "octet-stream", filename=file_name, params=parameters
    )
