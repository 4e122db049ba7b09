"""What several reports write in the same way: messages with their hint, and paths."""

from __future__ import annotations

import os

from immlint.finding import Finding


def told(finding: Finding) -> str:
    """Return message and hint, for readers that show one text."""
    return f"{finding.message} ({finding.help})" if finding.help else finding.message


def path_of(finding: Finding) -> str:
    """Return the path as seen from the working directory, with slashes, if it is in there."""
    return relative_path(finding.path)


def relative_path(path: str) -> str:
    """Return *path* as seen from the working directory, with slashes, if it is in there."""
    path = os.path.normpath(path)
    below = path.removeprefix(os.getcwd().rstrip(os.sep) + os.sep) if os.path.isabs(path) else path
    return below.replace(os.sep, "/")
