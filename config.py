"""The settings of the machine: read once from the environment, frozen, documented in docs/settings.md.

What a municipality decides for itself is not here but in ``ris/council/settings.py``; what the law says is in
``ris/law``. This module imports nothing of ours.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

SEARCH_ENGINES = ("whoosh", "tantivy")


class BadSetting(ValueError):
    """A setting has a value that cannot be used; the message names the setting and the cure."""


@dataclass(frozen=True)
class Config:
    """Everything the process needs to know about the machine it runs on."""

    data_dir: Path
    """Folder of database, files, index and secrets (``RIS_DATA``, default ``./var``)."""
    database_url: str
    """SQLAlchemy address (``RIS_DATABASE_URL``); default is SQLite in the data folder."""
    secret_key: str
    """Signs sessions and forms (``RIS_SECRET_KEY``); made once and kept in the data folder when unset."""
    public_url: str
    """Address under which people reach this installation (``RIS_PUBLIC_URL``), without a slash at the end."""
    older_secret_keys: tuple[str, ...] = ()
    """Secrets of before (``RIS_OLD_SECRET_KEYS``, separated by blanks): they still open what was sealed with them."""
    host: str = "127.0.0.1"
    """Network address to listen on (``HOST``)."""
    port: int = 8000
    """Port to listen on (``PORT``)."""
    web_workers: int = 2
    """Web processes (``RIS_WEB_WORKERS``)."""
    search_engine: str = "whoosh"
    """``whoosh`` for a small town, ``tantivy`` for a city (``RIS_SEARCH_ENGINE``)."""
    smtp_url: str = ""
    """Mail server (``RIS_SMTP_URL``): ``smtp://user:password@host:587?starttls=1``, ``smtps://…``; empty for none."""
    mail_from: str = ""
    """Address letters are sent from (``RIS_MAIL_FROM``)."""
    mail_return: str = ""
    """Where mail servers send back what they cannot deliver (``RIS_MAIL_RETURN``); empty: to ``mail_from``."""
    trusted_proxies: int = 0
    """How many web servers stand in front and say who asks (``RIS_TRUSTED_PROXIES``); none are believed by default."""
    export_dir: Path | None = None
    """Where the public record of each town is written every night (``RIS_EXPORT_DIR``); ``None``: nowhere."""
    testing: bool = False
    """True only in tests."""

    @property
    def address(self) -> str:
        """Where to listen, as it stands in an address on the web; IPv6 in brackets."""
        return _address(self.host, self.port)

    @property
    def files_dir(self) -> Path:
        """Folder of the content-addressed files."""
        return self.data_dir / "files"

    @property
    def drawn_dir(self) -> Path:
        """Folder of the PDFs drawn for readers; all of it can be drawn again."""
        return self.data_dir / "drawn"

    @property
    def index_dir(self) -> Path:
        """Folder of the search indexes."""
        return self.data_dir / "index"

    @property
    def letters_dir(self) -> Path:
        """Folder of letters that are kept instead of being sent."""
        return self.data_dir / "mail"

    @property
    def secure(self) -> bool:
        """True when people reach the installation by https; cookies are then marked as such."""
        return self.public_url.startswith("https://")

    def environment(self) -> dict[str, str]:
        """What a process started by this one needs to use the same data."""
        return {
            "RIS_DATA": str(self.data_dir),
            "RIS_DATABASE_URL": self.database_url,
            "RIS_SEARCH_ENGINE": self.search_engine,
            "RIS_PUBLIC_URL": self.public_url,
        }

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Config:
        """Read the environment; raises :class:`BadSetting` with the name of the setting and the cure."""
        values = os.environ if env is None else env
        data_dir = _writable_folder(values)
        port = _number(values, "PORT", 8000)
        host = values.get("HOST") or "127.0.0.1"
        return cls(
            data_dir=data_dir,
            database_url=_database_url(values.get("RIS_DATABASE_URL"), data_dir),
            secret_key=values.get("RIS_SECRET_KEY") or _kept_secret(data_dir),
            older_secret_keys=tuple(values.get("RIS_OLD_SECRET_KEYS", "").split()),
            public_url=_public_url(values.get("RIS_PUBLIC_URL")) or f"http://{_address(host, port)}",
            host=host,
            port=port,
            web_workers=_number(values, "RIS_WEB_WORKERS", 2),
            search_engine=_one_of(values, "RIS_SEARCH_ENGINE", SEARCH_ENGINES),
            trusted_proxies=int(_one_of(values, "RIS_TRUSTED_PROXIES", ("0", "1", "2", "3"))),
            export_dir=_export_dir(values.get("RIS_EXPORT_DIR")),
            smtp_url=_smtp_url(values.get("RIS_SMTP_URL", "")),
            mail_from=_mail_from(values.get("RIS_MAIL_FROM", ""), needed=bool(values.get("RIS_SMTP_URL"))),
            mail_return=_mail_return(values.get("RIS_MAIL_RETURN", "")),
        )


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _writable_folder(values: Mapping[str, str]) -> Path:
    folder = Path(values.get("RIS_DATA") or "var").resolve()
    reason = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f" ({error.strerror})"
    if reason or not os.access(folder, os.W_OK | os.X_OK):
        message = f"RIS_DATA muss ein Ordner sein, in den das Programm schreiben darf, nicht {folder}{reason}."
        raise BadSetting(message)
    return folder


