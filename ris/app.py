"""The composition root: the only place that knows every concrete thing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from ris.accounts.account_views import blueprint as own_account
from ris.accounts.administration_views import blueprint as administration
from ris.accounts.cli import user_cli
from ris.accounts.device_views import blueprint as reader_devices
from ris.accounts.passkey_views import blueprint as passkeys
from ris.accounts.sealing import KeyRing
from ris.accounts.sessions import use_sessions
from ris.accounts.views import blueprint as accounts
from ris.archive import listeners as archive_listeners
from ris.archive.cli import export_record, restore_public
from ris.audit.cli import log_cli
from ris.commands import system_commands
from ris.council.cli import body_cli
from ris.council.import_views import blueprint as people_import
from ris.council.letterhead import PostRoom
from ris.council.people_cli import council_cli
from ris.council.seat_views import blueprint as seats
from ris.council.town_views import blueprint as town
from ris.council.views import blueprint as council
from ris.db import db
from ris.demo import demo
from ris.documents.change_views import blueprint as file_changes
from ris.documents.views import blueprint as documents
from ris.drafting.faction_views import blueprint as motions
from ris.drafting.reading_views import blueprint as paper_pages
from ris.drafting.views import blueprint as drafting
from ris.errors import use_errors
from ris.factions.views import blueprint as factions
from ris.following import listeners as following_listeners
from ris.following.link_views import blueprint as following_links
from ris.following.link_views import ended as unsubscribed
from ris.following.locks import Locks
from ris.following.views import blueprint as following
from ris.handlers import HANDLERS, get_ready_to_work
from ris.jobs.cli import jobs_cli
from ris.jobs.worker import Worker
from ris.mail.cli import mail_cli
from ris.mail.views import blueprint as mail
from ris.meetings import pack_listeners
from ris.meetings.approval_views import blueprint as invitations
from ris.meetings.calling_views import blueprint as calling
from ris.meetings.demand_views import blueprint as demands
from ris.meetings.office_views import blueprint as agenda_desk
from ris.meetings.pack_views import blueprint as packs
from ris.meetings.planning_views import blueprint as planning
from ris.meetings.reply_office_views import blueprint as reply_desk
from ris.meetings.reply_views import blueprint as replies
from ris.meetings.sheet_views import blueprint as sheets
from ris.meetings.supplement_views import blueprint as supplements
from ris.meetings.views import blueprint as meetings
from ris.members.delivery_views import blueprint as delivery
from ris.members.own_data_views import blueprint as own_data
from ris.members.town_views import blueprint as linked_towns
from ris.members.views import blueprint as members
from ris.notes import listeners as note_listeners
from ris.notes.cli import notes_cli
from ris.notes.sealed import PURPOSE as NOTES
from ris.notices import listeners as news_listeners
from ris.notices.push_line import PushLine
from ris.notices.views import blueprint as notices
from ris.office.views import blueprint as office
from ris.oparl.cli import import_oparl
from ris.oparl.views import blueprint as oparl
from ris.portal.administration import blueprint as portal_administration
from ris.portal.appearance import blueprint as appearance
from ris.portal.cli import maintenance_page
from ris.portal.feed_views import blueprint as portal_feeds
from ris.portal.open_data import blueprint as open_data
from ris.portal.robots import blueprint as robots
from ris.portal.service import blueprint as service
from ris.portal.site import use_site
from ris.portal.substitutions import blueprint as substitutions
from ris.portal.views import blueprint as portal
from ris.publication.close_views import blueprint as closing
from ris.publication.office_views import blueprint as publishing
from ris.publication.replace_views import blueprint as replacing
from ris.publication.trail_views import blueprint as trail
from ris.publication.views import blueprint as publication
from ris.publication.withdraw_views import blueprint as withdrawing
from ris.reader.shell_views import blueprint as reader_shell
from ris.reader.sync_views import wiped
from ris.reader.views import blueprint as reader_data
from ris.record import listeners as record_listeners
from ris.record.cli import record_cli
from ris.record.views import blueprint as record
from ris.request import use_requests
from ris.search import listeners
from ris.search.builder import Builder
from ris.search.cli import search_cli
from ris.search.engines import search_index
from ris.search.views import blueprint as search
from ris.start import start
from ris.storage import FileStorage
from ris.streaming.views import blueprint as streaming
from ris.web.askable import use_askable_addresses
from ris.web.headers import use_headers
from ris.web.kept_pages import use_kept_pages
from ris.web.program import program_version
from ris.web.ranges import use_ranges

if TYPE_CHECKING:
    from config import Config

ROOT = Path(__file__).resolve().parent.parent

BLUEPRINTS = (
    accounts,
    own_account,
    reader_devices,
    administration,
    portal_administration,
    substitutions,
    mail,
    passkeys,
    appearance,
    portal,
    portal_feeds,
    council,
    people_import,
    seats,
    town,
    meetings,
    planning,
    office,
    packs,
    agenda_desk,
    demands,
    invitations,
    replies,
    reply_desk,
    supplements,
    sheets,
    calling,
    documents,
    file_changes,
    drafting,
    paper_pages,
    motions,
    factions,
    members,
    delivery,
    linked_towns,
    own_data,
    notices,
    following,
    following_links,
    reader_data,
    reader_shell,
    oparl,
    record,
    open_data,
    service,
    robots,
    streaming,
    search,
    publication,
    publishing,
    replacing,
    trail,
    withdrawing,
    closing,
)
COMMANDS = (
    log_cli,
    mail_cli,
    notes_cli,
    body_cli,
    council_cli,
    user_cli,
    demo,
    export_record,
    restore_public,
    import_oparl,
    jobs_cli,
    record_cli,
    search_cli,
    start,
    *system_commands,
    maintenance_page,
)

LISTENERS = (
    listeners,
    news_listeners,
    pack_listeners,
    note_listeners,
    record_listeners,
    following_listeners,
    archive_listeners,
)
"""Modules that listen to the session; loading them is enough."""


def create_app(config: Config) -> Flask:
    """An application for this machine."""
    app = Flask(
        "ris",
        root_path=str(ROOT / "ris"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "ris" / "static"),
        instance_path=str(config.data_dir),
    )
    app.config.update(
        RIS=config,
        PROGRAM_VERSION=program_version(),
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_recycle": 300},  # SQLite reads its statistics when it connects
        SESSION_COOKIE_NAME="__Host-ris" if config.secure else "ris",  # by https no neighbouring host can set it
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,  # static addresses carry the hash of their content
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        TESTING=config.testing,
        PERMANENT_SESSION_LIFETIME=timedelta(days=90),  # how long the cookie lasts; its row ends it long before
        WTF_CSRF_TIME_LIMIT=None,  # a form may be open all night; the session ends it
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "ris" / "migrations"), compare_type=True, render_as_batch=True)
    tokens = CSRFProtect(app)
    tokens.exempt(wiped)  # a device without a session has no token; its own name is what it shows
    tokens.exempt(unsubscribed)  # one click in a mail program (RFC 8058); the word of the link is what it shows
    app.extensions["storage"] = FileStorage(config.files_dir)
    app.extensions["drawn"] = FileStorage(config.drawn_dir)
    app.extensions["keys"] = KeyRing((config.secret_key, *config.older_secret_keys))
    app.extensions["note_keys"] = KeyRing((config.secret_key, *config.older_secret_keys), NOTES)
    app.extensions["following"] = Locks.of((config.secret_key, *config.older_secret_keys))
    app.extensions["mail"] = PostRoom(config)
    app.extensions["push"] = PushLine()
    app.extensions["search"] = search_index(config.index_dir, config.search_engine)
    app.extensions["search_builder"] = Builder(config.environment())
    app.extensions["record_writer"] = Builder(config.environment())
    app.extensions["worker"] = lambda: Worker(app, HANDLERS, get_ready_to_work)
    use_sessions(app)
    use_requests(app)
    use_errors(app)
    use_askable_addresses(app)
    use_headers(app)
    use_ranges(app)
    use_kept_pages(app)
    use_site(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app
