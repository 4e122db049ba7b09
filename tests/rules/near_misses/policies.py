"""Slips in policies and their near misses."""

from __future__ import annotations

from tests.rules.near_misses.case import Case, allow, condition, policy

_ECS = '"ecs:StopInstance"'
_PROJECT = '"acs:imm:*:*:project/p"'
_ALLOW_ECS = '{"Effect": "Allow", "Action": "ecs:*", "Resource": "acs:ecs:*:*:instance/*"}, '
_DENY_ECS = '{"Effect": "Deny", "Action": "ecs:StopInstance", "Resource": "acs:ecs:*:*:instance/*"'
_AWS = (
    '{"Version": "2012-10-17", "Statement": '
    '[{"Effect": "Allow", "Action": "s3:Get*", "Resource": "§:s3:::b/*"}]}'
)

GRAMMAR = (
    policy("RAM201", f'{{"Effect": "Allow", "Resource": "*", "Action": {_ECS}}}§', ",", ""),
    policy("RAM201", f'{{"Effect": "Allow"§ "Action": {_ECS}, "Resource": "*"}}', "", ","),
    allow(
        "RAM202", _ECS, '"*"', "Conditions", "Condition", ', "§": {"Bool": {"acs:SecureTransport": "true"}}'
    ),
    policy("RAM202", f'{{"Effect": "Allow", "§": {_ECS}, "Resource": "*"}}', "action", "Action"),
    allow("RAM203", "§", '"*"', "{}", _ECS),
    condition("RAM203", '{"Bool": {"acs:SecureTransport": §}}', "true", '"true"'),
    Case(
        "RAM204",
        "policy.json",
        '{"Version": §, "Statement": [{"Effect": "Allow", "Action": "imm:GetTask", "Resource": '
        '"acs:imm:*:*:project/p"}]}',
        "1",
        '"1"',
    ),
    Case(
        "RAM204",
        "policy.yaml",
        "Version: §\nStatement:\n  - {Effect: Allow, Action: 'imm:GetTask', Resource: "
        "'acs:imm:*:*:project/p'}\n",
        "'1.0'",
        "'1'",
    ),
    policy(
        "RAM205",
        f'{{"Effect": "Allow", "§": {_ECS}, "Resource": "acs:ecs:*:*:instance/i"}}',
        "Condition",
        "Action",
    ),
    Case(
        "RAM205",
        "policy.yaml",
        "§: '1'\nStatement:\n  - {Effect: Allow, Action: 'imm:GetTask', Resource: 'acs:imm:*:*:project/p'}\n",
        "Id",
        "Version",
    ),
    policy(
        "RAM206",
        f'{{"Effect": "§", "Action": {_ECS}, "Resource": "acs:ecs:*:*:instance/i"}}',
        "allow",
        "Allow",
    ),
    policy(
        "RAM206",
        _ALLOW_ECS + '{"Effect": "§", "Action": "ecs:StopInstance", "Resource": "*"}',
        "Denied",
        "Deny",
    ),
    policy(
        "RAM207",
        f'{{"Effect": "Allow", "Action": {_ECS}, "§": "*"}}',
        'Resource": "*", "NotAction',
        "Resource",
    ),
    policy(
        "RAM207",
        '{"Effect": "Deny", "Action": "ecs:Stop*", §"Resource": "*"}',
        '"NotResource": "acs:ecs:*:*:instance/i", ',
        "",
    ),
    allow("RAM208", '"§"', '"*"', "ecs/StopInstance", "ecs:StopInstance"),
    allow("RAM208", '["ecs:StopInstance", "§"]', '"*"', "StartInstance", "ecs:StartInstance"),
    allow("RAM209", _ECS, '"§:ecs:*:*:instance/i"', "asc", "acs"),
    allow("RAM209", _ECS, '["acs:ecs:*:*:instance/i", "§ecs:*:*:instance/j"]', "", "acs:"),
    allow("RAM210", _ECS, '"acs:ecs:§*:instance/i"', "", "*:"),
    allow("RAM210", '"oss:GetObject"', '["acs:oss:*:*:b/*", "acs:oss:*§"]', ":b", ":*:b"),
    condition("RAM211", '{"§": {"acs:SourceIp": "10.0.0.0/8"}}', "IPAddress", "IpAddress"),
    condition("RAM211", '{"§": {"acs:CurrentTime": "2026-01-31T17:00:00Z"}}', "DateLessThen", "DateLessThan"),
    condition("RAM212", '{"Bool": {"acs§SecureTransport": "true"}}', "", ":"),
    condition("RAM212", '{"StringLike": {"oss§Prefix": "a/*"}}', "/", ":", '"oss:ListObjects"'),
    condition("RAM213", '{"IpAddress": {"acs:SourceIp": ["10.0.0.0/§"]}}', "33", "32"),
    condition("RAM213", '{"DateGreaterThan": {"acs:CurrentTime": "2026-§-01T00:00:00Z"}}', "13", "12"),
    allow(
        "RAM214",
        _ECS,
        '["acs:ecs:*:*:instance/' + "i" * 6000 + '"§]',
        ', "acs:ecs:*:*:instance/' + "j" * 100 + '"',
        "",
    ),
    allow("RAM214", _ECS, '"acs:ecs:*:*:instance/§"', "i" * 6080, "i" * 6000),
    policy(
        "RAM215",
        f'{{"Effect": "Allow", "Action": {_ECS}, "§": "*", "Resource": "acs:ecs:*:*:instance/i"}}',
        "Resource",
        "Sid",
    ),
    condition("RAM215", '{"StringEquals": {"ecs:tag/a": "1", "ecs:tag/§": "2"}}', "a", "b"),
    allow("RAM216", _ECS, "[§]", "", '"*"'),
    condition("RAM216", '{"IpAddress": {"acs:SourceIp": [§]}}', "", '"10.0.0.1"'),
    policy(
        "RAM217",
        f'{{"Effect": "Deny", "Action": {_ECS}, "§": "acs:ecs:*:*:instance/i"}}',
        "NotResource",
        "Resource",
    ),
    policy(
        "RAM217",
        f'{{"§": "Allow", "Effect": "Allow", "Action": {_ECS}, "Resource": "*"}}'.replace(
            '"§": "Allow", ', "§"
        ),
        '"Sid": "stop", ',
        "",
    ),
    Case("RAM218", "policy.json", _AWS, "arn:aws", "acs"),
    Case(
        "RAM218",
        "policy.yaml",
        "Version: '2.0'\nStatement: [{Effect: Allow, Action: [cvm:Run], Resource: ['§::cvm::uid/1:/*']}]\n",
        "qcs",
        "acs",
    ),
)

