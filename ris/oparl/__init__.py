"""OParl 1.1: the import of other systems' objects, and (to come) the public API."""
