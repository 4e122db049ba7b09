"""Python text to a tree, through libcst; deep or broken text is refused before it can do harm."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache

import libcst as cst

from immlint.document.python.syntax.outline import Outline, line_starts
from immlint.document.python.syntax.statements import Lately, Parsed, Statement
from immlint.document.python.syntax.tree import BODIES
from immlint.message import Message, Term

#: The parser reads about a megabyte per second; a module of this size would look like a hang.
LONGEST = 2 * 1024 * 1024
#: Levels of nesting. The parser keeps its own stack and would end the whole process beyond some thousand.
DEEPEST = 1000
#: Levels that a statement has without a letter.
_SPARE = 10
_FRAMES = 60_000
_LONGEST_LINE = 20_000


_FAILURES = (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError, ValueError)
_TOO_DEEP = Message("nested too deeply; expected a module that people wrote")


class Refused(Exception):
    """The text cannot be read as Python; ``span`` says where, in code points."""

    def __init__(self, message: str, span: tuple[int, int] = (0, 0), hint: str = "") -> None:
        super().__init__(message)
        self.span = span
        self.hint = hint


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Let trees of the permitted depth be walked: some frames are needed per level."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def parse(
    text: str, needed: Callable[[Outline], Sequence[Statement]] | None = None, lately: Lately | None = None
) -> Parsed:
    """Return what *text* says, or those of its statements that are *needed*. Raises :class:`Refused`.

    *lately* is the version before.
    """
    if len(text) > LONGEST:
        raise Refused(
            Message("the module is too long; expected at most {most} MiB of Python", most=LONGEST // 2**20)
        )
    found = _outline(text, lately)
    problem = found if isinstance(found, Refused) else None
    if problem is not None and (problem.span == (0, 0) or not _is_shallow(text)):
        raise problem
    if needed is not None and isinstance(found, Outline):
        with (
            suppress(cst.ParserSyntaxError, cst.CSTValidationError, RecursionError, ValueError),
            deep_recursion(),
        ):
            return Parsed(needed(found), lately)
    try:
        with deep_recursion():
            return Parsed([Statement(0, text)])
    except _FAILURES as error:
        raise problem or _refused(error) from None


def parse_statements(statements: Sequence[Statement]) -> Parsed:
    """Return what statements say that Python reads. Raises :class:`Refused`."""
    try:
        with deep_recursion():
            return Parsed(statements)
    except _FAILURES as error:
        raise _refused(error) from None


def _outline(text: str, lately: Lately | None) -> Outline | Refused:
    """Return the statements that the running Python reads, or what it has against *text*."""
    if lately is not None and lately.outline is not None:
        found = lately.outline.edited(text, _read)
        if found is not None:
            lately.outline = found
            return found
    tree = _standard(text)
    if isinstance(tree, Refused):
        return tree
    outline = Outline.of(text, tree)
    if lately is not None:
        lately.outline = outline
    return outline


def _read(text: str) -> ast.Module | None:
    tree = _standard(text)
    return tree if isinstance(tree, ast.Module) else None


def standard(text: str) -> ast.Module | None:
    """Return what the running Python makes of *text*, if it reads it."""
    found = _standard_lately(text)
    return found if isinstance(found, ast.Module) else None


def _standard(text: str) -> ast.Module | Refused:
    """Return what the running Python reads, or has against *text*; a newer syntax may still be right."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (RecursionError, MemoryError):
        return Refused(_TOO_DEEP)
    except SyntaxError as error:
        if "too many" in str(error.msg) or "too complex" in str(error.msg):
            return Refused(_TOO_DEEP)
        at = _offset(text, error.lineno or 1, error.offset or 1)
        end = at + 1 if at < len(text) and text[at] not in "\r\n" else at
        return Refused(_told(_lower(error.msg)), (at, max(end, 1)))
    except ValueError as error:
        return Refused(_told(_first_line(error)))
    if _is_too_deep(tree, text):
        return Refused(_TOO_DEEP)
    return tree


def _refused(error: Exception) -> Refused:
    return Refused(Message("libcst cannot read it: {error}; expected Python", error=_first_line(error)))


#: Several names are looked for in one module after another.
_standard_lately = lru_cache(maxsize=3)(_standard)


def _told(error: str) -> Message:
    return Message("{error}; expected valid Python", error=Term(error))


def _is_too_deep(tree: ast.Module, text: str) -> bool:
    """Tell whether libcst would nest too deeply what the standard parser keeps flat in places.

    Of a short statement nothing more is looked at: each level takes a letter at least.
    """
    starts = line_starts(text)
    stack: list[tuple[ast.AST, int]] = [(node, 2) for node in tree.body]
    while stack:
        node, depth = stack.pop()
        begin = min([_line(node), *(each.lineno for each in getattr(node, "decorator_list", ()))])
        end = getattr(node, "end_lineno", None)
        if end is not None and depth + starts[end] - starts[begin - 1] + _SPARE <= DEEPEST:
            continue
        inner = [each for name in BODIES for each in getattr(node, name, ())]
        last = min(map(_line, inner), default=end or 1)
        if depth + starts[last] - starts[begin - 1] + _SPARE > DEEPEST:
            others = (each for each in ast.iter_child_nodes(node) if each not in inner)
            if depth > DEEPEST or any(_depth(each, depth + 1, starts) > DEEPEST for each in others):
                return True
        stack.extend((each, depth + 1) for each in inner)
    return False


def _line(node: ast.AST) -> int:
    """Return the line in which a statement begins, or a part of one that has statements."""
    first = node.pattern if isinstance(node, ast.match_case) else node
    line: int = getattr(first, "lineno", 1)
    return line


def _depth(root: ast.AST, begin: int, starts: Sequence[int] | None = None) -> int:
    """Return how deep libcst will nest what is at the depth *begin*.

    Where lines begin at *starts*, expressions too short to be nested too deeply are not looked into.
    """
    deepest = 0
    stack = [(root, begin)]
    while stack and deepest <= DEEPEST:
        node, depth = stack.pop()
        if starts and isinstance(node, ast.expr) and depth + _letters(node, starts) + _SPARE <= DEEPEST:
            continue
        if isinstance(node, ast.BoolOp):
            depth += len(node.values)
        elif isinstance(node, ast.alias):
            depth += node.name.count(".")
        elif isinstance(node, ast.ImportFrom):
            depth += (node.module or "").count(".")
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return deepest


def _letters(node: ast.expr, starts: Sequence[int]) -> int:
    """Return how many letters an expression has, or more: columns count bytes."""
    end = node.end_lineno or node.lineno
    if end == node.lineno:
        return (node.end_col_offset or 0) - node.col_offset
    return starts[end] - starts[node.lineno - 1]


def _is_shallow(text: str) -> bool:
    depth = most = 0
    for char in re.findall(r"[\[({})\]]", text):
        depth += 1 if char in "([{" else -1
        most = max(most, depth)
    return most < 100 and max(map(len, text.splitlines()), default=0) < _LONGEST_LINE


def _offset(text: str, line: int, column: int) -> int:
    lines = text.splitlines(keepends=True)
    return min(sum(map(len, lines[: line - 1])) + max(column - 1, 0), len(text))


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _first_line(error: BaseException) -> str:
    return _lower((str(error).strip().splitlines() or ["error"])[0])[:120]
