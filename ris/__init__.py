"""The council information system: by subject first, by layer second (docs/architecture.md)."""
