"""Characters that look like those of JSON and YAML: word processors and input methods write them instead."""

from __future__ import annotations

import re

from immlint.message import Message, Term

_QUOTES = "“”„‟‘’‚‛«»＂＇「」『』"
_PUNCTUATION = {
    "：": ":",
    "，": ",",
    "、": ",",
    "；": ";",
    "｛": "{",
    "｝": "}",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "－": "-",
    "＊": "*",
}
#: Each with its name; space that is not seen, too.
_SPACES = {
    "\u00a0": Term("no-break space"),
    "\u3000": Term("full-width space"),
    "\u200b": Term("zero-width space"),
    "\ufeff": Term("byte order mark"),
}
#: Quotes that a string does not begin or end with.
QUOTE = re.compile(f"[{_QUOTES}]")
#: Any of them.
LOOKALIKE = re.compile(f"[{_QUOTES}{re.escape(''.join(_PUNCTUATION))}{''.join(_SPACES)}]")
#: The key of a policy that one of them keeps from being read, at the beginning of its line.
_KEY = re.compile(f"^[ \\t{{\\[-]*(?:[{_QUOTES}]Statement|Statement[{_QUOTES}]|Statement\\\\*[\"']?：)", re.M)
#: One of them where a line of YAML has a dash, a key, its colon or the space behind; not in a value.
_STRUCTURE = re.compile(f"^[ \\t-]*[A-Za-z0-9_.\"'-]*:?[ \\t]*({LOOKALIKE.pattern})", re.M)


def in_structure(text: str, start: int, end: int) -> int | None:
    """Return where one of them stands in the structure of lines of YAML, from *start*, a line's beginning."""
    found = _STRUCTURE.search(text, start, end)
    return found.start(1) if found else None


def in_key(text: str) -> int | None:
    """Return where the first of them stands in a text whose key ``Statement`` is not read as one."""
    found = LOOKALIKE.search(text) if _KEY.search(text) else None
    return found.start() if found else None


def shown(char: str) -> str:
    """Return a character as a message shows it."""
    return char if char.isprintable() else f"U+{ord(char):04X}"


def advice(char: str) -> str:
    """Return what to write instead of a lookalike, or nothing for another character."""
    if QUOTE.match(char):
        return Message('{char} is a curly quote or the like; write "', char=char)
    if char in _PUNCTUATION:
        return Message("{char} is full-width punctuation; write {meant}", char=char, meant=_PUNCTUATION[char])
    if char not in _SPACES:
        return ""
    space = _SPACES[char]
    return Message(
        "{char} is a {space}; write a plain space, or none", char=f"U+{ord(char):04X}", space=space
    )
