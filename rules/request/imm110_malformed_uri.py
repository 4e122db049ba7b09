"""An address is not of the form the parameter takes.

What it does: checks the addresses of files (`oss://bucket/object`, in file metadata also `pds://`; elsewhere
that is a warning), of buckets (`oss://bucket`, for bindings), of prefixes, and bare bucket names
(`OSSBucket`). A playlist that does not end with `.m3u8` is a warning.

Why: the API answers with `InvalidArgument`; web addresses are always refused.

How to fix: write the address in the documented form.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from immlint.catalog.limits import AddressForm
from immlint.catalog.payload import Field, elements, text_of
from immlint.finding import Severity
from immlint.language import ANY, Chars, Language
from immlint.message import Term
from immlint.precondition import current_api, gives_limited
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Request, Route

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createbinding"

VALID = (
    Example('{"ProjectName": "p", "URI": "oss://my-photos"}\n', "CreateBinding.json"),
    Example('{"ProjectName": "p", "SourceURI": "${source}"}\n', "DetectImageCodes.json"),
    Example('{"ProjectName": "p", "OSSBucket": "my-photos"}\n', "AttachOSSBucket.json"),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "URI": "pds://domains/d/drives/e/files/f/revisions/r"}\n',
        "GetFileMeta.json",
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a.doc", "TargetURIPrefix": "oss://b/"}\n',
        "CreateOfficeConversionTask.json",
    ),
)
INVALID = (
    Example(
        '{"ProjectName": "p", "SourceURI": "https://b.oss-cn-beijing.aliyuncs.com/a.jpg"}\n',
        "DetectImageCodes.json",
        finds=(
            (
                "/SourceURI",
                'SourceURI "https://b.oss-cn-beijing.aliyuncs.com/a.jpg" is a web address;'
                " expected oss://bucket/object",
            ),
        ),
    ),
    Example(
        '{"ProjectName": "p", "URI": "oss://my-photos/2026"}\n',
        "CreateBinding.json",
        finds=(("/URI", 'URI "oss://my-photos/2026" names an object; expected oss://bucket'),),
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://my-photos"}\n',
        "DetectImageCodes.json",
        finds=(
            (
                "/SourceURI",
                'SourceURI "oss://my-photos" names no object; expected oss://bucket/object',
            ),
        ),
    ),
    Example(
        '{"ProjectName": "p", "OSSBucket": "oss://my-photos"}\n',
        "AttachOSSBucket.json",
        finds=(("/OSSBucket", 'OSSBucket "oss://my-photos" is an address; expected a bucket name'),),
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "pds://domains/d"}\n',
        "DetectImageCodes.json",
        finds=(
            ("/SourceURI", 'SourceURI "pds://domains/d" is an address of PDS; expected oss://bucket/object'),
        ),
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a.mp4", "Targets": [{}], "MasterURI": "oss://b/a.m3u"}\n',
        "GenerateVideoPlaylist.json",
        finds=(("/MasterURI", 'MasterURI "oss://b/a.m3u" does not end with .m3u8'),),
    ),
)
_NOT_SLASH = Chars(((0, ord("/") - 1), (ord("/") + 1, 0x10FFFF)))
_OSS = Language.literal("oss://") + Language.hole(_NOT_SLASH, 1)
_BUCKET_ONLY = _OSS | (_OSS + Language.literal("/"))
_OBJECT = _OSS + Language.literal("/") + Language.hole(ANY, 1)
_PDS = Language.literal("pds://") + Language.hole(ANY, 1)
_BARE = Language.hole(_NOT_SLASH, 1)
_PREFIX = _OSS | (_OSS + Language.literal("/") + Language.hole(ANY))
_ALLOWED = {
    AddressForm.BUCKET_NAME: [_BARE],
    AddressForm.BUCKET: [_BUCKET_ONLY],
    AddressForm.PREFIX: [_PREFIX],
    AddressForm.OBJECT: [_OBJECT],
}


@rule(
    on=Request,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(gives_limited("address", "item_address"),),
)
def malformed_uri(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every address that cannot be right."""
    for field in facts.fields(request):
        limits = field.row.limits
        if limits.address is not None:
            found = list(_check(request, field.route, field.value, limits.address, field.row.name))
            # How an address ends that is none is not told as well.
            yield from found or _ending(request, field, limits.ending)
        if limits.item_address is not None:
            for route, item in elements(field):
                yield from _check(request, route, item, limits.item_address, field.row.name)


def _check(request: Request, route: Route, value: Any, form: AddressForm, name: str) -> Iterator[Issue]:
    text = text_of(value)
    if text is None:
        return
    if text.compare_to_union(_ALLOWED[form]).verdict != "none":
        return
    severity = None
    if form is AddressForm.OBJECT and text.compare_to_union([_PDS]).verdict != "none":
        if "FileMeta" in request.operation:
            return
        severity = Severity.WARNING
    expected = Term("a bucket name") if form is AddressForm.BUCKET_NAME else form.value
    yield issue(
        request.place(route),
        _message(str(value), form),
        name=name,
        value=quoted(value),
        expected=expected,
        severity=severity,
    )


def _ending(request: Request, field: Field, ending: str | None) -> Iterator[Issue]:
    text = text_of(field.value)
    if text is None or ending is None:
        return
    if text.compare_to_union([Language.hole(ANY) + Language.literal(ending)]).verdict != "none":
        return
    yield issue(
        request.place(field.route),
        "{name} {value} does not end with {ending}",
        name=field.row.name,
        value=quoted(field.value),
        ending=ending,
        severity=Severity.WARNING,
    )


def _message(value: str, form: AddressForm) -> str:
    if not value:
        return "{name} {value} is empty; expected {expected}"
    if value.lower().startswith(("http://", "https://")):
        return "{name} {value} is a web address; expected {expected}"
    if value.startswith("pds://") and form is AddressForm.OBJECT:
        return "{name} {value} is an address of PDS; expected {expected}"
    if form is AddressForm.BUCKET_NAME and "://" in value:
        return "{name} {value} is an address; expected {expected}"
    if form is AddressForm.BUCKET_NAME:
        return "{name} {value} is no bucket name; expected {expected}"
    if value.startswith("oss://") and len(value) > 6 and value[6] != "/":
        if form is AddressForm.BUCKET:
            return "{name} {value} names an object; expected {expected}"
        return "{name} {value} names no object; expected {expected}"
    return "{name} {value} is no OSS address; expected {expected}"
