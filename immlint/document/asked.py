"""What reading one file asks of the others: while the answers are the same, it is read the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b

from immlint.document.neighbours import Neighbours
from immlint.source import Source

#: What is asked, and of what.
Question = tuple[str, ...]
Answer = str | bool | None


class Asked:
    """The other files as one file sees them, with all that it asks of them.

    What another module holds is walked for each file that imports it: what code does to a thing of another
    module is seen by that code alone, so that no file is judged by which others were read before.
    """

    def __init__(self, others: Neighbours) -> None:
        self._others = others
        self.answers: dict[Question, Answer] = {}
        #: What a reader makes of the other files.
        self.walked: dict[object, object] = {}

    def forget(self) -> None:
        """Let go of what was made, and of what was answered."""
        self.answers = {}
        self.walked = {}

    def find(self, path: str, dotted: str) -> str | None:
        """Return the path of the module that *path* would import as *dotted*, if there is one."""
        found = self._ask("find", path, dotted)
        return None if found is None else str(found)

    def package(self, path: str) -> str:
        """Return the dotted name of the package that a file is in."""
        return str(self._ask("package", path))

    def is_beside(self, path: str) -> bool:
        """Tell whether a file is no part of the run."""
        return bool(self._ask("is_beside", path))

    def reaches(self, path: str, dotted: str) -> bool:
        """Tell whether what is ours may be reached through what *path* imports as *dotted*."""
        return bool(self._ask("reaches", path, dotted))

    def defines(self, path: str, name: str) -> bool:
        """Tell whether a file seems to have a name that is no function."""
        return bool(self._ask("defines", path, name))

    def read(self, path: str) -> Source | None:
        """Return another module, or ``None`` if it cannot be read or is too large."""
        source = self._others.read(path)
        self.answers["content", path] = _sum_of(source)
        return source

    def answers_like(self, earlier: Mapping[Question, Answer]) -> bool:
        """Tell whether all that was asked is answered as it was: later questions may follow from answers."""
        return all(self._ask(*question) == told for question, told in earlier.items())

    def _ask(self, *question: str) -> Answer:
        if question not in self.answers:
            self.answers[question] = answer(self._others, question)
        return self.answers[question]


def answer(others: Neighbours, question: Question) -> Answer:
    """Return what would be answered now. Raises KeyError for what cannot be asked."""
    return _ANSWERS[question[0]](others, *question[1:])


def _content(others: Neighbours, path: str) -> Answer:
    return _sum_of(others.read(path))


def _sum_of(source: Source | None) -> str | None:
    return None if source is None else blake2b(source.data, digest_size=16).hexdigest()


#: What is answered by the text of a file; all else by which files there are and what they import.
OF_TEXTS = ("content", "defines")
_ANSWERS: dict[str, Callable[..., Answer]] = {
    "find": Neighbours.find,
    "package": Neighbours.package,
    "is_beside": Neighbours.is_beside,
    "reaches": Neighbours.reaches,
    "defines": Neighbours.defines,
    "content": _content,
}
