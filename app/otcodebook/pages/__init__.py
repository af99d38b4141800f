"""HTML of everything that is read in the window."""
