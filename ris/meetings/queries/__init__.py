"""Reading meetings and agendas; first arguments are always `session, actor`."""
