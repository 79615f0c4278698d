"""Sessions end after a span, however often they are used.

Revision 0018, follows 0017; 2026-11-23.
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

LONGEST = timedelta(days=90)
"""How long the cookie of an older session lasts."""


def upgrade() -> None:
    """Change the tables."""
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends", moment, nullable=True))
    sessions = sa.table(
        "login_session", sa.column("id", sa.Integer), sa.column("created", moment), sa.column("ends", moment)
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(sessions.c.id, sessions.c.created)).all():
        connection.execute(sa.update(sessions).where(sessions.c.id == row.id).values(ends=row.created + LONGEST))
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.alter_column("ends", existing_type=moment, nullable=False)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_column("ends")
