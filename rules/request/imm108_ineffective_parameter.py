"""A parameter has no effect.

What it does: reports parameters that the reference calls invalid (`WorkflowParameters`), fields of a shared
structure that the operation does not support, and, as information, quotas that it calls reserved and
parameters that it calls deprecated.

Why: the request is accepted, but what is asked for does not happen.

How to fix: leave the parameter out.

Source: IMM, CreateDataset, UpdateDataset and GenerateVideoPlaylist, parameter descriptions.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog.limits import Effect
from immlint.finding import Severity
from immlint.precondition import current_api, gives_limited
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import UNKNOWN, Request, Route

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (Example('{"ProjectName": "p", "DatasetName": "d"}\n', "CreateDataset.json"),)
INVALID = (
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a.mp4",'
        ' "Targets": [{"Video": {"TranscodeVideo": {"Codec": "h264", "GOPSize": 250}}}]}\n',
        "GenerateVideoPlaylist.json",
        finds=(
            (
                "/Targets/0/Video/TranscodeVideo/GOPSize",
                "GOPSize is not supported by GenerateVideoPlaylist; expected it left out",
            ),
        ),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "WorkflowParameters": []}\n',
        "CreateDataset.json",
        finds=(("/WorkflowParameters", "WorkflowParameters has no effect; expected it left out"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetMaxEntityCount": 5}\n',
        "UpdateProject.json",
        finds=(
            (
                "/DatasetMaxEntityCount",
                "DatasetMaxEntityCount is reserved and not enforced; expected it left out",
            ),
        ),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Query": "x", "NextToken": "t"}\n',
        "SemanticQuery.json",
        finds=(("/NextToken", "NextToken is deprecated; expected it left out"),),
    ),
)


@rule(
    on=Request,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(gives_limited("absent_in", "effect"),),
)
def ineffective_parameter(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every parameter without effect, at its key."""
    told: set[Route] = set()
    for field in facts.fields(request):
        if not field.row.limits.absent_in and field.row.limits.effect is None:
            continue
        place = request.place(field.route, key=True)
        # What an ineffective parameter holds is not told as well.
        if field.value is UNKNOWN or any(field.route[:end] in told for end in range(len(field.route))):
            continue
        if request.operation in field.row.limits.absent_in:
            told.add(field.route)
            yield issue(
                place,
                "{name} is not supported by {operation}; expected it left out",
                name=field.row.name,
                operation=request.operation,
            )
        effect = field.row.limits.effect if len(field.route) == 1 else None
        if effect is Effect.NONE:
            yield issue(place, "{name} has no effect; expected it left out", name=field.row.name)
        elif effect is Effect.NOT_ENFORCED:
            yield issue(
                place,
                "{name} is reserved and not enforced; expected it left out",
                name=field.row.name,
                severity=Severity.INFO,
            )
        elif effect is Effect.DEPRECATED:
            yield issue(
                place,
                "{name} is deprecated; expected it left out",
                name=field.row.name,
                severity=Severity.INFO,
            )
