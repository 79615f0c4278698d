"""Rows of one Body are never seen or changed from another; without a Body nothing is."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from ris.access.circles import PUBLIC
from ris.council.models import Body, Organization, Person
from ris.db import db, now_utc, transaction
from ris.scope.current import NoBody, working_for
from ris.scope.models import ForeignBody, Revision, raise_revision
from ris.scope.readers import audience_for


@pytest.fixture
def towns(app: Flask) -> tuple[int, int]:
    """Two towns with one organization each."""
    ids = []
    with transaction() as session:
        for name in ("Lindenau", "Eschbach"):
            town = Body(name=name, created=now_utc(), modified=now_utc(), settings={})
            session.add(town)
            session.flush()
            ids.append(town.id)
    for identity, name in zip(ids, ("Bauausschuss", "Finanzausschuss"), strict=True):
        with working_for(identity), transaction() as session:
            session.add(organization(session, name))
    return ids[0], ids[1]


def organization(session: Session, name: str, **more: int) -> Organization:
    return Organization(
        name=name, audience=audience_for(session, {PUBLIC}), created=now_utc(), modified=now_utc(), **more
    )


QUERIES: dict[str, Callable[[Session], object]] = {
    "entities": lambda s: [o.name for o in s.scalars(select(Organization))],
    "columns": lambda s: list(s.scalars(select(Organization.name))),
    "count": lambda s: s.scalar(select(func.count()).select_from(Organization)),
    "alias": lambda s: list(s.scalars(select(aliased(Organization).name))),
    "join": lambda s: list(s.scalars(select(Organization.name).outerjoin(Person, Person.id == Organization.id))),
    "exists": lambda s: s.scalar(select(exists().where(Organization.name == "Finanzausschuss"))),
    "subquery": lambda s: list(s.scalars(select(Body.name).where(Body.id.in_(select(Organization.body_id))))),
}
SEEN_FROM_LINDENAU = {
    "entities": ["Bauausschuss"],
    "columns": ["Bauausschuss"],
    "count": 1,
    "alias": ["Bauausschuss"],
    "join": ["Bauausschuss"],
    "exists": False,
    "subquery": ["Lindenau"],
}


@pytest.mark.parametrize("name", QUERIES)
def test_every_kind_of_query_sees_its_own_town_only(towns: tuple[int, int], name: str) -> None:
    with working_for(towns[0]):
        assert QUERIES[name](db.session()) == SEEN_FROM_LINDENAU[name]


@pytest.mark.parametrize("name", QUERIES)
def test_every_kind_of_query_is_refused_without_a_town(towns: tuple[int, int], name: str) -> None:
    with pytest.raises(NoBody):
        QUERIES[name](db.session())


def test_getting_a_foreign_row_by_its_id_finds_nothing(towns: tuple[int, int]) -> None:
    with working_for(towns[1]):
        foreign = db.session.scalars(select(Organization.id)).one()
    db.session.remove()
    with working_for(towns[0]):
        assert db.session.get(Organization, foreign) is None


def test_bulk_changes_stay_in_the_town(towns: tuple[int, int]) -> None:
    with working_for(towns[0]), transaction() as session:
        session.execute(update(Organization).values(name="Neu"))
        session.execute(delete(Person))
    with working_for(towns[1]):
        assert db.session.scalars(select(Organization.name)).all() == ["Finanzausschuss"]
    with pytest.raises(NoBody), transaction() as session:
        session.execute(update(Organization).values(name="Neu"))


def test_a_row_of_another_town_is_not_written(towns: tuple[int, int]) -> None:
    with working_for(towns[0]), pytest.raises(ForeignBody), transaction() as session:
        session.add(organization(session, "Fremd", body_id=towns[1]))


def test_a_change_raises_the_revision_of_its_town_only(towns: tuple[int, int]) -> None:
    before = {row.body_id: row.number for row in db.session.scalars(select(Revision))}
    with working_for(towns[0]), transaction() as session:
        session.scalars(select(Organization)).one().name = "Bau und Verkehr"
    db.session.expire_all()
    after = {row.body_id: row.number for row in db.session.scalars(select(Revision))}
    assert after == {**before, towns[0]: before[towns[0]] + 1}


def test_a_town_counts_its_changes_from_its_first_moment(session: Session) -> None:
    """Two who write for a new town at once wait for this row; neither of them makes it."""
    with transaction() as writing:
        town = Body(name="Lindenau", created=now_utc(), modified=now_utc(), settings={})
        writing.add(town)
        writing.flush()
        counts = select(Revision.number).where(Revision.body_id == town.id)
        assert writing.scalars(counts).all() == [1]
        raise_revision(writing, town.id)
    assert session.scalars(counts).all() == [2]


def test_a_change_taken_back_raises_nothing(towns: tuple[int, int]) -> None:
    before = db.session.scalars(select(Revision.number).where(Revision.body_id == towns[0])).one()

    def change_and_fail() -> None:
        with transaction() as session:
            session.scalars(select(Organization)).one().name = "Bau und Verkehr"
            session.flush()
            raise RuntimeError

    with working_for(towns[0]), pytest.raises(RuntimeError):
        change_and_fail()
    with working_for(towns[0]), transaction() as session:
        assert session.scalars(select(Organization.name)).one() == "Bauausschuss"
    assert db.session.scalars(select(Revision.number).where(Revision.body_id == towns[0])).one() == before
