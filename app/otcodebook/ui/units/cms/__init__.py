"""What CMS's tables say of a session; imported once such a table is stored."""
