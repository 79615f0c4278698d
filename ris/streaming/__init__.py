"""Recordings of meetings: so far the page that says there are none."""
