"""Laws have versions; a court may strike one provision; another Land is other data."""

from dataclasses import fields
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.law.hesse import HGO_2011, HGO_2025, HGO_2025_AS_ENACTED
from ris.law.profiles import PROFILES, NoProfile, profile_for
from ris.law.provisions import Land, Means, Medium, Office, Profile, Provision, SeatMethod
from ris.law.sitting import Chamber, Subject
from ris.law.verdict import Norm
from tests.law.laws import lower_saxony

ALL = [profile for versions in PROFILES.values() for profile in versions]


def norms(profile: Profile) -> list[Norm]:
    """Every norm a profile cites."""
    values = [getattr(profile, field.name) for field in fields(profile)]
    return [value.norm for value in values if isinstance(value, Provision)] + list(profile.references.values())


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2011, 12, 24), "HGO, Fassung ab 24.12.2011"),
        (date(2025, 4, 4), "HGO, Fassung ab 24.12.2011"),
        (date(2025, 4, 5), "HGO, Fassung ab 05.04.2025"),
        (date(2026, 12, 10), "HGO, Fassung ab 05.04.2025"),
    ],
)
def test_the_law_is_chosen_by_the_day_of_the_sitting(day: date, name: str) -> None:
    assert profile_for(Land.HESSE, day).name == name


def test_nothing_is_said_about_days_before_the_oldest_version() -> None:
    with pytest.raises(NoProfile, match=r"vor dem 24\.12\.2011"):
        profile_for(Land.HESSE, date(2011, 12, 23))


@given(st.sampled_from(Land), st.dates(date(2021, 11, 1), date(2090, 12, 31)))
def test_the_version_in_force_is_the_newest_that_has_begun(land: Land, day: date) -> None:
    profile = profile_for(land, day)
    assert profile.land is land
    assert profile.valid_from == max(version.valid_from for version in PROFILES[land] if version.valid_from <= day)


@pytest.mark.parametrize("profile", ALL, ids=lambda profile: profile.name)
def test_no_norm_of_a_version_is_out_of_date_on_its_first_day(profile: Profile) -> None:
    stale = [norm.citation for norm in norms(profile) if norm.valid_until and norm.valid_until < profile.valid_from]
    early = [norm.citation for norm in norms(profile) if norm.valid_from and norm.valid_from > profile.valid_from]
    assert (stale, early) == ([], [])


@pytest.mark.parametrize("versions", PROFILES.values(), ids=lambda versions: versions[0].land)
def test_a_norm_that_ends_ends_the_day_before_the_next_version(versions: tuple[Profile, ...]) -> None:
    for older, newer in pairwise(versions):
        ends = {norm.valid_until for norm in norms(older) if norm.valid_until}
        assert ends <= {newer.valid_from - timedelta(days=1)}


@pytest.mark.parametrize("profile", ALL, ids=lambda profile: profile.name)
def test_every_norm_names_its_source(profile: Profile) -> None:
    assert [norm for norm in norms(profile) if not norm.source or not norm.citation] == []


def test_d_hondt_was_enacted_struck_and_was_never_in_force() -> None:
    assert HGO_2025_AS_ENACTED.seats.value is SeatMethod.D_HONDT
    assert [version.seats.value for version in PROFILES[Land.HESSE]] == [SeatMethod.HARE_NIEMEYER] * 2
    assert [ruling.file for ruling in HGO_2025.rulings] == ["P.St. 3013"]
    assert profile_for(Land.HESSE, date(2025, 6, 1)).seats is HGO_2011.seats


def test_the_reform_changed_what_it_names_and_nothing_else() -> None:
    changed = {
        field.name for field in fields(Profile) if getattr(HGO_2011, field.name) != getattr(HGO_2025, field.name)
    }
    assert changed == {"name", "valid_from", "media", "remote", "never_remote", "rulings"}


def test_another_land_answers_the_same_questions_in_another_way() -> None:
    hesse, saxony = profile_for(Land.HESSE, date(2026, 12, 10)), lower_saxony().profile
    assert (hesse.notice_days.value, saxony.notice_days.value) == (3, None)
    assert (hesse.inviter.value, saxony.inviter.value) == (Office.CHAIR, Office.MAYOR)
    assert hesse.extension.value == saxony.extension.value
    assert "NKomVG" in saxony.extension.norm.citation


@pytest.mark.parametrize("kind", [Chamber, Subject, Medium, Office])
def test_what_people_read_has_german_words(kind: type[Chamber | Subject | Medium | Office]) -> None:
    assert all(member.label for member in kind)


def test_both_means_of_invitation_are_on_file() -> None:
    assert HGO_2025.means.value == frozenset(Means)
