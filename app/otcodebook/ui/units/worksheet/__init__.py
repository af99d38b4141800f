"""The table of a session's codes and minutes: its model, its cells, its fields, its rows."""
