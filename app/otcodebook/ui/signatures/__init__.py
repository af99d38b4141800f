"""Stands in for the part of PySide6 that describes signatures until something asks for it.

See `otcodebook.ui.imports`.
"""
