"""The Codes tab: search box, filters, list."""
