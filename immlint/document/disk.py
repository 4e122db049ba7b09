"""What is asked of the disk beside the files of a run: each thing once, so that it can be asked again."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from immlint.document.imports import LARGEST
from immlint.state import is_settled, state_of

#: What was answered, by what was asked: ``None`` if not all of that is known.
Answers = dict[str, str] | None

#: So many answers are kept at most, and so many folders are known by their names.
_MOST = 50_000
_LISTED = 2_000


class Disk:
    """Answers what is on disk; :meth:`drain` tells all that was answered since it was asked last."""

    def __init__(self) -> None:
        self._begun = time.time_ns()
        #: The names in a folder as one text, each between slashes: objects would take ten times the room.
        self._listed: dict[str, str | None] = {}
        self.answers: Answers = {}

    def __getstate__(self) -> dict[str, object]:
        """Return what another process needs: what was answered here is told here."""
        return self.__dict__ | {"answers": {}}

    def is_file(self, path: str) -> bool:
        """Tell whether there is a module, or a link to one."""
        folder, name = os.path.split(path)
        # Most are told by the names in a folder that was listed.
        if self._lacks(folder, name) or self._lacks(*os.path.split(folder)):
            return False
        return self._answered(f"file {path}", _is_file(path)) != ""

    def _lacks(self, folder: str, name: str) -> bool:
        """Tell whether a folder that was listed surely has no such module or folder in it."""
        listed = self._listed.get(folder)
        is_plain = name.isascii() and name.removesuffix(".py").isidentifier()
        return listed is not None and is_plain and f"/{name}/" not in listed

    def may_lead(self, folder: str, parts: Sequence[str]) -> bool:
        """Tell whether a folder, or packages in it, may hold a module, by the parts of its name."""
        *packages, last = parts
        for package in packages:
            # Most of what seems to be a module in a package is a name in a module.
            if not self.may_hold(folder, package):
                return False
            folder = os.path.join(folder, package)
        return self.may_hold(folder, last, f"{last}.py")

    def may_hold(self, folder: str, *names: str) -> bool:
        """Tell whether a folder may hold one of several names of modules or packages."""
        if not all(name and name.isascii() for name in names):
            # A letter may be written in several ways.
            return True
        listed = self._listed[folder] if folder in self._listed else self._list(folder)
        # What cannot be listed may be opened still.
        return listed is None or any(f"/{name}/" in listed for name in names)

    def _list(self, folder: str) -> str | None:
        if len(self._listed) >= _LISTED:
            # What is asked for again is answered as it was, or is no record.
            self._listed.clear()
        found = self._listed[folder] = _modules_in(folder)
        self._answered(f"folder {folder}", _sum_of(found))
        return found

    def read(self, path: str) -> bytes | None:
        """Return what :func:`contents` does."""
        state = state_of(path)
        if state is None or not is_settled(state, self._begun):
            self.answers = None
        else:
            self._answered(f"content {path}", state.decode("ascii"))
        return contents(path)

    def take_up(self, answers: Answers) -> None:
        """Take up what was answered in another process."""
        if answers is None:
            self.answers = None
        for question, answer in (answers or {}).items():
            self._answered(question, answer)

    def drain(self) -> Answers:
        """Return what was answered, and forget it."""
        answers = self.answers
        if answers is not None:
            self.answers = {}
        return answers

    def _answered(self, question: str, answer: str) -> str:
        if self.answers is not None and self.answers.setdefault(question, answer) != answer:
            # It changed while the run went on.
            self.answers = None
        if self.answers is not None and len(self.answers) > _MOST:
            self.answers = None
        return answer


def are_answered(answers: Mapping[str, str]) -> bool:
    """Tell whether all that was asked is answered as it was."""
    return all(_answer(*question.split(" ", 1)) == answer for question, answer in answers.items())


def _answer(kind: str, path: str) -> str:
    if kind == "file":
        return _is_file(path)
    if kind == "folder":
        return _sum_of(_modules_in(path))
    return (state_of(path) or b"").decode("ascii")


def _is_file(path: str) -> str:
    return "yes" if os.path.isfile(path) else ""


def _modules_in(folder: str) -> str | None:
    """Return the names in a folder that modules and packages may have, each between slashes, in order.

    Others are not asked for.
    """
    try:
        names = os.listdir(folder or os.curdir)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return "/"
    except OSError:
        return None
    found = (name for name in names if (name.endswith(".py") or "." not in name) and name != "__pycache__")
    return "/".join(("", *sorted(found), ""))


def _sum_of(names: str | None) -> str:
    if names is None:
        return ""
    return blake2b(names.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def contents(path: str) -> bytes | None:
    """Return what a module holds, a byte more than the most if it is larger; ``None``: it cannot be read."""
    try:
        with open(path, "rb", opener=_opened) as file:
            return file.read(LARGEST + 1) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    except OSError:
        return None


def _opened(path: str, flags: int) -> int:
    # A named pipe would be waited for.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
