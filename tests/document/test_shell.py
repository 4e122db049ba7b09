"""Shell: words are those of bash, and what a command asks for is told where it stands."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.config import Config
from immlint.document.shell.split import Reader
from tests.document.test_spans import POLICIES
from tests.document.twins import Twin, all_are_held, check

TWINS = [
    Twin("01-create.sh", "holidays", "2holidays", "IMM104"),
    Twin("02-policy.sh", "/dataset/*", "", "RAM303"),
    Twin("03-trust.sh", 'Service\\"', 'service\\"', "RAM602"),
    Twin("04-holes.sh", '"Allow"', '"allow"', "RAM206"),
    Twin("05-heredoc.bash", "acs:oss", "oss", "RAM209"),
    Twin("06-quoted-heredoc.sh", "1234567890123456", "123456789012", "RAM310"),
    Twin("07-json-parameter.sh", "oss://", "http://", "IMM110"),
    Twin("08-plugin.zsh", "--dataset-name=holidays", "--dataset-name=1holidays", "IMM104"),
    Twin("09-substitution.sh", "people", "2people", "IMM104"),
    Twin("10-session.sh", "/dataset/*", "", "RAM303"),
    Twin("11-control.sh", '"Deny"', '"deny"', "RAM206"),
    Twin("12-herestring.sh", "Effect", "effect", "RAM202"),
    Twin("13-comments.sh", "--ProjectName photos", "--ProjectName 1photos", "IMM104"),
    Twin("14-crlf.sh", "/dataset/*", "", "RAM303"),
    Twin("Dockerfile", "DatasetName", "DatasetNam", "IMM102"),
    Twin("Dockerfile.setup", "photos", "2photos", "IMM104"),
    Twin("Makefile", "holidays", "2holidays", "IMM104"),
    Twin("rules.mk", '"Allow"', '"allow"', "RAM206"),
    Twin(".github/workflows/deploy.yml", "holidays", "2holidays", "IMM104"),
    Twin(".gitlab-ci.yml", "photos", "2photos", "IMM104"),
]


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.file)
def test_one_token_makes_the_difference(twin: Twin) -> None:
    check("shell", twin)


def test_every_file_has_a_twin() -> None:
    assert all_are_held("shell", TWINS)


PARTS = st.sampled_from(
    [
        *("a", "b1", "'a b'", "'\"'", '"a b"', '"\\""', '"\\\\"', '"\\n"', "\\ ", "\\'", "''", '""', "'#'"),
        *("$'\\n\\t\\x41\\''", '"it\'s"', "\\\n", '"a\\\nb"', "'\\\n'", "~", "=", "{}", "[a]", "%s", "\\$x"),
        *("'$x'", '"\\`"', "a#b", "é"),
    ]
)
WORDS = st.lists(PARTS, min_size=1, max_size=4).map("".join)
ENDS = st.sampled_from([" ", "  ", "\t", " \\\n ", "\\\n\t"])


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash to be asked")
@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(WORDS, ENDS), min_size=1, max_size=6), st.sampled_from(["", " # it's", "\n", "; :"])
)
def test_words_are_those_of_bash(words: list[tuple[str, str]], end: str) -> None:
    script = "printf '%s\\0' first " + "".join(word + space for word, space in words).rstrip("\\\n \t") + end
    # What a shell would make of the name of a home folder is not known here.
    asked = subprocess.run(["bash", "-c", script.replace("~", "\\~")], capture_output=True, check=False)
    if asked.returncode:
        return
    wanted = asked.stdout.decode().split("\0")[:-1]
    read = Reader(script).read()[0].words[2:]
    assert [word.known for word in read] == wanted
    for word in read:
        excerpt = word.excerpt()
        for part in word.parts:
            assert script[part.start : part.end].endswith(part.text) or script[part.start] in "\\"
        assert excerpt.text == word.known


@pytest.mark.parametrize(
    ("script", "commands"),
    [
        ("a b; c | d && e", [["a", "b"], ["c"], ["d"], ["e"]]),
        ("a > b c 2>&1 d", [["a", "c", "d"]]),
        ("a 2> /dev/null &> log", [["a"]]),
        ("if a b; then c; fi", [["if", "a", "b"], ["then", "c"], ["fi"]]),
        ("x=$(a b) c", [["a", "b"], [None, "c"]]),
        ("`a b` $(c `d`)", [["a", "b"], ["d"], ["c", None], [None, None]]),
        ("f() { a; }", [["f"], ["{", "a"], ["}"]]),
        ("a $((1 + (2))) b", [["a", None, "b"]]),
        ('a "${x:-"b c"}" d', [["a", None, "d"]]),
        ("a ${{ secrets.X }} b", [["a", None, "b"]]),
        ("a <your-name> b", [["a", None, "b"]]),
        ("a # b\nc", [["a"], ["c"]]),
        ("a <<X b\nc d\nX\ne", [["a", "b"], ["e"]]),
        ("a 'b", [["a", "b"]]),
    ],
)
def test_commands(script: str, commands: list[list[str | None]]) -> None:
    assert [[word.known for word in command.words] for command in Reader(script).read()] == commands


@pytest.mark.parametrize(
    ("script", "given"),
    [
        ("a <<X\n$b `c`\\$d\\\nX\n", "${b} ${...}$d"),
        ("a <<'X'\n$b \\$d\nX\n", "$b \\$d\n"),
        ("a <<-X\n\t\tb\n\tX\n", "b\n"),
        ("a <<X <<Y\nb\nX\nc\nY\n", "b\nc\n"),
        ("a <<X\r\nb\r\nX\r\nc", "b\r\n"),
        ("a <<< 'b c'", "b c"),
        ("a <<X\nb", "b"),
    ],
)
def test_what_a_command_is_given(script: str, given: str) -> None:
    assert "".join(word.shown for word in Reader(script).read()[0].given) == given


def _told(text: str, filename: str = "x.sh") -> list[tuple[Any, ...]]:
    findings = immlint.lint_text(text, filename=filename, config=Config(pedantic=True))
    assert not [f for f in findings if f.code == "LNT904"], findings
    return [(f.code, f.message, f.pointer, f.start, f.end) for f in findings]


@settings(max_examples=120, deadline=None)
@given(POLICIES, st.sampled_from(["single", "double", "heredoc", "variable"]), st.booleans())
def test_a_policy_is_told_as_the_file_it_is(data: Any, how: str, ascii: bool) -> None:
    """The same findings as those of the bare file: each span, cut out and unquoted, is the same text."""
    bare = json.dumps(data, indent=1, ensure_ascii=ascii)
    plain = bare.replace("$", "€").replace("`", "´").replace("'", "´")
    quoted = {
        "single": f"aliyun ram CreatePolicy --PolicyDocument '{plain}'\n",
        "double": f'aliyun ram CreatePolicy --PolicyDocument "{_escaped(plain)}"\n',
        "heredoc": f"cat > p.json <<'EOF'\n{plain}\nEOF\n",
        "variable": f"POLICY='{plain}'\n",
    }[how]
    asked = how in ("single", "double")
    kinds = {"x.json": "policy"} if asked else {}
    wanted = immlint.lint_text(plain, filename="x.json", config=Config(pedantic=True, kinds=kinds))
    found = _told(quoted)
    assert [told[:3] for told in found] == [(f.code, f.message, f.pointer) for f in wanted]
    for (*_, start, end), finding in zip(found, wanted, strict=True):
        cut = quoted[start:end]
        assert (_unescaped(cut) if how == "double" else cut) == plain[finding.start : finding.end]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _unescaped(text: str) -> str:
    return text.replace('\\"', '"').replace("\\\\", "\\")


CREATE = "aliyun ram CreatePolicy --PolicyName p --PolicyDocument "


@pytest.mark.parametrize(
    "words",
    [
        '"$POLICY"',
        "$(make_policy)",
        '"$(cat policy.json)"',
        "file://policy.json",
        '\'{"Version": "1", "Statement": \'"$STATEMENTS"\'}\'',
        '"{\\"Version\\": \\"1\\", $REST}"',
        '\'{"Version": "1", "Statement": [{"Effect": "\'$EFFECT\'", "Action": "a", "Resource": "*"}]}\' "$@"',
    ],
)
def test_what_is_filled_in_is_unknown(words: str) -> None:
    assert [code for code, *_ in _told(CREATE + words) if code != "RAM208"] == []


@pytest.mark.parametrize(
    "arguments",
    ["$OPTIONS", '"$@"', "$(options)", "...", "[--DatasetName d]", "--dataset-nam x", '"${ALL[@]}"'],
)
def test_other_arguments_may_be_hidden(arguments: str) -> None:
    operation = (
        "create-dataset --project-name p" if "--dataset-nam" in arguments else "CreateDataset --ProjectName p"
    )
    assert _told(f"aliyun imm {operation} {arguments}") == []
    assert [told[0] for told in _told("aliyun imm CreateDataset --ProjectName p")] == ["IMM101"]


@pytest.mark.parametrize(
    "before",
    ["", "sudo ", "sudo -E ", "A=1 B='2 3' ", "time ", "if ", "if ! ", "x && ", "do ", "/usr/bin/", "{ "],
)
def test_what_runs_the_client(before: str) -> None:
    assert [told[0] for told in _told(f"{before}aliyun imm GetProject --ProjectName 1p")] == ["IMM104"]


@pytest.mark.parametrize(
    "script",
    [
        "echo aliyun imm GetProject --ProjectName 1p",
        "aliyun imm GetProject help --ProjectName 1p",
        "aliyun oss ls oss://imm",
        "# aliyun imm GetProject --ProjectName 1p",
        "cat <<EOF\naliyun imm GetProject --ProjectName 1p\nEOF",
    ],
)
def test_what_is_no_command_of_ours(script: str) -> None:
    assert _told(script) == []


def test_a_heredoc_for_a_shell_is_one() -> None:
    text = "ssh host bash -s\nbash <<'EOF'\naliyun imm GetProject --ProjectName 1p\nEOF\n"
    ((code, _, _, start, end),) = _told(text)
    assert (code, text[start:end]) == ("IMM104", "1")


def test_kinds_of_followed_files(tmp_path: Path) -> None:
    """What a command is given the text of is told once, at that file, as what the command takes."""
    policy = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
    for name in ("control", "session", "other"):
        (tmp_path / f"{name}.json").write_text(policy)
    (tmp_path / "wrong.json").write_text('{"Version": "1"}')
    script = tmp_path / "z.sh"
    script.write_text(
        'aliyun resourcemanager CreateControlPolicy --PolicyDocument "$(cat control.json)"\n'
        "aliyun sts AssumeRole --Policy file://session.json\n"
        "aliyun ram CreatePolicy --PolicyDocument $(< wrong.json)\n"
    )
    findings = immlint.lint_paths([str(tmp_path)])
    told = sorted((Path(f.path).name, f.code) for f in findings)
    assert told == [("other.json", "RAM401"), ("session.json", "RAM401"), ("wrong.json", "RAM205")]


def test_ignores_are_comments() -> None:
    text = """aliyun imm GetProject --ProjectName 1p  # immlint: ignore[IMM104] as it was
