"""Pictures have words for whoever does not see them.

Revision 0014, follows 0013; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("alt_text", sa.String(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_column("alt_text")
