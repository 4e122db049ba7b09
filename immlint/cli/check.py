"""``immlint check``: the main command and its options."""

from __future__ import annotations

from typing import Any

import click

from immlint.cli.completion import rules_named
from immlint.config import LEVELS
from immlint.report import REPORTS


@click.command("check")
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path())
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=rules_named,
    help="Only these rules, by code, name or prefix of codes.",
)
@click.option(
    "--extend-select", multiple=True, metavar="RULE", shell_complete=rules_named, help="These rules as well."
)
@click.option("--ignore", multiple=True, metavar="RULE", shell_complete=rules_named, help="Not these rules.")
@click.option(
    "--severity", type=click.Choice(LEVELS), help="Show findings from this level on.  [default: info]"
)
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    help="Exit with 1 from this level on.  [default: warning]",
)
@click.option("--pedantic", is_flag=True, help="Show what is only inferred, too.")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="FILE",
    help="A policy the caller holds: tell what requests it does not grant. Repeat it for more.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend what may change the meaning, too.")
@click.option("--diff", "show_diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--operation", metavar="NAME", help="The operation of files that do not say it: CreateDataset.")
@click.option(
    "--output-format",
    type=click.Choice(tuple(REPORTS)),
    help="[default: full on a terminal, else concise]",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule, instead of showing them.")
@click.option("--output-file", type=click.Path(dir_okay=False), help="Write the findings to a file.")
@click.option("--stdin-filename", metavar="NAME", help="The name of what - reads.")
@click.option("--config", "config_path", type=click.Path(), help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option(
    "--exclude",
    multiple=True,
    metavar="GLOB",
    help="Leave out what matches, instead of the usual folders.",
)
@click.option("--extend-exclude", multiple=True, metavar="GLOB", help="Leave this out as well.")
@click.option("--force-exclude", is_flag=True, help="Leave it out even where it is named itself.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what earlier runs found.")
@click.option(
    "--cache-dir",
    type=click.Path(file_okay=False),
    help="The folder for what runs find.  [default: .immlint_cache beside the configuration]",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="How many processes check files; 0: as many as pay.  [default: 0]",
)
@click.option("--show-files", is_flag=True, help="List the files that would be searched, and check none.")
@click.option("--no-ignores", is_flag=True, help="Show what comments and the configuration ignore, too.")
@click.option(
    "--baseline", type=click.Path(dir_okay=False), help="Leave out the findings that this file knows."
)
@click.option("--write-baseline", is_flag=True, help="Write what is found to the baseline, and exit with 0.")
@click.option(
    "--prune-baseline", is_flag=True, help="Take out of the baseline what is gone, and exit with 0."
)
@click.option(
    "--add-ignores",
    is_flag=True,
    help="Write ignores for all that is found, to be reviewed, and exit with 0.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="Color the findings.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print findings only, no summary.")
@click.option("-v", "--verbose", is_flag=True, help="Name the files that hold nothing to check.")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Check files, directories (searched for JSON, YAML and Python), or standard input (-).

    Lists can be separated by commas: --ignore IMM116,RAM217.
    """
    from immlint.cli.checking import check

    return check(paths, options)
