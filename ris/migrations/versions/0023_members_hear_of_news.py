"""Members see what is new since their last visit, choose how they hear of it and how they are invited.

Also: browsers that take pushes, and links between the accounts one person has in several towns.

Revision 0023, follows 0022; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "push_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public", sa.String(length=100), nullable=False),
        sa.Column("private", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_push_key_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_key")),
        sa.UniqueConstraint("body_id", name=op.f("uq_push_key_body_id")),
    )
    with op.batch_alter_table("push_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_push_key_body_id"), ["body_id"], unique=False)

    op.create_table(
        "delivery_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("by_user_id", sa.Integer(), nullable=True),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_delivery_choice_body_id_body")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delivery_choice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_choice")),
    )
    with op.batch_alter_table("delivery_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_choice_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_choice_person_id"), ["person_id"], unique=False)

    op.create_table(
        "account_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("other_body_id", sa.Integer(), nullable=False),
        sa.Column("other_user_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_account_link_body_id_body")),
        sa.ForeignKeyConstraint(["other_body_id"], ["body.id"], name=op.f("fk_account_link_other_body_id_body")),
        sa.ForeignKeyConstraint(
            ["other_user_id"], ["user_account.id"], name=op.f("fk_account_link_other_user_id_user_account")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_account_link_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint("user_id", "other_user_id", name=op.f("uq_account_link_user_id_other_user_id")),
    )
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_link_body_id"), ["body_id"], unique=False)

    op.create_table(
        "area_visit",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_area_visit_body_id_body")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_area_visit_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_area_visit")),
    )
    with op.batch_alter_table("area_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_visit_body_id"), ["body_id"], unique=False)

    op.create_table(
        "link_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_link_code_body_id_body")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_link_code_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_link_code_code_hash")),
    )
    with op.batch_alter_table("link_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_code_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_code_user_id"), ["user_id"], unique=False)

    op.create_table(
        "notice_rule",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("pace", sa.String(length=8), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_notice_rule_body_id_body")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notice_rule_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", "kind", "channel", name=op.f("pk_notice_rule")),
    )
    with op.batch_alter_table("notice_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_rule_body_id"), ["body_id"], unique=False)

    op.create_table(
        "push_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("login_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("endpoint_hash", sa.String(length=64), nullable=False),
        sa.Column("p256dh", sa.String(length=100), nullable=False),
        sa.Column("auth", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_sent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_push_subscription_body_id_body")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_push_subscription_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("body_id", "endpoint_hash", name=op.f("uq_push_subscription_body_id_endpoint_hash")),
    )
    with op.batch_alter_table("push_subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_push_subscription_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_push_subscription_user_id"), ["user_id"], unique=False)

    op.create_table(
        "told_until",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("pace", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_told_until_body_id_body")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_told_until_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", "pace", name=op.f("pk_told_until")),
    )
    with op.batch_alter_table("told_until", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_told_until_body_id"), ["body_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("told_until", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_told_until_body_id"))

    op.drop_table("told_until")
    with op.batch_alter_table("push_subscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_push_subscription_user_id"))
        batch_op.drop_index(batch_op.f("ix_push_subscription_body_id"))

    op.drop_table("push_subscription")
    with op.batch_alter_table("notice_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_rule_body_id"))

    op.drop_table("notice_rule")
    with op.batch_alter_table("link_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_code_user_id"))
        batch_op.drop_index(batch_op.f("ix_link_code_body_id"))

    op.drop_table("link_code")
    with op.batch_alter_table("area_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_visit_body_id"))

    op.drop_table("area_visit")
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_link_body_id"))

    op.drop_table("account_link")
    with op.batch_alter_table("delivery_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_choice_person_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_choice_body_id"))

    op.drop_table("delivery_choice")
    with op.batch_alter_table("push_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_push_key_body_id"))

    op.drop_table("push_key")