aliyun imm GetDataset --ProjectName 1p \\
  --DatasetName 2d  # immlint: ignore[IMM104] both lines
echo '# immlint: ignore[IMM104] no comment'
"""
    assert _told(text) == []


def test_samples_in_fences() -> None:
    session = """```console
$ aliyun imm GetProject --ProjectName 1p
{"Project": {"ProjectName": "aliyun imm it's"}}
$ aliyun imm GetDataset --ProjectName p \\
>   --DatasetName <your-dataset>
user@host:~/x$ aliyun imm GetDataset --ProjectName p --DatasetName 2d
```

```bash
aliyun imm CreateDataset --ProjectName p ...
aliyun ram CreatePolicy --PolicyName p --PolicyDocument '{"Version": "1", "Statement": [ ... ]}'
```

```
aliyun imm GetProject --ProjectName 3p
```
"""
    findings = immlint.lint_text(session, filename="x.md")
    assert [(f.code, f.severity, session[f.start : f.end]) for f in findings] == [
        ("IMM104", "warning", "1"),
        ("IMM104", "warning", "2"),
        ("IMM104", "warning", "3"),
    ]


@pytest.mark.parametrize(
    "script",
    [
        """jq -n '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": $a, "Resource": "*"}]}'""",
        CREATE + "'{{user.policy}}'",
        CREATE + """'{"Version": "1", "Statement": [{{ statement }}]}'""",
        CREATE + "<json>",
        CREATE + "'<what was there before>'",
        'sed \'s/{"Statement": [{"Effect"/acs:/\' x',
        "python3 - <<'EOF'\nimport alibabacloud_imm20200930 as\nEOF",
        "awk '{ Statement: Effect: allow; acs: }' x",
    ],
)
def test_programs_and_templates_are_no_broken_policies(script: str) -> None:
    assert _told(script) == []


def test_a_heredoc_in_a_substitution() -> None:
    text = """f() {
  TRUST=$(cat <<EOF
{"Version": "1", "Statement": [{"Effect": "allow", "Action": "sts:AssumeRole",
  "Principal": {"Service": ["$SERVICE"]}, "Condition": {"StringEquals": {"sts:ExternalId": ")"}}}]}
EOF
)
  aliyun ram CreateRole --AssumeRolePolicyDocument "$TRUST" && aliyun imm GetProject --ProjectName 1p
}
"""
    assert [(code, text[start:end]) for code, _, _, start, end in _told(text)] == [
        ("RAM206", '"allow"'),
        ("IMM104", "1"),
    ]


def test_a_text_too_long_is_left_unread() -> None:
    command = "aliyun imm GetProject --ProjectName 1p\n"
    assert [told[0] for told in _told(command + "#" * 1000)] == ["IMM104"]
    assert _told(command + "#" * 2 * 1024 * 1024) == []


#: Ways to hand a command on, each with a slip in the name of the project.
HANDED_ON = {
    ".github/workflows/a.yml": """jobs:
  a:
    steps:
      - run: >-
          aliyun imm GetProject
          --region cn-hangzhou
          --ProjectName 1a
      - run: aliyun imm GetProject
          --ProjectName 2a
      - run: "aliyun imm GetProject --ProjectName 3a"
