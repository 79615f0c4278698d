"""PURE. Which kind of organ the law sees in an organization, from what the office set or what its name says."""

from __future__ import annotations

import re

from ris.law.sitting import Chamber

WORDS = (
    (Chamber.FOREIGNERS, re.compile(r"ausländerbeirat|integrations-?kommission", re.IGNORECASE)),
    (Chamber.DISTRICT, re.compile(r"ortsbeirat", re.IGNORECASE)),
    (Chamber.EXECUTIVE, re.compile(r"^(?:magistrat|gemeindevorstand|kreisausschuss)\b", re.IGNORECASE)),
    (Chamber.COMMITTEE, re.compile(r"ausschuss|ausschuß", re.IGNORECASE)),
    (Chamber.COUNCIL, re.compile(r"stadtverordnetenversammlung|gemeindevertretung|kreistag", re.IGNORECASE)),
)
"""In this order: a Kreisausschuss is no committee, and a committee of the Gemeindevertretung is one."""


def chamber_of(chosen: Chamber | None, name: str | None) -> Chamber | None:
    """The kind of organ: as the office chose it, else as the name says; None for a Fraktion or an office."""
    if chosen is not None:
        return chosen
    return next((chamber for chamber, words in WORDS if words.search(name or "")), None)
