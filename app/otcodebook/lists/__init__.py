"""A clinic's own list of codes: any file that a user opens becomes a list, a catalog or one sentence."""
