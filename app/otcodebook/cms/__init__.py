"""CMS's own tables, which the user opens: code pairs, unit limits, relative values, localities."""

FILE_NAME = "cms.sqlite"
"""The file of the rows that are kept, beside the user data. Here: asking for it loads no SQLite."""
