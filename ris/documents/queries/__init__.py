"""Reading papers and their files; first arguments are always `session, actor`."""