""",
    "Dockerfile": """FROM x
RUN ["aliyun", "imm", "GetProject", "--ProjectName", "1a"]
RUN ["bash", "-ec", "aliyun imm GetProject --ProjectName 2a"]
RUN [ -f x ] && aliyun imm GetProject --ProjectName 3a
CMD [ "aliyun" , "imm","GetProject", "--ProjectName", "\\u0034a" ]
RUN ["aliyun", "imm", 1, "--ProjectName", "it's"]
RUN []
RUN [
""",
    "a.sh": """sh -c "aliyun imm GetProject --ProjectName 1a"
sudo -E bash -lc 'aliyun imm GetProject --ProjectName 2a'
bash script.sh -c 'aliyun imm GetProject --ProjectName no'
sh -c "aliyun imm GetProject --ProjectName $NAME"
sh -c
""",
}


@pytest.mark.parametrize("name", HANDED_ON)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_command_that_is_handed_on_is_read(name: str, newline: str) -> None:
    text = HANDED_ON[name].replace("\n", newline)
    found = immlint.lint_text(text, filename=name, config=Config())
    assert {finding.code for finding in found} == {"IMM104"}
    cut = [text[finding.start : finding.end] for finding in found]
    assert cut == [one for one in ("1", "2", "3", "\\u0034") if f"{one}a" in text]


def test_an_entry_point_goes_on_with_what_the_container_is_given() -> None:
    text = """FROM x
ENTRYPOINT ["aliyun", "imm", "GetProject"]
ENTRYPOINT ["aliyun", "imm", "GetProject", "--region", "cn-hangzhou"]
CMD ["--ProjectName", "photos"]
ENTRYPOINT ["sh", "-c", "aliyun imm GetProject --region cn-beijing"]
ENTRYPOINT aliyun imm GetProject --region cn-shanghai
ENTRYPOINT ["aliyun", "imm", "GetProject", "--ProjectName", "1a"]
"""
    found = immlint.lint_text(text, filename="Dockerfile", config=Config())
    assert [(finding.code, finding.line) for finding in found] == [
        ("IMM101", 5),
        ("IMM101", 6),
        ("IMM104", 7),
    ]
