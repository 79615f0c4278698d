"""Reading what is new for somebody, and how they want to hear of it."""
