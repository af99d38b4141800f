"""The code catalog: its data model, checks, and the files it is read from."""
