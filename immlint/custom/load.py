"""Rule files to rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from immlint.custom.file import PartError, RuleFile
from immlint.custom.forms import FORMS, Form, Wording
from immlint.custom.subjects import SUBJECTS, CustomSubject
from immlint.finding import Severity
from immlint.near import nearest
from immlint.registry import Entry, Registry
from immlint.rule import Example, Rule

#: How the codes of immlint begin.
OURS = ("IMM", "RAM", "GNT", "SDK", "LNT")
CODE = re.compile(r"[A-Z]{2,12}[0-9]{1,4}")
NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
REQUIRED = ("code", "name", "subject", "severity", "message", "valid", "invalid")
OPTIONAL = ("hint", "url", "operation")
EXAMPLE = ("text", "filename", "kind", "finds")


def load(paths: Iterable[str], known: Registry) -> list[Entry]:
    """Return the rules of files. Raises :class:`~immlint.config.ConfigError`."""
    entries: list[Entry] = []
    names = set(known.names())
    for path in paths:
        file = RuleFile(path)
        try:
            rule = _rule(file.data, path)
            for key in ("code", "name"):
                if file.data[key] in names:
                    raise PartError(
                        (key,), f"{key} {file.data[key]} is another rule's; expected one of its own"
                    )
        except PartError as error:
            raise file.error(error.route, str(error)) from None
        names |= {rule.code, rule.name}
        subject = SUBJECTS[file.data["subject"]]
        entries.append(Entry(rule.code, rule.name, (subject.type,), lambda rule=rule: rule))  # type: ignore[misc]
    return entries


def _rule(data: Mapping[str, Any], path: str) -> Rule:
    _check_keys(data)
    code = _matching(data, "code", CODE, "capital letters and a number, such as ACME101")
    if code.startswith(OURS):
        raise PartError(("code",), f"code {code} begins like those of immlint; expected other letters")
    name = _matching(data, "name", NAME, "words in lower case, joined by hyphens")
    subject = SUBJECTS[_choice(data, "subject", SUBJECTS)]
    severity = Severity.of(_choice(data, "severity", [level.label for level in Severity]))
    form = _form(data)
    if data["subject"] not in FORMS[form].subjects:
        fit = " or ".join(FORMS[form].subjects)
        raise PartError(("subject",), f"{form} is not for the subject {data['subject']}; expected {fit}")
    wording = Wording(
        _template(data, "message", FORMS[form], subject), _template(data, "hint", FORMS[form], subject)
    )
    check = FORMS[form].make(data[form], wording, subject)
    stem = f"{code.lower()}_{name.replace('-', '_')}"
    url = _text(data, "url") if "url" in data else ""
    valid, invalid = (tuple(_examples(data, key, subject)) for key in ("valid", "invalid"))
    about = f"{wording.message}\n\n{wording.hint}\n\nThis rule is of {path}."
    when = subject.when(data)
    return Rule(check, subject.type, severity, url, valid, invalid, when, False, True, stem, about)


def _check_keys(data: Mapping[str, Any]) -> None:
    known = (*REQUIRED, *OPTIONAL, *FORMS)
    _check_known(data, known, ())
    for key in REQUIRED:
        if key not in data:
            raise PartError((), f"{key!r} is missing")
    if "operation" in data and data["subject"] != "request":
        raise PartError(("operation",), "'operation' is for the subject request")


def _check_known(data: Mapping[str, Any], known: Sequence[str], route: tuple[str | int, ...]) -> None:
    for key in data:
        if key not in known:
            near = nearest(key, known, 0.6, exact=True)
            hint = f"did you mean {near!r}?" if near else f"known are {', '.join(known)}"
            raise PartError((*route, key), f"unknown key {key!r}; {hint}")


def _text(data: Mapping[str, Any], key: str, route: tuple[str | int, ...] = ()) -> str:
    value = data[key]
    if not isinstance(value, str) or not value.strip():
        raise PartError((*route, key), f"{key!r} must be a text")
    return value


def _matching(data: Mapping[str, Any], key: str, form: re.Pattern[str], expected: str) -> str:
    value = _text(data, key)
    if not form.fullmatch(value):
        raise PartError((key,), f"{key} {value!r} is none; expected {expected}")
    return value


def _choice(data: Mapping[str, Any], key: str, known: Iterable[str]) -> str:
    if data[key] not in list(known):
        raise PartError((key,), f"{key!r} must be one of {', '.join(known)}")
    return str(data[key])


def _form(data: Mapping[str, Any]) -> str:
    given = [form for form in FORMS if form in data]
    if len(given) != 1:
        raise PartError((), f"a rule has one of {', '.join(FORMS)}; this one has {len(given)} of them")
    return given[0]


def _template(data: Mapping[str, Any], key: str, form: Form, subject: CustomSubject) -> str:
    """Return a template that names known arguments only, and no attributes of them."""
    if key not in data:
        return ""
    text = " ".join(_text(data, key).split())
    known = (*form.arguments, *subject.arguments)
    try:
        fields = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text)]
    except ValueError as error:
        raise PartError((key,), f"{key!r} is no template: {error}; expected braces doubled") from None
    for name, spec, conversion in fields:
        if name is not None and (name not in known or spec or conversion):
            given = ", ".join(f"{{{each}}}" for each in known)
            raise PartError((key,), f"{key!r} names {{{name}}}; known are {given}, and braces are doubled")
    return text


def _examples(data: Mapping[str, Any], key: str, subject: CustomSubject) -> Iterator[Example]:
    items = data[key]
    if not isinstance(items, list) or not items:
        raise PartError((key,), f"{key!r} must be a list of examples, at least one")
    for number, item in enumerate(items):
        route = (key, number)
        item = {"text": item} if isinstance(item, str) else item
        if not isinstance(item, dict) or "text" not in item:
            raise PartError(route, "an example must be a text, or a mapping with 'text'")
        _check_known(item, EXAMPLE, route)
        if key == "valid" and "finds" in item:
            raise PartError((*route, "finds"), "'finds' is for examples under 'invalid'")
        texts = {name: _text(item, name, route) for name in EXAMPLE[:3] if name in item}
        filename = texts.get("filename", subject.filename)
        finds = tuple(_finds(item, route))
        yield Example(texts["text"], filename, finds, kind=texts.get("kind", subject.kind))


def _finds(item: Mapping[str, Any], route: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    found = item.get("finds", {})
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise PartError((*route, "finds"), "'finds' must map pointers to messages")
    yield from found.items()
