"""The operation has no such parameter.

What it does: looks each key up among the parameters of the operation and the fields of its
structures. A name that is near a known one, or differs in case, is an error; any other is a warning,
as the catalogue is dated.

Why: the API ignores what it does not know, so the value never has an effect.

How to fix: write the name as documented; names are case-sensitive.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import breaks_schema, current_api
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Request

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (
    Example('{"Action": "GetProject", "ProjectName": "p", "RegionId": "cn-beijing"}\n', "r.json"),
    Example('{"Action": "CreateProject", "ProjectName": "p", "Tag.1.Key": "k"}\n', "r.json"),
)
INVALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "TemplateID": "x"}\n',
        "CreateDataset.json",
        finds=(("/TemplateID", "CreateDataset has no parameter TemplateID; expected TemplateId"),),
        fixed='{"ProjectName": "p", "DatasetName": "d", "TemplateId": "x"}\n',
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Qery.Field": "Size"}\n',
        "SimpleQuery.json",
        finds=(("/Qery.Field", "SimpleQuery has no parameter Qery.Field; expected Query.Field"),),
        fixed='{"ProjectName": "p", "DatasetName": "d", "Query.Field": "Size"}\n',
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Colour": "x"}\n',
        "CreateDataset.json",
        finds=(("/Colour", "CreateDataset has no parameter Colour"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Query": {"Operation": "eq", "Feild": "Size"}}\n',
        "SimpleQuery.json",
        finds=(("/Query/Feild", "Query has no parameter Feild; expected Field"),),
        fixed='{"ProjectName": "p", "DatasetName": "d", "Query": {"Operation": "eq", "Field": "Size"}}\n',
    ),
)


@rule(
    on=Request,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(breaks_schema,),
)
def unknown_parameter(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every key that is unknown, at the key."""
    if request.is_typed:
        # An object of the SDK carries them: what it does with unknown names is told by SDK101 and SDK102.
        return
    for violation in facts.violations(request):
        if violation.kind != "unknown":
            continue
        name = str(violation.route[-1])
        place = request.place(violation.route, key=True)
        above = [step for step in violation.route[:-1] if isinstance(step, str)]
        owner = above[-1] if above else request.operation
        _, dot, rest = name.partition(".")
        near = f"{violation.near}{dot}{rest}" if violation.near else None
        if near is None:
            yield issue(
                place,
                "{owner} has no parameter {name}",
                owner=owner,
                name=name,
                severity=Severity.WARNING,
            )
        else:
            # A name that is given as well would be there twice.
            repair = Repair.renaming(place, name, [near]) if near not in violation.value else None
            yield issue(
                place,
                "{owner} has no parameter {name}; expected {near}",
                "did you mean {near}?",
                owner=owner,
                name=name,
                near=near,
                repair=repair,
            )
