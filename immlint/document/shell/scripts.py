"""Where text for a shell stands in other texts: in Dockerfiles, Makefiles and sessions with prompts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from immlint.document.excerpt import Excerpt
from immlint.document.json.scan import Scan, ScanError
from immlint.document.shell.split import Reader

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_RUN = re.compile(r"[ \t]*(?:RUN|CMD|ENTRYPOINT)(?=[ \t\\])((?:[ \t]+--[\w-]+=\S+)*)", re.I)
_HEREDOC = re.compile(r"<<-?[ \t]*(['\"]?)(\w+)\1")
_BLANK = re.compile(r"[ \t]*(?:#.*)?\r?\n?")
_RECIPE = re.compile(r"\t[ \t]*[@+-]*[ \t]*")
_PROMPT = re.compile(r"[ \t]*(?:[\w.@:~/-]*[$#]|\$)[ ]+")
#: Lines of one command after a prompt.
_MOST = 400


def dockerfile(text: str) -> Iterator[Excerpt]:
    """Yield what each instruction of a Dockerfile gives to a shell."""
    lines = _LINE.finditer(text)
    for line in lines:
        run = _RUN.match(line[0])
        if run is None:
            continue
        pieces = [(line[0][run.end() :], line.start() + run.end(), line.end())]
        ended, waiting = not _goes_on(line[0]), [found[2] for found in _HEREDOC.finditer(line[0])]
        while not ended or waiting:
            more = next(lines, None)
            if more is None:
                break
            if ended and more[0].strip() == waiting[0]:
                del waiting[0]
            elif not ended and _BLANK.fullmatch(more[0]):
                continue  # comments and blank lines within an instruction are no part of it
            elif not ended:
                ended = not _goes_on(more[0])
                waiting += [found[2] for found in _HEREDOC.finditer(more[0])]
            pieces.append((more[0], more.start(), more.end()))
        yield _listed(text, pieces, is_begun="ENTRYPOINT" in run[0].upper()) or Excerpt(pieces)


def _listed(text: str, pieces: Sequence[tuple[str, int, int]], *, is_begun: bool) -> Excerpt | None:
    """Return the words of an instruction in list form, in quotes; ``None`` for one that is for a shell.

    One that *is_begun* only goes on with the words of ``CMD`` or of ``docker run``.
    """
    begin, end = pieces[0][1], pieces[-1][2]
    if len(pieces) > 1 or not pieces[0][0].lstrip().startswith("["):
        return None
    try:
        words = Scan(text, begin, end).read().items or []
    except ScanError:
        return None  # Docker takes that for a command, too
    given: list[tuple[str, int, int]] = []
    for word in words:
        if not isinstance(word.value, str) or "'" in word.value:
            return None
        offsets = word.offsets(text)
        given.append(("'", word.start, word.start))
        given += zip(word.value, offsets[:-1], offsets[1:], strict=True)
        given.append(("' ", word.end, word.end))
    if is_begun:
        given.append(('"$@"', end, end))
    return Excerpt(given, lambda text: None)


def makefile(text: str) -> Iterator[Excerpt]:
    """Yield the recipes of a Makefile line by line, as make hands them to a shell: ``$$`` is ``$`` there."""
    lines = _LINE.finditer(text)
    for line in lines:
        if not line[0].startswith("\t"):
            continue
        pieces: list[tuple[str, int, int]] = []
        more = line
        while True:
            recipe = _RECIPE.match(more[0]) if more is line else re.match(r"\t?", more[0])
            at = more.start() + (recipe.end() if recipe else 0)
            pieces += _undoubled(text, at, more.end())
            following = next(lines, None) if _goes_on(more[0]) else None
            if following is None:
                break
            more = following
        yield Excerpt(pieces)


def session(text: str) -> Iterator[Excerpt] | None:
    """Return the commands after the prompts of a session; ``None`` if it has none, and all is one script."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return _prompted(text) if re.match(r"[ \t]*(?:[\w.@:~/-]*\$|#)[ ]+\S", first) else None


def _prompted(text: str) -> Iterator[Excerpt]:
    lines = [*_LINE.finditer(text)]
    at = 0
    while at < len(lines):
        line = lines[at]
        prompt = _PROMPT.match(line[0])
        at += 1
        if prompt is None:
            continue
        pieces = [(line[0][prompt.end() :], line.start() + prompt.end(), line.end())]
        # What follows is output, unless the command is not at its end.
        while at < len(lines) and len(pieces) < _MOST and _is_open("".join(piece for piece, _, _ in pieces)):
            more = lines[at]
            second = re.match(r"> ", more[0])
            start = second.end() if second else 0
            pieces.append((more[0][start:], more.start() + start, more.end()))
            at += 1
        yield Excerpt(pieces)


def _is_open(text: str) -> bool:
    reader = Reader(text)
    reader.read()
    return reader.is_open


def _goes_on(line: str) -> bool:
    return line.rstrip().endswith("\\")


def _undoubled(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    at = start
    while (double := text.find("$$", at, end)) >= 0:
        yield text[at:double], at, double
        yield "$", double, double + 2
        at = double + 2
    yield text[at:end], at, end
