"""The law and the Body's own orders together, as they apply to a sitting of one day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ris.law.counting import Period
from ris.law.profiles import profile_for
from ris.law.provisions import Profile, Provision, T_co
from ris.law.sitting import Chamber, Convening, Sitting
from ris.law.standing_orders import OrdersRefused, StandingOrders
from ris.law.verdict import Norm, Verdict


@dataclass(frozen=True)
class LawInForce:
    """What every rule is asked with. Made by `law_in_force` only, which refuses orders laxer than the law."""

    profile: Profile
    orders: StandingOrders
    doubts: tuple[Verdict, ...] = ()
    """Where the orders are laxer than a rule nobody has read: warnings for the page of settings."""

    def norm(self, provision: Provision[T_co], chamber: Chamber) -> Norm:
        """The norm of a provision for this kind of organ, by way of the reference to it."""
        reference = self.profile.references.get(chamber)
        return provision.norm if reference is None else provision.norm.by_way_of(reference)

    def own_notice(self, chamber: Chamber) -> Period | None:
        """The Ladungsfrist the Body gave itself for this kind of organ."""
        return {
            Chamber.COUNCIL: self.orders.council_notice,
            Chamber.COMMITTEE: self.orders.committee_notice,
            Chamber.DISTRICT: self.orders.district_notice,
        }.get(chamber)

    def notice_periods(self, sitting: Sitting) -> tuple[Provision[int | None], Period | None]:
        """The statute's Ladungsfrist and the Body's own for a sitting convened like this."""
        profile, orders = self.profile, self.orders
        regular = profile.first_notice_days if sitting.first_of_term else profile.notice_days
        own = self.own_notice(sitting.chamber)
        if sitting.convening is Convening.REGULAR:
            return regular, own
        if sitting.subjects & profile.never_short.value:
            return Provision(regular.value, profile.never_short.norm), own
        if sitting.convening is Convening.SHORT:
            return profile.short_notice_days, orders.short_notice
        return profile.second_notice_days, orders.second_notice


def law_in_force(orders: StandingOrders, sitting_day: date) -> LawInForce:
    """The law of the day of the sitting with the Body's orders under it (§§ 6, 60 HGO: orders fill what the law leaves).

    Raises OrdersRefused where the orders are laxer than a rule that somebody has read, NoProfile for very old days.
    """
    profile = profile_for(orders.land, sitting_day)
    verdicts = tuple(laxer_orders(profile, orders))
    refused = [verdict.reason for verdict in verdicts if verdict.blocks]
    if refused:
        raise OrdersRefused(*refused)
    return LawInForce(profile, orders, verdicts)


def laxer_orders(profile: Profile, orders: StandingOrders) -> Iterator[Verdict]:
    """A verdict for each order that is laxer than the law (§ 58 Abs. 1 and 2, § 56 Abs. 1, § 52a Abs. 1 HGO)."""
    law = LawInForce(profile, orders)
    own_periods = (
        ("Die Ladungsfrist der Vertretung", orders.council_notice, profile.notice_days, Chamber.COUNCIL),
        ("Die Ladungsfrist der Ausschüsse", orders.committee_notice, profile.notice_days, Chamber.COMMITTEE),
        ("Die Ladungsfrist der Ortsbeiräte", orders.district_notice, profile.notice_days, Chamber.DISTRICT),
        ("Die abgekürzte Ladungsfrist", orders.short_notice, profile.short_notice_days, Chamber.COUNCIL),
        ("Die Frist der zweiten Einberufung", orders.second_notice, profile.second_notice_days, Chamber.COUNCIL),
    )
    for name, own, provision, chamber in own_periods:
        if own is not None and provision.value is not None and own.days < provision.value:
            yield _laxer(law.norm(provision, chamber), name, f"{own}", f"{Period(provision.value)}")
    share, least = orders.extension, profile.extension
    if share is not None and least.value is not None and share < least.value:
        yield _laxer(least.norm, "Der Anteil für die Erweiterung der Tagesordnung", f"{share}", f"{least.value}")
    number, fewest = orders.sittings_a_year, profile.sittings_a_year
    if number is not None and fewest.value is not None and number < fewest.value:
        yield _laxer(fewest.norm, "Die Zahl der Sitzungen im Jahr", f"{number}", f"{fewest.value}")
    if orders.public_notice is not None and not orders.public_notice.days:
        yield _laxer(
            profile.public_notice.norm, "Die Frist der Bekanntmachung", f"{orders.public_notice}", f"{Period(1)}"
        )
    if orders.remote_clause and not profile.remote.value:
        yield Verdict.broken(
            profile.remote.norm,
            f"Teilnahme mit Bild und Ton lässt das Recht hier noch nicht zu ({profile.remote.norm}).",
            cure="Nehmen Sie die Klausel heraus.",
        )


def _laxer(norm: Norm, name: str, own: str, least: str) -> Verdict:
    return Verdict.broken(
        norm,
        f"{name} ({own}) ist milder als das Gesetz; nach {norm} sind es mindestens {least}.",
        cure="Tragen Sie mindestens den gesetzlichen Wert ein oder lassen Sie das Feld leer.",
    )
