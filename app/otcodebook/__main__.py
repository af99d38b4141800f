"""Runs OT Codebook: `python -m otcodebook`."""

# No `from __future__` here: it would be looked for in the current folder too, like all the rest.
import sys

if not hasattr(sys, "frozen") and not sys.flags.safe_path:
    # With -m, Python puts the current folder first, and would run any json.py that lies there. The
    # package itself is found already, wherever it lies.
    del sys.path[0]

from otcodebook.cli.main import main

raise SystemExit(main())
