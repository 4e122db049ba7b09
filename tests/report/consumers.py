"""What reads the reports, written from the readers' own sources."""

from __future__ import annotations

from typing import NamedTuple

#: github.com/actions/runner at 258d6c857db3519913f7deb6004b60172f8043ae, src/Runner.Common/ActionCommand.cs:
#: the mappings are undone in this order.
_RUNNER_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_RUNNER_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
#: github.com/microsoft/azure-pipelines-agent at 42bde98bea7bb3b9e186d693e3b1554249e93a38,
#: src/Agent.Sdk/CommandStringConvertor.cs; percent signs are decoded by default (DECODE_PERCENTS).
_AGENT = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%"))


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def _undone(text: str, mappings: tuple[tuple[str, str], ...]) -> str:
    for replacement, token in mappings:
        text = text.replace(replacement, token)
    return text


def _pairs(text: str, separator: str, mappings: tuple[tuple[str, str], ...]) -> dict[str, str]:
    # Split(count: 2, RemoveEmptyEntries) of .NET, for keys that are not empty.
    pairs = (item.split("=", 1) for item in text.split(separator) if item)
    return {pair[0]: _undone(pair[1], mappings) for pair in pairs if len(pair) == 2 and pair[1]}


def runner(line: str) -> Command:
    """Return a line as ``ActionCommand.TryParseV2`` reads it."""
    line = line.lstrip()
    assert line.startswith("::")
    end = line.index("::", 2)
    name, _, properties = line[2:end].partition(" ")
    assert name in ("error", "warning", "notice")
    return Command(
        name, _pairs(properties.strip(), ",", _RUNNER_PROPERTY), _undone(line[end + 2 :], _RUNNER_DATA)
    )


def agent(line: str) -> Command:
    """Return a line as ``Command.TryParse`` of Microsoft.VisualStudio.Services.Agent/Command.cs reads it."""
    start = line.index("##vso[")
    end = line.index("]", start)
    name, _, properties = line[start + len("##vso[") : end].partition(" ")
    assert len([part for part in name.split(".") if part]) == 2
    return Command(name, _pairs(properties, ";", _AGENT), _undone(line[end + 1 :], _AGENT))
