"""Verbs on documents; first arguments are always `session, actor`."""
