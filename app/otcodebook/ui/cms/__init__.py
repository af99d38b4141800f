"""Opening CMS's tables, and keeping them in view."""
