"""How far a piece of work is: what it calls while it reads."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]
"""Called now and then with the part that is done, 0 to 1; may raise to stop the work."""
