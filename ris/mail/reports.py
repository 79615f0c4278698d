"""PURE. Reading what mail servers send back (RFC 3464 delivery reports): which letter, and what the other side said.

Everything here was sent by strangers. What is too large, too deep or of too many parts is refused before it is taken
apart; what says nothing of a letter that failed for good is nothing to us.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.parser import BytesHeaderParser, BytesParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

MOST_BYTES: Final = 2_000_000
"""Reports hold a letter of ours at most, and those are small."""
MOST_LINES: Final = 40_000
MOST_PARTS: Final = 100
MOST_KINDS: Final = 12
"""How often a boundary may be announced: a report nests three deep."""
LONGEST_ANSWER: Final = 400
REPORT = "multipart/report"
STATUS = "message/delivery-status"
RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
FAILED = "failed"
"""RFC 3464, 2.3.3; „delayed“ is tried again, „delivered“ and „relayed“ arrived."""
MESSAGE_ID = re.compile(r"<([^<>\s]{1,200})>")


class Refused(ValueError):
    """Nobody takes this apart; says why."""


@dataclass(frozen=True)
class Returned:
    """A letter that came back for good."""

    message_id: str
    """The letter's Message-ID without angle brackets; whether it is ours is not said yet."""
    answer: str
    """What the other server said, on one line."""


def returned_in(content: bytes) -> Returned | None:
    """The letter an e-mail says was not delivered; None when it says nothing like that. Raises :class:`Refused`."""
    _check_size(content)
    try:
        message = BytesParser().parsebytes(content)
        return _from_report(message) or _from_old_exim(message)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:  # whatever broken MIME breaks
        raise Refused(f"nicht lesbar ({type(error).__name__})") from error


def _check_size(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise Refused("zu groß")
    if content.count(b"\n") > MOST_LINES:
        raise Refused("zu viele Zeilen")
    if content.count(b"\n--") > MOST_PARTS or content.lower().count(b"boundary") > MOST_KINDS:
        raise Refused("zu viele Teile")


def _from_report(message: Message) -> Returned | None:
    if message.get_content_type() != REPORT or message.get_param("report-type") != "delivery-status":
        return None
    failure, letter = None, None
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == STATUS and failure is None:
            failure = _failure(part)
        elif kind in RETURNED and letter is None:
            letter = _message_id(part)
    return Returned(letter, failure) if letter and failure is not None else None


def _parts(message: Message) -> Iterator[Message]:
    """The report's own parts; what hangs below them is a stranger's."""
    payload = message.get_payload()
    return (part for part in payload if not isinstance(part, str)) if isinstance(payload, list) else iter(())


def _failure(status: Message) -> str | None:
    """What was said of the first recipient who did not get it; None when all did, or still may."""
    for block in _parts(status):
        if _field(block, "Action").lower() == FAILED:
            code, said = _field(block, "Status"), _field(block, "Diagnostic-Code").partition(";")
            told = " ".join(part.strip() for part in (code, said[2] or said[0]) if part.strip())
            return told[:LONGEST_ANSWER]
    return None


def _message_id(part: Message) -> str | None:
    payload = part.get_payload()
    if isinstance(payload, list):
        headers = payload[0] if payload and not isinstance(payload[0], str) else None
    else:
        decoded = part.get_payload(decode=True)
        headers = BytesHeaderParser().parsebytes(decoded) if isinstance(decoded, bytes) else None
    found = MESSAGE_ID.search(_field(headers, "Message-ID")) if headers is not None else None
    return found[1] if found else None


def _from_old_exim(message: Message) -> Returned | None:
    """Exim before 4.87 writes plain text with the letter's headers below; only letters given up carry this header."""
    failed = _field(message, "X-Failed-Recipients")
    if not failed or message.is_multipart():
        return None
    text = message.get_payload(decode=True)
    found = re.search(rb"^Message-I[Dd]:\s*<([^<>\s]{1,200})>", text, re.MULTILINE) if isinstance(text, bytes) else None
    if not found:
        return None
    said = re.search(rb"^ *(?:SMTP error|[45]\d\d[ -]).*$", text, re.MULTILINE) if isinstance(text, bytes) else None
    answer = said[0].decode("utf-8", "replace").strip() if said else f"nicht zustellbar an {failed}"
    return Returned(found[1].decode("ascii", "replace"), answer[:LONGEST_ANSWER])


def _field(headers: Message, name: str) -> str:
    return " ".join(str(headers.get(name, "")).split())
