"""Tables and models may not drift apart: the migrations lead exactly to the models, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade
from sqlalchemy import create_engine, inspect

from config import Config
from ris.app import create_app
from ris.db import Base, db
from tests.databases import EmptyDatabase


@pytest.fixture
def migrated(database: EmptyDatabase, tmp_path: Path) -> str:
    """Address of a database that was empty and has been brought up by the migrations alone."""
    address = database.without_tables(tmp_path)
    config = Config(data_dir=tmp_path, database_url=address, secret_key="-", public_url="http://localhost")
    app = create_app(config)
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return address


def test_the_migrations_lead_to_the_models(migrated: str) -> None:
    engine = create_engine(migrated)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
        tables = set(inspect(connection).get_table_names())
    engine.dispose()
    assert differences == []
    assert tables == {*Base.metadata.tables, "alembic_version"}
