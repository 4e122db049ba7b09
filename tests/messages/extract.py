"""Write what there is to translate into the catalogues, with the translations that they have.

``python -m tests.messages.extract`` adds entries with an empty ``msgstr`` and takes out what is gone.
"""

from __future__ import annotations

import ast
import errno
import inspect
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from immlint.finding import Severity
from immlint.messages.catalogue import parse
from tests.messages.constants import functions, texts

ROOT = Path(__file__).parents[2]
ZH = ROOT / "immlint" / "messages" / "zh"
#: Whatever makes a text for people, with the positions of its templates.
_MAKERS = {
    "issue": (1, 2),
    "Issue": (1, 2),
    "Message": (0,),
    "PartError": (1,),
    "Term": (0,),
    "counted": (1, 2),
    "Repair": (0,),
    "repair": (0,),
    "tell": (0,),
    "refuse": (0,),
    "say": (0,),
}
#: Why a system refuses a file.
_REFUSALS = (
    errno.EACCES,
    errno.EEXIST,
    errno.EFBIG,
    errno.EINVAL,
    errno.EIO,
    errno.EISDIR,
    errno.ELOOP,
    errno.EMFILE,
    errno.ENAMETOOLONG,
    errno.ENOENT,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
    errno.EXDEV,
)
#: What click says of our commands.
_CLICK = (
    "(Did you mean one of: {possibilities}?)",
    "Commands",
    "Did you mean {possibility}?",
    "Error: {message}",
    "Got unexpected extra argument ({args})",
    "Got unexpected extra arguments ({args})",
    "Invalid value for {param_hint}: {message}",
    "Missing argument",
    "Missing option",
    "No such option {name!r}.",
    "Option {name!r} does not take a value.",
    "Option {name!r} requires an argument.",
    "Options",
    "Show this message and exit.",
    "Try '{command} {option}' for help.",
    "Usage:",
    "default: {default}",
    "file",
    "required",
    "{name} {filename!r} is a directory.",
    "{value!r} is not one of {choices}.",
)
#: What parsers have against a text, where people meet it often.
_PARSERS = (
    "Cannot overwrite a value",
    "Expected '=' after a key in a key/value pair",
    "Expected ']' at the end of a table declaration",
    "Expected ']]' at the end of an array declaration",
    "Expected newline or end of document after a statement",
    "Invalid date or datetime",
    "Invalid initial character for a key part",
    "Invalid statement",
    "Invalid value",
    "Unclosed array",
    "Unclosed inline table",
    "Unescaped '\\' in a string",
    "Unterminated string",
    "'(' was never closed",
    "'[' was never closed",
    "'{' was never closed",
    "could not find expected ':'",
    "expected ',' or ']', but got '<stream end>'",
    "expected <block end>, but found '?'",
    "found unexpected end of stream",
    "invalid syntax",
    "invalid syntax. Perhaps you forgot a comma?",
    "mapping values are not allowed here",
    "unexpected indent",
    "unindent does not match any outer indentation level",
)
#: What a file is said to hold.
_ROLES = (
    "control",
    "control-policy",
    "identity",
    "policy",
    "request",
    "response",
    "session",
    "session-policy",
    "trust-policy",
)
_HEADER = """\
# Chinese (China). `python -m tests.messages.extract` adds what is new and takes out what is gone.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: zh_CN\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

Found = dict[str, list[str]]


def sources() -> list[Path]:
    return sorted([*(ROOT / "rules").rglob("*.py"), *(ROOT / "immlint").rglob("*.py")])


def messages() -> Found:
    """Return the templates, terms and help texts of the source, with the files that they stand in."""
    found: Found = {}
    for path in sources():
        tree = ast.parse(path.read_text("utf-8"))
        where = path.relative_to(ROOT).as_posix()
        for text in _of_module(tree):
            if text and where not in found.setdefault(text, []):
                found[text].append(where)
    for number in _REFUSALS:
        found.setdefault(os.strerror(number).lower(), ["the operating system"])
    for text in _CLICK:
        found.setdefault(text, ["click"])
    for text in _PARSERS:
        found.setdefault(text, ["parsers"])
    for text in _ROLES:
        found.setdefault(text, ["immlint/document/sniff.py"])
    for level in Severity:
        found.setdefault(level.label, ["immlint/finding.py"])
    return found


def pages() -> Found:
    """Return the paragraphs of the rules' pages, with the rules that have them."""
    found: Found = {}
    for path in sorted((ROOT / "rules").glob("*/[a-z]*_*.py")):
        document = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        for text in paragraphs(document):
            found.setdefault(text, []).append(path.relative_to(ROOT).as_posix())
    return found


def paragraphs(document: str) -> list[str]:
    """Return paragraphs, each on one line."""
    return [" ".join(part.split()) for part in inspect.cleandoc(document).split("\n\n") if part.strip()]


def _of_module(tree: ast.Module) -> Iterator[str | None]:
    inside = {id(node): f for f in functions(tree) for node in ast.walk(f)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and "click.command" in map(_called, node.decorator_list):
            yield from paragraphs(ast.get_docstring(node) or "")
        if not isinstance(node, ast.Call):
            continue
        scope = inside.get(id(node), tree)
        name = ast.unparse(node.func).rpartition(".")[2]
        for at in _MAKERS.get(name, ()):
            if at < len(node.args):
                yield from texts(node.args[at], scope, tree)
        for keyword in node.keywords:
            if keyword.arg == "help":
                for text in texts(keyword.value, scope, tree):
                    yield from paragraphs(text or "")


def _called(node: ast.expr) -> str:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


def written(found: Found, known: dict[str, str]) -> str:
    """Return the text of a catalogue."""
    entries = []
    for text, where in sorted(found.items(), key=lambda item: item[1][0]):
        places = "".join(f"#: {place}\n" for place in where[:3])
        entries.append(f"{places}msgid {_string(text)}\nmsgstr {_string(known.get(text, ''))}\n")
    return _HEADER + "\n".join(entries)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main() -> int:
    missing = 0
    for domain, found in (("messages", messages()), ("pages", pages())):
        file = ZH / f"{domain}.po"
        known = parse(file.read_text("utf-8")) if file.exists() else {}
        file.write_text(written(found, known), "utf-8")
        left = len(found.keys() - known.keys())
        missing += left
        print(f"{file.relative_to(ROOT)}: {len(found)} texts, {left} to translate")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
