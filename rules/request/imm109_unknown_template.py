"""There is no such official template, or not in this region.

What it does: looks template ids that begin with `Official:` up in the documented list, and those in
preview in the regions they are offered in, where the request names its region. Other ids are an
account's own, and are not checked.

Why: the API answers that the template does not exist.

How to fix: use a documented id, or leave it out to inherit that of the project.

Source: IMM, workflow templates and operators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.finding import Severity
from immlint.message import either
from immlint.near import nearest
from immlint.precondition import current_api, gives_limited
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Request, is_known

SOURCE = "https://www.alibabacloud.com/help/en/imm/user-guide/workflow-templates-and-operators"

VALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "TemplateId": "Official:AllFunction"}\n',
        "CreateDataset.json",
    ),
    Example('{"ProjectName": "p", "DatasetName": "d", "TemplateId": "my-own"}\n', "CreateDataset.json"),
)
INVALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "TemplateId": "Official:VideoManagement"}\n',
        "CreateDataset.json",
        finds=(
            (
                "/TemplateId",
                'there is no template "Official:VideoManagement"',
            ),
        ),
    ),
    Example(
        """{
  "ProjectName": "p",
  "DatasetName": "d",
  "TemplateId": "Official:CognitionImageManagement",
  "RegionId": "cn-hangzhou"
}
""",
        "CreateDataset.json",
        finds=(
            (
                "/TemplateId",
                'template "Official:CognitionImageManagement" is not offered in "cn-hangzhou"; expected region cn-beijing',
            ),
        ),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "TemplateId": "Official:COSBasicMeta"}\n',
        "CreateDataset.json",
        finds=(("/TemplateId", 'there is no template "Official:COSBasicMeta"'),),
    ),
)

#: Templates of the same product name in another cloud.
_OF_TENCENT = ("Official:COSBasicMeta", "Official:FaceSearch", "Official:ImageSearch")


@rule(
    on=Request,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(gives_limited("template"),),
)
def unknown_template(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every official id that is not in the list."""
    for field in facts.fields(request):
        value = field.value
        if not field.row.limits.template or not is_known(value):
            continue
        if not value.strip().lower().startswith("official:"):
            continue
        place = request.place(field.route)
        templates = facts.catalog.templates
        if value in templates:
            yield from _elsewhere(place, value, templates[value], request)
            continue
        near = nearest(value, templates, 0.7, exact=True)
        hint = "did you mean {near}?" if near else ""
        if value in _OF_TENCENT:
            hint = "this one is of Tencent Cloud COS"
        yield issue(
            place,
            "there is no template {value}",
            hint,
            value=quoted(value),
            near=near,
        )


def _elsewhere(place: Place, value: str, regions: Sequence[str], request: Request) -> Iterator[Issue]:
    """Yield an issue if the template is not offered in the region that the request names."""
    region = request.region
    if regions and is_known(region) and region not in regions:
        yield issue(
            place,
            "template {value} is not offered in {region}; expected region {regions}",
            "it is in preview, by invitation",
            value=quoted(value),
            region=quoted(region),
            regions=either(regions),
        )
