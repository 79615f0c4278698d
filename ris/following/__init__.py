"""Following: whoever wants to hear of a paper, an organization, a person or a search gets letters, without an account."""
