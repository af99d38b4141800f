"""Search over the catalogue: pure Python, in memory, no Qt."""
