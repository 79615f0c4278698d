"""Writing papers: from the first draft through co-signing to the number, and what Fraktionen hand in."""
