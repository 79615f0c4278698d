"""What all OParl objects of a Body have in common: an address for good, a Body, and readers."""

from __future__ import annotations

from ris.db import OParlObject
from ris.scope.models import BelongsToBody
from ris.scope.readers import Protected


class ProtectedObject(OParlObject, Protected, BelongsToBody):
    """An OParl object of one Body that not everybody may read."""
