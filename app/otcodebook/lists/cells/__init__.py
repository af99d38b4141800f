"""The cells of a list and the titles over them: what each says, taken for itself."""
