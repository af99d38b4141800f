"""What Medicare pays for a session by the fee table that the user opened."""
