"""CMS's own tables, which the user opens: code pairs, unit limits, relative values, localities."""

FILE_NAME = "cms.sqlite"
"""The file, in the folder of the user's data, that keeps them; without it none is open."""
