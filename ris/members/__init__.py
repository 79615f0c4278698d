"""The member's own area (M1): what to do next, the coming meetings of all one's bodies, one's seats."""
