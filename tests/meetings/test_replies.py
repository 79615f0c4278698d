"""Coming or not: answers, who takes whose seat, and what each of them reads from when on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, PUBLIC, meeting_token
from ris.access.policy import Forbidden
from ris.accounts.models import Substitution
from ris.accounts.queries import meetings_taken_over
from ris.accounts.services.users import add_user
from ris.audit.models import AuditEntry
from ris.council.models import Body, Membership, Organization, Person
from ris.council.organization_settings import DeputyRule, OrganizationSettings
from ris.council.settings import BodySettings
from ris.db import transaction
from ris.documents.models import Paper
from ris.mail.models import OutgoingMail
from ris.meetings.invitation_models import Recipient
from ris.meetings.models import Meeting
from ris.meetings.queries.invitees import invitees_of
from ris.meetings.queries.prospects import replies_in_care
from ris.meetings.queries.replies import RepliesPage, own_reply, replies_page
from ris.meetings.reply_models import MeetingReply
from ris.meetings.reply_rules import Answer, Way
from ris.meetings.services.calendar_entries import CalendarDesk
from ris.meetings.services.planning_changes import NewTime, reschedule
from ris.meetings.services.planning_letters import tell_members
from ris.meetings.services.replies import (
    NotAsked,
    Replied,
    Said,
    TooLate,
    enter_reply,
    name_substitute,
    reply,
)
from ris.scope.readers import readable
from tests.factories import council, meetings
from tests.meetings.office import NOW, START, Office, later, open_office, seat
from tests.meetings.test_calendar import counted_statements
from tests.meetings.test_invitation import ROOM, invite, invited_office, ready

SOON = later(1)


@pytest.fixture
def office(body: Body) -> Office:
    """A committee of three that was invited; nobody has a deputy."""
    return invited_office(body)


def person(office: Office, person_id: int) -> Actor:
    """Somebody as who answers."""
    return Actor(office.body_id, person_id=person_id, name=f"person:{person_id}")


def say(
    office: Office, person_id: int, answer: Answer, *, remark: str = "", days: float = 1, way: Way = Way.PAGE
) -> Replied:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        return reply(
            session, person(office, person_id), meeting, Said(answer, way, remark), ROOM, now=NOW + timedelta(days=days)
        )


def enter(office: Office, actor: Actor, person_id: int) -> Replied:
    """Somebody called and does not come."""
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        return enter_reply(session, actor, meeting, person_id, Said(Answer.NO, Way.OFFICE, "rief an"), ROOM, now=SOON)


def rule(office: Office, deputies: DeputyRule) -> None:
    with transaction() as session:
        committee = session.get_one(Organization, office.organization_id)
        own = OrganizationSettings.from_json(committee.settings)
        committee.settings = replace(own, deputies=deputies).to_json()


def deputy(office: Office, of: int, number: int = 7, *, electronic: bool = True, email: bool = True) -> int:
    """A personal deputy of one of the members; their id as a person."""
    found = seat(office, number, electronic=electronic)
    with transaction() as session:
        seats = session.scalars(select(Membership).order_by(Membership.id)).all()
        seats[-1].deputy_for_id = next(row.id for row in seats if row.person_id == office.members[of])
        if not email:
            session.get_one(Person, found).email = None
    return found


def standing_in(session: Session) -> list[tuple[int, int]]:
    session.rollback()
    rows = session.scalars(select(Substitution).where(Substitution.ended.is_(None)).order_by(Substitution.id))
    return [(row.absent_id, row.substitute_id) for row in rows]


def letters(session: Session, purpose: str) -> list[OutgoingMail]:
    session.rollback()
    return list(session.scalars(select(OutgoingMail).where(OutgoingMail.purpose == purpose).order_by(OutgoingMail.id)))


def said(session: Session) -> list[dict[str, object]]:
    session.rollback()
    rows = session.scalars(
        select(AuditEntry).where(AuditEntry.event == "meeting:replied").order_by(AuditEntry.sequence)
    )
    return [row.details for row in rows]


def page(session: Session, office: Office, actor: Actor | None = None) -> RepliesPage:
    session.rollback()
    found = replies_page(session, actor or office.clerk, office.meeting_id, now=SOON)
    assert found is not None
    return found


def test_an_answer_is_kept_and_every_change_is_recorded(office: Office, session: Session) -> None:
    member = office.members[1]
    say(office, member, Answer.UNKNOWN)
    say(office, member, Answer.YES, remark="etwas später", way=Way.LINK)
    say(office, member, Answer.YES, remark="etwas später", way=Way.LINK)
    row = session.scalars(select(MeetingReply)).one()
    assert (row.person_id, row.answer, row.way, row.remark) == (member, "yes", "link", "etwas später")
    assert said(session) == [
        {"person": member, "was": None, "answer": "unknown", "way": "page"},
        {"person": member, "was": "unknown", "answer": "yes", "way": "link"},
    ], "the remark may tell of an illness, and the trail keeps everything for ever"


def test_answers_are_taken_until_the_sitting_begins(office: Office) -> None:
    member = office.members[1]
    begin = (START - NOW) / timedelta(days=1)
    say(office, member, Answer.YES, days=begin - 0.001)
    with pytest.raises(TooLate):
        say(office, member, Answer.NO, days=begin)


def test_nobody_answers_before_they_are_invited(body: Body) -> None:
    office = open_office(body)
    with pytest.raises(TooLate):
        say(office, office.members[1], Answer.YES)


def test_who_is_not_asked_answers_nothing(office: Office) -> None:
    stranger = council.person().id
    with pytest.raises(Forbidden):
        say(office, stranger, Answer.YES)
    with pytest.raises(Forbidden):
        enter(office, office.member, office.members[0])
    with pytest.raises(NotAsked):
        enter(office, office.clerk, stranger)


def test_a_deputy_who_is_only_informed_is_not_asked(body: Body) -> None:
    office = open_office(body)
    ready(office)
    informed = deputy(office, 1)
    invite(office)
    with pytest.raises(Forbidden):
        say(office, informed, Answer.YES)


def test_the_personal_deputy_is_asked_at_once_reads_and_gets_the_invitation(office: Office, session: Session) -> None:
    rule(office, DeputyRule.PERSONAL)
    theirs, other = deputy(office, 1), deputy(office, 2, 8)
    paper = session.scalars(select(Paper)).first()
    assert paper is not None
    assert meetings_taken_over(session, theirs, SOON) == []
    done = say(office, office.members[1], Answer.NO)
    assert done.called_in == session.get_one(Person, theirs).name
    assert standing_in(session) == [(office.members[1], theirs)]
    assert list(meetings_taken_over(session, theirs, later(2))) == [office.meeting_id]
    assert meetings_taken_over(session, other, later(2)) == []
    reader = Actor(office.body_id, reads=frozenset({PUBLIC, meeting_token(office.meeting_id)}))
    assert all(readable(reader, row) for row in session.scalars(select(Paper)))
    (letter,) = letters(session, "substitution")
    assert letter.recipient == "mitglied7@lindenau.example"
    assert "/rueckmeldung/" in letter.text
    assert "/einladung/" in letter.text
    assert [file["mime_type"][:13] for file in letter.attachments["files"]] == ["text/calendar"]
    for secret in ("Quittenhof", "Ankauf", "Radweg"):
        assert secret not in letter.text + letter.subject
    parts = {row.person_id: row.part for row in session.scalars(select(Recipient))}
    assert parts[theirs] == "substitute"


def test_who_comes_after_all_takes_the_seat_back(office: Office, session: Session) -> None:
    rule(office, DeputyRule.PERSONAL)
    theirs = deputy(office, 1)
    say(office, office.members[1], Answer.NO)
    say(office, theirs, Answer.YES)
    assert say(office, office.members[1], Answer.UNKNOWN).released is False
    assert standing_in(session) == [(office.members[1], theirs)], "until they say that they come"
    assert say(office, office.members[1], Answer.YES).released
    assert standing_in(session) == []
    assert meetings_taken_over(session, theirs, later(2)) == []
    assert [mail.recipient for mail in letters(session, "substitution-ended")] == ["mitglied7@lindenau.example"]
    assert {row.person_id for row in session.scalars(select(MeetingReply))} == {office.members[1]}
    with pytest.raises(Forbidden):
        say(office, theirs, Answer.YES)
    say(office, office.members[1], Answer.NO, days=2)
    assert standing_in(session) == [(office.members[1], theirs)]
    assert len(letters(session, "substitution")) == 2, "asked again, told again"


def test_a_deputy_who_cannot_makes_room_for_the_next_and_may_come_back_while_the_seat_is_free(
    office: Office, session: Session
) -> None:
    rule(office, DeputyRule.PERSONAL)
    first, second = deputy(office, 1), deputy(office, 1, 8)
    absent = office.members[1]
    say(office, absent, Answer.NO)
    assert standing_in(session) == [(absent, first)]
    say(office, first, Answer.NO)
    assert standing_in(session) == [(absent, second)]
    with pytest.raises(Forbidden):
        say(office, first, Answer.YES)
    assert say(office, second, Answer.NO).unreplaced
    assert standing_in(session) == []
    assert [line.person_id for line in page(session, office).roll.unreplaced] == [absent]
    say(office, first, Answer.YES)
    assert standing_in(session) == [(absent, first)]


def test_in_a_pool_the_fraktion_sends_somebody_who_is_free(body: Body, session: Session) -> None:
    office = open_office(body)
    faction = council.organization(name="Liste Lindenau", organization_type="Fraktion")
    plenary = council.organization(name="Stadtverordnetenversammlung")
    free = []
    for name in ("Albers", "Busch"):
        one = council.person(name=f"Kim {name}", family_name=name, email=[f"{name}@lindenau.example".lower()])
        council.membership(person_id=one.id, organization_id=plenary.id, on_behalf_of_id=faction.id)
        free.append(one.id)
    elsewhere = council.person(name="Kim Aal", family_name="Aal")
    council.membership(person_id=elsewhere.id, organization_id=plenary.id)
    with transaction() as writing:
        writing.get_one(Body, body.id).settings = BodySettings(council_organization_id=plenary.id).to_json()
        for row in writing.scalars(select(Membership).where(Membership.organization_id == office.organization_id)):
            row.on_behalf_of_id = faction.id
    rule(office, DeputyRule.POOL)
    ready(office)
    invite(office)
    say(office, office.members[1], Answer.NO)
    say(office, office.members[2], Answer.NO)
    assert standing_in(session) == [(office.members[1], free[0]), (office.members[2], free[1])]
    assert say(office, office.members[0], Answer.NO).unreplaced, "both are taken"


def test_without_a_rule_the_office_sees_who_is_missing(office: Office, session: Session) -> None:
    assert say(office, office.members[1], Answer.NO).unreplaced
    session.rollback()
    (care,) = replies_in_care(session, office.clerk, now=later(2), until=later(60))
    assert (care.meeting.id, care.unreplaced) == (office.meeting_id, 1)
    assert replies_in_care(session, office.clerk, now=later(60), until=later(90)) == []


def test_a_deputy_on_paper_is_the_offices_to_tell(office: Office, session: Session) -> None:
    rule(office, DeputyRule.PERSONAL)
    deputy(office, 1, electronic=False, email=False)
    say(office, office.members[1], Answer.NO)
    assert letters(session, "substitution") == []
    (care,) = replies_in_care(session, office.clerk, now=later(2), until=later(60))
    assert (care.unreplaced, care.on_paper) == (0, 1)
    means = [row.means for row in session.scalars(select(Recipient)) if row.part == "substitute"]
    assert means == ["post"]


def test_a_letter_that_informed_a_deputy_before_does_not_tell_that_they_are_needed(
    body: Body, session: Session
) -> None:
    office = open_office(body)
    ready(office)
    theirs = deputy(office, 1, electronic=False, email=False)
    with transaction() as writing:
        home = writing.get_one(Person, office.members[2]).location_id
        writing.get_one(Person, theirs).location_id = home
    invite(office)
    rule(office, DeputyRule.PERSONAL)
    with transaction() as writing:
        informed = writing.scalars(select(Recipient).where(Recipient.person_id == theirs)).one()
        assert informed.part == "deputy"
        informed.posted_on = NOW.date()
    say(office, office.members[1], Answer.NO)
    session.rollback()
    assert [care.on_paper for care in replies_in_care(session, office.clerk, now=later(2), until=later(60))] == [1]
    with transaction() as writing:
        writing.scalars(select(Recipient).where(Recipient.person_id == theirs)).one().posted_on = later(2).date()
    assert replies_in_care(session, office.clerk, now=later(3), until=later(60)) == []


def test_the_office_enters_what_it_was_told_and_may_name_another_substitute(office: Office, session: Session) -> None:
    rule(office, DeputyRule.PERSONAL)
    theirs = deputy(office, 1)
    chosen = council.person(name="Robin Wahl", email=["robin@lindenau.example"]).id
    enter(office, office.clerk, office.members[1])
    assert standing_in(session) == [(office.members[1], theirs)]
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        name_substitute(writing, office.clerk, meeting, office.members[1], chosen, ROOM, now=later(2))
    assert standing_in(session) == [(office.members[1], chosen)]
    assert len(letters(session, "substitution-ended")) == 1
    row = session.scalars(select(MeetingReply)).one()
    assert (row.answer, row.way) == ("no", "office")


def test_a_supplement_reaches_who_stands_in(office: Office, session: Session) -> None:
    rule(office, DeputyRule.PERSONAL)
    theirs = deputy(office, 1)
    say(office, office.members[1], Answer.NO)
    session.rollback()
    meeting = session.get_one(Meeting, office.meeting_id)
    parts = {one.person_id: one.part.value for one in invitees_of(session, meeting, START.date(), by_consent=False)}
    assert parts[theirs] == "substitute"
    assert parts[office.members[1]] == "member"


def test_another_hour_is_told_to_who_stands_in(office: Office, session: Session) -> None:
    one = council.person(name="Robin Wahl", email=["robin@lindenau.example"]).id
    with transaction() as writing:
        machine = Actor.machine(office.body_id, "test")
        add_user(writing, machine, email="robin@lindenau.example", name="Robin", person_id=one, now=NOW)
        meeting = writing.get_one(Meeting, office.meeting_id)
        name_substitute(writing, office.clerk, meeting, office.members[1], one, ROOM, now=SOON)
        new = NewTime(START + timedelta(hours=1), meeting.location_id)
        reschedule(writing, office.clerk, meeting, new, "Der Saal ist belegt.", now=later(2))
        desk = CalendarDesk(ROOM.storage, ROOM.public_url)
        tell_members(writing, office.clerk, meeting, desk, before="früher", now=later(2))
    assert [mail.recipient for mail in letters(session, "meeting-changed")] == ["robin@lindenau.example"]


def test_counts_and_the_quorum_follow_the_seats(office: Office, session: Session) -> None:
    rule(office, DeputyRule.PERSONAL)
    theirs = deputy(office, 1)
    (prospect,) = page(session, office).prospects
    assert (prospect.tally.coming, prospect.tally.open, prospect.lost) == (0, 3, False)
    say(office, office.members[1], Answer.NO)
    say(office, office.members[0], Answer.YES)
    (prospect,) = page(session, office).prospects
    assert (prospect.tally.coming, prospect.tally.open) == (1, 2), "the deputy may still come"
    say(office, theirs, Answer.YES)
    (prospect,) = page(session, office).prospects
    assert prospect.verdict is not None
    assert prospect.verdict.lawful
    assert "§ 53" in prospect.verdict.norm.citation
    say(office, theirs, Answer.NO)
    say(office, office.members[0], Answer.NO)
    (prospect,) = page(session, office).prospects
    assert prospect.lost
    session.rollback()
    (care,) = replies_in_care(session, office.clerk, now=later(2), until=later(60))
    assert [each.name for each in care.short] == ["Bauausschuss"]


def test_an_answer_short_of_a_quorum_matters_when_the_sitting_is_near(office: Office, session: Session) -> None:
    session.rollback()
    assert replies_in_care(session, office.clerk, now=later(5), until=later(60)) == []
    (care,) = replies_in_care(session, office.clerk, now=later(16), until=later(60))
    assert len(care.short) == 1


def test_who_reads_what_of_answers(office: Office, session: Session) -> None:
    say(office, office.members[1], Answer.NO, remark="Dienstreise")
    assert page(session, office, office.chair).count("no") == 1
    with pytest.raises(Forbidden):
        page(session, office, office.member)
    with pytest.raises(Forbidden):
        page(session, office, Actor.public(office.body_id))
    mine = own_reply(session, office.member, office.meeting_id, now=SOON)
    assert mine is not None
    assert mine.answer is Answer.NO
    assert own_reply(session, Actor.public(office.body_id), office.meeting_id, now=SOON) is None


def test_many_sittings_cost_the_same_statements_as_one(office: Office, session: Session) -> None:
    counts = []
    for number in range(2):
        for ahead in range(number * 5):
            other = meetings.meeting(start=START + timedelta(days=ahead), state="invited", readers={ADMINISTRATION})
            meetings.meeting_organization(meeting_id=other.id, organization_id=office.organization_id)
        session.rollback()
        with counted_statements() as told:
            found = replies_in_care(session, office.clerk, now=later(16), until=later(60))
        counts.append(len(told))
        assert len(found) >= 1 + number
    assert counts[0] == counts[1] <= 14
