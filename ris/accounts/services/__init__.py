"""Verbs on accounts; first arguments are always `session, actor`, or `session` alone where nobody is known yet."""

from ris.accounts.services.users import add_user

__all__ = ["add_user"]
