"""One dataset is created twice in the same project.

What it does: compares the `CreateDataset` requests in the files of one folder. Two that name the same
project and the same dataset, and no different region, are reported at the later one, unless the dataset
is deleted in between. Files of different folders are not compared: `env/dev` and `env/prod` are sent to
different accounts, with the same names. Calls in code are left out: of two branches only one runs.

Why: a dataset name is unique within its project. The second request is refused with
`ResourceAlreadyExists`.

How to fix: name the second dataset differently, or send the request once.

Source: IMM, CreateDataset, parameter DatasetName.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, Member, Run, issue, rule
from immlint.subject import Place, Request, Route, is_known

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (
    Example(
        '[{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "a"},\n'
        ' {"Action": "CreateDataset", "ProjectName": "q", "DatasetName": "a"}]\n',
        "requests.json",
    ),
    Example(
        '[{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "${name}"},\n'
        ' {"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "${name}"}]\n',
        "requests.json",
    ),
    Example(
        '[{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "a"},\n'
        ' {"Action": "DeleteDataset", "ProjectName": "p", "DatasetName": "a"},\n'
        ' {"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "a"}]\n',
        "requests.json",
    ),
)
INVALID = (
    Example(
        '[{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "a"},\n'
        ' {"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "a"}]\n',
        "requests.json",
        finds=(
            (
                "/1/DatasetName",
                'dataset "a" is created twice in project "p"; expected each name once',
            ),
        ),
    ),
)


@rule(on=Run, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def duplicate_dataset(run: Run, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every repeated creation, at the later request."""
    seen: dict[tuple[str, str], dict[str, list[tuple[str | None, Member]]]] = {}
    for member in run.members:
        request = member.subject
        if not isinstance(request, Request) or member.doubtful:
            continue
        if request.operation not in ("CreateDataset", "DeleteDataset") or request.scope is not None:
            continue
        names = [request.parameters.get(key) for key in ("ProjectName", "DatasetName")]
        project, dataset = names
        if not is_known(project) or not is_known(dataset):
            continue
        if request.operation == "DeleteDataset":
            seen.pop((project, dataset), None)
            continue
        region = request.parameters.get("RegionId")
        folder = os.path.dirname(os.path.normpath(member.path))
        known = seen.setdefault((project, dataset), {}).setdefault(folder, [])
        for other, first in known:
            # Files of different regions often lie side by side; only an equal region is equal.
            if other == region:
                yield _issue(member, first, project, dataset)
                break
        else:
            known.append((region if isinstance(region, str) else None, member))


def _issue(member: Member, first: Member, project: str, dataset: str) -> Issue:
    place = Place((*_route(member), "DatasetName"))
    related: tuple[tuple[Place, str], ...] = ()
    if first.document == member.document:
        related = ((Place((*_route(first), "DatasetName")), "it is created here first"),)
    return issue(
        place,
        'dataset "{dataset}" is created twice in project "{project}"; expected each name once',
        "" if related else "it is created first in {path}",
        dataset=dataset,
        project=project,
        path=first.path,
        related=related,
        document=member.document,
    )


def _route(member: Member) -> Route:
    assert isinstance(member.subject, Request)
    return member.subject.route
