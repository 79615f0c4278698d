"""Verbs on meetings; first arguments are always `session, actor`."""
