"""What the law says: pure functions that cite their paragraph and return a verdict (docs/law.md)."""
