"""Opening code lists and catalogs."""