def _export_dir(given: str | None) -> Path | None:
    if given and not Path(given).is_absolute():
        message = f"RIS_EXPORT_DIR muss ein ganzer Pfad sein, zum Beispiel /srv/ris-kopie, nicht „{given}“."
        raise BadSetting(message)
    return Path(given) if given else None


def _public_url(given: str | None) -> str:
    parts = urlsplit(given or "")
    if given and (parts.scheme not in {"http", "https"} or not parts.hostname):
        message = f"RIS_PUBLIC_URL muss mit http:// oder https:// beginnen und einen Rechner nennen, nicht „{given}“."
        raise BadSetting(message)
    return (given or "").rstrip("/")


def _number(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:  # noqa: PLR2004 - the range of ports, also ample for workers
        message = f"{name} muss eine Zahl von 1 bis 65535 sein, nicht „{text}“."
        raise BadSetting(message)
    return int(text)


def _one_of(values: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    text = values.get(name) or choices[0]
    if text not in choices:
        message = f"{name} muss einer dieser Werte sein: {', '.join(choices)}; nicht „{text}“."
        raise BadSetting(message)
    return text


def _database_url(given: str | None, data_dir: Path) -> str:
    if not given:
        return f"sqlite:///{data_dir / 'ris.db'}"
    if given.startswith("sqlite:///"):
        return given
    for scheme in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if given.startswith(scheme) and _has_sound_port(given):
            return "postgresql+psycopg://" + given.removeprefix(scheme)
    message = "RIS_DATABASE_URL muss so aussehen: postgresql://user@host/name; ohne sie gilt SQLite in RIS_DATA."
    raise BadSetting(message)


def _smtp_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        message = "RIS_SMTP_URL muss so aussehen: smtp://name:kennwort@rechner:587?starttls=1"  # no value: a password
        raise BadSetting(message)
    return text


def _mail_from(text: str, *, needed: bool) -> str:
    if needed and "@" not in text:
        message = f"RIS_MAIL_FROM muss die Adresse sein, von der E-Mails kommen, nicht „{text}“."
        raise BadSetting(message)
    return text


def _mail_return(text: str) -> str:
    if text and ("@" not in text or not text.isascii() or any(sign in text for sign in "<> \r\n")):
        message = f"RIS_MAIL_RETURN muss eine E-Mail-Adresse für Rückläufer sein, nicht „{text}“."
        raise BadSetting(message)
    return text


def _has_sound_port(address: str) -> bool:
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def _kept_secret(data_dir: Path) -> str:
    """The installation's own secret: made once, readable by its owner only."""
    path = data_dir / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text()
