"""Who may do what: pure functions over a frozen snapshot of a person."""
