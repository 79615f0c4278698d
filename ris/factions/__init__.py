"""The Fraktion's own room (F1): preparing the next meetings together, own motions and what became of them."""
