"""Who reads a note: its writer, and whom they named as long as these may read what it is about. Nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ris.access.actor import Role
from ris.access.circles import PUBLIC, organization_token
from ris.council.models import Body, Membership
from ris.db import db, transaction
from ris.documents.models import File, FileVersion
from ris.scope.readers import audience_for
from tests.factories import council
from tests.notes.notebooks import Notebook, change, new_id, note
from tests.reader.tablets import TODAY, Sitting, Tablet, sitting_with_papers, tablet_of
from tests.signing_in import signed_in


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    """Before anybody logs in: a session from the future is none."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def sitting(app: Flask, body: Body) -> Sitting:
    return sitting_with_papers(app, body)


@pytest.fixture
def faction(sitting: Sitting) -> int:
    """A Fraktion of the committee's second and third member."""
    row = council.organization(name="Fraktion Bunte Liste", organization_type="Fraktion", classification="Fraktion")
    for person in sitting.office.members[1:]:
        council.membership(person_id=person, organization_id=row.id, role="Mitglied")
    return row.id


@pytest.fixture
def mia(app: Flask, sitting: Sitting, faction: int) -> Notebook:
    assert faction
    return Notebook(tablet_of(app, sitting, 1, "Mia"))


@pytest.fixture
def nils(app: Flask, sitting: Sitting, faction: int) -> Notebook:
    assert faction
    return Notebook(tablet_of(app, sitting, 2, "Nils", str(uuid4())))


def about(sitting: Sitting, file_id: int, text: str, **how: object) -> dict[str, object]:
    """A note on a document of the meeting."""
    digest = db.session.get_one(File, file_id).sha512_checksum
    content = note(text)
    target = {**content["target"], "source": f"urn:sha512:{digest}", "scope": file_id}
    return {**content, "target": target, "ris:anchored_to": digest, "ris:meeting": sitting.meeting, **how}


def end_seats(person_id: int, *, of: int | None = None) -> None:
    """Since yesterday somebody sits there no more."""
    with transaction() as session:
        for row in session.scalars(select(Membership).where(Membership.person_id == person_id)):
            if of is None or row.organization_id == of:
                row.start_date, row.end_date = date(2026, 4, 1), date(2026, 11, 22)


def test_a_fraktion_reads_until_one_leaves_it(mia: Notebook, nils: Notebook, sitting: Sitting, faction: int) -> None:
    theirs = {"ris:visibility": "faction", "ris:faction": faction}
    shared, own = new_id(), new_id()
    told = mia.sync(
        change(shared, about(sitting, sitting.open_file, "Wir stimmen zu", **theirs)),
        change(own, about(sitting, sitting.open_file, "Nur für mich")),
    )
    assert told["refused"] == []
    nils.sync(change(new_id(), about(sitting, sitting.open_file, "Mein Eigenes")))
    assert nils.texts() == ["Mein Eigenes", "Wir stimmen zu"]
    assert (nils.notes[shared]["ris:author"], nils.notes[shared]["ris:own"]) == ("Mia", False)
    refusal = nils.sync(change(shared, note("Verbessert"), base=1))["refused"]
    assert "gehört jemand anderem" in refusal[0]["error"]
    end_seats(sitting.office.members[2], of=faction)
    nils.sync()
    assert nils.texts() == ["Mein Eigenes"]
    mia.sync(change(shared, None, base=1))
    assert mia.texts() == ["Nur für mich"]


def test_named_people_read_until_their_mandate_ends_or_they_are_left_out(
    app: Flask, mia: Notebook, nils: Notebook, sitting: Sitting
) -> None:
    nils.sync()
    person = sitting.office.members[2]
    uuid = new_id()
    named = {"ris:visibility": "people", "ris:people": [person]}
    assert mia.sync(change(uuid, about(sitting, sitting.closed_file, "Bitte lesen", **named)))["refused"] == []
    nils.sync()
    assert nils.texts() == ["Bitte lesen"]
    assert nils.notes[uuid]["ris:people"] == []
    mia.sync(change(uuid, about(sitting, sitting.closed_file, "Bitte lesen"), base=1))
    nils.sync()
    assert nils.texts() == []
    mia.sync(change(uuid, about(sitting, sitting.closed_file, "Doch wieder", **named), base=2))
    nils.sync()
    assert nils.texts() == ["Doch wieder"]
    end_seats(person)
    told = nils.sync(change(new_id(), note("Auf dem letzten Weg geschrieben")))
    assert told["wipe"]
    assert nils.texts() == ["Auf dem letzten Weg geschrieben"]
    chair = Notebook(tablet_of(app, sitting, 0, "Ada", str(uuid4())))
    chair.sync()
    assert chair.notes == {}


