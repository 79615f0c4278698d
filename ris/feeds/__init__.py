"""Every list as a feed: writers of calendars, Atom, JSON and CSV (pure: rows in, text out), and how they are answered."""
