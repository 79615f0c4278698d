"""Verbs on notes: take what devices send, tell what is new, share, remember what was read."""
