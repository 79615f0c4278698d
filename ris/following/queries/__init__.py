"""Reading what is followed and what is new about it, always as the public."""
