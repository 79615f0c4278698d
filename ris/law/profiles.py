"""Which law is in force on a day: chosen by the date of the sitting, never by today."""

from collections.abc import Mapping
from datetime import date

from ris.law import hesse, lower_saxony
from ris.law.provisions import Land, Profile
from ris.law.words import day_in_figures

PROFILES: Mapping[Land, tuple[Profile, ...]] = {
    Land.HESSE: hesse.VERSIONS,
    Land.LOWER_SAXONY: lower_saxony.VERSIONS,
}
"""Versions of each Land, oldest first. A new Land is a new module of data and a line here."""


class NoProfile(LookupError):
    """No law is on file for such an old sitting; the message is a German sentence."""


def profile_for(land: Land, sitting_day: date) -> Profile:
    """The law a sitting of this day is held under: each § as it stands on that day.

    Raises NoProfile for days before the oldest version on file.
    """
    in_force = [profile for profile in PROFILES[land] if profile.valid_from <= sitting_day]
    if not in_force:
        oldest = day_in_figures(PROFILES[land][0].valid_from)
        raise NoProfile(f"Für Sitzungen vor dem {oldest} ist hier kein Recht hinterlegt.")
    return in_force[-1]
