"""What the decorator of rules takes, and that a type checker and the registry hold it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from immlint.rules import registry

from immlint.registry import Entry, MisplacedRuleError, Registry
from immlint.subject import Policy

ROOT = Path(__file__).parents[1]

HEAD = """
from collections.abc import Iterator
from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, rule
from immlint.subject import Policy, Request

EXAMPLES = (Example("{}", "policy.json"),)
"""
RIGHT = """
@rule(on=Policy, severity=Severity.ERROR, source="https://x", valid=EXAMPLES, invalid=EXAMPLES)
def a_rule(policy: Policy, facts: Facts) -> Iterator[Issue]:
    yield from ()
"""
#: What is replaced in a rule that is right, and a part of what the type checker says of it then.
WRONG = {
    "subject": ("policy: Policy", "policy: Request", 'has incompatible type "Callable[[Request, Facts]'),
    "facts": ("facts: Facts", "facts: int", "has incompatible type"),
    "result": ("Iterator[Issue]", "Iterator[str]", "has incompatible type"),
    "severity": ("Severity.ERROR", '"ERROR"', 'expected "Severity"'),
    "no-severity": ("severity=Severity.ERROR, ", "", 'Missing named argument "severity"'),
    "source": ('source="https://x", ', "", 'Missing named argument "source"'),
    "valid": ("valid=EXAMPLES, ", "", 'Missing named argument "valid"'),
    "invalid": (", invalid=EXAMPLES", "", 'Missing named argument "invalid"'),
    "example": ("invalid=EXAMPLES", 'invalid=("{}",)', 'expected "tuple[Example, ...]"'),
    "keyword": ("on=Policy", "on=Policy, ones=True", 'Unexpected keyword argument "ones"'),
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What mypy says of all of them."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "right.py").write_text(HEAD + RIGHT)
    for name, (old, new, _) in WRONG.items():
        (folder / f"wrong_{name.replace('-', '_')}.py").write_text(HEAD + RIGHT.replace(old, new, 1))
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--config-file=", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def test_right_rule_passes_the_type_checker(said: str) -> None:
    assert "right.py" not in said


@pytest.mark.parametrize("name", WRONG)
def test_wrong_rule_fails_the_type_checker(name: str, said: str) -> None:
    module = f"wrong_{name.replace('-', '_')}.py:"
    own = [line for line in said.splitlines() if module in line and ": error:" in line]
    assert any(WRONG[name][2] in line for line in own), own or said


def module_of(code: str) -> ModuleType:
    module = ModuleType("ram999_misspelt")
    sys.modules[module.__name__] = module
    exec(compile(code, "ram999_misspelt.py", "exec"), module.__dict__)
    return module


@pytest.mark.parametrize(
    ("code", "count"),
    [
        (HEAD + "def chek(policy: Policy, facts: Facts) -> Iterator[Issue]:\n    yield from ()\n", "no"),
        (HEAD + RIGHT + RIGHT.replace("a_rule", "another"), "2"),
    ],
)
def test_module_without_one_rule_is_told_apart_from_a_crash(code: str, count: str) -> None:
    entry = Entry("RAM999", "misspelt", (Policy,), lambda: module_of(code))
    rules = Registry((*registry().entries, entry))
    with pytest.raises(MisplacedRuleError, match=f"ram999_misspelt registers {count} rules"):
        rules.rule(entry)


def test_file_name_is_the_registration() -> None:
    for rule, entry in zip(registry(), registry().entries, strict=True):
        assert (rule.code, rule.name) == (entry.code, entry.name)
    found = {path.stem for path in (ROOT / "rules").glob("*/[a-z][a-z][a-z][0-9][0-9][0-9]_*.py")}
    assert {rule.stem for rule in registry()} == found
