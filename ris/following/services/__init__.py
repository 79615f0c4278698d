"""Verbs on following: ask, confirm, choose, end, tell, forget."""
