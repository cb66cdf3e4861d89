"""What a department sees: one letter behind its link, no sign-in."""
