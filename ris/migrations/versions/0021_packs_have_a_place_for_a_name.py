"""Packs that are not for everybody have a place for their reader's name.

Revision 0021, follows 0020; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("drawn_document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mark_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("drawn_document", schema=None) as batch_op:
        batch_op.drop_column("mark_at")
