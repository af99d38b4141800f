"""What comes of a session in the Units tab: the summary, the choice of a tie, checks, working."""
