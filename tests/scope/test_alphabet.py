"""Names stand where people look for them, and every list of them goes on to its end."""

import pytest
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Body
from ris.council.queries import organizations_for, people_page
from ris.db import now_utc
from ris.web.dates import local_day
from ris.web.paging import key_from
from tests.factories import council


def test_umlauts_stand_with_their_vowels(session: Session, body: Body) -> None:
    for name in ("Zoll", "Özal", "Otto", "Äpfel", "Bauer", "Bäder", "Straßer", "Strasner", "øre", "Élysée", "Erbe"):
        council.organization(name=name)

    names = [line.name for line in organizations_for(session, Actor.public(body.id), local_day(now_utc()))]

    assert names == ["Äpfel", "Bäder", "Bauer", "Élysée", "Erbe", "Otto", "Özal", "Strasner", "Straßer", "Zoll", "øre"]


def test_a_list_goes_on_behind_names_of_any_length_and_spelling(
    session: Session, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ris.council.queries.PAGE_SIZE", 1)
    people = [council.person(name=name, family_name=name).id for name in ("_Dienst", "x" * 200, "x" * 200, "Ö" * 200)]

    seen: list[int] = []
    after = None
    while len(seen) <= len(people):
        page = people_page(session, Actor.public(body.id), after)
        seen += [line.id for line in page.rows]
        if page.following is None:
            break
        after = key_from(str(page.following))

    assert sorted(seen) == sorted(people)
