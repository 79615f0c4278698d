"""Whether there is nothing left to prepare, asked without loading the program: starting again then takes half the time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from config import Config

REVISIONS = Path(__file__).parent / "migrations" / "versions"


def is_ready(config: Config) -> bool:
    """Whether the database stands at the newest revision and holds a town.

    Also ``False`` where that cannot be asked: whoever then prepares the database is told what is wrong with it.
    """
    address = make_url(config.database_url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        return False  # connecting would make one
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            town = connection.execute(text("SELECT id FROM body LIMIT 1")).scalar()
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()
    return revision == newest_revision() and town is not None


def newest_revision() -> str:
    """The last of the migrations, which are named by their number."""
    return max(path.name.partition("_")[0] for path in REVISIONS.glob("[0-9]*.py"))
