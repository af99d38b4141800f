"""Runs OT Codebook: `python -m otcodebook`."""

from __future__ import annotations

from otcodebook.cli.main import main

raise SystemExit(main())
