"""The town and its people."""

from ris.council.models import Body, LegislativeTerm, Location, Membership, Organization, Person
from tests.factories.rows import Factory

body = Factory(Body, lambda n: {"name": f"Gemeinde {n}", "settings": {}})
legislative_term = Factory(LegislativeTerm, lambda n: {"name": f"{n}. Wahlperiode"})
location = Factory(Location, lambda n: {"description": f"Haus {n}", "room": "Sitzungssaal"})
organization = Factory(
    Organization,
    lambda n: {"name": f"Ausschuss {n:05}", "organization_type": "Gremium", "classification": "Ausschuss"},
)
person = Factory(
    Person,
    # Sorted by name they stand as they were made, also past nine.
    lambda n: {"name": f"Alex Muster {n:05}", "given_name": "Alex", "family_name": f"Muster {n:05}"},
)
membership = Factory(Membership, lambda _n: {"role": "Mitglied", "voting_right": True})
