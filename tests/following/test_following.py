"""Following from the form to the last click: confirmed first, told once, ended with one click."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.audit.models import AuditEntry
from ris.db import Base, transaction
from ris.documents.models import Paper
from ris.following.locks import Locks
from ris.following.models import Follower as Row
from ris.following.models import Subscription
from ris.following.rules import Purpose
from ris.mail.models import OutgoingMail
from tests.factories import documents
from tests.following.conftest import ADDRESS, Follower, Work, link_in, text_of
from tests.mail.reports import report
from tests.mail.test_returned import bounced
from tests.signing_in import sent

DAY = timedelta(days=1)


def radweg(name: str = "Radweg Nordstraße") -> Paper:
    return documents.paper(name=name, reference="2026/0412", slug="2026-0412", date=date(2026, 5, 1))


def renamed(paper: Paper, name: str) -> None:
    with transaction() as session:
        session.get_one(Paper, paper.id).name = name


def kept(session: Session) -> list[int]:
    """How many addresses, subscriptions and letters are kept."""
    session.rollback()
    return [session.scalar(select(func.count()).select_from(model)) or 0 for model in (Row, Subscription, OutgoingMail)]


def test_a_followed_paper_is_told_once_and_ended_with_one_click(ada: Follower, work: Work, session: Session) -> None:
    paper = radweg()
    ada.follows("vorlage=2026-0412")
    [asked] = ada.letters
    assert asked["List-Unsubscribe"] is None
    renamed(paper, "Radweg an der Nordstraße")
    work()
    work()
    [_, told] = ada.letters
    text = text_of(told)
    assert "Vorlage: 2026/0412 Radweg an der Nordstraße" in text
    assert "- Geändert: Beschlussvorlage 2026/0412 Radweg an der Nordstraße" in text
    assert "  http://localhost/vorlage/2026-0412\n" in text
    end = link_in(told, "ende")
    assert told["List-Unsubscribe"] == f"<http://localhost{end}>"
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    answer = ada.client.post(end, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Sie bekommen keine E-Mails mehr" in answer.text
    assert kept(session) == [0, 0, 0]
    renamed(paper, "Radweg")
    work(DAY)
    assert len(ada.letters) == 2


def test_opening_a_link_changes_nothing_and_a_second_click_is_as_true_as_the_first(
    ada: Follower, work: Work, session: Session
) -> None:
    paper = radweg()
    ada.follows("vorlage=2026-0412")
    again = ada.client.get(link_in(ada.letters[0], "bestaetigen"))
    assert again.status_code == 302, "nobody is asked twice"
    assert "Worüber wir Ihnen schreiben" in ada.client.get(again.location).text
    renamed(paper, "Radweg")
    work()
    end = link_in(ada.letters[-1], "ende")
    assert "Alle abbestellen" in ada.client.get(end).text
    assert kept(session)[:2] == [1, 1]
    for _ in range(2):
        assert "keine E-Mails mehr" in ada.client.post(end).text
    assert "keine E-Mails mehr" in ada.client.get(end).text
    for dead in (link_in(ada.letters[0], "bestaetigen"), link_in(ada.letters[-1], "meine")):
        assert ada.client.get(dead).status_code == 404


def test_nothing_is_told_before_the_click_and_everything_since_the_wish_after_it(ada: Follower, work: Work) -> None:
    paper = radweg()
    ada.asks("vorlage=2026-0412")
    work()
    renamed(paper, "Radweg mit Brücke")
    work(timedelta(hours=1))
    assert len(ada.letters) == 1
    sent(ada.client, link_in(ada.letters[0], "bestaetigen"), {})
    work()
    assert "Radweg mit Brücke" in text_of(ada.letters[1])


def test_an_unconfirmed_wish_is_forgotten_after_48_hours_with_its_letter(
    ada: Follower, work: Work, session: Session
) -> None:
    radweg()
    ada.asks("vorlage=2026-0412")
    work(timedelta(hours=47))
    link = link_in(ada.letters[0], "bestaetigen")
    assert kept(session) == [1, 1, 1]
    assert ada.client.get(link).status_code == 200
    work(timedelta(hours=2))
    assert kept(session) == [0, 0, 0]
    assert ada.client.get(link).status_code == 404


def test_a_link_that_came_too_late_confirms_nothing_even_before_anybody_tidied_up(
    ada: Follower, work: Work, clock: object, session: Session
) -> None:
    radweg()
    ada.asks("vorlage=2026-0412")
    work(timedelta())
    link = link_in(ada.letters[0], "bestaetigen")
    token = ada.client.get(link)
    assert token.status_code == 200
    with transaction() as writing:
        writing.scalars(select(Subscription)).one().created -= timedelta(hours=48)
    assert ada.client.get(link).status_code == 404
    assert session.scalars(select(Subscription.confirmed)).one() is None


def test_sent_letters_are_forgotten_after_five_days_and_the_subscription_stays(
    ada: Follower, work: Work, session: Session
) -> None:
    paper = radweg()
    ada.follows("vorlage=2026-0412")
    renamed(paper, "Radweg")
    work()
    assert kept(session) == [1, 1, 2]
    work(5 * DAY)
    work(timedelta(hours=1))
    assert kept(session) == [1, 1, 0]


def test_the_daily_letter_comes_once_a_day_in_the_morning(ada: Follower, work: Work) -> None:
    paper = radweg()
    ada.follows("vorlage=2026-0412", "daily")
    renamed(paper, "Radweg mit Brücke")
    work()
    assert len(ada.letters) == 1
    work(DAY)
    assert ada.letters[-1]["Subject"] == "Neues vom Tag: Stadt Lindenau"
    assert len(ada.letters) == 2
    renamed(paper, "Radweg mit Tunnel")
    work()
    assert len(ada.letters) == 2
    work(DAY)
    work(DAY)
    assert len(ada.letters) == 3
    assert "Radweg mit Tunnel" in text_of(ada.letters[2])


def test_one_letter_tells_of_everything_somebody_follows(ada: Follower, work: Work) -> None:
    first, second = radweg(), documents.paper(name="Freibad", slug="2026-0500")
    for slug in ("2026-0412", "2026-0500"):
        ada.follows(f"vorlage={slug}")
    renamed(first, "Radweg neu")
    renamed(second, "Freibad neu")
    work()
    assert len(ada.letters) == 3
    assert "Radweg neu" in text_of(ada.letters[2])
    assert "Freibad neu" in text_of(ada.letters[2])


def test_the_own_page_shows_everything_changes_the_pace_and_ends_one(
    ada: Follower, work: Work, session: Session
) -> None:
    paper = radweg()
    documents.paper(name="Freibad", slug="2026-0500")
    for slug in ("2026-0412", "2026-0500"):
        ada.follows(f"vorlage={slug}", "daily")
    renamed(paper, "Radweg neu")
    work(DAY)
    own = link_in(ada.letters[-1], "meine")
    page = ada.client.get(own)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Radweg neu" in page.text
    assert "Freibad" in page.text
    assert ADDRESS not in page.text
    name, other = session.scalars(select(Subscription.name).order_by(Subscription.id)).all()
    assert sent(ada.client, f"{own}/{name}", {"wie-oft": "now"}, page=own).status_code == 303
    assert sent(ada.client, f"{own}/{other}", {"wie-oft": "often"}, page=own).status_code == 303
    assert "Bitte wählen Sie" in ada.client.get(own).text
    assert sent(ada.client, f"{own}/{other}", {"beenden": "1"}, page=own).status_code == 303
    assert "Freibad" not in ada.client.get(own).text
    renamed(paper, "Radweg ganz neu")
    work()
    assert "Radweg ganz neu" in text_of(ada.letters[-1])
    assert "keine E-Mails mehr" in sent(ada.client, f"{own}/{name}", {"beenden": "1"}, page=own).text
    assert kept(session) == [0, 0, 0]


def test_a_word_is_good_for_one_thing_and_one_person_only(app: Flask, ada: Follower, session: Session) -> None:
    radweg()
    ada.follows("vorlage=2026-0412")
    row = session.scalars(select(Row)).one()
    locks: Locks = app.extensions["following"]
    manage, end = (locks.seal.word(purpose, row.body_id, row.name) for purpose in (Purpose.MANAGE, Purpose.END))
    for address in (
        f"/folgen/meine/{end}",
        f"/folgen/ende/{manage}",
        f"/folgen/bestaetigen/{manage}",
        f"/folgen/meine/{locks.seal.word(Purpose.MANAGE, row.body_id + 1, row.name)}",
        f"/folgen/meine/{row.name}{'0' * 32}",
        "/folgen/ende/x",
    ):
        assert ada.client.get(address).status_code == 404
    assert ada.client.post(f"/folgen/ende/{manage}").status_code == 404
    assert kept(session)[0] == 1
    assert ada.client.post(f"/folgen/meine/{manage}/{row.name}").status_code == 400, "that form has a token"


def test_an_address_stands_in_no_table_once_its_letter_has_left(ada: Follower, session: Session) -> None:
    radweg()
    ada.asks("vorlage=2026-0412")
    assert session.scalars(select(OutgoingMail.recipient)).one() == ADDRESS
    ada.work(timedelta())
    session.rollback()
    assert len(ada.letters) == 1
    for table in Base.metadata.sorted_tables:
        for line in session.execute(select(table)):
            assert ADDRESS not in str(line), table.name


def test_addresses_are_kept_sealed_and_older_secrets_still_open(app: Flask, ada: Follower, session: Session) -> None:
    radweg()
    ada.follows("vorlage=2026-0412")
    row = session.scalars(select(Row)).one()
    assert ADDRESS not in f"{row.address} {row.mark}"
    renewed = Locks.of(("another secret", app.config["SECRET_KEY"]))
    assert renewed.address_of(row) == ADDRESS
    assert row.mark in renewed.seal.marks(row.body_id, " ADA@lindenau.example")
    old = app.extensions["following"].seal.word(Purpose.END, row.body_id, row.name)
    assert renewed.seal.read(Purpose.END, row.body_id, old) == row.name
    assert Locks.of(("another secret",)).seal.read(Purpose.END, row.body_id, old) is None


def test_an_address_that_takes_no_letters_is_forgotten_at_once(ada: Follower, work: Work, session: Session) -> None:
    paper = radweg()
    ada.follows("vorlage=2026-0412")
    ada.server.temper.refuses.add(ADDRESS)
    renamed(paper, "Radweg")
    work()
    assert kept(session) == [0, 0, 0]


def test_a_letter_that_comes_back_later_ends_it_and_leaves_no_address_in_the_trail(
    app: Flask, ada: Follower, work: Work, session: Session
) -> None:
    radweg()
    ada.follows("vorlage=2026-0412")
    content = report("Postfix", ada.letters[0]["Message-ID"].strip("<>"))
    session.rollback()
    assert "gilt als nicht zugestellt" in bounced(app, content)
    work()
    assert kept(session) == [0, 0, 0]
    trail = " ".join(str(details) for details in session.scalars(select(AuditEntry.details)))
    assert "User unknown" in trail
    assert ADDRESS not in trail
