"""The text of a policy in code is read as strictly as a file."""

import os

import yaml
from alibabacloud_ram20150501 import models

project = os.environ["PROJECT"]


def create(text):
    return models.CreatePolicyRequest(policy_name="p", policy_document=text)


create('{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["oss:GetObject",], "Resource": "acs:oss:*:*:b/k"}]}')  # finds: RAM201
create('{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:b/k"}],}')  # finds: RAM201
create("""
{
  "Version": "1", // the only one
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "oss:GetObject",
      # every object
      "Resource": "acs:oss:*:*:b/*"
    },
  ]
}
""")  # finds@-10: RAM201  # finds@-5: RAM201  # finds@-3: RAM201
create("/* mine */ " '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:b/k"}]}')  # finds: RAM201
create("{'Version': '1', 'Statement': []}")  # finds: RAM201
create('{"Version": "1", "Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:b/k"}]}')  # finds: RAM215

# Filled in, each in its own way.
create(
    '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetProject", '
    '"Resource": ["acs:imm:*:*:project/%s",]}]}' % project  # finds: RAM201
)
create(
    '{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "imm:GetProject", '
    '"Resource": "acs:imm:*:*:project/{}",}}]}}'.format(project)  # finds: RAM201
)
create(
    f'{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "imm:GetProject", '
    f'"Resource": "acs:imm:*:*:project/{project}"}},]}}'  # finds: RAM201
)
create(f"{{'Version': '1', 'Statement': [{{'Effect': 'Allow', 'Resource': 'acs:imm:*:*:project/{project}'}}]}}")  # finds: RAM201
create('{"Version": "1", "Statement": [{"Effect": "Allow" "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/' + project + '"}]}')  # finds: RAM201
TEMPLATE = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/NAME"},]}'  # finds: RAM201
create(TEMPLATE.replace("NAME", project))

# A policy of RAM beyond doubt, wherever it goes.
LOOSE = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/p"},]}'  # finds: RAM201


def silent(actions, statements, more):
    # What is filled in may hold what is missing.
    create('{"Version": "1", "Statement": [%s]}' % ",".join(statements))
    create('{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["%s"], "Resource": "acs:imm:*:*:project/p"}]}' % '", "'.join(actions))
    create('{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetProject", %s "Resource": "acs:imm:*:*:project/p"}]}' % more)
    create('{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/p"} %s ]}' % more)
    create('{"Version": "1", "Statement": [%s {"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/p"}]}' % more)


RELAXED = """{
  "Version": "1",  # the only one
  "Statement": [{"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/p"},]
}"""
document = yaml.safe_load(RELAXED)
