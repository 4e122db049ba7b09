"""Statements that some runs add."""

import json

from alibabacloud_ram20150501 import models


def create(document):
    return models.CreatePolicyRequest(policy_name="p", policy_document=json.dumps(document))


def base():
    return {"Effect": "Allow", "Action": "imm:GetTask", "Resource": "acs:imm:*:*:project/p"}


def under_a_condition(flag):
    doc = {"Version": "1", "Statement": [base()]}
    if flag:
        doc["Statement"].append({"Effect": "Alow", "Action": "imm:GetTask", "Resource": "acs:imm:*:*:project/p"})  # finds: RAM206
    create(doc)


def in_a_loop(names):
    doc = {"Version": "1", "Statement": []}
    for name in names:
        doc["Statement"] += [{"Effect": "Alow", "Action": "imm:GetTask", "Resource": f"acs:imm:*:*:project/{name}"}]  # finds: RAM206
    create(doc)


def in_front(flag):
    statements = [base()]
    if flag:
        statements.extend([{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/p"}])  # finds: RAM303
    statements.insert(0, {"Effect": "Alow", "Action": "imm:GetTask", "Resource": "acs:imm:*:*:project/p"})  # finds: RAM206
    create({"Version": "1", "Statement": statements})


def exclusive(locked):
    # No run has both: nothing is dead, nothing is covered.
    doc = {"Version": "1", "Statement": []}
    if locked:
        doc["Statement"].append({"Effect": "Deny", "Action": "imm:GetTask", "Resource": "*"})
    else:
        doc["Statement"].append(base())
        doc["Statement"].append(base())
    create(doc)


def mended(flag):
    statement = {"Effect": "Alow", "Action": "imm:GetTask", "Resource": "acs:imm:*:*:project/p"}
    doc = {"Version": "1", "Statement": [base()]}
    if flag:
        doc["Statement"].append(statement)
        statement["Effect"] = "Allow"
    create(doc)


def replaced(flag):
    doc = {"Version": "1", "Statement": [base()]}
    if flag:
        doc["Statement"].append({"Effect": "Alow", "Action": "imm:GetTask", "Resource": "acs:imm:*:*:project/p"})
    doc["Statement"] = [base()]
    create(doc)


def emptied(flag):
    doc = {"Version": "1", "Statement": [base()]}
    if flag:
        doc["Statement"].append({"Effect": "Alow", "Action": "imm:GetTask", "Resource": "acs:imm:*:*:project/p"})
    doc["Statement"].clear()
    create(doc)
