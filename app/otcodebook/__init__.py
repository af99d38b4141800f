"""OT Codebook: the desk reference for occupational therapy billing codes."""

__version__ = "0.2.0"
