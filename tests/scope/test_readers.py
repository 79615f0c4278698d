"""The rule of visibility says the same in Python and in SQL, for every actor and every audience."""

from itertools import combinations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, organization_token
from ris.council.models import Body, Organization
from ris.db import now_utc, transaction
from ris.scope.readers import audience_for, readable, readable_by

TOKENS = (PUBLIC, COUNCIL, ADMINISTRATION, organization_token(1), organization_token(11))


def test_python_and_sql_agree_for_every_actor_and_audience(body: Body, session: Session) -> None:
    sets = [frozenset(some) for size in range(len(TOKENS) + 1) for some in combinations(TOKENS, size)]
    with transaction() as writing:
        for tokens in sets:
            writing.add(
                Organization(
                    name=" ".join(sorted(tokens)),
                    audience=audience_for(writing, tokens),
                    created=now_utc(),
                    modified=now_utc(),
                )
            )
    rows = session.scalars(select(Organization)).all()
    assert len(rows) == len(sets)
    for reads in sets:
        actor = Actor(body_id=body.id, reads=reads)
        by_python = {row.name for row in rows if readable(actor, row)}
        by_sql = set(session.scalars(select(Organization.name).where(readable_by(actor, Organization))))
        assert by_sql == by_python == {" ".join(sorted(tokens)) for tokens in sets if tokens & reads}


def test_the_same_tokens_are_one_audience(body: Body) -> None:
    with transaction() as session:
        first = audience_for(session, [COUNCIL, ADMINISTRATION])
        assert audience_for(session, [ADMINISTRATION, COUNCIL, COUNCIL]) is first
        assert audience_for(session, [COUNCIL]) is not first


def test_nobody_may_read_the_empty_audience(body: Body) -> None:
    with transaction() as session:
        nobody = audience_for(session, ())
        row = Organization(name="Weg", audience=nobody, created=now_utc(), modified=now_utc())
        session.add(row)
        session.flush()
        everyone = Actor(body_id=body.id, reads=frozenset(TOKENS))
        assert not readable(everyone, row)
        assert session.scalars(select(Organization).where(readable_by(everyone, Organization))).all() == []


def test_a_row_that_does_not_say_who_may_read_it_is_refused(body: Body) -> None:
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(Organization(name="Vergessen", created=now_utc(), modified=now_utc()))
