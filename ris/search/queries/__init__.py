"""Hits back to rows: loaded again through the reader's rights, so a stale index can hide and never leak."""
