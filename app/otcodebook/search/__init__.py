"""Search over the catalog: pure Python, in memory, no Qt."""
