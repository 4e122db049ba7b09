"""A dataset is used before the same code creates it.

What it does: reports a request on a dataset that a later CreateDataset of the same straight-line piece of code
creates, if both name the same project, dataset and region in full. Looking a dataset up, and deleting it,
is let pass.

Why: the first request is refused with `ResourceNotFound`, or, where the dataset is there, the second with
`ResourceAlreadyExists`.

How to fix: create the dataset first.

Source: IMM, CreateDataset; error codes.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog import Catalog
from immlint.finding import Severity
from immlint.message import Message
from immlint.rule import Example, Facts, Issue, Member, Run, issue, rule
from immlint.subject import CallSite, Request, is_known

_HEAD = """from alibabacloud_imm20200930 import client, models

imm = client.Client(config)
"""
_CREATE = 'imm.create_dataset(models.CreateDatasetRequest(project_name="p", dataset_name="d"))\n'
_QUERY = 'imm.simple_query(models.SimpleQueryRequest(project_name="p", dataset_name="d"))\n'
SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (
    Example(_HEAD + _CREATE + _QUERY, "app.py"),
    Example(_HEAD + "if there:\n    " + _QUERY + "else:\n    " + _CREATE, "app.py"),
)
INVALID = (
    Example(
        _HEAD + _QUERY + _CREATE,
        "app.py",
        finds=(("", 'dataset "d" is used before it is created below; expected CreateDataset first'),),
    ),
)
#: What may be asked of a dataset that is not there.
_LOOKING = ("CreateDataset", "GetDataset", "DeleteDataset")
_Key = tuple[str, str | None, str, str]


def may_be_code(run: Run, facts: Facts) -> bool:
    """Tell whether some of the requests of a run may be sent by code."""
    return run.may_be_code


@rule(
    on=Run,
    among=(Request,),
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    needs=(may_be_code,),
)
def used_before_created(run: Run, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every request on a dataset that is created only later, at the request."""
    waiting: dict[tuple[_Key, str], list[Member]] = {}
    known: set[_Key] = set()
    for member in run.members:
        request = member.subject
        if not isinstance(request, Request) or request.call is None or member.doubtful:
            continue
        scope = request.call.scope
        key = _key(member, request, request.call)
        if not scope or key is None or key in known:
            continue
        if request.operation == "CreateDataset":
            for earlier in waiting.pop((key, scope), ()):
                yield _issue(earlier, member, key)
        if request.operation in ("CreateDataset", "DeleteDataset"):
            known.add(key)
        elif _needs_dataset(request, facts.catalog):
            waiting.setdefault((key, scope), []).append(member)


def _key(member: Member, request: Request, call: CallSite) -> _Key | None:
    """Return file, region, project and dataset of a request, if all names are known."""
    project, dataset = (request.parameters.get(name) for name in ("ProjectName", "DatasetName"))
    if not is_known(project) or not is_known(dataset) or not project or not dataset:
        return None
    return member.path, call.region, project, dataset


def _needs_dataset(request: Request, catalog: Catalog) -> bool:
    operation = catalog.operations.get(request.operation)
    current = request.version in (None, catalog.version)
    return operation is not None and current and request.operation not in _LOOKING


def _issue(earlier: Member, member: Member, key: _Key) -> Issue:
    used, created = earlier.subject, member.subject
    assert isinstance(used, Request)
    assert isinstance(created, Request)
    return issue(
        used.named or used.place(),
        'dataset "{dataset}" is used before it is created below; expected CreateDataset first',
        dataset=key[3],
        related=((created.named or created.place(), Message("it is created here")),),
        document=earlier.document,
    )
