"""The user's favorites, notes and recently copied codes, in a SQLite file."""
