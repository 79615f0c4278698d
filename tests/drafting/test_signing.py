from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.policy import Forbidden
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import Paper, PaperVersion
from ris.documents.rules import PaperKind, PaperState, StepRefused
from ris.drafting.models import Signature, SigningStation
from ris.drafting.queries.signing import open_stations, signature_sheet
from ris.drafting.rules import SignVerdict
from ris.drafting.services.letters import remind_signers
from ris.drafting.services.numbering import NotReady, give_number
from ris.drafting.services.signing import (
    NoReasonToReturn,
    NoStations,
    Saying,
    send_round,
    sign,
    take_back,
)
from ris.drafting.services.stations import set_stations
from ris.drafting.services.writing import NewDraft, Stale, Wording, begin_draft, save_wording
from ris.mail.models import OutgoingMail
from ris.scope.readers import readable
from tests.drafting.desk import ADDRESS, WHOLE, Desk


@pytest.fixture
def desk(body: Body) -> Desk:
    return Desk(body)


@pytest.fixture
def going_round(session: Session, desk: Desk) -> Paper:
    with transaction() as writing:
        now = now_utc()
        paper = begin_draft(writing, desk.author, NewDraft(PaperKind.PROPOSAL, "Radweg", desk.office.id), now=now)
        save_wording(writing, desk.author, paper, WHOLE, saves=0, now=now)
        set_stations(writing, desk.author, paper, desk.stations, now=now)
        send_round(writing, desk.author, paper, address=ADDRESS, now=now)
    return paper


def digest(paper: Paper) -> str:
    with transaction() as session:
        this = select(PaperVersion.digest).where(PaperVersion.paper_id == paper.id)
        return session.scalars(this.order_by(PaperVersion.number.desc())).first() or ""


def say(
    actor: Actor,
    paper: Paper,
    verdict: SignVerdict,
    *,
    note: str = "",
    wording: Wording | None = None,
    seen: str | None = None,
) -> None:
    with transaction() as session:
        saying = Saying(verdict, seen or digest(paper), note, wording)
        sign(session, actor, session.get_one(Paper, paper.id), saying, address=ADDRESS, now=now_utc())


def agree(actor: Actor, paper: Paper) -> None:
    say(actor, paper, SignVerdict.AGREED)


def state_of(session: Session, paper: Paper) -> str | None:
    session.rollback()
    return session.scalars(select(Paper.state).where(Paper.id == paper.id)).one()


def test_a_paper_all_have_agreed_to_is_released_and_gets_its_number(
    session: Session, desk: Desk, going_round: Paper
) -> None:
    agree(desk.signer(desk.treasurer), going_round)
    assert state_of(session, going_round) == PaperState.COSIGNING
    agree(desk.signer(desk.lawyer), going_round)
    assert state_of(session, going_round) == PaperState.RELEASED
    with transaction() as writing:
        paper = writing.get_one(Paper, going_round.id)
        assert give_number(writing, desk.clerk, paper, now=now_utc()) == f"{now_utc().year}/0001"
        assert (paper.slug, paper.state) == (f"{now_utc().year}-0001", PaperState.NUMBERED)


def test_stations_sign_in_order_and_nobody_for_another(session: Session, desk: Desk, going_round: Paper) -> None:
    for somebody in (desk.signer(desk.lawyer), desk.author, desk.clerk):
        with pytest.raises(Forbidden):
            agree(somebody, going_round)
    assert session.scalars(select(Signature)).all() == []


def test_a_deputy_signs_and_the_sheet_says_so(session: Session, desk: Desk, going_round: Paper) -> None:
    agree(desk.signer(desk.deputy), going_round)
    line = signature_sheet(session, going_round.id)[0]
    assert (line.station, line.who, line.as_deputy) == ("Kai Kämmer", "Vera Vertret", True)


def test_who_is_to_sign_reads_the_paper_only_from_then_on(session: Session, desk: Desk, going_round: Paper) -> None:
    assert readable(desk.signer(desk.lawyer), going_round)
    assert not readable(desk.stranger, going_round)
    assert not readable(Actor.public(desk.body.id), going_round)
    with transaction() as writing:
        other = begin_draft(writing, desk.author, NewDraft(PaperKind.REPORT, "Bericht", desk.office.id), now=now_utc())
    assert not readable(desk.signer(desk.lawyer), other)


def test_a_paper_is_returned_with_a_reason_only(session: Session, desk: Desk, going_round: Paper) -> None:
    with pytest.raises(NoReasonToReturn):
        say(desk.signer(desk.treasurer), going_round, SignVerdict.RETURNED)
    say(desk.signer(desk.treasurer), going_round, SignVerdict.RETURNED, note="Die Deckung fehlt.")
    assert state_of(session, going_round) == PaperState.RETURNED


def test_what_the_author_changes_later_voids_every_signature(session: Session, desk: Desk, going_round: Paper) -> None:
    agree(desk.signer(desk.treasurer), going_round)
    say(desk.signer(desk.lawyer), going_round, SignVerdict.RETURNED, note="Bitte § 51 HGO nennen.")
    with transaction() as writing:
        paper = writing.get_one(Paper, going_round.id)
        wording = replace(WHOLE, reasons="Er fehlt (§ 51 HGO).")
        assert save_wording(writing, desk.author, paper, wording, saves=paper.saves, now=now_utc())
        send_round(writing, desk.author, paper, address=ADDRESS, now=now_utc())
        assert [row.void_since is None for row in writing.scalars(select(Signature))] == [False, False]
        assert [each.person_id for each in open_stations(writing, paper.id)] == [desk.treasurer.id]
    assert "geändert" in signature_sheet(session, going_round.id)[0].void_reason


