"""Dialogs: pages of the Help menu, preferences, questions, the report of a bug."""
