"""A value is none of the documented choices.

What it does: compares a value with the documented list, and each part of a list, also of one
separated by commas. Some operations take fewer than others that share a structure.

Why: the API answers with `Invalid{ParameterName}`, or takes the default in silence.

How to fix: use one of the choices; they are case-sensitive. New ones appear from time to time, so
this is a warning.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.catalog.payload import elements
from immlint.catalog.type import List, Scalar
from immlint.finding import Severity
from immlint.near import nearest
from immlint.precondition import breaks_or_gives, current_api
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Request, is_known

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (
    Example('{"ProjectName": "p", "Order": "DESC"}\n', "ListBatches.json"),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Order": "asc,desc", "Sort": "A,B"}\n',
        "SimpleQuery.json",
    ),
)
INVALID = (
    Example(
        '{"ProjectName": "p", "Order": "DOWN"}\n',
        "ListBatches.json",
        finds=(("/Order", 'Order is "DOWN"; expected one of "ASC", "DES"'),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Query": "x", "MediaTypes": ["image", "picture"]}\n',
        "SemanticQuery.json",
        finds=(("/MediaTypes/1", 'MediaTypes is "picture"; expected one of "image"'),),
    ),
    Example(
        '{"ProjectName": "p", "Order": "DESC"}\n',
        "ListTasks.json",
        finds=(("/Order", 'Order is "DESC"; expected one of "asc", "desc"'),),
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a.mp4",'
        ' "Targets": [{"Video": {"TranscodeVideo": {"Codec": "vp9"}}}]}\n',
        "GenerateVideoPlaylist.json",
        finds=(("/Targets/0/Video/TranscodeVideo/Codec", 'Codec is "vp9"; expected one of "h264", "h265"'),),
    ),
    Example(
        '{"AcceptLanguage": "fr"}\n',
        "ListRegions.json",
        finds=(("/AcceptLanguage", 'AcceptLanguage is "fr"; expected one of "zh-CN", "en-US", "ja"'),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Order": "asc,Desc", "Sort": "A,B"}\n',
        "SimpleQuery.json",
        finds=(("/Order", 'Order is "Desc"; expected one of "asc", "desc"'),),
    ),
)


@rule(
    on=Request,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(breaks_or_gives("fewer_choices", "item_choices"),),
)
def invalid_choice(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every value outside its list."""
    for violation in facts.violations(request):
        name = str(violation.route[-1]) if violation.route else ""
        # The page of ListBatches spells descending DES, the console and other operations DESC.
        misprint = (request.operation, name, violation.value) == ("ListBatches", "Order", "DESC")
        if violation.kind == "choice" and not misprint:
            yield _issue(request.place(violation.route), name, violation.value, violation.expected)
    for field in facts.fields(request):
        limits = field.row.limits
        fewer = dict(limits.fewer_choices).get(request.operation) if limits.fewer_choices else None
        # What no operation takes is told above.
        if fewer and field.value in limits.choices and field.value not in fewer:
            yield _issue(request.place(field.route), field.row.name, field.value, fewer)
        choices = limits.item_choices
        if choices and isinstance(field.row.type, List) and field.row.type.item is Scalar.STRING:
            for route, item in elements(field):
                if is_known(item) and item not in choices:
                    yield _issue(request.place(route), field.row.name, item, choices)
        if choices and limits.comma_separated and is_known(field.value):
            at = 0
            for item in field.value.split(","):
                word = item.strip()
                if word not in choices:
                    start = at + item.find(word)
                    part = (start, start + len(word))
                    yield _issue(request.place(field.route, part=part), field.row.name, word, choices)
                at += len(item) + 1


def _issue(place: Place, name: str, value: object, choices: Sequence[object]) -> Issue:
    # What may be left empty is not proposed to be.
    choices = [choice for choice in choices if choice != ""]
    near = nearest(str(value), map(str, choices))
    shown = ", ".join(quoted(choice) for choice in choices[:12])
    more = f" and {len(choices) - 12} more" if len(choices) > 12 else ""
    return issue(
        place,
        "{name} is {value}; expected one of {choices}",
        "did you mean {near}?" if near else "",
        name=name,
        value=quoted(value),
        choices=shown + more,
        near=quoted(near) if near else "",
    )
