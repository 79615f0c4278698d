"""Signing out a device that keeps packs, with everything on it: a page that names the consequence, and a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from ris.accounts.device_queries import reader_device_for
from ris.accounts.services.reader_devices import order_wipe
from ris.accounts.sessions import current_account, current_login
from ris.db import db, now_utc, transaction
from ris.web.actor import current_actor
from ris.web.doors import for_anybody_signed_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from ris.accounts.device_models import ReaderDevice

blueprint = Blueprint("reader_devices", __name__)


@blueprint.get("/mein/konto/lesegeraete/<int:device_id>/loeschen")
@for_anybody_signed_in
def confirm_wipe(device_id: int) -> ResponseReturnValue:
    """What goes, what stays, and when."""
    device = _own(db.session(), device_id)
    login = current_login()
    here = login is not None and device.login_id == login.id
    return render_template("accounts/wipe.html", device=device, here=here)


@blueprint.post("/mein/konto/lesegeraete/<int:device_id>/loeschen")
@for_anybody_signed_in
def wipe(device_id: int) -> ResponseReturnValue:
    """End its session now; it deletes at its next contact."""
    with transaction() as session:
        order_wipe(session, current_actor(), _own(session, device_id), now=now_utc())
    flash("Das Gerät ist abgemeldet. Es löscht alle Mappen und Notizen, sobald es wieder Internet hat.")
    return redirect(url_for("own_account.account"), 303)


def _own(session: Session, device_id: int) -> ReaderDevice:
    """One's own device; those of others end with their account (the office closes it)."""
    device = reader_device_for(session, current_actor(), device_id)
    if device is None or device.user_id != current_account().id or device.wiped is not None:
        abort(404)
    return device
