"""Papers and their files: what is written, and in which version."""
