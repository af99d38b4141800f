"""The FAQ and Guide tabs."""
