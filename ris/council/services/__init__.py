"""Verbs on the town, its register and its people, one module for each kind of act."""
