"""What happened: an internal audit trail and a public log, both append-only and hash-chained."""
