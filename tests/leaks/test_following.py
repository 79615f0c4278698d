"""What followers are told: about everything in the town, also what nobody can have begun to follow, since the first day."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ris.access.actor import Actor
from ris.access.circles import PUBLIC
from ris.council.models import Organization, Person
from ris.db import db, now_utc
from ris.documents.models import File, Paper
from ris.following.letters import Letterhead, Told, news_letter
from ris.following.locks import Locks
from ris.following.models import Follower
from ris.following.queries.changes import Changes, changes_of, found_lines
from ris.following.queries.searches import Moved
from ris.following.queries.subjects import Wanted, subjects_of, wanted_from
from ris.following.rules import Followed
from ris.meetings.models import AgendaItem, Meeting
from ris.notices.rules import Pace
from ris.scope.current import working_for
from ris.search.entries import key_of
from tests.leaks.closed import squeezed
from tests.leaks.conftest import Town

LONG_AGO = timedelta(days=36_500)
FOLLOWED: dict[Followed, Any] = {
    Followed.PAPER: Paper,
    Followed.ORGANIZATION: Organization,
    Followed.PERSON: Person,
}
HITS = (Paper, Organization, Person, Meeting, AgendaItem, File)
LOCKS = Locks.of(("nothing secret here",))


def letter_about(told: list[Told]) -> str:
    """The letter to somebody who follows all of it."""
    follower = Follower(name="0123456789abcdef", address=LOCKS.closed("ada@b.example", "0123456789abcdef"))
    head = Letterhead("Stadt", "https://ris.example", LOCKS)
    letter = news_letter(follower, told, Pace.NOW, head, now=now_utc())
    return squeezed(f"{letter.subject} {letter.text}")


def test_letters_about_everything_name_nothing_closed(town: Town) -> None:
    public, now = Actor.public(town.body_id), now_utc()
    with working_for(town.body_id):
        ids = {kind: db.session.scalars(select(model.id)).all() for kind, model in FOLLOWED.items()}
        everything = [Wanted(kind, str(row_id)) for kind, found in ids.items() for row_id in found]
        subjects = subjects_of(db.session(), public, everything)
        told = [
            Told(subjects[each], changes_of(db.session(), public, each, now - LONG_AGO, now + timedelta(minutes=1)))
            for each in everything
        ]
        moved = [
            Moved(key_of(model.__tablename__, row_id), now, now)
            for model in HITS
            for row_id in db.session.scalars(select(model.id))
        ]
        hits = found_lines(db.session(), public, moved, now - LONG_AGO)
        told.append(Told(next(iter(subjects.values())), Changes(hits)))
        said = letter_about(told)
        assert sum(len(each.changes.lines) for each in told) > len(ids[Followed.PAPER])
        assert [each for each in town.closed if any(word in said for word in each.words)] == []
        assert any(each.words for each in town.closed)


def test_nothing_closed_can_be_followed(town: Town) -> None:
    public = Actor.public(town.body_id)
    with working_for(town.body_id):
        for kind, model in FOLLOWED.items():
            for row in db.session.scalars(select(model)).all():
                wanted = wanted_from(db.session(), public, {kind.value: str(row.id)})
                assert (wanted is not None) is (PUBLIC in row.reader_tokens), f"{kind} {row.id}"
        db.session.rollback()
