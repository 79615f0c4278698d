"""Where bytes live: content-addressed, so that a file never changes under those who cite it."""

from ris.storage.stores import Digest, FileStorage, MemoryStorage, NotStored, Storage

__all__ = ["Digest", "FileStorage", "MemoryStorage", "NotStored", "Storage"]
