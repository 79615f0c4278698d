"""OParl 1.1 for machines: everything public, under addresses for good.

Whoever asks is everybody: no login, no cookie and no host changes what is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, redirect, request

from ris.db import db
from ris.record.addresses import ROOT, addresses_of, path_of
from ris.record.bodies import bodies_page
from ris.record.kinds import BY_WORD, LISTED
from ris.record.lists import OF_ORGANIZATION, Listing, page_of
from ris.record.replies import open_to_machines, refusal, reply
from ris.record.serial import objects
from ris.record.serial.bodies import system
from ris.record.serial.tombstones import tombstones
from ris.record.validators import Standing, Validator, standing_of, validator_of_all
from ris.record.wishes import Unusable, wishes_from
from ris.scope.current import working_for
from ris.web.doors import as_everybody

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from ris.db import JsonObject
    from ris.record.wishes import Wishes

blueprint = Blueprint("record", __name__)
blueprint.after_app_request(open_to_machines)

THINGS = ",".join(BY_WORD)
LISTS = ",".join(kind.word for kind in LISTED)


@blueprint.get(f"{ROOT}/system")
@as_everybody
def entry() -> ResponseReturnValue:
    """Where clients begin."""
    validator = validator_of_all(_installation() + request.path)
    return _answer(validator, lambda: system(db.session(), _installation()))


@blueprint.get(f"{ROOT}/body")
@as_everybody
def bodies() -> ResponseReturnValue:
    """All Bodies of the installation."""
    wishes = _wishes()
    validator = validator_of_all(_installation() + request.path + wishes.query(wishes.after))
    return _answer(validator, lambda: bodies_page(db.session(), _installation(), wishes))


@blueprint.get(f"{ROOT}/<any({THINGS}):word>/<int:own_id>")
@as_everybody
def thing(word: str, own_id: int) -> ResponseReturnValue:
    """One object, or what is left of it."""
    kind = BY_WORD[word].table
    if request.path != path_of(kind, own_id):
        return redirect(_installation() + path_of(kind, own_id), 301)  # leading zeros: each thing has one address
    return _of_published(kind, own_id, "", lambda: _object(kind, own_id))


@blueprint.get(f"{ROOT}/body/<int:body_id>/<any({LISTS}):word>")
@as_everybody
def things(body_id: int, word: str) -> ResponseReturnValue:
    """All objects of a kind of a Body."""
    return _list("body", body_id, Listing(BY_WORD[word].table), f"{path_of('body', body_id)}/{word}")


@blueprint.get(f"{ROOT}/organization/<int:own_id>/<any({','.join(OF_ORGANIZATION)}):word>")
@as_everybody
def things_of_organization(own_id: int, word: str) -> ResponseReturnValue:
    """The meetings or consultations of an organization."""
    return _list("organization", own_id, Listing(word, own_id), f"{path_of('organization', own_id)}/{word}")


def _list(holder: str, own_id: int, listing: Listing, path: str) -> ResponseReturnValue:
    wishes = _wishes()
    if request.path != path:
        return redirect(_installation() + path + wishes.query(wishes.after), 301)
    return _of_published(holder, own_id, wishes.query(wishes.after), lambda: _page(holder, own_id, listing, wishes))


def _of_published(kind: str, own_id: int, query: str, say: Callable[[], JsonObject | None]) -> ResponseReturnValue:
    """Whatever belongs to one row: 404 in the same words whether there is none or not everybody may read it."""
    standing: Standing | None = standing_of(kind, own_id, _installation() + request.path + query)
    if standing is None:
        abort(404)
    with working_for(standing.body_id):
        return _answer(standing.validator, say, unseen=not standing.published)


def _answer(validator: Validator, say: Callable[[], JsonObject | None], *, unseen: bool = False) -> Response:
    if not unseen and validator.met():
        return validator.mark(Response(status=304))
    said = say()
    return abort(404) if said is None else validator.mark(reply(said))


def _object(kind: str, own_id: int) -> JsonObject | None:
    session = db.session()
    urls = addresses_of(session, _installation())
    return objects(session, kind, [own_id], urls).get(own_id) or tombstones(session, kind, [own_id], urls).get(own_id)


def _page(holder: str, own_id: int, listing: Listing, wishes: Wishes) -> JsonObject | None:
    session = db.session()
    urls = addresses_of(session, _installation())
    if not objects(session, holder, [own_id], urls, omit_internal=True):
        return None
    return page_of(session, listing, wishes, urls)


def _wishes() -> Wishes:
    try:
        return wishes_from(request.args.to_dict(flat=False))
    except Unusable as error:
        return abort(refusal(400, str(error)))


def _installation() -> str:
    url: str = current_app.config["RIS"].public_url
    return url
