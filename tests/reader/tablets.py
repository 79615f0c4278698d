"""A committee that was invited, with documents, and its members' tablets: what tests of the reader share."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from ris.access.actor import Role
from ris.access.circles import PUBLIC, organization_token
from ris.council.models import Body
from ris.db import db
from ris.documents.models import File
from ris.meetings.models import AgendaItem
from tests.factories.documents import file
from tests.factories.meetings import agenda_item_file
from tests.meetings.office import Office
from tests.meetings.test_invitation import invited_office
from tests.signing_in import signed_in

DAY_OF_SITTING = "2026-12-10 17:30:00+00:00"
TODAY = "2026-11-23 09:00:00+00:00"


@dataclass
class Sitting:
    """An invited meeting with an open and a closed document."""

    office: Office
    open_item: int
    closed_item: int
    open_file: int
    closed_file: int

    @property
    def meeting(self) -> int:
        """Its id."""
        return self.office.meeting_id


@dataclass
class Tablet:
    """A device somebody is logged in on."""

    client: FlaskClient
    device: str = "11111111-1111-4111-8111-111111111111"

    @property
    def headers(self) -> dict[str, str]:
        """What the page on the device sends with every request."""
        return {"X-Device": self.device, "User-Agent": "Mozilla/5.0 (iPad; CPU OS 17_5) Safari/604.1"}

    def get(self, path: str, **headers: str) -> TestResponse:
        """An answer."""
        return self.client.get(f"/mappe/daten/{path}", headers={**self.headers, **headers})

    def told(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """What an answer says."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def post(self, path: str, content: Any) -> TestResponse:  # noqa: ANN401 - JSON
        """An answer to what is sent with the token."""
        token = self.told("ich")["csrf"]
        return self.client.post(f"/mappe/daten/{path}", json=content, headers={**self.headers, "X-CSRFToken": token})


def stored(app: Flask, name: str, content: bytes, readers: set[str], **columns: Any) -> File:  # noqa: ANN401
    """A document whose bytes are here."""
    digest = app.extensions["storage"].put(io.BytesIO(content))
    return file(name=name, sha512_checksum=digest.sha512, size=digest.size, readers=readers, **columns)


def sitting_with_papers(app: Flask, body: Body) -> Sitting:
    """A committee of three that was invited to two papers, one of them closed, each with a document."""
    office = invited_office(body)
    items = {row.name: row.id for row in db.session.scalars(select(AgendaItem))}
    circle = organization_token(office.organization_id)
    plan = stored(app, "Lageplan", b"%PDF-1.7 Lageplan", {PUBLIC}, page_count=3)
    contract = stored(app, "Kaufvertrag", b"%PDF-1.7 Kaufvertrag", {circle}, page_count=2)
    agenda_item_file(agenda_item_id=items["Radweg"], file_id=plan.id)
    agenda_item_file(agenda_item_id=items["Ankauf Quittenhof"], file_id=contract.id)
    return Sitting(office, items["Radweg"], items["Ankauf Quittenhof"], plan.id, contract.id)


def tablet_of(app: Flask, sitting: Sitting, number: int, name: str = "Mia", device: str = "") -> Tablet:
    """The tablet of the committee's member of this number."""
    client = signed_in(app, name, Role.READER, person_id=sitting.office.members[number])
    return Tablet(client, device) if device else Tablet(client)
