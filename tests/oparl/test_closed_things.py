from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, organization_token
from ris.council.models import Organization
from ris.documents.models import File
from ris.meetings.models import (
    AgendaItem,
    AgendaVersion,
    Consultation,
)
from ris.scope.readers import readable_by
from tests.oparl.asking import one, row_of
from tests.oparl.town import (
    bring,
    closed_town,
    file,
    item,
    meeting,
    paper,
    thing,
    town,
    url,
    write_folder,
)


def test_closed_items_are_read_by_those_who_meet_the_council_and_the_administration(
    session: Session, tmp_path: Path
) -> None:
    bring(write_folder(tmp_path / "quelle", closed_town()))
    organization = one(session, Organization)
    closed = frozenset({COUNCIL, ADMINISTRATION, organization_token(organization.id)})
    secret = row_of(session, AgendaItem, "item/2")
    assert secret.reader_tokens == closed
    assert row_of(session, File, "file/99").reader_tokens == closed
    assert row_of(session, Consultation, "consultation/2").reader_tokens == closed
    assert row_of(session, AgendaItem, "item/1").reader_tokens == {PUBLIC}
    agendas = {version.audience.tokens: version.content for version in session.scalars(select(AgendaVersion))}
    assert "GEHEIM" not in str(agendas[frozenset({PUBLIC})])
    assert "GEHEIM" in str(agendas[closed])


def test_a_file_of_a_closed_item_that_hangs_on_an_open_thing_too_is_public(session: Session, tmp_path: Path) -> None:
    shared = paper(3, auxiliaryFile=[file(99)], consultation=[])
    folder = write_folder(tmp_path / "quelle", [*closed_town(), shared])
    bring(folder)
    assert row_of(session, File, "file/99").reader_tokens == {PUBLIC}
    bring(write_folder(tmp_path / "quelle", [*closed_town(), paper(3, auxiliaryFile=[], consultation=[])]))
    assert PUBLIC not in row_of(session, File, "file/99").reader_tokens


def test_an_item_that_is_closed_later_takes_its_file_and_consultation_with_it(session: Session, tmp_path: Path) -> None:
    opened = [
        {**one, "agendaItem": [{**i, "public": True} for i in one["agendaItem"]]}
        if "agendaItem" in one and one["type"].endswith("Meeting")
        else one
        for one in closed_town()
    ]
    bring(write_folder(tmp_path / "quelle", opened))
    assert row_of(session, File, "file/99").reader_tokens == {PUBLIC}
    bring(write_folder(tmp_path / "quelle", closed_town()))
    for model, path in ((AgendaItem, "item/2"), (File, "file/99"), (Consultation, "consultation/2")):
        assert PUBLIC not in row_of(session, model, path).reader_tokens
    bring(write_folder(tmp_path / "quelle", opened))
    for model, path in ((AgendaItem, "item/2"), (File, "file/99"), (Consultation, "consultation/2")):
        assert row_of(session, model, path).reader_tokens == {PUBLIC}


def test_a_file_that_comes_later_and_names_a_closed_item_is_never_public(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", closed_town()))
    bring(write_folder(tmp_path / "quelle", [file(77, agendaItem=[url("item/2")], text="GEHEIM")]))
    assert PUBLIC not in row_of(session, File, "file/77").reader_tokens


def test_an_item_that_does_not_say_is_public_in_a_public_source(session: Session, tmp_path: Path) -> None:
    silent = item(1)
    del silent["public"]
    bring(write_folder(tmp_path / "quelle", [meeting([silent])]))
    assert row_of(session, AgendaItem, "item/1").public


@pytest.mark.parametrize("word", ["nein", "nichtöffentlich", [], {"value": False}, 2])
def test_an_item_that_says_it_in_a_word_nobody_knows_is_closed(session: Session, tmp_path: Path, word: object) -> None:
    bring(write_folder(tmp_path / "quelle", [meeting([item(1, public=word)])]))
    assert PUBLIC not in row_of(session, AgendaItem, "item/1").reader_tokens


def test_an_item_said_to_be_closed_in_one_place_is_closed(session: Session, tmp_path: Path) -> None:
    twice = [item(1, public=False), item(1, public=True, modified="2026-12-01T00:00:00+01:00")]
    bring(write_folder(tmp_path / "quelle", [*town(), *twice]))
    assert PUBLIC not in row_of(session, AgendaItem, "item/1").reader_tokens


def test_no_version_of_the_agenda_tells_the_public_of_an_item_that_was_closed_or_deleted_later(
    session: Session, tmp_path: Path
) -> None:
    def public_agendas() -> str:
        session.rollback()
        readable = select(AgendaVersion.content).where(readable_by(Actor.public(1), AgendaVersion))
        return str(session.scalars(readable).all())

    open_items = [item(1, name="Haushalt"), item(2, name="GEHEIM"), item(3, name="Verschiedenes")]
    bring(write_folder(tmp_path / "quelle", [meeting(open_items)]))
    assert "GEHEIM" in public_agendas()
    closed = [open_items[0], {**open_items[1], "public": False}, open_items[2]]
    bring(write_folder(tmp_path / "quelle", [meeting(closed)]))
    assert "GEHEIM" not in public_agendas()
    assert "Verschiedenes" in public_agendas()
    bring(write_folder(tmp_path / "quelle", [thing("AgendaItem", "item/3", deleted=True)]))
    assert "Verschiedenes" not in public_agendas()
    assert "Haushalt" in public_agendas()
