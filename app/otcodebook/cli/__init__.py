"""The command line: opens the window, or answers in the terminal without Qt."""
