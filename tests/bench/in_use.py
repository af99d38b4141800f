"""The store of somebody who has used the program for years."""

from __future__ import annotations

import random
from itertools import permutations
from pathlib import Path

from cms_files import write_mue, write_ptp
from otcodebook.catalog.load import load_bundled
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.known import known_codes
from otcodebook.cms.store import CmsStore
from otcodebook.userdata.store import NoteChange, open_userdata


def fill_store(folder: Path) -> None:
    """Favorites, notes, and CMS's pairs and limits as they are stored once somebody opened them."""
    data = open_userdata(folder)
    codes = [code.code for code in load_bundled().codes]
    codes += [f"X{number:04}" for number in range(500 - len(codes))]
    notes = {code: NoteChange(f"Payer {code}: ask for 59 here. " * 4, None) for code in codes}
    data.merge(codes[:200], notes)
    data.close()
    known = known_codes()
    chance = random.Random(18)
    pairs = chance.sample(list(permutations(sorted(known), 2)), 10_000)
    rows = [(one, other, "20180701", "*", chance.choice("01")) for one, other in pairs]
    limits = [(code, "6", "3 Date of Service Edit: Clinical") for code in sorted(known)]
    files = [write_ptp(folder, rows), write_mue(folder, limits)]
    CmsStore(folder).add(read_files(files, known), known, keep_older=False)
