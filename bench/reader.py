"""What members' tablets cost: sixty of them load the same new pack at once, and what travels after a change.

A town of its own under the real ``python -m ris serve`` on SQLite, real requests of real sessions, a pack of 250 MB in sixty
documents. What the tablets do with it is measured in a browser (tests/browser, bench).
"""

from __future__ import annotations

import io
import json
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha512
from http.client import HTTPConnection
from typing import Any
from uuid import uuid4

from flask import Flask
from flask_migrate import upgrade

from bench.following import serving
from config import Config
from ris.access.actor import Actor, Role
from ris.access.circles import organization_token
from ris.accounts.models import User
from ris.accounts.services.logins import Device, open_login
from ris.accounts.services.users import add_user
from ris.app import create_app
from ris.council.services.towns import add_body
from ris.db import db, now_utc, transaction
from ris.documents.models import File
from ris.meetings.models import AgendaItem
from ris.scope.current import working_for
from tests.factories import council, documents, meetings

Json = dict[str, Any]
MEMBERS = 60
DOCUMENTS = 60
PACK_BYTES = 250_000_000
DOCUMENT_BYTES = PACK_BYTES // DOCUMENTS
PAGES = 20
NOTES = 5
CHUNK = 1 << 20
PATIENCE_SECONDS = 600
OK = 200


@dataclass
class Tablet:
    """What a member's device does, without drawing anything."""

    port: int
    cookie: str
    device: str = field(default_factory=lambda: str(uuid4()))
    digest: str = ""
    """Of the plan it has."""
    known: set[str] = field(default_factory=set)
    """Hashes of the documents it holds."""
    requests: int = 0
    travelled: int = 0
    """Bytes of all bodies."""
    documents: int = 0
    """Bytes of documents among them."""
    faults: list[str] = field(default_factory=list)
    seconds: float = 0

    def load(self, meeting_id: int) -> None:
        """Say who one is, look at the list and the plan, fetch what is not here yet, exchange notes."""
        begun = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        token = json.loads(self._asked(connection, "ich"))["csrf"]
        [pack] = json.loads(self._asked(connection, "liste"))["packs"]
        if pack["digest"] != self.digest:
            self._bring(connection, meeting_id)
        self._exchange(connection, token, meeting_id)
        connection.close()
        self.seconds = time.monotonic() - begun

    def _bring(self, connection: HTTPConnection, meeting_id: int) -> None:
        plan = json.loads(self._asked(connection, f"sitzung/{meeting_id}"))
        for document in [each for item in plan["items"] for each in item["documents"]]:
            if document["hash"] not in self.known:
                self._fetch(connection, document)
        self.digest = plan["digest"]

    def _asked(self, connection: HTTPConnection, path: str, content: Json | None = None, token: str = "") -> bytes:
        headers = {"Cookie": self.cookie, "X-Device": self.device, "X-CSRFToken": token}
        body = None if content is None else json.dumps(content)
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request("GET" if body is None else "POST", f"/mappe/daten/{path}", body=body, headers=headers)
        answer = connection.getresponse()
        told = answer.read()
        self.cookie = answer.getheader("Set-Cookie", self.cookie).partition(";")[0]  # what the token is checked against
        self._counted(path, answer.status, len(told))
        return told

    def _fetch(self, connection: HTTPConnection, document: Json) -> None:
        path = f"/mappe/daten/dokument/{document['file']}/{document['hash']}"
        connection.request("GET", path, headers={"Cookie": self.cookie, "X-Device": self.device})
        answer = connection.getresponse()
        size = 0
        while part := answer.read(CHUNK):
            size += len(part)
        self._counted(path, answer.status, size)
        self.documents += size
        if size != document["size"]:
            self.faults.append(f"{path}: {size} bytes of {document['size']}")
        self.known.add(document["hash"])

    def _exchange(self, connection: HTTPConnection, token: str, meeting_id: int) -> None:
        changes = [_change(meeting_id, number) for number in range(NOTES)]
        answer = json.loads(self._asked(connection, "abgleich", {"since": 0, "changes": changes}, token))
        if len(answer.get("acks", ())) != NOTES:
            self.faults.append(f"abgleich: {answer.get('error') or answer.get('refused')}")

    def _counted(self, path: str, status: int, size: int) -> None:
        self.requests += 1
        self.travelled += size
        if status != OK:
            self.faults.append(f"{path}: {status}")


def _change(meeting_id: int, number: int) -> Json:
    note = {
        "motivation": "commenting",
        "body": [{"type": "TextualBody", "value": f"Nachfragen {number}", "format": "text/plain"}],
        "target": {"source": f"urn:ris:meeting:{meeting_id}"},
        "ris:meeting": meeting_id,
    }
    return {"id": str(uuid4()), "base": 0, "key": str(uuid4()), "note": note}


@dataclass(frozen=True)
class Town:
    """What is measured on."""

    app: Flask
    organization_id: int
    meeting_id: int
    cookies: list[str]


