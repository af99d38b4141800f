"""What a screen reader gets beyond what Qt tells it by itself."""
