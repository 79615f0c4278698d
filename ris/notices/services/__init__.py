"""Verbs on news: look at them, choose how to hear of them, tell them, push them."""
