from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.policy import Forbidden
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import Paper, PaperVersion
from ris.documents.rules import PaperKind, PaperState
from ris.drafting.models import Signature, SigningStation
from ris.drafting.queries.signing import open_stations, stations_of
from ris.drafting.rules import SignVerdict
from ris.drafting.services.signing import Saying, send_round, sign, take_back
from ris.drafting.services.stations import NewStation, Way, move_station, set_stations, steps_of
from ris.drafting.services.writing import NewDraft, begin_draft, save_wording
from ris.mail.models import OutgoingMail
from tests.drafting.desk import ADDRESS, WHOLE, Desk
from tests.factories import council


@pytest.fixture
def desk(body: Body) -> Desk:
    return Desk(body)


@pytest.fixture
def mayor(desk: Desk) -> int:
    return council.person(name="Bea Bürger", email=["buerger@example.org"]).id


@pytest.fixture
def paper(session: Session, desk: Desk, mayor: int) -> Paper:
    """Treasurer and lawyer sign together, the mayor after both."""
    with transaction() as writing:
        now = now_utc()
        paper = begin_draft(writing, desk.author, NewDraft(PaperKind.PROPOSAL, "Radweg", desk.office.id), now=now)
        save_wording(writing, desk.author, paper, WHOLE, saves=0, now=now)
        together = [replace(station, step=1) for station in desk.stations]
        set_stations(writing, desk.author, paper, [*together, NewStation(mayor, step=2)], now=now)
    return paper


def send(desk: Desk, paper: Paper) -> None:
    with transaction() as session:
        send_round(session, desk.author, session.get_one(Paper, paper.id), address=ADDRESS, now=now_utc())


def say(actor: Actor, paper: Paper, verdict: SignVerdict = SignVerdict.AGREED, *, reasons: str = "") -> None:
    with transaction() as session:
        this = select(PaperVersion.digest).where(PaperVersion.paper_id == paper.id)
        digest = session.scalars(this.order_by(PaperVersion.number.desc())).first() or ""
        wording = replace(WHOLE, reasons=reasons) if reasons else None
        saying = Saying(verdict, digest, "Deshalb." if wording else "", wording)
        sign(session, actor, session.get_one(Paper, paper.id), saying, address=ADDRESS, now=now_utc())


def waiting(session: Session, paper: Paper) -> list[int]:
    session.rollback()
    return [station.person_id for station in open_stations(session, paper.id)]


def order(session: Session, paper: Paper) -> list[tuple[int, int]]:
    session.rollback()
    return [(station.position, station.person_id) for station in stations_of(session, paper.id)]


def station_of(session: Session, person_id: int) -> int:
    return session.scalars(select(SigningStation.id).where(SigningStation.person_id == person_id)).one()


def test_all_of_a_step_agree_before_the_next_is_asked(session: Session, desk: Desk, mayor: int, paper: Paper) -> None:
    send(desk, paper)
    assert waiting(session, paper) == [desk.treasurer.id, desk.lawyer.id]
    asked = {letter.recipient for letter in session.scalars(select(OutgoingMail))}
    assert asked == {"kaemmer@example.org", "vertret@example.org", "recht@example.org"}
    say(desk.signer(desk.lawyer), paper)
    assert waiting(session, paper) == [desk.treasurer.id]
    with pytest.raises(Forbidden):
        say(desk.signer(session.get_one(type(desk.lawyer), mayor)), paper)
    say(desk.signer(desk.deputy), paper)
    assert waiting(session, paper) == [mayor]
    say(desk.signer(session.get_one(type(desk.lawyer), mayor)), paper)
    session.rollback()
    assert session.scalars(select(Paper.state)).one() == PaperState.RELEASED


def test_nobody_of_a_step_is_asked_twice_when_another_agrees(session: Session, desk: Desk, paper: Paper) -> None:
    send(desk, paper)
    say(desk.signer(desk.lawyer), paper)
    session.rollback()
    assert len(session.scalars(select(OutgoingMail)).all()) == 3


