"""CMS's own tables, which the user opens: code pairs, unit limits, relative values, localities."""
