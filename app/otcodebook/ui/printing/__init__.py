"""The printed list: preview, PDF, paper."""
