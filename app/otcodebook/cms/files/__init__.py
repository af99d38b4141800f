"""The files that CMS publishes: what they are, and their rows, as a user opens them."""
