"""Rules in Python: modules that the root configuration names under ``python-rules``, and no others."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from immlint.config import ConfigError
from immlint.custom.load import BEGINS_LIKE_OURS, CODE, IS_TAKEN, NAME, OURS
from immlint.message import Message, Term
from immlint.registry import Entry, Registry
from immlint.rule import Rule


def load(names: Iterable[str], root: str, known: Registry) -> list[Entry]:
    """Return the rules of modules and of files ``*.py``; what they import may lie in the folder *root*.

    Raises :class:`~immlint.config.ConfigError`.
    """
    taken = set(known.names())
    entries: list[Entry] = []
    for name in names:
        with _importing_from(root):
            module = _file(name) if name.endswith(".py") else _module(name)
        own = _rules(module)
        if not own:
            raise ConfigError(
                Message(
                    "{path}:1: {name} registers no rule; expected a check under @rule of immlint.rule",
                    path=_path(module),
                    name=name,
                )
            )
        for rule in own:
            _check(rule, taken)
            taken |= {rule.code, rule.name}
            entries.append(Entry(rule.code, rule.name, (rule.on,), lambda rule=rule: rule))  # type: ignore[misc]
    return entries


@contextmanager
def _importing_from(root: str) -> Iterator[None]:
    sys.path.insert(0, root)
    try:
        yield
    finally:
        sys.path.remove(root)


def _file(path: str) -> ModuleType:
    where = Path(path).resolve()
    if not where.is_file():
        raise ConfigError(Message("python-rules {path}: there is no such file", path=path))
    # Two files may have one name; the last part of it is what a rule is called by.
    package = f"immlint_python_rules_{sha256(str(where).encode()).hexdigest()[:16]}"
    spec = spec_from_file_location(f"{package}.{where.stem}", where)
    if spec is None or spec.loader is None:
        raise ConfigError(Message("python-rules {path}: Python cannot import this", path=path))
    module = module_from_spec(spec)
    # The documentation of a rule is that of its module, which is looked up there.
    sys.modules[module.__name__] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[module.__name__]
        raise ConfigError(_told(error, path, str(where))) from None
    return module


def _module(name: str) -> ModuleType:
    try:
        return import_module(name)
    except (Exception, SystemExit) as error:
        if isinstance(error, ModuleNotFoundError) and error.name in (name, name.partition(".")[0]):
            raise ConfigError(Message("python-rules {name}: there is no such module", name=name)) from None
        raise ConfigError(_told(error, name, "")) from None


def _told(error: BaseException, name: str, path: str) -> Message:
    """Return what an import failed of, at the last line of the file, or of the last file that ran."""
    fact = " ".join(f"{type(error).__name__}: {error}".split())
    if isinstance(error, SyntaxError) and error.filename:
        return Message(
            "{path}:{line}: {error}; expected Python",
            path=error.filename,
            line=error.lineno or 1,
            error=Term(error.msg),
        )
    frames = [each for each in traceback.extract_tb(error.__traceback__) if not each.filename.startswith("<")]
    own = [each for each in frames if each.filename == path] or [f for f in frames if f.filename != __file__]
    where = f"{own[-1].filename}:{own[-1].lineno}" if own else f"python-rules {name}"
    return Message("{where}: the import failed: {error}", where=where, error=fact)


def _rules(module: ModuleType) -> list[Rule]:
    """Return the rules that are of a module, and not imported by it."""
    rules = [value for value in vars(module).values() if isinstance(value, Rule)]
    return [rule for rule in dict.fromkeys(rules) if rule.check.__module__ == module.__name__]


def _path(module: ModuleType) -> str:
    return module.__file__ or module.__name__


def _check(rule: Rule, taken: set[str]) -> None:
    code = getattr(rule.check, "__code__", None)
    where = f"{code.co_filename}:{code.co_firstlineno}" if code else rule.check.__module__
    if not CODE.fullmatch(rule.code) or not NAME.fullmatch(rule.name):
        raise ConfigError(
            Message(
                "{where}: {stem!r} is no code and name; "
                "expected one such as acme201_region_named, of the file or as stem",
                where=where,
                stem=rule.stem,
            )
        )
    if rule.code.startswith(OURS):
        fact = Message(BEGINS_LIKE_OURS, code=rule.code)
        raise ConfigError(Message("{where}: {fact}", where=where, fact=fact))
    for what, word in (("code", rule.code), ("name", rule.name)):
        if word in taken:
            fact = Message(IS_TAKEN[what], word=word)
            raise ConfigError(Message("{where}: {fact}", where=where, fact=fact))
