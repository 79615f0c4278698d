"""Items demanded by law.

Revision 0015, follows 0014; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "demanded_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("demanded_by", sa.String(), nullable=False),
        sa.Column("demanded_on", sa.Date(), nullable=False),
        sa.Column("agenda_item_id", sa.Integer(), nullable=True),
        sa.Column("given_up", sa.Date(), nullable=True),
        sa.Column("noted", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_demanded_item_agenda_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_demanded_item_body_id_body")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_demanded_item_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demanded_item")),
    )
    with op.batch_alter_table("demanded_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demanded_item_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demanded_item_organization_id"), ["organization_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("demanded_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demanded_item_organization_id"))
        batch_op.drop_index(batch_op.f("ix_demanded_item_body_id"))

    op.drop_table("demanded_item")