MEANING = (
    allow("RAM301", '"imm:§"', _PROJECT, "GetProjects", "GetProject"),
    allow("RAM301", '["imm:GetProject", "imm:§"]', _PROJECT, "UpdateProjekt", "UpdateProject"),
    allow("RAM302", '"imm:§*"', _PROJECT, "Getx", "GetProject"),
    allow("RAM302", '"imm:*§"', _PROJECT, "Projcet", "Project"),
    allow("RAM303", '"imm:CreateDataset"', '"acs:imm:*:*:project/p§"', "", "/dataset/*"),
    allow("RAM303", '"imm:GetDataset"', '"acs:imm:cn-beijing:*:project/p/§/faces"', "datasets", "dataset"),
    allow("RAM303", '"imm:GetProject"', '"acs:§:*:*:project/p"', "oss", "imm"),
    allow("RAM304", '"imm:DetachOSSBucket"', '"§"', "acs:imm:*:*:project/p", "*"),
    allow("RAM304", '["imm:Detach*"]', '["§"]', "acs:imm:*:*:project/p", "*"),
    allow("RAM305", '"imm:ListDatasets"', '"acs:imm:*:*:project/p/dataset/§"', "d", "*"),
    allow("RAM305", '"imm:ListProjects"', '"acs:imm:*:*:project/§"', "photos", "*"),
    allow("RAM306", '"imm:§Project"', _PROJECT, "Put", "Update"),
    allow("RAM306", '["imm:GetProject", "imm:Get§"]', _PROJECT, "Set", "Task"),
    allow("RAM307", '"imm:GetProject"', '"acs:imm:*:*:§/p"', "projects", "project"),
    allow("RAM307", '"imm:Get*"', '["acs:imm:cn-beijing:*:project§/p"]', "s", ""),
    allow("RAM308", '"imm:GetDataset"', '"acs:imm:*:*:project/p/dataset/§"', "9lives", "nine_lives"),
    allow("RAM308", '"imm:GetProject"', '"acs:imm:*:*:project/§*"', "-", "_"),
    # Some of these may be "/dataset/": 128 + 9 + 128 characters are a dataset, one more is nothing.
    allow("RAM308", '"imm:GetProject"', '"acs:imm:*:*:project/p' + "?" * 264 + '§"', "?", ""),
    allow("RAM309", '"imm:GetProject"', '"acs:imm:§:*:project/p"', "cn-bejing", "cn-beijing"),
    allow("RAM309", '"imm:GetProject"', '"acs:imm:§:*:project/p"', "ap-northeast-9*", "ap-*"),
    allow("RAM310", '"imm:GetProject"', '"acs:imm:*:§:project/p"', "123456789012345", "1234567890123456"),
    allow("RAM310", _ECS, '"acs:ecs:*:§:instance/i"', "my-account", "*"),
    condition("RAM311", '{"Bool": {"acs:§": "true"}}', "MFAPresen", "MFAPresent"),
    condition("RAM311", '{"Bool": {"§:SecureTransport": "true"}}', "aws", "acs"),
    condition("RAM312", '{"§": {"acs:CurrentTime": "2026-01-31T17:00:00Z"}}', "StringEquals", "DateLessThan"),
    condition("RAM312", '{"§": {"acs:MFAPresent": "true"}}', "StringLike", "Bool"),
    condition(
        "RAM313",
        '{"§": {"acs:PrincipalARN": "acs:ram:*:1234567890123456:user/a*"}}',
        "StringEquals",
        "StringLike",
    ),
    condition("RAM313", '{"StringNotEquals": {"ecs:tag/team": "photo§"}}', "?", "s"),
    condition("RAM314", '{"StringEquals": {"§:InstanceType": "x"}}', "imm", "ecs"),
    condition("RAM314", '{"StringEquals": {"ecs:tag§": "x"}}', "", "/team"),
    allow("RAM315", _ECS, '"acs:ecs:*:*:instance/§"', "<instance-id>", "instance-id"),
    condition("RAM315", '{"StringEquals": {"ecs:tag/team": "§"}}', "{{ team }}", "team"),
    condition("RAM316", '{"IpAddress": {"acs:SourceIp": ["0.0.0.0/§", "::/0"]}}', "0", "8"),
    condition("RAM316", '{"StringLike": {"acs:PrincipalARN": "§*"}}', "", "acs:ram:*:1234567890123456:user/"),
    condition(
        "RAM317", '{"NumericLessThan": {"ecs:x": "1"}, "NumericGreaterThan": {"ecs:x": "§"}}', "1", "0"
    ),
    condition(
        "RAM317",
        '{"DateLessThan": {"acs:CurrentTime": "2026-01-01T00:00:00Z"}, "DateGreaterThan": '
        '{"acs:CurrentTime": "§-01-01T00:00:00Z"}}',
        "2027",
        "2025",
    ),
    condition("RAM318", '{"StringEquals": {"acs:§": "console"}}', "UserAgent", "AccessId"),
    condition("RAM318", '{"StringLike": {"acs:§": "https://example.com/*"}}', "Referer", "PrincipalARN"),
    condition("RAM319", '{"IpAddress": {"acs:§": "192.168.1.0/24"}}', "VpcSourceIp", "SourceIp"),
    condition(
        "RAM319",
        '{"IpAddress": {"acs:VpcSourceIp": "192.168.1.7"}, "StringEquals": {"acs:§": "vpc-1"}}',
        "PrincipalARN",
        "SourceVpc",
    ),
    policy(
        "RAM320",
        _ALLOW_ECS + _DENY_ECS + ', "Condition": {"Bool": {"acs:§": "false"}}}',
        "MFAPresent",
        "SecureTransport",
    ),
    policy(
        "RAM320",
        _ALLOW_ECS + _DENY_ECS + ', "Condition": {"Bool": {"acs:MFAPresent": "§"}}}',
        "false",
        "true",
    ),
    allow("RAM321", '"*"', '"§"', "a*", "acs:ecs:*:*:instance/i"),
    allow("RAM321", '"imm:GetDataset"', '"§dataset/d"', "*", "acs:imm:*:*:project/p/"),
)

