"""The left half of the Codes tab: search box, scopes, list."""
