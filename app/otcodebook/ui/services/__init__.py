"""What every room asks of the window: its commands, its messages, its settings."""
