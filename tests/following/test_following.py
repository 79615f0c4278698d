"""Following from the form to the last click: confirmed first, told once, ended with one click."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.db import transaction
from ris.documents.models import Paper
from ris.following.models import Follower as Row
from ris.following.models import Subscription
from ris.mail.models import OutgoingMail
from tests.factories import documents
from tests.following.conftest import Follower, Work, link_in, text_of


def renamed(paper_id: int, name: str) -> None:
    with transaction() as session:
        session.get_one(Paper, paper_id).name = name


def test_a_followed_paper_is_told_once_and_ended_with_one_click(ada: Follower, work: Work, session: Session) -> None:
    paper = documents.paper(name="Radweg Nordstraße", reference="2026/0412", slug="2026-0412")
    ada.follows("vorlage=2026-0412")
    [asked] = ada.letters
    assert asked["List-Unsubscribe"] is None
    renamed(paper.id, "Radweg an der Nordstraße")
    work()
    work()
    [_, told] = ada.letters
    text = text_of(told)
    assert "Vorlage: 2026/0412 Radweg an der Nordstraße" in text
    assert "- Geändert: Vorlage 2026/0412 Radweg an der Nordstraße" in text
    assert "  http://localhost/vorlage/2026-0412\n" in text
    end = link_in(told, "ende")
    assert told["List-Unsubscribe"] == f"<http://localhost{end}>"
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    answer = ada.client.post(end, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Sie bekommen keine E-Mails mehr" in answer.text
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Row)) == 0
    assert session.scalar(select(func.count()).select_from(Subscription)) == 0
    assert session.scalar(select(func.count()).select_from(OutgoingMail)) == 0
    renamed(paper.id, "Radweg")
    work(timedelta(hours=1))
    assert len(ada.letters) == 2