def test_a_closed_document_is_shared_with_its_readers_only(
    app: Flask, mia: Notebook, nils: Notebook, sitting: Sitting, faction: int
) -> None:
    outside = council.person(name="Otto Außen")
    other = council.organization(name="Finanzausschuss")
    for organization in (other.id, faction):
        council.membership(person_id=outside.id, organization_id=organization, role="Mitglied")
    otto = Notebook(Tablet(signed_in(app, "Otto", Role.READER, person_id=outside.id), str(uuid4())))
    secret = about(sitting, sitting.closed_file, "Der Preis ist zu hoch")
    named = {"ris:visibility": "people", "ris:people": [outside.id]}
    [refusal] = mia.sync(change(new_id(), {**secret, **named}))["refused"]
    assert refusal["error"] == "Otto darf diese Unterlage nicht lesen. Bitte nehmen Sie den Namen heraus."
    mia.sync(change(new_id(), {**secret, "ris:visibility": "faction", "ris:faction": faction}))
    mia.sync(change(new_id(), about(sitting, sitting.open_file, "Offenes", **named)))
    otto.sync()
    nils.sync()
    assert (otto.texts(), nils.texts()) == (["Offenes"], ["Der Preis ist zu hoch"])
    with transaction() as session:
        session.get_one(File, sitting.closed_file).audience_id = audience_for(session, ()).id
    nils.sync()
    mia.sync()
    assert nils.texts() == []
    assert mia.texts() == ["Der Preis ist zu hoch", "Offenes"]


def test_what_was_blacked_out_since_is_not_read_in_somebodys_quote(
    app: Flask, mia: Notebook, sitting: Sitting, faction: int
) -> None:
    newcomer = council.person(name="Nele Neu")
    for organization in (sitting.office.organization_id, faction):
        council.membership(
            person_id=newcomer.id, organization_id=organization, role="Mitglied", start_date=date(2026, 11, 23)
        )
    nele = Notebook(Tablet(signed_in(app, "Nele", Role.READER, person_id=newcomer.id), str(uuid4())))
    shared = about(sitting, sitting.open_file, "Name steht noch da", **{"ris:visibility": "faction"})
    uuid, shared = new_id(), {**shared, "ris:faction": faction}
    mia.sync(change(uuid, shared))
    nele.sync()
    assert nele.texts() == ["Name steht noch da"]
    with transaction() as session:
        row = session.get_one(File, sitting.open_file)
        reason, at = "Name geschwärzt", row.modified + timedelta(days=1)
        readers = audience_for(session, {f"{organization_token(sitting.office.organization_id)}@2026-05"})
        session.add(
            FileVersion(
                file_id=row.id,
                number=1,
                sha512_checksum=row.sha512_checksum,
                reason=reason,
                replaced=at,
                audience_id=readers.id,
            )
        )
        row.sha512_checksum, row.version = "ef" * 64, 2
        row.audience_id = audience_for(session, {PUBLIC}).id
    nele.sync()
    assert nele.texts() == []
    # The writer's tablet has looked for the words in the new version and found them nowhere.
    nowhere = {**shared, "ris:anchor": "orphan", "ris:anchored_to": "ef" * 64}
    assert mia.sync(change(uuid, nowhere, base=1))["refused"] == []
    nele.sync()
    assert nele.texts() == []
    anew = Notebook(mia.tablet)
    anew.sync()
    assert anew.notes[uuid]["ris:anchored_to"] == "ef" * 64  # or it would look for them again each time
    # Found again at words that are nearly the same: everybody reads the note, and only its writer what stood there.
    where = {"source": f"urn:sha512:{'ef' * 64}", "scope": sitting.open_file}
    page = {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3778", "value": "page=1"}
    exact = {"type": "TextQuoteSelector", "exact": "frau█hatdenpreisgenannt", "prefix": "", "suffix": ""}
    found = {
        **shared,
        "ris:anchor": "changed",
        "ris:anchored_to": "ef" * 64,
        "ris:said": "Frau Beck hat den Preis genannt",
        "target": {**where, "selector": [page, exact]},
    }
    assert mia.sync(change(uuid, found, base=2))["refused"] == []
    nele.sync()
    assert nele.texts() == ["Name steht noch da"]
    assert "ris:said" not in nele.notes[uuid]
    again = Notebook(mia.tablet)
    again.sync()
    assert again.notes[uuid]["ris:said"] == "Frau Beck hat den Preis genannt"


def test_nothing_is_shared_that_one_may_not_read_or_with_whom_one_has_nothing_to_do(
    app: Flask, mia: Notebook, sitting: Sitting, faction: int
) -> None:
    stranger = Notebook(Tablet(signed_in(app, "Rita", Role.READER), str(uuid4())))
    open_note = about(sitting, sitting.open_file, "Hallo")
    everybody = [
        (mia, {**open_note, "ris:visibility": "faction", "ris:faction": 4711}, "gehören ihr heute nicht an"),
        (mia, {**open_note, "ris:visibility": "people"}, "mit wem Sie die Notiz teilen"),
        (mia, {**open_note, "ris:visibility": "people", "ris:people": [4711]}, "kein Konto"),
        (mia, {**open_note, "ris:visibility": "people", "ris:people": list(range(1, 60))}, "höchstens 50"),
        (mia, {**note(), "ris:item": 4711, "ris:visibility": "faction", "ris:faction": faction}, "nicht lesen dürfen"),
        (stranger, {**open_note, "ris:visibility": "faction", "ris:faction": faction}, "nur Mitglieder"),
    ]
    for notebook, content, sentence in everybody:
        assert sentence in notebook.sync(change(new_id(), content))["refused"][0]["error"]


def test_with_whom_one_may_share(mia: Notebook, nils: Notebook, sitting: Sitting, faction: int) -> None:
    assert nils.notes == {}
    told = mia.tablet.told("personen")
    assert told["factions"] == [{"id": faction, "name": "Fraktion Bunte Liste"}]
    [person] = told["people"]
    assert (person["id"], person["faction"]) == (sitting.office.members[2], faction)
    assert person["organizations"] == [sitting.office.organization_id]
