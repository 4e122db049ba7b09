"""This project as a clone has it: what git knows or would take, and nothing of what lies beside it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.command import ROOT


def copy_to(folder: Path) -> None:
    """Copy all files of the checkout to *folder*."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