def test_a_round_ended_without_a_change_goes_on_where_it_was(session: Session, desk: Desk, going_round: Paper) -> None:
    agree(desk.signer(desk.treasurer), going_round)
    with transaction() as writing:
        paper = writing.get_one(Paper, going_round.id)
        take_back(writing, desk.author, paper, now=now_utc())
        assert not save_wording(writing, desk.author, paper, WHOLE, saves=paper.saves, now=now_utc())
        send_round(writing, desk.author, paper, address=ADDRESS, now=now_utc())
        assert [each.person_id for each in open_stations(writing, paper.id)] == [desk.lawyer.id]


def test_a_change_at_a_station_is_a_version_and_leaves_those_before_signed(
    session: Session, desk: Desk, going_round: Paper
) -> None:
    agree(desk.signer(desk.treasurer), going_round)
    changed = replace(WHOLE, finances="130.000 Euro im Jahr 2027.")
    say(desk.signer(desk.lawyer), going_round, SignVerdict.CHANGED, note="Betrag berichtigt", wording=changed)
    first, second = session.scalars(select(Signature).order_by(Signature.id))
    assert (first.version, second.version) == (1, 2)
    assert first.digest != second.digest
    assert first.void_since is None
    versions = session.scalars(select(PaperVersion).order_by(PaperVersion.number)).all()
    assert versions[1].reason == "Mitzeichnung Rita Recht: Betrag berichtigt"
    assert state_of(session, going_round) == PaperState.RELEASED


def test_nobody_signs_a_text_they_have_not_seen(session: Session, desk: Desk, going_round: Paper) -> None:
    with pytest.raises(Stale):
        say(desk.signer(desk.treasurer), going_round, SignVerdict.AGREED, seen="0" * 64)


def test_a_signed_paper_cannot_be_rewritten_while_it_goes_round(
    session: Session, desk: Desk, going_round: Paper
) -> None:
    with transaction() as writing:
        paper = writing.get_one(Paper, going_round.id)
        with pytest.raises(StepRefused):
            save_wording(
                writing, desk.author, paper, replace(WHOLE, reasons="Anders."), saves=paper.saves, now=now_utc()
            )


def test_without_stations_nothing_goes_round(session: Session, desk: Desk) -> None:
    with transaction() as writing:
        paper = begin_draft(writing, desk.author, NewDraft(PaperKind.REPORT, "Bericht", desk.office.id), now=now_utc())
        with pytest.raises(NoStations):
            send_round(writing, desk.author, paper, address=ADDRESS, now=now_utc())


def test_an_unfinished_paper_gets_no_number(session: Session, desk: Desk) -> None:
    with transaction() as writing:
        paper = begin_draft(writing, desk.author, NewDraft(PaperKind.PROPOSAL, "Radweg", desk.office.id), now=now_utc())
        with pytest.raises(NotReady) as refused:
            give_number(writing, desk.clerk, paper, now=now_utc())
    assert "Bitte begründen Sie die Vorlage." in refused.value.sentences


def test_whose_turn_it_is_gets_a_letter_without_a_word_of_the_paper(
    session: Session, desk: Desk, going_round: Paper
) -> None:
    letters = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    assert [letter.recipient for letter in letters] == ["kaemmer@example.org", "vertret@example.org"]
    assert f"{ADDRESS}/vorlage/{going_round.id}/mitzeichnen" in letters[0].text
    assert "Radweg" not in letters[0].text + letters[0].subject


@pytest.mark.parametrize(("days", "reminded"), [(1, 0), (2, 1), (3, 1)])
def test_who_does_not_answer_is_reminded_after_two_days(
    session: Session, desk: Desk, going_round: Paper, days: int, reminded: int
) -> None:
    with transaction() as writing:
        later = now_utc() + timedelta(days=days)
        assert remind_signers(writing, ADDRESS, now=later) == reminded
        assert remind_signers(writing, ADDRESS, now=later + timedelta(hours=1)) == 0
        sent = writing.scalars(select(OutgoingMail)).all()
        assert len(sent) == 2 + 2 * reminded


@pytest.mark.parametrize(
    "act",
    [
        lambda session, actor, paper: set_stations(session, actor, paper, [], now=now_utc()),
        lambda session, actor, paper: send_round(session, actor, paper, address=ADDRESS, now=now_utc()),
        lambda session, actor, paper: take_back(session, actor, paper, now=now_utc()),
        lambda session, actor, paper: save_wording(session, actor, paper, WHOLE, saves=1, now=now_utc()),
        lambda session, actor, paper: give_number(session, actor, paper, now=now_utc()),
    ],
)
def test_somebody_of_another_office_does_nothing_with_it(
    session: Session, desk: Desk, going_round: Paper, act: Callable[[Session, Actor, Paper], object]
) -> None:
    for somebody in (desk.stranger, desk.staff, Actor.public(desk.body.id)):
        with transaction() as writing, pytest.raises(Forbidden):
            act(writing, somebody, writing.get_one(Paper, going_round.id))


def test_stations_that_stay_keep_what_they_signed(session: Session, desk: Desk, going_round: Paper) -> None:
    agree(desk.signer(desk.treasurer), going_round)
    with transaction() as writing:
        paper = writing.get_one(Paper, going_round.id)
        take_back(writing, desk.author, paper, now=now_utc())
        set_stations(writing, desk.author, paper, [*desk.stations, *desk.stations[:1]], now=now_utc())
        assert [row.void_since is None for row in writing.scalars(select(Signature))] == [True]
        assert [row.position for row in writing.scalars(select(SigningStation).order_by(SigningStation.id))] == [
            0,
            1,
            2,
        ]
