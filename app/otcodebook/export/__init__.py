"""Text and lists that leave the app: clipboard, CSV, print."""
