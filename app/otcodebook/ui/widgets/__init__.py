"""Widgets and helpers that know no room."""
