"""Full-text search: one German analysis, one small protocol, interchangeable engines."""
