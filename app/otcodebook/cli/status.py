"""How the commands end."""

NO_ANSWER = 2
"""The status of wrong usage, and where `units`, `pay`, `pairs` and `diff` cannot answer.

With 1 they end with an answer: there is a pair, something changed. The other commands end with 1
where they have nothing to show.
"""