def test_a_change_voids_who_signed_beside_it_and_asks_them_anew(session: Session, desk: Desk, paper: Paper) -> None:
    send(desk, paper)
    say(desk.signer(desk.lawyer), paper)
    say(desk.signer(desk.treasurer), paper, SignVerdict.CHANGED, reasons="Er fehlt seit 1998.")
    assert waiting(session, paper) == [desk.lawyer.id]
    first, second = session.scalars(select(Signature).order_by(Signature.id))
    assert (first.void_since is None, second.void_since is None) == (False, True)
    asked = [letter.recipient for letter in session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))]
    assert asked.count("recht@example.org") == 2


@pytest.mark.parametrize(
    ("steps", "way", "moved"),
    [
        ([[1, 2], [3]], Way.EARLIER, [[2], [1], [3]]),
        ([[1, 2], [3]], Way.LATER, [[1], [2], [3]]),
        ([[1], [2], [3]], Way.EARLIER, [[2], [1], [3]]),
        ([[1], [2], [3]], Way.LATER, [[1], [3], [2]]),
        ([[2], [1]], Way.EARLIER, [[2], [1]]),
        ([[1], [2]], Way.LATER, [[1], [2]]),
        ([[1], [2], [3, 4]], Way.LATER, [[1], [3, 4], [2]]),
    ],
)
def test_a_station_leaves_its_step_or_passes_the_one_beside_it(
    session: Session, desk: Desk, steps: list[list[int]], way: Way, moved: list[list[int]]
) -> None:
    people = {number: council.person(name=f"Person {number}").id for number in range(1, 5)}
    with transaction() as writing:
        paper = begin_draft(writing, desk.author, NewDraft(PaperKind.REPORT, "Bericht", desk.office.id), now=now_utc())
        stations = [NewStation(people[each], step=place) for place, group in enumerate(steps) for each in group]
        set_stations(writing, desk.author, paper, stations, now=now_utc())
        move_station(writing, desk.author, paper, station_of(writing, people[2]), way, now=now_utc())
    wanted = [(place, people[each]) for place, group in enumerate(moved) for each in group]
    assert sorted(order(session, paper)) == sorted(wanted)


def test_a_station_moved_to_the_front_leaves_no_word_behind_it(session: Session, desk: Desk, paper: Paper) -> None:
    send(desk, paper)
    say(desk.signer(desk.lawyer), paper)
    with transaction() as writing:
        mine = writing.get_one(Paper, paper.id)
        take_back(writing, desk.author, mine, now=now_utc())
        lawyer = station_of(writing, desk.lawyer.id)
        move_station(writing, desk.author, mine, station_of(writing, desk.treasurer.id), Way.EARLIER, now=now_utc())
        assert station_of(writing, desk.lawyer.id) == lawyer
    session.rollback()
    assert session.scalars(select(Signature.void_since)).one() is not None


def test_somebody_new_beside_them_leaves_the_word_of_who_stays(session: Session, desk: Desk, paper: Paper) -> None:
    send(desk, paper)
    say(desk.signer(desk.lawyer), paper)
    with transaction() as writing:
        mine = writing.get_one(Paper, paper.id)
        take_back(writing, desk.author, mine, now=now_utc())
        beside = [replace(station, step=1) for station in [*desk.stations, NewStation(desk.deputy.id)]]
        set_stations(writing, desk.author, mine, beside, now=now_utc())
    session.rollback()
    assert session.scalars(select(Signature.void_since)).one() is None


def test_only_who_writes_the_paper_moves_its_stations(session: Session, desk: Desk, paper: Paper) -> None:
    lawyer = station_of(session, desk.lawyer.id)
    for somebody in (desk.stranger, desk.staff, desk.signer(desk.lawyer)):
        with transaction() as writing, pytest.raises(Forbidden):
            move_station(writing, somebody, writing.get_one(Paper, paper.id), lawyer, Way.EARLIER, now=now_utc())


def test_stations_without_a_step_sign_one_after_the_other() -> None:
    steps = steps_of([NewStation(1), NewStation(2), NewStation(3, step=1)])
    assert [[station.person_id for station in group] for group in steps] == [[1], [2, 3]]
