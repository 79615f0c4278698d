"""Two hundred readers and two clerks on one agenda, as locust plays them against a running system.

Started by bench/office.py. ``RIS_BENCH_TOWN`` holds the addresses as JSON: ``pages`` for the readers, ``items`` for the clerks
and their ``clerks`` and ``password``; what was accepted goes as JSON to the file named by ``RIS_BENCH_CHANGES``.
"""

from __future__ import annotations

import json
import os
import random
import re
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

from locust import FastHttpUser, between, events, task

TOWN: dict[str, Any] = json.loads(os.environ["RIS_BENCH_TOWN"])
FIELD = re.compile(r'name="(csrf_token|revision)"[^>]*value="([^"]*)"')
accepted: list[tuple[int, str, str]] = []
"""Revision a change was made on, address of the item, its new name."""
conflicts: list[str] = []
faults: list[str] = []


class Reader(FastHttpUser):
    """Looks at a public page, then at the next; has a pause of up to eight seconds."""

    weight = 1
    wait_time = between(0, 8)

    @task
    def read(self) -> None:
        """Any of the pages people look for."""
        self.client.get(random.choice(TOWN["pages"]))


class Clerk(FastHttpUser):
    """Opens an item, changes its name on the revision seen, and again."""

    fixed_count = len(TOWN["clerks"])
    wait_time = between(0, 0.1)
    names = iter(TOWN["clerks"])

    def on_start(self) -> None:
        """Log in."""
        self.number, self.email = 0, next(Clerk.names)
        fields = self._fields("/anmelden")
        self._send("/anmelden", {"email": self.email, "password": TOWN["password"], **fields}, HTTPStatus.FOUND)

    @task
    def edit(self) -> None:
        """Two at once meet in a 409; whoever was first has changed the item."""
        address = random.choice(TOWN["items"])
        given, self.number = self._fields(address), self.number + 1
        name = f"Punkt {self.number} von {self.email}"
        time.sleep(random.uniform(0, 0.3))
        values = {**given, "name": name, "public": "ja", "subject": "ordinary"}
        status = self._send(address, values, HTTPStatus.FOUND, HTTPStatus.CONFLICT)
        if status == HTTPStatus.FOUND:
            accepted.append((int(given["revision"]), address, name))
        elif status == HTTPStatus.CONFLICT:
            conflicts.append(address)

    def _fields(self, address: str) -> dict[str, str]:
        return dict(FIELD.findall(self.client.get(address).text or ""))

    def _send(self, address: str, fields: dict[str, str], *expected: HTTPStatus) -> int:
        with self.client.post(address, data=fields, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code in expected:
                answer.success()
            else:
                answer.failure(f"answered {answer.status_code}")
            return int(answer.status_code)


def remember_fault(*, name: str, exception: Exception | None, **_more: object) -> None:
    """A page that did not answer as it should."""
    if exception is not None:
        faults.append(f"{name}: {exception!r}")


def remember_error(*, exception: Exception, **_more: object) -> None:
    """Somebody who could not go on."""
    faults.append(repr(exception))


def write_changes(**_more: object) -> None:
    """Leave what was accepted to who compares it with the agenda."""
    told = {"accepted": accepted, "conflicts": len(conflicts), "faults": faults}
    Path(os.environ["RIS_BENCH_CHANGES"]).write_text(json.dumps(told), encoding="utf-8")


events.request.add_listener(remember_fault)
events.user_error.add_listener(remember_error)
events.quitting.add_listener(write_changes)
