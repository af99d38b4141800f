"""What CMS's tables say of a session: its pairs, its limits, and what Medicare pays."""
