"""Reading papers being written; first arguments are always `session, actor` where somebody reads."""
