import json
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.documents.models import File, TextState
from ris.jobs.models import Job
from ris.scope.models import Revision
from tests.oparl.town import bring, file, town, url, write_folder


def text_of(session: Session, number: int) -> File:
    session.rollback()
    session.expire_all()
    return session.scalars(select(File).where(File.source_url == url(f"datei/{number}/download"))).one()


def lines(tmp_path: Path, *objects: object) -> Path:
    path = tmp_path / "texte.jsonl"
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in objects), encoding="utf-8")
    return path


def test_texts_delivered_apart_reach_their_files(session: Session, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "quelle", town())
    source = url("datei/10/download")
    texts = lines(tmp_path, {"source": source, "text": "Der Brunnen\x00 am Markt"}, {"source": "anderswo", "text": "x"})
    report = bring(folder, texts=texts)
    assert report.texts == {"new": 1, "unknown": 1, "changed": 0, "unchanged": 0}
    found = text_of(session, 10)
    assert (found.text, found.text_state) == ("Der Brunnen am Markt", TextState.FOUND)
    assert f"file:{found.id}" in session.scalars(select(Job.key)).all()


def test_the_same_texts_again_change_nothing(session: Session, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "quelle", town())
    texts = lines(tmp_path, {"source": url("datei/10/download"), "text": "Der Brunnen"})
    bring(folder, texts=texts)
    revision = session.scalars(select(Revision.number)).one()
    report = bring(folder, texts=texts)
    assert report.texts == {"unchanged": 1, "new": 0, "changed": 0, "unknown": 0}
    session.rollback()
    assert session.scalars(select(Revision.number)).one() == revision


def test_a_text_in_the_objects_is_kept_when_a_later_run_has_none(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", [file(10, text="Wortlaut der Satzung")]))
    bring(write_folder(tmp_path / "quelle", [file(10, date="2026-01-01")]))
    assert text_of(session, 10).text == "Wortlaut der Satzung"


def test_bad_lines_are_named_and_the_others_read(session: Session, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "quelle", town())
    good = {"source": url("datei/10/download"), "text": "gut"}
    report = bring(folder, texts=lines(tmp_path, "{", [1], {"text": "ohne"}, good, {**good, "text": []}))
    assert [problem.place for problem in report.problems] == [
        "texte.jsonl:1",
        "texte.jsonl:2",
        "texte.jsonl:3",
        "texte.jsonl:5",
    ]
    assert text_of(session, 10).text == "gut"
