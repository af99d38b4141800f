"""What the user keeps: favorites, notes and recent codes, in a SQLite file."""
