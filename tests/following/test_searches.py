"""Who follows a search is told what appears and changes among what it finds, however much that is, by either engine."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import Paper
from ris.following.models import Subscription
from ris.following.queries import searches
from ris.jobs.models import Job, JobKind, JobState
from ris.search.index import SearchIndex
from ris.search.services import ask_for_rebuild
from tests.factories import documents
from tests.following.conftest import Follower, Work, text_of

EITHER_ENGINE = pytest.mark.parametrize("index_of_town", ["whoosh", "tantivy"], indirect=True)


def kept(session: Session) -> dict[str, object]:
    """Everything that is kept of the one subscription."""
    session.rollback()
    return dict(session.execute(select(Subscription.__table__)).mappings().one())


def renamed(paper: Paper, name: str) -> None:
    with transaction() as session:
        session.get_one(Paper, paper.id).name = name


@EITHER_ENGINE
def test_what_appears_and_changes_among_the_hits_is_told_once(
    ada: Follower, work: Work, index_of_town: SearchIndex, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are: nothing of them is kept, and the index is asked in parts."""
    del index_of_town
    monkeypatch.setattr(searches, "ASKED_AT_ONCE", 2)
    old = documents.paper(name="Radweg Nordstraße", slug="2026-0412")
    for number in range(6):
        documents.paper(name=f"Radweg {number}", slug=f"2026-000{number}")
    work()
    ada.follows("suche=q%3DRadweg%26art%3Dvorlage")
    assert "Radweg" not in text_of(ada.letters[0]), "the words are whoever's who asked"
    assert "„Radweg“, Vorlagen" in ada.client.get("/folgen?suche=q%3DRadweg%26art%3Dvorlage").text
    new = [documents.paper(name=f"Radweg {where}", slug=f"2026-06-{where}") for where in ("Ost", "Süd", "West")]
    documents.paper(name="Freibad", slug="2026-0601")
    documents.paper(name="Radweg zum geheimen Ort", slug="2026-0602", readers={"council"})
    before = kept(session)
    work()
    work()

    text = text_of(ada.letters[1])
    assert len(ada.letters) == 2
    assert "Suche: „Radweg“, Vorlagen" in text
    assert [f"Radweg {where}" in text for where in ("Ost", "Süd", "West")] == [True] * 3
    assert text.count("- Gefunden: Beschlussvorlage") == 3
    assert not [word for word in ("Nordstraße", "Freibad", "geheim") if word in text]

    renamed(old, "Radweg Nordstraße mit Brücke")
    renamed(new[0], "Steg am Ostufer")
    work()
    text = text_of(ada.letters[2])
    assert "- Geändert: Beschlussvorlage" in text
    assert "Nordstraße mit Brücke" in text
    assert "Ostufer" not in text, "it is found no more"
    assert {name for name, value in kept(session).items() if before[name] != value} == {"told_until"}


@EITHER_ENGINE
def test_a_search_for_everything_of_a_kind_is_followed_like_any_other(
    ada: Follower, work: Work, index_of_town: SearchIndex
) -> None:
    del index_of_town
    documents.paper(name="Freibad", slug="2026-0500")
    work()
    ada.follows("suche=art%3Dvorlage")
    documents.paper(name="Hallenbad", slug="2026-0501")
    work()
    text = text_of(ada.letters[1])
    assert "Suche: Alle Vorlagen\n- Gefunden: Beschlussvorlage" in text
    assert "Hallenbad" in text
    assert "Freibad" not in text


def test_a_search_is_followed_before_there_is_an_index(ada: Follower, work: Work, index_of_town: SearchIndex) -> None:
    del index_of_town
    ada.follows("suche=q%3DRadweg")
    work()
    documents.paper(name="Radweg am Südring", slug="2026-0600")
    work()
    assert "Südring" in text_of(ada.letters[1])


def test_an_index_that_lags_behind_delays_news_and_loses_none(
    ada: Follower, work: Work, index_of_town: SearchIndex
) -> None:
    del index_of_town
    documents.paper(name="Radweg am Nordring", slug="2026-0500")
    work()
    ada.follows("suche=q%3DRadweg")
    work()
    documents.paper(name="Radweg am Südring", slug="2026-0600")
    waits = update(Job).where(Job.kind == JobKind.INDEX, Job.state == JobState.WAITING)
    with transaction() as session:
        session.execute(waits.values(due=now_utc() + timedelta(hours=1)))
    work()
    work()
    assert len(ada.letters) == 1
    work(timedelta(hours=1))
    work()
    assert len(ada.letters) == 2
    assert "- Gefunden: Beschlussvorlage" in text_of(ada.letters[1])
    assert "Südring" in text_of(ada.letters[1])


def test_while_the_index_is_built_anew_nothing_is_passed_over(
    ada: Follower, work: Work, index_of_town: SearchIndex
) -> None:
    del index_of_town
    documents.paper(name="Radweg am Nordring", slug="2026-0500")
    work()
    ada.follows("suche=q%3DRadweg")
    with transaction() as session:
        ask_for_rebuild(session, session.scalars(select(Body.id)).one(), [], now=now_utc())
        session.execute(update(Job).where(Job.kind == JobKind.REBUILD_INDEX).values(due=now_utc() + timedelta(hours=1)))
    documents.paper(name="Radweg am Südring", slug="2026-0600")
    work()
    assert len(ada.letters) == 1
    with transaction() as session:
        session.execute(delete(Job).where(Job.kind == JobKind.REBUILD_INDEX))
    work()
    assert "Südring" in text_of(ada.letters[1])
