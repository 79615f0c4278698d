"""In whose name a town's letters go out, and whether they leave the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import db
from ris.mail.mailers import FolderMailer, SmtpMailer, SmtpServer
from ris.mail.messages import Sender

if TYPE_CHECKING:
    from config import Config
    from ris.mail.mailers import Mailer

NOBODY = "ris@localhost.invalid"
"""Where letters come from that are never sent."""


@dataclass(frozen=True)
class PostRoom:
    """The way letters take on this machine; the worker asks it anew for every run."""

    config: Config

    def __call__(self, body_id: int) -> tuple[Mailer, Sender]:
        """How letters of the Body leave, and in whose name."""
        body = db.session.get_one(Body, body_id)
        settings = BodySettings.from_json(body.settings)
        config = self.config
        sender = Sender(config.mail_from or NOBODY, body.name, settings.office_email, config.secret_key)
        db.session.rollback()
        if settings.keeps_mail or not config.smtp_url:
            return FolderMailer(config.letters_dir), sender
        return SmtpMailer(SmtpServer.from_url(config.smtp_url), config.mail_return or sender.address), sender
