"""Reading what stands around a paper: who brought it in, papers that belong to it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Organization, Person
from ris.documents.models import Paper, PaperOrganization, PaperPerson, PaperRelation
from ris.documents.queries.papers import PAPER_COLUMNS, PaperLine, paper_line
from ris.scope.readers import readable_by
from ris.scope.statements import for_readers
from ris.web.addresses import address_of

ID = bindparam("id", type_=Integer)


@for_readers
def _related(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(PaperRelation.kind.label("relation"), *PAPER_COLUMNS)
        .join(Paper, Paper.id == PaperRelation.related_id)
        .where(PaperRelation.paper_id == ID, readable_by(actor, Paper))
        .order_by(PaperRelation.kind.desc(), PaperRelation.position, Paper.id)
    )


def related_papers(session: Session, actor: Actor, paper_id: int) -> list[tuple[str, PaperLine]]:
    """Readable papers that belong to this one, with the kind of the relation."""
    rows = session.execute(_related(actor), {"id": paper_id})
    return [(row.relation, paper_line(row)) for row in rows]


@dataclass(frozen=True)
class Originator:
    """Who brought a paper in, or the office in charge."""

    part: str
    name: str
    address: str


@for_readers
def _organizations(actor: Actor) -> Select[str, int, str | None]:
    return (
        select(PaperOrganization.part, Organization.id, Organization.name)
        .join(Organization, Organization.id == PaperOrganization.organization_id)
        .where(PaperOrganization.paper_id == ID, readable_by(actor, Organization))
        .order_by(PaperOrganization.part, PaperOrganization.position)
    )


@for_readers
def _people(actor: Actor) -> Select[int, str | None]:
    return (
        select(Person.id, Person.name)
        .join(PaperPerson, PaperPerson.person_id == Person.id)
        .where(PaperPerson.paper_id == ID, readable_by(actor, Person))
        .order_by(PaperPerson.position)
    )


def originators_of(session: Session, actor: Actor, paper_id: int) -> list[Originator]:
    """The readable organizations and people behind a paper."""
    organizations = session.execute(_organizations(actor), {"id": paper_id})
    people = session.execute(_people(actor), {"id": paper_id})
    found = [
        Originator(row.part, row.name or "ohne Namen", address_of("organization", row.id)) for row in organizations
    ]
    return found + [Originator("originator", row.name or "ohne Namen", address_of("person", row.id)) for row in people]


def papers_by_person(session: Session, actor: Actor, person_id: int, limit: int) -> list[PaperLine]:
    """The newest readable papers a person brought in."""
    rows = session.execute(
        select(*PAPER_COLUMNS)
        .join(PaperPerson, PaperPerson.paper_id == Paper.id)
        .where(PaperPerson.person_id == person_id, readable_by(actor, Paper))
        .order_by(Paper.date.desc().nulls_last(), Paper.id.desc())
        .limit(limit)
    )
    return [paper_line(row) for row in rows]


def papers_by_organization(session: Session, actor: Actor, organization_id: int, limit: int) -> list[PaperLine]:
    """The newest readable papers an organization brought in."""
    rows = session.execute(
        select(*PAPER_COLUMNS)
        .join(PaperOrganization, PaperOrganization.paper_id == Paper.id)
        .where(
            PaperOrganization.organization_id == organization_id,
            PaperOrganization.part == "originator",
            readable_by(actor, Paper),
        )
        .order_by(Paper.date.desc().nulls_last(), Paper.id.desc())
        .limit(limit)
    )
    return [paper_line(row) for row in rows]
