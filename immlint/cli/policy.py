"""``immlint policy``: the least policy for the requests and calls found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from immlint.cli.inputs import inputs_of
from immlint.cli.quoting import quoted
from immlint.cli.settings import settings
from immlint.cli.speech import tell
from immlint.message import Message, Term, meant, reason

if TYPE_CHECKING:
    from immlint.document import Document
    from immlint.subject import Problem


@click.command("policy")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--account", metavar="ID", help="The account of the resources, 16 digits.  [default: any]")
@click.option("--region", metavar="REGION", help="The region where requests do not say theirs.")
@click.option("--split", metavar="DIR", help="Write into this directory, as many policies as it takes.")
@click.option("--operation", metavar="NAME", help="The operation of files that do not say it: CreateDataset.")
@click.option("--stdin-filename", metavar="NAME", help="The name of what - reads.")
@click.option("--config", "config_path", type=click.Path(), help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("-q", "--quiet", is_flag=True, help="Do not tell what was left out.")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Write the least policy that grants what the requests and calls in PATH need.

    Names that are known only in part become wildcards, all else is exact. A policy has at most 6144
    characters; --split writes more than one.
    """
    from immlint.access.least import LIMIT, documents, statements
    from immlint.access.need import needs
    from immlint.catalog import load

    for name, form in (("account", r"\d{16}"), ("region", r"[a-z0-9-]+")):
        if options[name] and not re.fullmatch(form, options[name]):
            expected = Term("16 digits") if name == "account" else Term("a region id such as cn-beijing")
            raise click.ClickException(
                Message(
                    "--{name}: {value!r} is none; expected {expected}",
                    name=name,
                    value=options[name],
                    expected=expected,
                )
            )
    _check_region(options["region"])
    asks, remarks = needs(_documents(paths, options), load())
    for remark in () if asks and options["quiet"] else remarks:
        tell(remark)
    if not asks:
        raise click.ClickException(Message("no IMM request or call that needs a grant was found"))
    texts = documents(statements(asks, options["region"], options["account"]))
    if options["split"]:
        _write(texts, options["split"])
    elif len(texts) == 1:
        click.echo(texts[0], nl=False)
    else:
        told = (
            "the policy would be longer than the {most} characters that RAM allows;"
            " name a directory for {count} policies with --split"
        )
        raise click.ClickException(Message(told, most=LIMIT, count=len(texts)))
    return 0


def _check_region(region: str | None) -> None:
    """Refuse a region without IMM: nothing could ever ask for what the policy would grant there."""
    from immlint.access.service import service_of
    from immlint.near import nearest

    service = service_of("imm")
    if service is not None and region is not None and region not in service.regions:
        near = nearest(region, service.regions)
        hint = meant(near)
        raise click.ClickException(
            Message("--region: IMM is in no region {region!r}{hint}", region=region, hint=hint)
        )


def _documents(paths: tuple[str, ...], options: dict[str, Any]) -> list[Document]:
    from immlint.config import ConfigError
    from immlint.project import Project
    from immlint.run import check_kinds
    from immlint.subject import Problem

    try:
        chosen = settings(options)
        inputs = inputs_of(paths, options["stdin_filename"], chosen)
        for used in chosen.used(item.path for item in inputs):
            check_kinds(used)
        documents = list(Project(inputs, chosen).documents())
    except ConfigError as error:
        raise click.ClickException(str(error)) from None
    for document in documents:
        for subject in document.subjects:
            if isinstance(subject, Problem) and _hides_requests(subject):
                # What the file asks for is not known: a policy without it would not do.
                raise click.ClickException(
                    Message("{path}: {message}", path=document.source.path, message=subject.message)
                )
    return documents


def _hides_requests(problem: Problem) -> bool:
    """Tell whether a request or code cannot be read for *problem*; policies beside them ask for nothing."""
    wanted = problem.about != "policy" and problem.named
    return wanted and problem.kind in ("syntax", "unreadable", "template")


_NUMBERED = re.compile(r"policy-([1-9]\d*)\.json")


def _write(texts: Sequence[str], folder: str) -> None:
    from immlint import save

    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(texts, 1):
            path = Path(folder) / f"policy-{number}.json"
            save.replace(path, text.encode())
            click.echo(quoted(str(path)))
        # Whoever attaches all that is there must not attach what an earlier run found.
        for path in sorted(Path(folder).iterdir()):
            numbered = _NUMBERED.fullmatch(path.name)
            if numbered and int(numbered[1]) > len(texts) and _is_policy(path):
                path.unlink()
                tell("{path}: removed, as it is of an earlier run", path=path)
    except OSError as error:
        raise click.ClickException(Message("{folder}: {error}", folder=folder, error=reason(error))) from None


def _is_policy(path: Path) -> bool:
    """Tell whether a file holds a policy of the form that is written here, and nothing else."""
    import json

    try:
        found = json.loads(path.read_bytes()) if path.is_file() else None
    except ValueError:
        return False
    return isinstance(found, dict) and found.keys() == {"Version", "Statement"}
