"""The page a web server shows while the program rests."""

from datetime import timedelta
from pathlib import Path

from flask import Flask

from ris.council.models import Body
from ris.db import now_utc
from tests.factories import meetings


def test_it_tells_the_next_public_meetings_and_stands_alone(app: Flask, body: Body, tmp_path: Path) -> None:
    soon = now_utc() + timedelta(days=3)
    meetings.meeting(name="Bauausschuss", start=soon)
    meetings.meeting(name="Geheime Runde", start=soon, readers={"council"})
    target = tmp_path / "wartung.html"

    done = app.test_cli_runner().invoke(args=["maintenance-page", str(target)])

    page = target.read_text(encoding="utf-8").replace("\N{SOFT HYPHEN}", "")
    assert done.exit_code == 0, done.output
    assert "Bauausschuss" in page
    assert "Geheime Runde" not in page
    assert "<script" not in page
