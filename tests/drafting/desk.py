"""People around a paper: who writes it, who signs it, a Fraktion, the session office."""

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, organization_token, person_token
from ris.council.models import Body, Organization, Person
from ris.documents.models import Paper
from ris.documents.rules import PaperKind
from ris.drafting.services.stations import NewStation
from ris.drafting.services.writing import Wording
from tests.factories import council

ADDRESS = "http://localhost"
WHOLE = Wording(
    name="Radweg an der Mühlgasse",
    proposal="Der Radweg wird **gebaut**.",
    reasons="Er fehlt.",
    finances="120.000 Euro im Jahr 2027.",
    climate="Weniger Autoverkehr.",
    public=True,
)


class Desk:
    """One town's people at work; made with the rows they need."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.office = council.organization(name="Tiefbauamt", organization_type="Verwaltungsbereich")
        self.faction = council.organization(name="Fraktion Grün", organization_type="Fraktion")
        self.council = council.organization(name="Stadtverordnetenversammlung", organization_type="Gremium")
        self.treasurer = council.person(name="Kai Kämmer", email=["kaemmer@example.org"])
        self.lawyer = council.person(name="Rita Recht", email=["recht@example.org"])
        self.deputy = council.person(name="Vera Vertret", email=["vertret@example.org"])
        self.clerk = self.actor({ADMINISTRATION, COUNCIL}, roles={Role.CLERK})
        self.author = self.actor({organization_token(self.office.id)}, {Role.AUTHOR}, office=self.office)
        self.staff = self.actor({organization_token(self.faction.id)}, {Role.FACTION_STAFF}, faction=self.faction)
        self.stranger = self.actor(set(), {Role.AUTHOR}, office=council.organization(name="Gartenamt"))

    def actor(
        self,
        reads: set[str],
        roles: set[Role],
        *,
        office: Organization | None = None,
        faction: Organization | None = None,
        person: Person | None = None,
    ) -> Actor:
        belongs = frozenset(each.id for each in (office, faction) if each is not None)
        return Actor(
            body_id=self.body.id,
            reads=frozenset({PUBLIC, *reads, *({person_token(person.id)} if person else ())}),
            roles=frozenset(roles),
            person_id=person.id if person else None,
            organizations=belongs,
            factions=frozenset({faction.id} if faction else ()),
            name="test",
        )

    def signer(self, person: Person) -> Actor:
        return self.actor(set(), {Role.READER}, person=person)

    @property
    def stations(self) -> list[NewStation]:
        return [NewStation(self.treasurer.id, self.deputy.id), NewStation(self.lawyer.id)]


def kind_of(paper: Paper) -> PaperKind:
    return PaperKind(paper.kind or "")
