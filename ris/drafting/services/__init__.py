"""Verbs on papers being written; first arguments are always `session, actor`."""
