"""Who invites whom, by which means, to what."""

from dataclasses import replace

import pytest

from ris.law.invitation import (
    all_members_invited,
    executive_invited,
    invited_by,
    inviting_office,
    items_named,
    means_allowed,
    second_convening_linked,
)
from ris.law.provisions import Means, Office
from ris.law.sitting import Chamber, Convening, Sitting
from ris.law.standing_orders import StandingOrders
from tests.law.laws import SITTING_DAY, hesse, lower_saxony

SITTING = Sitting(SITTING_DAY)
SECOND = Sitting(SITTING_DAY, convening=Convening.SECOND)


def test_first_sittings_are_called_by_somebody_else() -> None:
    first = Sitting(SITTING_DAY, first_of_term=True)
    committee = Sitting(SITTING_DAY, Chamber.COMMITTEE, first_of_term=True)
    offices = [inviting_office(hesse(), sitting) for sitting in (SITTING, first, committee)]
    assert offices == [Office.CHAIR, Office.MAYOR, Office.CHAIR_OF_COUNCIL]
    assert inviting_office(lower_saxony(), SITTING) is Office.MAYOR


def test_only_the_right_office_invites() -> None:
    assert invited_by(hesse(), SITTING, Office.CHAIR).lawful
    wrong = invited_by(hesse(), SITTING, Office.MAYOR)
    assert wrong.blocks
    assert wrong.reason == (
        "Einzuladen ist durch den Vorsitz des Gremiums, nicht durch den Bürgermeister oder die Bürgermeisterin."
    )
    first = Sitting(SITTING_DAY, first_of_term=True)
    assert invited_by(hesse(), first, Office.CHAIR).norm.citation == "§ 56 Abs. 2 HGO"
    committee = Sitting(SITTING_DAY, Chamber.COMMITTEE, first_of_term=True)
    assert invited_by(hesse(), committee, Office.CHAIR).norm.citation == "§ 62 Abs. 3 HGO"
    assert invited_by(hesse(), committee, Office.CHAIR).blocks
    assert invited_by(hesse(), Sitting(SITTING_DAY, Chamber.COMMITTEE), Office.MAYOR).warns


def test_an_invitation_names_its_items() -> None:
    assert items_named(hesse(), SITTING, ["Haushalt 2027"]).lawful
    assert items_named(hesse(), SITTING, []).blocks
    nameless = items_named(hesse(), SITTING, ["Haushalt 2027", " ", ""])
    assert nameless.blocks
    assert "Stelle 2 und 3" in nameless.reason


def test_a_member_left_out_stops_the_invitation() -> None:
    verdict = all_members_invited(hesse(), SITTING, {"Arndt", "Berg", "Celik"}, {"Berg", "Gast"})
    assert verdict.blocks
    assert verdict.reason == "Nicht eingeladen: Arndt und Celik."
    assert all_members_invited(hesse(), SITTING, {"A."}, {"A.", "Gast"}).lawful


def test_the_executive_is_invited_too() -> None:
    assert executive_invited(hesse(), SITTING, invited=True).lawful
    assert executive_invited(hesse(), SITTING, invited=False).norm.citation == "§ 59 HGO"
    assert executive_invited(hesse(), SITTING, invited=False).blocks
    assert executive_invited(hesse(), Sitting(SITTING_DAY, Chamber.EXECUTIVE), invited=False).lawful


@pytest.mark.parametrize(
    ("means", "by_consent", "consented", "lawful"),
    [
        (Means.PAPER, True, False, True),
        (Means.ELECTRONIC, True, True, True),
        (Means.ELECTRONIC, True, False, False),
        (Means.ELECTRONIC, False, False, True),
    ],
)
def test_electronic_invitations_need_consent_unless_the_body_says_otherwise(
    means: Means, by_consent: bool, consented: bool, lawful: bool
) -> None:
    law = hesse(StandingOrders(electronic_by_consent=by_consent))
    verdict = means_allowed(law, SITTING, means, consented=consented)
    assert verdict.lawful is lawful
    assert verdict.blocks is not lawful


def test_a_means_the_law_does_not_know_is_refused() -> None:
    law = hesse()
    paper_only = replace(
        law, profile=replace(law.profile, means=replace(law.profile.means, value=frozenset({Means.PAPER})))
    )
    assert means_allowed(paper_only, SITTING, Means.ELECTRONIC, consented=True).cure == "Laden Sie schriftlich ein."


def test_a_second_convening_is_about_postponed_items() -> None:
    assert second_convening_linked(hesse(), SITTING, {"Haushalt"}, set()).lawful
    assert second_convening_linked(hesse(), SECOND, {"Haushalt"}, {"Haushalt"}).lawful
    assert second_convening_linked(hesse(), SECOND, {"Haushalt"}, set()).blocks
    mixed = second_convening_linked(hesse(), SECOND, {"Haushalt", "Radweg"}, {"Haushalt"})
    assert mixed.warns
    assert "Radweg" in mixed.reason
