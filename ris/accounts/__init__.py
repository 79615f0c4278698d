"""Accounts: who may log in, and which Actor they become."""
