"""What a process remembers until rows change."""

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Body
from ris.documents.models import Paper
from ris.scope.readers import readable_by
from ris.scope.remembered import until_changed
from ris.scope.statements import for_readers
from tests.factories import documents


def test_a_value_is_read_again_only_after_rows_changed(session: Session, body: Body) -> None:
    readings: list[int] = []

    @until_changed
    def papers(session: Session, actor: Actor) -> int:
        readings.append(1)
        return session.scalar(select(func.count()).where(readable_by(actor, Paper))) or 0

    reader = Actor.public(body.id)
    documents.paper()
    first = [papers(session, reader), papers(session, reader)]
    documents.paper()

    assert (first, papers(session, reader), len(readings)) == ([1, 1], 2, 2)


def test_every_circle_of_readers_has_its_own_value(session: Session, body: Body) -> None:
    @until_changed
    def papers(session: Session, actor: Actor) -> int:
        return session.scalar(select(func.count()).where(readable_by(actor, Paper))) or 0

    documents.paper(readers={"council"})
    member = Actor(body_id=body.id, reads=frozenset({"public", "council"}))

    assert (papers(session, member), papers(session, Actor.public(body.id))) == (1, 0)


def test_what_one_database_holds_is_not_told_of_another(session: Session, body: Body) -> None:
    """Two applications in one process: the same Body's number, the same revision, other rows."""
    answers = iter(["here", "there"])

    @until_changed
    def read(_session: Session, _actor: Actor) -> str:
        return next(answers)

    reader, engine = Actor.public(body.id), session.get_bind().engine
    elsewhere = create_engine(engine.url)
    with Session(elsewhere) as other:
        assert [read(session, reader), read(other, reader), read(session, reader)] == ["here", "there", "here"]
    elsewhere.dispose()


def test_a_statement_is_built_once_for_each_circle_of_readers() -> None:
    built: list[frozenset[str]] = []

    @for_readers
    def statement(actor: Actor) -> int:
        built.append(actor.reads)
        return len(built)

    public, member = Actor.public(1), Actor(body_id=1, reads=frozenset({"public", "council"}), name="Ohlig")

    assert [statement(public), statement(Actor.public(2)), statement(member), statement(member)] == [1, 1, 2, 2]
    assert built == [public.reads, member.reads]
