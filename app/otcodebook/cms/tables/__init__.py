"""CMS's tables: their rows, their quarters, and a reader of each, as CMS ships it."""