def run() -> Json:
    """Measure and print; the rows for results.json."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"RIS_DATA": folder, "RIS_SEARCH_ENGINE": "whoosh"}
        app = create_app(Config.from_env(environment))
        with app.app_context(), ExitStack() as works:
            upgrade()
            with transaction() as session:
                body_id = add_body(session, Actor.machine(0, "bench"), "Stadt Lindenau", now=now_utc()).id
            works.enter_context(working_for(body_id))
            town = _town(app, body_id)
            app.extensions["worker"]().drain()
            db.session.remove()
            with serving(environment) as port:
                results = _all_at_once(town, port) | _after_changes(town, port)
            db.session.remove()
            db.engine.dispose()
    for name, value in results.items():
        print(f"{name:60} {value:14,.2f}" if isinstance(value, float) else f"{name:60} {value:14,}")
    return results


def _town(app: Flask, body_id: int) -> Town:
    committee = council.organization(name="Haupt- und Finanzausschuss").id
    row = meetings.meeting(state="invited", start=now_utc() + timedelta(days=3), agenda_version=1)
    meetings.meeting_organization(meeting_id=row.id, organization_id=committee)
    for position in range(DOCUMENTS):
        item = meetings.agenda_item(meeting_id=row.id, position=position, number=str(position + 1))
        _put(app, committee, item.id, os.urandom(DOCUMENT_BYTES), f"Anlage {position}")
    return Town(app, committee, row.id, [_member(app, body_id, committee, number) for number in range(MEMBERS)])


def _put(app: Flask, committee: int, item_id: int, content: bytes, name: str) -> None:
    digest = app.extensions["storage"].put(io.BytesIO(content))
    readers = {organization_token(committee)}
    file = documents.file(
        name=name, sha512_checksum=digest.sha512, size=digest.size, page_count=PAGES, readers=readers, text_state="scan"
    )
    meetings.agenda_item_file(agenda_item_id=item_id, file_id=file.id)


def _member(app: Flask, body_id: int, committee: int, number: int) -> str:
    """An account with a seat; the cookie of its session."""
    person = council.person()
    council.membership(person_id=person.id, organization_id=committee, role="Mitglied")
    with transaction() as session:
        user = add_user(
            session,
            Actor.machine(body_id, "bench"),
            email=f"mitglied{number}@lindenau.example",
            name=f"Mitglied {number}",
            roles=[Role.READER],
            person_id=person.id,
            now=now_utc(),
        )
        session.flush()
        device = Device("Safari auf einem iPad", stay=True)
        token = open_login(session, session.get_one(User, user.id), device, second_factor=False, now=now_utc())
    answer = app.response_class()
    with app.test_request_context() as here:
        here.session.update({"_user_id": token, "_fresh": True})
        app.session_interface.save_session(app, here.session, answer)
    return answer.headers["Set-Cookie"].partition(";")[0]


def _all_at_once(town: Town, port: int) -> Json:
    """Everybody opens the letter of the invitation in the same minute; here in the same second."""
    tablets = [Tablet(port, cookie) for cookie in town.cookies]
    begun = time.monotonic()
    with ThreadPoolExecutor(MEMBERS) as members:
        list(members.map(lambda tablet: tablet.load(town.meeting_id), tablets))
    seconds = time.monotonic() - begun
    faults = [fault for tablet in tablets for fault in tablet.faults]
    if faults:
        raise RuntimeError(faults[:3])
    served = sum(tablet.documents == DOCUMENT_BYTES * DOCUMENTS for tablet in tablets)
    requests, travelled = sum(each.requests for each in tablets), sum(each.travelled for each in tablets)
    return {
        f"{MEMBERS} members load a {PACK_BYTES // 10**6} MB pack at once: served whole": served,
        f"{MEMBERS} members at once: requests that failed": len(faults),
        f"{MEMBERS} members at once: until the last has all, wall s": seconds,
        f"{MEMBERS} members at once: the slowest member, wall s": max(each.seconds for each in tablets),
        f"{MEMBERS} members at once: requests": requests,
        f"{MEMBERS} members at once: MB per second": travelled / 10**6 / seconds,
    }


def _after_changes(town: Town, port: int) -> Json:
    """What one tablet loads that has the pack already: bytes of answers, documents and lists together."""
    tablet = Tablet(port, town.cookies[0])
    tablet.load(town.meeting_id)
    return {
        "delta: nothing changed, bytes": _delta(tablet, town),
        "delta: one page of one document changed, bytes": _page_changed(tablet, town),
        "delta: one item with a document of 1 MB added, bytes": _item_added(tablet, town),
        "delta: one item moved, bytes": _item_moved(tablet, town),
    }


def _delta(tablet: Tablet, town: Town) -> int:
    tablet.travelled = 0
    tablet.load(town.meeting_id)
    if tablet.faults:
        raise RuntimeError(tablet.faults[:3])
    return tablet.travelled


def _page_changed(tablet: Tablet, town: Town) -> int:
    with transaction() as session:
        file = session.query(File).order_by(File.id).limit(1).one()
        storage = town.app.extensions["storage"]
        with storage.open(file.sha512_checksum or "") as stream:
            content = bytearray(stream.read())
        page = DOCUMENT_BYTES // PAGES
        content[page : 2 * page] = os.urandom(page)
        digest = storage.put(io.BytesIO(bytes(content)))
        if digest.sha512 != sha512(content).hexdigest():
            raise RuntimeError(digest)
        file.sha512_checksum, file.version = digest.sha512, 2
    return _delta(tablet, town)


def _item_added(tablet: Tablet, town: Town) -> int:
    item = meetings.agenda_item(meeting_id=town.meeting_id, position=DOCUMENTS, number=str(DOCUMENTS + 1))
    _put(town.app, town.organization_id, item.id, os.urandom(10**6), "Nachtrag")
    return _delta(tablet, town)


def _item_moved(tablet: Tablet, town: Town) -> int:
    with transaction() as session:
        session.query(AgendaItem).order_by(AgendaItem.id).limit(1).one().position = DOCUMENTS + 1
    return _delta(tablet, town)


if __name__ == "__main__":
    run()
