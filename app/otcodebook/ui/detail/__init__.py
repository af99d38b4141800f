"""The page of the current code: its heading, what there is to read, the checklist, the note."""
