"""Meetings, agendas and the way of papers through them."""
