"""A clinic's own list: any file that a user opens becomes a list, a catalog or one sentence."""
