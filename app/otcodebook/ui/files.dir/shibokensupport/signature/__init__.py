"""Stands in for PySide6's own package of this name, see otcodebook.ui.imports."""
