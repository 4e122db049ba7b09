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
from immlint.message import Message, Term, either, meant
from immlint.near import nearest
from immlint.registry import Entry, Registry
from immlint.rule import Example, Rule

#: How the codes of immlint begin.
OURS = ("IMM", "RAM", "GNT", "SDK", "LNT")
BEGINS_LIKE_OURS = "code {code} begins like those of immlint; expected other letters"
IS_TAKEN = {
    "code": "code {word} is another rule's; expected one of its own",
    "name": "name {word} is another rule's; expected one of its own",
}
_A_CODE = Term("capital letters and a number, such as ACME101")
_A_NAME = Term("words in lower case, joined by hyphens")
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
                    raise PartError((key,), IS_TAKEN[key], word=file.data[key])
        except PartError as error:
            raise file.error(error.route, error.fact) from None
        names |= {rule.code, rule.name}
        subject = SUBJECTS[file.data["subject"]]
        entries.append(Entry(rule.code, rule.name, (subject.type,), lambda rule=rule: rule))  # type: ignore[misc]
    return entries


def _rule(data: Mapping[str, Any], path: str) -> Rule:
    _check_keys(data)
    code = _matching(data, "code", CODE, _A_CODE)
    if code.startswith(OURS):
        raise PartError(("code",), BEGINS_LIKE_OURS, code=code)
    name = _matching(data, "name", NAME, _A_NAME)
    subject = SUBJECTS[_choice(data, "subject", SUBJECTS)]
    severity = Severity.of(_choice(data, "severity", [level.label for level in Severity]))
    form = _form(data)
    if data["subject"] not in FORMS[form].subjects:
        raise PartError(
            ("subject",),
            "{form} is not for the subject {subject}; expected {known}",
            form=form,
            subject=data["subject"],
            known=either(FORMS[form].subjects),
        )
    wording = Wording(
        _template(data, "message", FORMS[form], subject), _template(data, "hint", FORMS[form], subject)
    )
    check = FORMS[form].make(data[form], wording, subject)
    stem = f"{code.lower()}_{name.replace('-', '_')}"
    url = _text(data, "url") if "url" in data else ""
    valid, invalid = (tuple(_examples(data, key, subject)) for key in ("valid", "invalid"))
    about = f"{wording.message}\n\n{wording.hint}\n\n{path}"
    when = subject.when(data)
    return Rule(check, subject.type, severity, url, valid, invalid, when, False, True, stem, about)


def _check_keys(data: Mapping[str, Any]) -> None:
    known = (*REQUIRED, *OPTIONAL, *FORMS)
    _check_known(data, known, ())
    for key in REQUIRED:
        if key not in data:
            raise PartError((), "{key!r} is missing", key=key)
    if "operation" in data and data["subject"] != "request":
        raise PartError(("operation",), "'operation' is for the subject request")


def _check_known(data: Mapping[str, Any], known: Sequence[str], route: tuple[str | int, ...]) -> None:
    for key in data:
        if key not in known:
            near = nearest(key, known, 0.6, exact=True)
            hint = meant(near and repr(near)) or Message("; known are {known}", known=", ".join(known))
            raise PartError((*route, key), "unknown key {key!r}{hint}", key=key, hint=hint)


def _text(data: Mapping[str, Any], key: str, route: tuple[str | int, ...] = ()) -> str:
    value = data[key]
    if not isinstance(value, str) or not value.strip():
        raise PartError((*route, key), "{key!r} must be a text", key=key)
    return value


def _matching(data: Mapping[str, Any], key: str, form: re.Pattern[str], expected: Term) -> str:
    value = _text(data, key)
    if not form.fullmatch(value):
        raise PartError(
            (key,), "{key} {value!r} is none; expected {form}", key=key, value=value, form=expected
        )
    return value


def _choice(data: Mapping[str, Any], key: str, known: Iterable[str]) -> str:
    if data[key] not in list(known):
        raise PartError((key,), "{key!r} must be one of {known}", key=key, known=", ".join(known))
    return str(data[key])


def _form(data: Mapping[str, Any]) -> str:
    given = [form for form in FORMS if form in data]
    if len(given) != 1:
        raise PartError(
            (),
            "a rule has one of {known}; this one has {count} of them",
            known=", ".join(FORMS),
            count=len(given),
        )
    return given[0]


def _template(data: Mapping[str, Any], key: str, form: Form, subject: CustomSubject) -> str:
    """Return a template that names known arguments only, and no attributes of them."""
    if key not in data:
        return ""
    text = " ".join(_text(data, key).split())
    known = (*form.arguments, *subject.arguments)
    try:
        fields = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text)]
    except ValueError:
        raise PartError(
            (key,), "{key!r} is no template; expected braces closed, and doubled where they are text", key=key
        ) from None
    for name, spec, conversion in fields:
        if name is not None and (name not in known or spec or conversion):
            given = ", ".join(f"{{{each}}}" for each in known)
            raise PartError(
                (key,),
                "{key!r} names {{{name}}}; known are {known}, and braces are doubled",
                key=key,
                name=name,
                known=given,
            )
    return text


def _examples(data: Mapping[str, Any], key: str, subject: CustomSubject) -> Iterator[Example]:
    items = data[key]
    if not isinstance(items, list) or not items:
        raise PartError((key,), "{key!r} must be a list of examples, at least one", key=key)
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