BREADTH = (
    allow("RAM401", '"§*"', '"*"', "", "ecs:"),
    allow("RAM401", '"*:*"', '"§"', "*", "acs:ecs:*:*:*"),
    allow("RAM402", '"imm:§*"', '"*"', "", "Update"),
    allow("RAM402", '"oss:*"', '"acs:oss:*:*:§*"', "", "photos/"),
    allow("RAM403", '"imm:GetProject"', '"acs:imm:*:*:project/§*"', "", "photos-"),
    allow("RAM403", '"imm:§"', '"*"', "GetProject", "ListProjects"),
    allow("RAM404", _ECS, '"acs:*:*:*:§*"', "", "instance/"),
    allow("RAM404", _ECS, '"acs:§:*:*:*"', "*", "ecs"),
    allow(
        "RAM405",
        '["imm:GetProject", "imm:GetDataset"]',
        '["acs:imm:*:*:project/§", "acs:imm:*:*:project/p/dataset/d"]',
        "*",
        "p",
    ),
    allow(
        "RAM405",
        '["imm:UpdateProject", "imm:DeleteDataset"]',
        '["acs:imm:*:*:project/m*§", "acs:imm:*:*:project/p/dataset/*"]',
        "",
        "x/dataset/d",
    ),
    allow("RAM406", '"imm:GetProject"', '"acs:imm:*:*:project/photos§*"', "", "-"),
    allow("RAM406", '"imm:GetDataset"', '"acs:imm:*:*:project/p/dataset/faces§"', "*", ""),
    policy("RAM407", '{"Effect": "§", "NotAction": "ims:*", "Resource": "*"}', "Allow", "Deny"),
    policy("RAM407", '{"Effect": "Allow", "§": ["ram:*", "ims:*"], "Resource": "*"}', "NotAction", "Action"),
    allow("RAM408", '"ram:PassRole"', '"acs:ram:*:*:role/§*"', "", "imm-"),
    allow("RAM408", '"ram:§Role"', '"*"', "Pass", "Get"),
    allow(
        "RAM408",
        '"ram:Pass*"',
        '"*"',
        "PrincipalARN",
        "Service",
        ', "Condition": {"StringEquals": {"acs:§": "imm.aliyuncs.com"}}',
    ),
    allow("RAM410", '["ram:§"]', '"*"', "CreateAccessKey", "ListAccessKeys"),
    allow("RAM410", '["fc:§Function", "ram:PassRole"]', '"*"', "Create", "Get"),
    policy(
        "RAM411",
        '{"Effect": "Allow", "Action": "imm:Delete*", "Resource": "acs:imm:*:*:project/*x*"}, '
        '{"Effect": "Deny", "Action": "imm:Delete*", "Resource": ["acs:imm:*:*:project/x§"]}',
        "",
        "*",
    ),
    policy(
        "RAM411",
        '{"Effect": "Allow", "Action": "imm:Delete*", "Resource": "acs:imm:*:*:project/*"}, '
        '{"Effect": "Deny", "Action": "imm:Delete*", "Resource": ["acs:imm:*:*:project/x", '
        '"acs:imm:*:*:project/§/*"]}',
        "y",
        "x",
    ),
)

