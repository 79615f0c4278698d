"""Who looks as a member borrows a Gremium's circle: nothing may be readable by it that the session office cannot read."""

from sqlalchemy import select

from ris.access.circles import ADMINISTRATION, PUBLIC, chair_token, organization_token
from ris.council.models import Organization
from ris.council.rules import Group, group_of
from ris.scope.readers import Audience
from tests.demo_town import DemoTown


def test_everything_a_gremium_reads_the_session_office_reads(demo_town: DemoTown) -> None:
    with demo_town.at_work() as session:
        gremien = {
            row.id
            for row in session.scalars(select(Organization))
            if group_of(row.organization_type, row.classification, row.name) is Group.COUNCIL
        }
        circles = {word(identity) for identity in gremien for word in (organization_token, chair_token)}
        sets = [audience.tokens for audience in session.scalars(select(Audience))]
    closed = [tokens for tokens in sets if tokens & circles]
    assert closed
    assert [sorted(tokens) for tokens in closed if not tokens & {ADMINISTRATION, PUBLIC}] == []
