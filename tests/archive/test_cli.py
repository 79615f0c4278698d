"""The commands say in a sentence what is wrong, and what to do."""

from pathlib import Path

from flask import Flask

from ris.council.models import Body
from ris.db import now_utc, transaction


def second_town() -> None:
    """A neighbour on the same installation."""
    with transaction() as session:
        now = now_utc()
        session.add(Body(name="Gemeinde Nachbar", host="nachbar.example", created=now, modified=now, settings={}))


def test_with_several_towns_one_must_be_named(app: Flask, body: Body, tmp_path: Path) -> None:
    second_town()
    for arguments in ([], ["--body", "Stadt Nirgends"]):
        done = app.test_cli_runner().invoke(args=["export", str(tmp_path / "out"), *arguments])
        assert done.exit_code == 1
        assert f"Hier gibt es: „{body.name}“, „Gemeinde Nachbar“." in done.output
    assert not (tmp_path / "out").exists()


def test_somebody_elses_folder_is_not_written_into(app: Flask, body: Body, tmp_path: Path) -> None:
    diary = tmp_path / "home" / "diary.txt"
    diary.parent.mkdir()
    diary.write_text("dear")
    done = app.test_cli_runner().invoke(args=["export", str(diary.parent), "--body", body.name])
    assert done.exit_code == 1
    assert "Bitte einen leeren Ordner nennen." in done.output
    assert [path.name for path in diary.parent.iterdir()] == ["diary.txt"]


def test_nothing_is_restored_from_any_folder(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = app.test_cli_runner().invoke(args=["restore-public", str(tmp_path / "empty")])
    assert done.exit_code == 1
    assert "keine vollständige Ausgabe" in done.output
