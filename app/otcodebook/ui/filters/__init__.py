"""The filter over a list: one button, and the choices behind it."""
