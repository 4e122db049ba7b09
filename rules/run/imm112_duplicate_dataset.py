"""One dataset is created twice in the same project.

What it does: compares the `CreateDataset` requests of a run. Two that name the same project and the same
dataset, and no different region, are reported at the later one, unless the dataset is deleted in between.
Between files that is information, and nothing where words of their names tell environments apart
(`env/dev` and `env/prod`) or where one is a link to the other. In code only what one client sends in
one piece that runs from beginning to end is looked at: of two branches only one runs.

Why: a dataset name is unique within its project. The second request is refused with
`ResourceAlreadyExists`.

How to fix: name the second dataset differently, or send the request once.

Source: IMM, CreateDataset, parameter DatasetName.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from immlint.bloom import met_again
from immlint.finding import Severity
from immlint.message import Message
from immlint.rule import Elsewhere, Example, Facts, Issue, Member, Run, issue, rule
from immlint.subject import Request, is_known

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
    Example(
        """from alibabacloud_imm20200930 import client, models

imm = client.Client(config)
if fresh:
    imm.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="d"))
else:
    imm.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="d"))
""",
        "app.py",
    ),
)
INVALID = (
    Example(
        """from alibabacloud_imm20200930 import client, models

imm = client.Client(config)
imm.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="d"))
imm.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="d"))
""",
        "app.py",
        finds=(("/DatasetName", 'dataset "d" is created twice in project "p"; expected each name once'),),
    ),
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
#: Words that name what requests are sent to one of: each has data sets of its own.
_ENVIRONMENTS = frozenset(
    (
        *("alpha", "beta", "blue", "canary", "ci", "demo", "dev", "devel", "develop", "development", "dr"),
        *(
            "gamma",
            "green",
            "int",
            "integration",
            "live",
            "local",
            "perf",
            "pre",
            "preprod",
            "prd",
            "preview",
        ),
        *("prod", "production", "qa", "release", "sandbox", "sit", "stable", "stage", "staging", "stg"),
        *("test", "testing", "tst", "uat"),
    )
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


#: Project, dataset, and the piece of code that names them.
_Name = tuple[str, str, str | None]
_FIRST = Message("it is created here first")


class _Creation(NamedTuple):
    """Where a dataset is created, with the region that the request is sent to, if that is known."""

    there: Elsewhere
    region: str | None


@rule(on=Run, among=(Request,), severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def duplicate_dataset(run: Run, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every repeated creation, at the later request."""
    # A run may have millions of requests, and nearly all create what no other does.
    several = met_again(name for _, _, name in _named(run))
    seen: dict[_Name, list[_Creation]] = {}
    for member, request, name in _named(run) if several else ():
        if hash(name) not in several:
            continue
        if request.operation == "DeleteDataset":
            seen.pop(name, None)
            continue
        region = request.region
        there = Elsewhere(member.document, request.place(("DatasetName",)), _FIRST)
        creation = _Creation(there, region if isinstance(region, str) else None)
        known = seen.setdefault(name, [])
        first = next((other for other in known if _is_same(other, creation)), None)
        if first is None:
            known.append(creation)
        else:
            yield _issue(creation, first, *name[:2])


def _named(run: Run) -> Iterator[tuple[Member, Request, _Name]]:
    """Yield the requests that create or delete a dataset whose name is known."""
    for member in run.members:
        request = member.subject
        if not isinstance(request, Request) or request.operation not in ("CreateDataset", "DeleteDataset"):
            continue
        if member.doubtful or not _is_of_one_account(request):
            continue
        project, dataset = (request.parameters.get(key) for key in ("ProjectName", "DatasetName"))
        if is_known(project) and is_known(dataset):
            # Of two pieces of code perhaps only one runs: each is held against itself.
            code = None if request.call is None else f"{member.path}#{request.call.scope}"
            yield member, request, (project, dataset, code)


def _is_of_one_account(request: Request) -> bool:
    """Tell whether what is sent beside a request is sent as the same caller, as far as that can be seen.

    In code only one client is one caller: commands may each run under a profile of their own. What samples
    of documentation create is created by whoever tries one.
    """
    if request.place().is_in_sample:
        return False
    return request.call is None or "@" in request.call.scope


def _is_same(first: _Creation, creation: _Creation) -> bool:
    """Tell whether two creations are sent to one place, as far as that can be seen."""
    # Files of different regions often lie side by side; only an equal region is equal.
    if first.region != creation.region:
        return False
    one, other = first.there.document.source.path, creation.there.document.source.path
    if one == other:
        return True
    return _environments(one) == _environments(other) and os.path.realpath(one) != os.path.realpath(other)


def _environments(path: str) -> frozenset[str]:
    return _ENVIRONMENTS.intersection(word.lower() for word in _WORD.findall(path))


def _issue(creation: _Creation, first: _Creation, project: str, dataset: str) -> Issue:
    document, place, told = first.there
    related = ((place, told),) if document is creation.there.document else ()
    return issue(
        creation.there.place,
        'dataset "{dataset}" is created twice in project "{project}"; expected each name once',
        "" if related else "it is created first in {path}",
        dataset=dataset,
        project=project,
        path=document.source.path,
        # Each of two files may be sent where the other is not.
        severity=None if related else Severity.INFO,
        related=related,
        document=creation.there.document,
    )
