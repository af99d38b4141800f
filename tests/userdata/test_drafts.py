"""What a kill during an export leaves behind: removed by the next start, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import needs
from otcodebook.userdata.drafts import draft_name, noted, sweep_drafts
from otcodebook.userdata.location import default_folder
from support import ROOT

_KILLED = """
import os, signal, sys
from pathlib import Path
from otcodebook.atomic_write import write_file

def die(*_args):
    os.kill(os.getpid(), signal.SIGKILL)

os.replace = die
write_file(Path(sys.argv[1]), b"Ask Aetna.", drafts=Path(sys.argv[2]))
"""


@needs.signals
def test_the_next_start_removes_the_draft_of_a_killed_export(tmp_path: Path) -> None:
    documents, folder = tmp_path / "documents", default_folder()
    documents.mkdir()
    folder.mkdir(parents=True)
    target = documents / "notes.json"
    target.write_text("older")
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "app"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, target, folder], env=environment, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    (draft,) = (path for path in documents.iterdir() if path != target)
    assert draft.read_text() == "Ask Aetna."
    started = subprocess.Popen([sys.executable, "-m", "otcodebook"], env=environment)
    try:
        deadline = time.monotonic() + 60
        while os.listdir(documents) != ["notes.json"] and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        started.terminate()
        started.wait(30)
    assert os.listdir(documents) == ["notes.json"]
    assert target.read_text() == "older"
    assert [name for name in os.listdir(folder) if "draft" in name] == []


@needs.links
def test_only_drafts_that_nobody_writes_are_removed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    alive, left = (tmp_path / draft_name() for _ in "12")
    others = [tmp_path / "thesis.txt", tmp_path / ".ot-codebook-1.new", tmp_path / draft_name()]
    for path in (alive, left, others[0], others[1]):
        path.write_text("x")
    others[2].symlink_to(others[0])
    for number, path in enumerate([left, *others, tmp_path, Path(draft_name())]):
        (folder / f"userdata.draft-{number}").write_bytes(os.fsencode(path))
    (folder / "userdata.draft-link").symlink_to(others[0])
    with noted(alive, folder):
        sweep_drafts(folder)
        assert alive.exists()
        assert not left.exists()
        assert all(path.exists() for path in others)
    assert os.listdir(folder) == ["userdata.draft-link"]


def test_a_draft_on_a_drive_that_is_away_is_removed_once_it_is_back(tmp_path: Path) -> None:
    folder, stick, away = tmp_path / "data", tmp_path / "stick", tmp_path / "away"
    folder.mkdir()
    stick.mkdir()
    draft = stick / draft_name()
    draft.write_text("Ask Aetna.")
    (folder / "userdata.draft-1").write_bytes(os.fsencode(draft))
    stick.rename(away)
    sweep_drafts(folder)
    away.rename(stick)
    assert draft.exists()
    sweep_drafts(folder)
    assert os.listdir(stick) == []
    assert os.listdir(folder) == []


def test_a_folder_that_cannot_be_written_prevents_no_export(tmp_path: Path) -> None:
    with noted(tmp_path / draft_name(), tmp_path / "nowhere"):
        pass
    sweep_drafts(tmp_path / "nowhere")
    assert os.listdir(tmp_path) == []
