"""The window: the only part of OT Codebook that knows Qt."""
