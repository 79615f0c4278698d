"""The form with which somebody says whether they come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ris.meetings.reply_rules import LONGEST_REMARK, Answer
from ris.web.answers import line_from

CHOOSE = "Bitte wählen Sie eine der drei Antworten."
TOO_LONG = f"Bitte kürzen Sie die Bemerkung auf {LONGEST_REMARK} Zeichen."
JOINER = "\u200d"
"""Nobody sees it, and it holds together what some people send: a family, a flag."""
UNREADABLE = "Bitte schreiben Sie die Bemerkung ohne Steuerzeichen."


@dataclass(frozen=True)
class ReplyForm:
    """An answer and a remark as typed."""

    antwort: str = ""
    bemerkung: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> ReplyForm:
        """Read what was sent; without an answer there is nothing to keep."""
        answer = values.get("antwort", "")
        remark = line_from(values.get("bemerkung"))
        errors = {}
        if answer not in set(Answer):
            errors["antwort"] = CHOOSE
        if len(remark) > LONGEST_REMARK:
            errors["bemerkung"] = TOO_LONG
        elif not remark.replace(JOINER, "").isprintable():
            errors["bemerkung"] = UNREADABLE
        return cls(answer if answer in set(Answer) else "", remark, errors)

    @property
    def answer(self) -> Answer:
        """The answer of a form without errors."""
        return Answer(self.antwort)
