"""Slips in trust policies and about what is granted, and their near misses."""

from __future__ import annotations

from tests.rules.near_misses.case import Case, allow, policy, trust

_ACCOUNT = "1234567890123456"
_SAML = f'{{"Federated": "acs:ram::{_ACCOUNT}:saml-provider/idp"}}'
_OIDC = f'{{"Federated": "acs:ram::{_ACCOUNT}:oidc-provider/idp"}}'
_SIGN_IN = "https://signin.aliyun.com/saml-role/sso"
_CLAIMS = ', "Condition": {"StringEquals": {"oidc:iss": "https://i", "oidc:aud": "a", "oidc:§": "s"}}'

TRUST = (
    trust("RAM409", '{"RAM": "acs:ram::§:root"}', "*", _ACCOUNT),
    trust("RAM409", '{"Service": ["§.aliyuncs.com"]}', "*", "imm"),
    trust("RAM507", f'{{"RAM": ["acs:ram::{_ACCOUNT}:root", "acs:ram::§:user/ada"]}}', _ACCOUNT, "2" * 16),
    trust("RAM507", '{"Service": ["imm.aliyuncs.com", "§.aliyuncs.com"]}', "imm", "ecs"),
    policy(
        "RAM601",
        '{"Effect": "Allow", "Action": "sts:§", "Principal": {"Service": "imm.aliyuncs.com"}}',
        "AssumeRoles",
        "AssumeRole",
        "trust-policy.json",
    ),
    policy(
        "RAM601",
        '{"Effect": "Allow", "Action": ["§:AssumeRole"], "Principal": {"Service": "ecs.aliyuncs.com"}}',
        "ram",
        "sts",
        "trust-policy.json",
    ),
    trust("RAM602", '{"§": "imm.aliyuncs.com"}', "service", "Service"),
    trust("RAM602", '{"RAM": "acs:ram::§"}', _ACCOUNT, f"{_ACCOUNT}:root"),
    allow(
        "RAM603",
        '"imm:GetProject"',
        '"acs:imm:*:*:project/p"',
        ', "Principal": {"RAM": ["acs:ram::1234567890123456:root"]}',
        "",
        "§",
    ),
    policy(
        "RAM603",
        '{"Effect": "Allow", "Action": "sts:AssumeRole", §"Principal": {"Service": "ecs.aliyuncs.com"}}',
        '"Resource": "*", ',
        "",
        "trust-policy.json",
    ),
    trust(
        "RAM604",
        _SAML,
        "recipients",
        "recipient",
        f', "Condition": {{"StringEquals": {{"saml:§": "{_SIGN_IN}"}}}}',
    ),
    trust(
        "RAM604",
        _SAML,
        "http",
        "https",
        ', "Condition": {"StringEquals": {"saml:recipient": "§://signin.aliyun.com/saml-role/sso"}}',
    ),
    trust(
        "RAM605",
        _OIDC,
        "sub",
        "aud",
        ', "Condition": {"StringEquals": {"oidc:iss": "https://i", "oidc:§": "s"}}',
    ),
    trust(
        "RAM605",
        _OIDC,
        "azp",
        "iss",
        ', "Condition": {"StringEquals": {"oidc:aud": "a", "oidc:sub": "s", "oidc:§": "https://i"}}',
    ),
    trust("RAM606", _OIDC, "azp", "sub", _CLAIMS),
    trust(
        "RAM606",
        _OIDC,
        "*",
        "ci-*",
        ', "Condition": {"StringEquals": {"oidc:iss": "https://i", "oidc:aud": "a"}, "StringLike": '
        '{"oidc:sub": "§"}}',
    ),
)


def _granted(action: str, resource: str, more: str = "", effect: str = "Allow") -> str:
    return f'{{"Effect": "{effect}", "Action": {action}, "Resource": "acs:imm:*:*:{resource}"{more}}}'


def _policy(*statements: str) -> str:
    return f'{{"Version": "1", "Statement": [{", ".join(statements)}]}}'


_GET = '{"Action": "GetDataset", "ProjectName": "p", "DatasetName": "d"}'
_OPEN = '{"Action": "GetDataset", "ProjectName": "p", "DatasetName": "${env}-d"}'
_ALL = _granted('"imm:GetDataset"', "project/p/*")
_CREATE = '{"Action": "CreateProject", "ProjectName": "p", "ServiceRole": "§"}'
_PASS = '{"Effect": "Allow", "Action": "ram:PassRole", "Resource": "acs:ram:*:*:role/photos"}'
_IP = ', "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}'

GRANTS = (
    Case(
        "GNT101",
        "request.json",
        _GET,
        "/d",
        "/dataset/d",
        _policy(_granted('"imm:GetDataset"', "project/p§")),
    ),
    Case(
        "GNT101",
        "request.yaml",
        "Action: GetDataset\nProjectName: §\nDatasetName: d\n",
        "q",
        "p",
        _policy(_ALL),
    ),
    Case(
        "GNT102",
        "request.json",
        _OPEN,
        "a*",
        "*",
        _policy(_granted('"imm:GetDataset"', "project/p/dataset/§")),
    ),
    Case(
        "GNT102",
        "request.yaml",
        "Action: GetDataset\nProjectName: '§'\nDatasetName: d\n",
        "{{ team }}",
        "p",
        _policy(_ALL),
    ),
    Case(
        "GNT103",
        "request.json",
        _GET,
        "Deny",
        "Allow",
        _policy(_ALL, _granted('"imm:Get*"', "project/p/dataset/d").replace("Allow", "§")),
    ),
    Case(
        "GNT103",
        "request.yaml",
        "Action: GetDataset\nProjectName: p\nDatasetName: §\n",
        "old",
        "new",
        _policy(_ALL, _granted('"imm:*"', "project/p/dataset/old", "", "Deny")),
    ),
    Case(
        "GNT104",
        "request.json",
        _GET,
        "DeleteDataset",
        "getdataset",
        _policy(_ALL, _granted('"imm:§"', "project/p/dataset/*")),
    ),
    Case(
        "GNT104",
        "request.yaml",
        "Action: GetDataset\nProjectName: p\nDatasetName: d\n",
        "q",
        "*",
        _policy(_ALL, _granted('"imm:Get*"', "project/§/dataset/*")),
    ),
    Case("GNT105", "request.json", _GET, _IP, "", _policy(_granted('"imm:GetDataset"', "project/p/*", "§"))),
    Case(
        "GNT105",
        "request.yaml",
        "Action: GetDataset\nProjectName: p\nDatasetName: §\n",
        "old",
        "new",
        _policy(_ALL, _granted('"imm:*"', "project/p/dataset/old", _IP, "Deny")),
    ),
    Case(
        "GNT106",
        "request.json",
        _CREATE,
        "Pictures",
        "photos",
        _policy('{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}', _PASS),
    ),
    Case(
        "GNT106",
        "request.yaml",
        "Action: UpdateProject\nProjectName: p\nServiceRole: §\n",
        "music",
        "photos",
        _policy('{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}', _PASS),
    ),
)
