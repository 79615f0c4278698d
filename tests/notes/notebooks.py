"""Notes as a device would send them: what tests of notes share."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.reader.tablets import Tablet

HASH = "ab" * 64


def note(text: str = "Nachfragen: Kosten?", **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A note on a page of a document."""
    return {
        "type": "Annotation",
        "motivation": "commenting",
        "created": "2026-11-23T10:00:00Z",
        "modified": "2026-11-23T10:00:00Z",
        "body": [{"type": "TextualBody", "value": text, "format": "text/plain"}],
        "target": {
            "source": f"urn:sha512:{HASH}",
            "selector": [
                {
                    "type": "FragmentSelector",
                    "conformsTo": "http://tools.ietf.org/rfc/rfc3778",
                    "value": "page=3",
                },
                {"type": "TextQuoteSelector", "exact": "dieradwegemünden", "prefix": "vor", "suffix": "nach"},
                {"type": "TextPositionSelector", "start": 12, "end": 28},
            ],
        },
        "ris:meeting": None,
        "ris:item": None,
        "ris:visibility": "private",
        "ris:people": [],
        "ris:faction": None,
        "ris:anchor": "same",
        "ris:anchored_to": HASH,
        **changed,
    }


def change(uuid: str, content: dict[str, Any] | None, base: int = 0, key: str = "") -> dict[str, Any]:
    """A change of a note; None deletes it."""
    return {"id": uuid, "base": base, "key": key or str(uuid4()), "note": content}


def new_id() -> str:
    """As a device makes it."""
    return str(uuid4())


def text_of(told: dict[str, Any]) -> str:
    """The words of a note that was pulled."""
    words: str = told["body"][0]["value"]
    return words


class Notebook:
    """What a tablet does: it remembers its cursor and what it was told."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet, self.cursor = tablet, 0
        self.notes: dict[str, dict[str, Any]] = {}

    def sync(self, *changes: object, read: list[str] | None = None) -> dict[str, Any]:
        """Send changes, take in what is new; pages until there is no more."""
        sent = list(changes)
        wanted = {each["id"]: each["note"] for each in sent if isinstance(each, dict) and "note" in each}
        answer: dict[str, Any] = {}
        while True:
            page = self.tablet.post("abgleich", {"since": self.cursor, "changes": sent, "read": read or []})
            assert page.status_code == 200, page.text
            told = page.get_json()
            answer = answer or told
            self.cursor = told["cursor"]
            for ack in told["acks"]:
                self.notes[ack["id"]] = wanted[ack["id"]]
                if wanted[ack["id"]] is None:
                    del self.notes[ack["id"]]
            for each in told["pull"]:
                uuid = each["id"].removeprefix("urn:uuid:")
                if each.get("gone"):
                    self.notes.pop(uuid, None)
                else:
                    self.notes[uuid] = each
            if not told["more"]:
                return answer
            sent = []

    def texts(self) -> list[str]:
        """The words of all notes here, sorted."""
        return sorted(text_of(each) for each in self.notes.values())
