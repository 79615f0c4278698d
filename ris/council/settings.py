"""What a town decides for itself: one typed object in one JSON column of its Body."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from ris.law.standing_orders import StandingOrders

LONGEST_SESSION_DAYS = 90
"""A session's cookie lasts no longer (ris/app.py)."""


@dataclass(frozen=True)
class BodySettings:
    """Settings of a Body; unknown keys in the database are ignored, missing ones have these defaults."""

    place: str = "Stadt"
    """How the town calls itself in "Was entscheidet unsere …?": Stadt, Gemeinde, Kreis."""
    frequent_topics: tuple[str, ...] = ()
    """Four to six searches offered on the start page."""
    council_organization_id: int | None = None
    """The representative body; its members form the circle ``council``."""
    office_name: str = "Sitzungsdienst"
    office_phone: str = ""
    office_email: str = ""
    office_address: str = ""
    responsible_person: str = ""
    """Who answers for the content (Impressum), as an office rather than a name."""
    records_meetings: bool = False
    """Whether the town has a recording rule (Hauptsatzung); without one "Videos" is not offered."""
    access_hint: str = ""
    """How to get into the meeting rooms without steps, one sentence."""
    clerk_approves_agendas: bool = False
    """Whether the session office may approve agendas, where the chair has asked it to."""
    second_factor_for_office: bool = False
    """Whether accounts of the administration need a second factor to log in."""
    member_session_days: int = 30
    """How long members stay logged in on a device of their own that they do not use."""
    office_session_hours: int = 12
    """The same for the administration, and for everybody on shared devices."""
    longest_session_days: int = LONGEST_SESSION_DAYS
    """How long anybody stays logged in at most, however often they come; then they log in anew."""
    demo_logins: tuple[dict[str, str], ...] = ()
    """Accounts offered on the login page of an invented town: what, email, password."""
    keeps_mail: bool = False
    """Whether letters are put into the data folder instead of being sent; for the demo."""
    brand_colour: str = ""
    """The town's colour on light pages, ``#rrggbb``; empty for the neutral blue. Checked by ris/council/colours.py."""
    brand_colour_dark: str = ""
    """The same on dark pages."""
    crest: str = ""
    """SHA-512 of the coat of arms in the storage; empty for the neutral sign. Cleaned by ris/council/crests.py."""
    crest_type: str = ""
    """``image/svg+xml`` or ``image/png``."""
    numbers_by_kind: bool = False
    """Whether each kind of paper has its own series of numbers; else the town has one a year."""
    page_texts: dict[str, str] = field(default_factory=dict)
    """Own paragraphs for service pages: page name → plain text, paragraphs separated by an empty line."""
    orders: dict[str, Any] = field(default_factory=dict)
    """Hauptsatzung and Geschäftsordnung as :attr:`standing_orders` reads them."""

    @property
    def standing_orders(self) -> StandingOrders:
        """What the town gave itself beside the law. Raises ``OrdersRefused`` for a column edited by hand."""
        return StandingOrders.from_json(self.orders)

    @property
    def office_places(self) -> list[str]:
        """Telephone and address of the session office, which may stand in any paper."""
        return [self.office_phone, self.office_address]

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> BodySettings:
        """Read the JSON column."""
        known = {f.name for f in fields(cls)}
        given = {name: value for name, value in values.items() if name in known}
        if "frequent_topics" in given:
            given["frequent_topics"] = tuple(given["frequent_topics"])
        if "demo_logins" in given:
            given["demo_logins"] = tuple(given["demo_logins"])
        return cls(**given)

    def to_json(self) -> dict[str, Any]:
        """The JSON column's value."""
        values = asdict(self)
        values["frequent_topics"] = list(self.frequent_topics)
        values["demo_logins"] = list(self.demo_logins)
        return values
