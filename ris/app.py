"""The composition root: the only place that knows every concrete thing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from ris.accounts.sessions import use_sessions
from ris.accounts.views import blueprint as accounts
from ris.commands import system_commands
from ris.council.cli import body_cli
from ris.db import db
from ris.documents.views import blueprint as documents
from ris.errors import use_errors
from ris.jobs.cli import jobs_cli
from ris.jobs.models import JobKind
from ris.jobs.worker import Worker
from ris.meetings.views import blueprint as meetings
from ris.portal.robots import blueprint as robots
from ris.portal.service import blueprint as service
from ris.portal.site import use_site
from ris.portal.views import blueprint as portal
from ris.request import use_requests
from ris.storage import FileStorage
from ris.streaming.views import blueprint as streaming
from ris.web.headers import use_headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config import Config
    from ris.jobs.worker import Handler

ROOT = Path(__file__).resolve().parent.parent

BLUEPRINTS = (accounts, portal, meetings, documents, service, robots, streaming)
COMMANDS = (body_cli, jobs_cli, *system_commands)

HANDLERS: Mapping[JobKind, Handler] = {}
"""Every kind of job has its handler here (tests/architecture)."""


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
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,  # static addresses carry the hash of their content
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        TESTING=config.testing,
        WTF_CSRF_TIME_LIMIT=None,  # a form may be open all night; the session ends it
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "ris" / "migrations"), compare_type=True, render_as_batch=True)
    CSRFProtect(app)
    app.extensions["storage"] = FileStorage(config.files_dir)
    app.extensions["worker"] = lambda: Worker(app, HANDLERS)
    use_sessions(app)
    use_requests(app)
    use_errors(app)
    use_headers(app)
    use_site(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app


def program_version() -> str:
    """A mark that changes with every change of the program's files; pages cached by readers end with it."""
    hasher = hashlib.sha256()
    for folder, pattern in (("ris", "**/*.py"), ("ris/static", "*"), ("templates", "**/*.html")):
        for path in sorted((ROOT / folder).glob(pattern)):
            if path.is_file():
                facts = path.stat()
                hasher.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns};".encode())
    return hasher.hexdigest()[:16]
