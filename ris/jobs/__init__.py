"""Work for later: rows in the same database, written in the same transaction as the change that causes them."""
