"""Favorites, notes and recent codes in the window."""
