"""What a Body has decided for itself in its Hauptsatzung and Geschäftsordnung, as data: may be stricter, never laxer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import time
from fractions import Fraction
from urllib.parse import urlsplit

from ris.law.counting import Period
from ris.law.orders_json import Fields, JsonValue, json_of
from ris.law.provisions import Land, Medium
from ris.law.verdict import Norm, SourceStatus

MOST_DAYS = 90


class OrdersRefused(ValueError):
    """These orders cannot be kept; `sentences` say in German what is wrong with which of them."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class StandingOrders:
    """Hauptsatzung and Geschäftsordnung of one Body. None means: what the Land's law says.

    Raises OrdersRefused, with German sentences, for what makes no sense whatever the law says. Whether they are laxer
    than the law depends on the day and is asked by `ris.law.in_force.law_in_force`.
    """

    land: Land = Land.HESSE
    main_bylaw: str = "Hauptsatzung"
    """How the Hauptsatzung is cited, with date and place („Hauptsatzung vom 01.04.2026, § 6“)."""
    procedure: str = "Geschäftsordnung"
    """How the Geschäftsordnung is cited."""
    council_notice: Period | None = None
    """Ladungsfrist of the Vertretung: whole days between receipt and sitting."""
    committee_notice: Period | None = None
    district_notice: Period | None = None
    """Ladungsfrist of Ortsbeiräte."""
    short_notice: Period | None = None
    second_notice: Period | None = None
    receipt_until: time | None = None
    """An e-mail that comes later than this (German time) counts as received the next day."""
    electronic_by_consent: bool = True
    """Only who agreed is invited electronically; everybody else by post."""
    extension: Fraction | None = None
    """Share of the statutory number that must agree to new items."""
    sittings_a_year: int | None = None
    paper_deadline: Period | None = None
    """Vorlagenschluss: so long before the sitting."""
    motion_deadline: Period | None = None
    """Antragsfrist of members and Fraktionen."""
    answer_deadline: Period | None = None
    """How long after it was handed in a written question is to be answered."""
    co_signing: Period | None = None
    """How long before Vorlagenschluss the co-signing ends."""
    agenda_fixed: Period | None = None
    """How long before the sitting the agenda is agreed (Benehmen)."""
    dispatch: Period | None = None
    """How long before the last day of receipt the invitation goes out."""
    public_notice: Period | None = None
    """How long before the sitting the public notice must be complete."""
    medium: Medium | None = None
    """Where notices appear; exactly one, named by the Hauptsatzung."""
    medium_name: str = ""
    """The newspaper, the gazette, or the address on the internet."""
    hint_newspaper: str = ""
    """The newspaper that points at notices on the internet (Hinweisbekanntmachung)."""
    remote_clause: str = ""
    """Where the Hauptsatzung allows taking part by picture and sound; empty: it does not."""

    def __post_init__(self) -> None:
        refused = [sentence for sentence, wrong in self._checks() if wrong]
        if refused:
            raise OrdersRefused(*refused)

    def _checks(self) -> list[tuple[str, bool]]:
        periods = [value for field in fields(self) if isinstance(value := getattr(self, field.name), Period)]
        address = urlsplit(self.medium_name)
        return [
            (f"Eine Frist liegt zwischen 0 und {MOST_DAYS} Tagen.", any(not 0 <= p.days <= MOST_DAYS for p in periods)),
            (
                "Der Anteil für die Erweiterung der Tagesordnung liegt über null und höchstens bei eins.",
                self.extension is not None and not 0 < self.extension <= 1,
            ),
            (
                "Die Zahl der Sitzungen im Jahr ist mindestens eins.",
                self.sittings_a_year is not None and self.sittings_a_year < 1,
            ),
            (
                "Die Hauptsatzung nennt Zeitung, Amtsblatt oder Internetadresse beim Namen; tragen Sie ihn ein.",
                self.medium is not None and not self.medium_name.strip(),
            ),
            (
                "Als Internetadresse der Bekanntmachungen wird eine Adresse gebraucht, die mit https:// beginnt.",
                self.medium is Medium.INTERNET
                and bool(self.medium_name.strip())
                and not (address.scheme in {"http", "https"} and address.netloc),
            ),
            ("Nennen Sie die Fundstelle der Hauptsatzung.", not self.main_bylaw.strip()),
            ("Nennen Sie die Fundstelle der Geschäftsordnung.", not self.procedure.strip()),
        ]

    @property
    def procedure_norm(self) -> Norm:
        """The Geschäftsordnung as a norm; as sure as the Body that put it on file."""
        return Norm(self.procedure, SourceStatus.VERIFIED, "von der Kommune hinterlegt")

    @property
    def main_bylaw_norm(self) -> Norm:
        """The Hauptsatzung as a norm."""
        return Norm(self.main_bylaw, SourceStatus.VERIFIED, "von der Kommune hinterlegt")

    def to_json(self) -> dict[str, JsonValue]:
        """As it is kept in a JSON column; `from_json` reads it back."""
        return {field.name: json_of(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> StandingOrders:
        """Read what `to_json` wrote; what is missing is as the law says. Raises OrdersRefused naming the field."""
        given = Fields(data)
        orders = cls(
            land=given.choice("land", Land, None) or cls.land,
            main_bylaw=given.text("main_bylaw", cls.main_bylaw),
            procedure=given.text("procedure", cls.procedure),
            council_notice=given.period("council_notice"),
            committee_notice=given.period("committee_notice"),
            district_notice=given.period("district_notice"),
            short_notice=given.period("short_notice"),
            second_notice=given.period("second_notice"),
            receipt_until=given.time_of_day("receipt_until"),
            electronic_by_consent=given.flag("electronic_by_consent", default=cls.electronic_by_consent),
            extension=given.share("extension"),
            sittings_a_year=given.number("sittings_a_year"),
            paper_deadline=given.period("paper_deadline"),
            motion_deadline=given.period("motion_deadline"),
            answer_deadline=given.period("answer_deadline"),
            co_signing=given.period("co_signing"),
            agenda_fixed=given.period("agenda_fixed"),
            dispatch=given.period("dispatch"),
            public_notice=given.period("public_notice"),
            medium=given.choice("medium", Medium, None),
            medium_name=given.text("medium_name", cls.medium_name),
            hint_newspaper=given.text("hint_newspaper", cls.hint_newspaper),
            remote_clause=given.text("remote_clause", cls.remote_clause),
        )
        if given.problems:
            raise OrdersRefused(*given.problems)
        return orders
