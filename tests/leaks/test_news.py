"""What members hear of: their page, their letters, their devices and their calendars, for everybody with a seat in town."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.access.policy import may
from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.council.models import Membership
from ris.db import Base, db, now_utc
from ris.feeds.calendar import calendar
from ris.meetings.events import events_of
from ris.meetings.queries.own import own_meetings
from ris.notices.letters import news_letter
from ris.notices.queries.news import news_for
from ris.notices.rules import Pace
from ris.notices.services.pushing import MESSAGE
from ris.scope.current import working_for
from ris.scope.readers import Protected
from tests.leaks.closed import Closed, squeezed
from tests.leaks.conftest import Town

LONG_AGO = timedelta(days=3650)
ONLY_IN_PACKS = {"AgendaItem", "Paper"}
"""What a calendar names to nobody, not even to who may read it: its address is the only key."""
SAYS_WHERE = {"File", "FileVersion", "AgendaVersion", "Location"}
"""What repeats name and place of its meeting, which the calendar of who attends it names, too."""


@dataclass(frozen=True)
class Secret:
    """A closed thing, with its readers."""

    thing: Closed
    tokens: frozenset[str]

    def said_in(self, text: str, but: str = "") -> bool:
        """Whether a text names it; ``but`` is what stands in such a text for everybody."""
        return any(word in text and word not in but for word in self.thing.words)


@pytest.fixture
def secrets(town: Town) -> Iterator[list[Secret]]:
    """Everything closed in the town; works for it meanwhile."""
    models = {m.class_.__name__: m.class_ for m in Base.registry.mappers if issubclass(m.class_, Protected)}
    with working_for(town.body_id):
        yield [Secret(each, db.session.get_one(models[each.kind], each.id).reader_tokens) for each in town.closed]
    db.session.rollback()


@pytest.fixture
def members(secrets: list[Secret], town: Town) -> list[tuple[User, Actor]]:
    """Everybody who holds a seat today, as if each had an account."""
    people = sorted({row.person_id for row in db.session.query(Membership) if row.person_id is not None})
    users = [
        User(
            id=10_000 + number, body_id=town.body_id, email=f"p{number}@example.org", name="Ada", roles=[], person_id=p
        )
        for number, p in enumerate(people)
    ]
    found = [(user, actor_for(db.session(), user)) for user in users]
    return [(user, actor) for user, actor in found if may(actor, Permission.OWN_AREA)]


def test_news_name_nothing_that_their_reader_may_not_read(
    members: list[tuple[User, Actor]], secrets: list[Secret]
) -> None:
    heard = 0
    for _, actor in members:
        news = news_for(db.session(), actor, now_utc() - LONG_AGO, now=now_utc())
        said = squeezed(" ".join(f"{each.words} {each.title} {each.detail}" for each in news))
        heard += bool(news)
        hidden = [each for each in secrets if actor.reads.isdisjoint(each.tokens)]
        assert [each.thing for each in hidden if each.said_in(said)] == []
    assert bool(heard) is bool(members)


def test_letters_and_pushes_name_nothing_closed_to_anybody(
    members: list[tuple[User, Actor]], secrets: list[Secret]
) -> None:
    for user, actor in members:
        news = news_for(db.session(), actor, now_utc() - LONG_AGO, now=now_utc())
        letter = news_letter(user, news, Pace.DAILY, "2026-11-23", town="Stadt", public_url="https://ris.example")
        said = squeezed(f"{letter.subject} {letter.text} {letter.about} {MESSAGE.decode()}")
        empty = squeezed(news_letter(user, [], Pace.DAILY, "2026-11-23", town="Stadt", public_url="").text)
        assert [each.thing for each in secrets if each.said_in(said, empty)] == []
        titles = {squeezed(each.title) for each in news if each.title}
        assert [title for title in titles if title in said] == [], "not even which meeting"


def test_calendars_name_no_item_no_paper_and_no_meeting_of_others(
    members: list[tuple[User, Actor]], secrets: list[Secret]
) -> None:
    for _, actor in members:
        lines = own_meetings(db.session(), actor, now_utc() - LONG_AGO, 1000)
        content = calendar(events_of(lines), name="Meine Sitzungen", public_url="https://ris.example")
        said = squeezed(content.replace("\r\n ", ""))
        hidden = [each for each in secrets if each.thing.kind in ONLY_IN_PACKS or actor.reads.isdisjoint(each.tokens)]
        assert [each.thing for each in hidden if each.said_in(said)] == []


def test_there_is_something_to_keep_secret_from_somebody(
    members: list[tuple[User, Actor]], secrets: list[Secret], town: Town
) -> None:
    hidden = [each for _, actor in members for each in secrets if actor.reads.isdisjoint(each.tokens)]
    assert not members or any(each.thing.words for each in hidden)
    assert any(each.thing.words for each in secrets)
