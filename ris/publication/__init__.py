"""Publication is an act, not a flag: making things public and taking them back, on the record."""
