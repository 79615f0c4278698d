"""Publications are proposed by one person and confirmed by another.

Revision 0010, follows 0009; 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN = sa.text("settled IS NULL")


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "publication_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=True),
        sa.Column("prepared", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_publication_proposal_body_id_body")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"],
            ["user_account.id"],
            name=op.f("fk_publication_proposal_prepared_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"],
            ["user_account.id"],
            name=op.f("fk_publication_proposal_settled_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_proposal")),
    )
    with op.batch_alter_table("publication_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_proposal_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_publication_proposal_body_id_settled_id"),
            ["body_id", "settled", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_publication_proposal_open",
            ["body_id", "kind", "subject_id"],
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("publication_proposal")
