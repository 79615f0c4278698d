"""Jobs of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.accounts.services.links import send_reset
from ris.db import now_utc, transaction

if TYPE_CHECKING:
    from ris.jobs.worker import JobRun


def send_reset_link(run: JobRun) -> None:
    """Send the link to set a new password, if the address belongs to an account."""
    asked = run.payload
    with transaction() as session:
        send_reset(session, asked["email"], public_url=asked["public_url"], town=asked["town"], now=now_utc())
