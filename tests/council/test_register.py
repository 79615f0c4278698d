"""Keeping the register: changes on the record, two who change one thing, seats that follow each other."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.council.holiday_lists import Holidays
from ris.council.mandates import SeatRefused, Tenure
from ris.council.models import Body, Membership, Organization, PeopleImport, Person, SchoolHoliday
from ris.council.register import KINDS, entries_page, people_offered, person_named, seats_kept
from ris.council.services.people_import import ImportRefused, dry_run, keep_table, table_for, take_over
from ris.council.services.register import Conflict, change, make_public
from ris.council.services.school_holidays import add_school_holidays, strike_school_holidays
from ris.council.services.seats import NewSeat, change_seat, succeed, take_seat
from ris.council.services.towns import ChangedMeanwhile, change_town
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.law.counting import Period
from ris.law.standing_orders import OrdersRefused, StandingOrders
from tests.factories import council

START, END = date(2026, 4, 1), date(2031, 3, 31)
TODAY = date(2027, 1, 10)


def clerk(body: Body) -> Actor:
    return Actor(body.id, frozenset({PUBLIC, ADMINISTRATION, COUNCIL}), frozenset({Role.CLERK}), user_id=1)


def last_entry(session: Session) -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first() or AuditEntry()


def test_a_change_keeps_the_old_and_the_new_value_on_the_record(body: Body, session: Session) -> None:
    row = council.organization(name="Bauausschuss")
    with transaction() as writing:
        kept = writing.get_one(Organization, row.id)
        assert change(
            writing,
            clerk(body),
            kept,
            {"name": "Bau- und Verkehrsausschuss", "short_name": None},
            seen=row.modified,
            now=now_utc(),
        )
    assert last_entry(session).details == {"changed": {"name": ["Bauausschuss", "Bau- und Verkehrsausschuss"]}}


def test_what_is_private_of_a_person_is_named_and_not_kept(body: Body, session: Session) -> None:
    row = council.person(phone=None)
    with transaction() as writing:
        change(
            writing,
            clerk(body),
            writing.get_one(Person, row.id),
            {"phone": ["06001 1"]},
            seen=row.modified,
            now=now_utc(),
        )
    assert last_entry(session).details == {"changed": {"phone": [None, "…"]}}


def test_of_two_who_change_one_thing_the_second_is_told(body: Body, session: Session) -> None:
    row = council.organization(name="Alt")
    seen = row.modified
    with transaction() as writing:
        change(writing, clerk(body), writing.get_one(Organization, row.id), {"name": "Neu"}, seen=seen, now=now_utc())
    with pytest.raises(Conflict), transaction() as writing:
        change(
            writing, clerk(body), writing.get_one(Organization, row.id), {"name": "Anders"}, seen=seen, now=now_utc()
        )
    assert session.get_one(Organization, row.id).name == "Neu"


def test_saving_what_is_there_already_changes_nothing(body: Body, session: Session) -> None:
    row = council.organization(name="Alt")
    with transaction() as writing:
        kept = writing.get_one(Organization, row.id)
        assert not change(writing, clerk(body), kept, {"name": "Alt"}, seen=row.modified, now=now_utc())
    assert session.scalars(select(AuditEntry)).all() == []


def test_what_was_for_the_office_becomes_public_once_and_is_told_of(body: Body, session: Session) -> None:
    row = council.person(readers={ADMINISTRATION})
    for _ in range(2):
        with transaction() as writing:
            make_public(writing, clerk(body), writing.get_one(Person, row.id), now=now_utc())
    assert session.get_one(Person, row.id).reader_tokens == {PUBLIC}
    assert session.scalars(select(PublicLogEntry.address)).all() == [f"/person/{row.id}"]


def seated(body: Body) -> tuple[int, int, int]:
    organization, person = council.organization(), council.person()
    with transaction() as session:
        new = NewSeat(
            session.get_one(Person, person.id),
            session.get_one(Organization, organization.id),
            "Mitglied",
            Tenure(START, END),
        )
        return take_seat(session, clerk(body), new, now=now_utc()).id, organization.id, person.id


def test_one_leaves_and_another_follows_in_one_act(body: Body, session: Session) -> None:
    seat_id, organization_id, person_id = seated(body)
    other = council.person()
    with transaction() as writing:
        seat = writing.get_one(Membership, seat_id)
        follower, day = writing.get_one(Person, other.id), date(2027, 6, 30)
        succeed(writing, clerk(body), seat, follower, day, seen=seat.modified, now=now_utc())
    old, new = session.scalars(select(Membership).order_by(Membership.id)).all()
    assert (old.person_id, old.end_date) == (person_id, date(2027, 6, 30))
    assert (new.person_id, new.start_date, new.end_date) == (other.id, date(2027, 7, 1), END)
    assert (new.succeeds_id, new.organization_id, new.role) == (old.id, organization_id, "Mitglied")
    shown = seats_kept(session, clerk(body), TODAY, organization_id=organization_id)
    leaver = session.get_one(Person, person_id).name
    assert {(line.person, line.succeeds) for line in shown} == {(leaver, ""), (other.name, leaver)}


def test_nobody_follows_themselves_or_takes_a_seat_twice(body: Body, session: Session) -> None:
    seat_id, organization_id, person_id = seated(body)
    with transaction() as writing:
        seat, person = writing.get_one(Membership, seat_id), writing.get_one(Person, person_id)
        organization = writing.get_one(Organization, organization_id)
        with pytest.raises(SeatRefused, match="andere Person"):
            succeed(writing, clerk(body), seat, person, TODAY, seen=seat.modified, now=now_utc())
        twice = NewSeat(person, organization, "Mitglied", Tenure(TODAY, None))
        with pytest.raises(SeatRefused, match="in der Zeit schon"):
            take_seat(writing, clerk(body), twice, now=now_utc())
    assert len(session.scalars(select(Membership)).all()) == 1


def test_a_seat_moved_in_time_must_not_meet_another(body: Body, session: Session) -> None:
    seat_id, organization_id, person_id = seated(body)
    later = council.membership(
        person_id=person_id, organization_id=organization_id, role="Mitglied", start_date=date(2031, 4, 1)
    )
    with transaction() as writing:
        seat = writing.get_one(Membership, later.id)
        with pytest.raises(SeatRefused):
            change_seat(writing, clerk(body), seat, {"start_date": END}, seen=later.modified, now=now_utc())
        writing.rollback()
    with transaction() as writing:
        seat = writing.get_one(Membership, seat_id)
        assert change_seat(writing, clerk(body), seat, {"role": "Vorsitz"}, seen=seat.modified, now=now_utc())
    assert session.get_one(Membership, seat_id).role == "Vorsitz"


def test_the_towns_own_orders_may_be_stricter_than_the_law_and_never_laxer(body: Body, session: Session) -> None:
    def save(days: int) -> bool:
        settings = BodySettings(orders=StandingOrders(council_notice=Period(days)).to_json())
        with transaction() as writing:
            town = writing.get_one(Body, body.id)
            return change_town(writing, clerk(body), town, {}, settings, seen=town.modified, now=now_utc())

    assert save(7)
    assert not save(7)
    with pytest.raises(OrdersRefused, match="milder als das Gesetz"):
        save(2)
    session.expire_all()
    orders = BodySettings.from_json(session.get_one(Body, body.id).settings).standing_orders
    assert orders.council_notice == Period(7)


def test_of_two_who_change_the_town_the_second_is_told(body: Body) -> None:
    seen = body.modified
    with transaction() as writing:
        change_town(
            writing,
            clerk(body),
            writing.get_one(Body, body.id),
            {"name": "Stadt X"},
            BodySettings(),
            seen=seen,
            now=now_utc(),
        )
    with pytest.raises(ChangedMeanwhile), transaction() as writing:
        change_town(
            writing,
            clerk(body),
            writing.get_one(Body, body.id),
            {"name": "Y"},
            BodySettings(),
            seen=seen,
            now=now_utc(),
        )


def test_school_holidays_are_entered_once_and_can_be_struck(body: Body, session: Session) -> None:
    easter = Holidays("Osterferien", date(2027, 3, 22), date(2027, 4, 3))
    with transaction() as writing:
        assert add_school_holidays(writing, clerk(body), [easter, easter], now=now_utc()) == 1
    with transaction() as writing:
        assert add_school_holidays(writing, clerk(body), [easter], now=now_utc()) == 0
        strike_school_holidays(writing, clerk(body), writing.scalars(select(SchoolHoliday)).one(), now=now_utc())
    assert session.scalars(select(SchoolHoliday)).all() == []
    assert last_entry(session).details["struck"] == "Osterferien"


TABLE = "Nachname;Vorname;E-Mail;Gremium;Rolle;Beginn\nOhl;Kai;kai@ohl.example;BA;Mitglied;01.04.2026\nOhl;Kai;;BA;Vorsitz;01.04.2026\n"


def imported(body: Body, text: str, *, public: bool = True) -> int:
    with transaction() as session:
        kept = keep_table(session, clerk(body), "liste.csv", text.encode(), now=now_utc())
        take_over(session, clerk(body), kept, public=public, now=now_utc())
        return kept.id


def test_a_table_is_taken_over_as_a_whole_and_a_second_time_changes_nothing(body: Body, session: Session) -> None:
    council.organization(name="Bauausschuss", short_name="BA")
    identity = imported(body, TABLE)
    assert [row.name for row in session.scalars(select(Person))] == ["Kai Ohl"]
    assert len(session.scalars(select(Membership)).all()) == 2
    assert session.get_one(PeopleImport, identity).content is None
    assert dry_run(session, clerk(body), TABLE.encode()).empty
    details = last_entry(session).details
    assert (len(details["people_entered"]), len(details["seats_entered"])) == (1, 2)
    with pytest.raises(ImportRefused, match="schon übernommen"), transaction() as writing:
        take_over(writing, clerk(body), writing.get_one(PeopleImport, identity), public=True, now=now_utc())


def test_a_table_changes_who_is_known_and_keeps_what_it_does_not_name(body: Body, session: Session) -> None:
    row = council.person(name="Kai Ohl", family_name="Ohl", given_name="Kai", phone=["06001 1"], title=None)
    imported(body, "Nachname;Vorname;Titel\nOhl;Kai;Dr.\n")
    session.expire_all()
    kept = session.get_one(Person, row.id)
    assert (kept.name, kept.phone, kept.title) == ("Dr. Kai Ohl", ["06001 1"], ["Dr."])


def test_one_wrong_line_and_nothing_is_written(body: Body, session: Session) -> None:
    with pytest.raises(ImportRefused, match="Fehler"):
        imported(body, "Nachname;Vorname;Gremium;Rolle;Beginn\nGut;Anna;;;\nOhl;Kai;XY;Mitglied;01.04.2026\n")
    assert session.scalars(select(Person)).all() == []


def test_people_of_a_table_are_for_the_office_unless_it_says_otherwise(body: Body, session: Session) -> None:
    council.organization(name="Bauausschuss", short_name="BA")
    imported(body, TABLE, public=False)
    rows = [*session.scalars(select(Person)), *session.scalars(select(Membership))]
    assert {row.reader_tokens for row in rows} == {frozenset({ADMINISTRATION})}


def test_a_table_waits_a_day_for_who_uploaded_it_and_nobody_else(body: Body, session: Session) -> None:
    with transaction() as writing:
        identity = keep_table(writing, clerk(body), "a.csv", b"x", now=now_utc() - timedelta(days=2)).id
    assert table_for(session, clerk(body), identity) is not None
    assert table_for(session, replace(clerk(body), user_id=2), identity) is None
    with transaction() as writing:
        keep_table(writing, clerk(body), "b.csv", b"x", now=now_utc())
    session.expire_all()
    assert table_for(session, clerk(body), identity) is None


def test_entries_are_found_by_their_words_and_listed_by_key(body: Body, session: Session) -> None:
    for number in range(60):
        council.person(name=f"Alex Muster{number:02}", family_name=f"Muster{number:02}")
    council.person(name="Kim 100%", family_name="100%")
    first = entries_page(session, clerk(body), KINDS["personen"], "", None)
    assert (first.total, len(first.rows), first.rows[0].name) == (61, 50, "Kim 100%")
    rest = entries_page(session, clerk(body), KINDS["personen"], "", first.following)
    assert {line.id for line in first.rows}.isdisjoint({line.id for line in rest.rows})
    assert len(rest.rows) == 11
    assert [line.name for line in entries_page(session, clerk(body), KINDS["personen"], "%", None).rows] == ["Kim 100%"]


def test_a_person_is_meant_by_number_or_by_a_name_only_one_has(body: Body, session: Session) -> None:
    first, twin = council.person(name="Kai Ohl"), council.person(name="Kai Ohl")
    only = council.person(name="Änne Wüst")
    assert f"Kai Ohl (Nr. {first.id})" in people_offered(session, clerk(body))
    for words, found in (
        (f"Kai Ohl (Nr. {twin.id})", twin.id),
        ("Kai Ohl", None),
        ("Änne Wüst", only.id),
        ("Wer?", None),
    ):
        person = person_named(session, clerk(body), words)
        assert (person.id if person else None) == found


def test_only_the_office_and_the_administration_keep_the_register(body: Body) -> None:
    everybody, now = Actor.public(body.id), now_utc()
    row, seat_id = council.organization(), seated(body)[0]
    with transaction() as session:
        seat = session.get_one(Membership, seat_id)
        new = NewSeat(seat.person or Person(), session.get_one(Organization, row.id), "x", Tenure(None, None))
        for forbidden in (
            lambda: change(session, everybody, session.get_one(Organization, row.id), {}, seen=now, now=now),
            lambda: make_public(session, everybody, session.get_one(Organization, row.id), now=now),
            lambda: take_seat(session, everybody, new, now=now),
            lambda: succeed(session, everybody, seat, Person(), TODAY, seen=now, now=now),
            lambda: change_seat(session, everybody, seat, {}, seen=now, now=now),
            lambda: change_town(session, everybody, body, {}, BodySettings(), seen=now, now=now),
            lambda: add_school_holidays(session, everybody, [], now=now),
            lambda: keep_table(session, everybody, "x", b"", now=now),
            lambda: dry_run(session, everybody, b""),
        ):
            with pytest.raises(Forbidden):
                forbidden()
