"""What is new for a member, and how they want to hear of it: on their page, by e-mail, by a push to their device."""