TWICE = (
    allow("RAM501", '["ecs:Stop*", "ecs:§Instance"]', '"*"', "Stop", "Start"),
    allow("RAM501", '"oss:GetObject"', '["acs:oss:*:*:a/*", "acs:oss:*:*:§/b"]', "a", "A"),
    policy(
        "RAM502",
        _ALLOW_ECS + '{"Effect": "Allow", "Action": "ecs:StopInstance", "Resource": "acs:ecs:*:*:§"}',
        "instance/i",
        "image/i",
    ),
    policy(
        "RAM502",
        _DENY_ECS + '}, {"Effect": "Deny", "Action": "ECS:§", "Resource": "acs:ecs:*:*:instance/i"}',
        "stopinstance",
        "startinstance",
    ),
    policy(
        "RAM503",
        '{"Effect": "Allow", "Action": "ecs:StopInstance", "Resource": "acs:ecs:*:*:§/i"}, '
        + _DENY_ECS
        + "}",
        "instance",
        "image",
    ),
    policy(
        "RAM503",
        '{"Effect": "Allow", "Action": "imm:DeleteDataset", "Resource": '
        '"acs:imm:*:*:project/p/dataset/*"}, {"Effect": "Deny", "Action": "imm:DeleteDataset", '
        '"Resource": ["acs:imm:*:*:project/p/dataset/?", "acs:imm:*:*:project/p/dataset/??§*"]}',
        "",
        "?",
    ),
    policy(
        "RAM504",
        '{"Effect": "Allow", "Action": "ecs:§*", "Resource": "acs:ecs:*:*:instance/*"}, ' + _DENY_ECS + "}",
        "Start",
        "Sto",
    ),
    policy(
        "RAM504",
        '{"Effect": "Allow", "Action": "ecs:*", "Resource": "acs:ecs:*:*:§/*"}, ' + _DENY_ECS + "}",
        "image",
        "inst*",
    ),
    policy(
        "RAM505",
        '{"Effect": "Allow", "Action": "ecs:StopInstance", "Resource": "acs:ecs:*:*:instance/i"}, '
        '{"Effect": "Allow", "Action": "ecs:StartInstance", "Resource": "acs:ecs:*:*:instance/§"}',
        "i",
        "j",
    ),
    policy(
        "RAM505",
        '{"Effect": "Deny", "Action": ["ecs:StopInstance"], "Resource": "acs:ecs:*:*:instance/i"}, '
        '{"Effect": "Deny", "Action": "ecs:§Instance", "Resource": "acs:ecs:*:*:instance/j"}',
        "stop",
        "Start",
    ),
    condition("RAM506", '{"IpAddress": {"acs:SourceIp": ["10.0.0.0/8", "§.1.2.3"]}}', "10", "11"),
    condition("RAM506", '{"StringLike": {"ecs:tag/team": ["photo*", "§"]}}', "photos", "music"),
)
