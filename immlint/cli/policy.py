"""``immlint policy``: the least policy for the requests and calls found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from immlint.cli.check import configuration, inputs_of

if TYPE_CHECKING:
    from immlint.access.ask import Ask
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

    for name, form in (("account", r"\d{16}"), ("region", r"[a-z0-9-]+")):
        if options[name] and not re.fullmatch(form, options[name]):
            expected = "16 digits" if name == "account" else "a region id such as cn-beijing"
            raise click.ClickException(f"--{name}: {options[name]!r} is none; expected {expected}")
    asks, remarks = _asks(_documents(paths, options))
    texts = documents(statements(asks, options["region"], options["account"]))
    if not options["quiet"]:
        for remark in remarks:
            click.echo(remark, err=True)
    if options["split"]:
        _write(texts, options["split"])
    elif len(texts) == 1:
        click.echo(texts[0], nl=False)
    else:
        why = f"the policy would be longer than the {LIMIT} characters that RAM allows"
        raise click.ClickException(f"{why}; name a directory for {len(texts)} policies with --split")
    return 0


def _documents(paths: tuple[str, ...], options: dict[str, Any]) -> list[Document]:
    from immlint.config import ConfigError
    from immlint.project import Project
    from immlint.subject import Problem

    try:
        config = configuration(options)
        inputs = inputs_of(paths, options["stdin_filename"], config)
        documents = list(Project(inputs, config).documents())
    except ConfigError as error:
        raise click.ClickException(str(error)) from None
    for document in documents:
        for subject in document.subjects:
            if isinstance(subject, Problem) and _hides_requests(subject):
                # What the file asks for is not known: a policy without it would not do.
                raise click.ClickException(f"{document.source.path}: {subject.message}")
    return documents


def _hides_requests(problem: Problem) -> bool:
    """Tell whether a request or code cannot be read for *problem*; policies beside them ask for nothing."""
    wanted = problem.about != "policy" and problem.named
    return wanted and problem.kind in ("syntax", "unreadable", "template")


def _asks(documents: Sequence[Document]) -> tuple[list[Ask], list[str]]:
    """Return what the requests ask for, and remarks on what was left out or is only inferred."""
    from immlint.access.ask import asked_by
    from immlint.access.held import that_count
    from immlint.catalog import load
    from immlint.subject import Problem, Request

    catalog = load()
    asks: list[Ask] = []
    remarks: Counter[str] = Counter()
    counts = that_count(s for document in documents for s in document.subjects)
    requests = [(d, s) for d in documents for s in d.subjects if isinstance(s, Request) and counts(s)]
    for document, request in requests:
        operation = catalog.operations.get(request.operation)
        if operation is None or request.version not in (None, catalog.version):
            remarks[f"{document.source.path}: {request.operation} is of no known API version; left out"] += 1
            continue
        found = asked_by(request, operation)
        asks.extend(found)
        if operation.ram.action is None:
            remarks[f"{request.operation} needs no grant"] += 1
        elif not found:
            remarks[
                f"{document.source.path}: {request.operation} has a name that is not legal; left out"
            ] += 1
        elif not operation.ram.documented:
            remarks[f"what {operation.ram.action} asks for is only inferred"] += 1
    for document in documents:
        if any(
            isinstance(s, Problem) and s.kind == "template" and s.about != "policy" for s in document.subjects
        ):
            remarks[f"{document.source.path}: this is a template; left out"] += 1
        if document.ambiguous:
            remarks[f"{document.source.path}: which operation is meant is not told; left out"] += 1
    if not asks:
        for remark in remarks:
            click.echo(remark, err=True)
        raise click.ClickException("no IMM request or call that needs a grant was found")
    return asks, list(remarks)


def _write(texts: Sequence[str], folder: str) -> None:
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(texts, 1):
            path = Path(folder) / f"policy-{number}.json"
            path.write_text(text, "utf-8")
            click.echo(str(path))
    except OSError as error:
        raise click.ClickException(f"{folder}: {(error.strerror or str(error)).lower()}") from None
