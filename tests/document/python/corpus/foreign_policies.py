"""Policies of others, given to things of others."""

import json

import pulumi_aws as aws
import tencentcloud.cam.v20190116.models as cam
from aws_cdk import aws_iam as iam
from huaweicloudsdkiam.v3 import CreatePolicyRequest

aws.iam.Policy(
    "p",
    policy=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Sid": "a b"}]}
    ),
)
aws.iam.get_policy_document(
    statements=[aws.iam.GetPolicyDocumentStatementArgs(actions=["s3:*"], resources=["arn:aws:s3:::b"])]
)
iam.PolicyStatement(effect=iam.Effect.ALLOW, actions=["imm:CreatDataset"], resources=["acs:imm:*:*:projects/p"])
request = cam.CreatePolicyRequest()
request.PolicyDocument = json.dumps(
    {"version": "2.0", "statement": [{"effect": "allow", "action": "cos:*", "resource": "*"}]}
)
CreatePolicyRequest(body={"policy": {"Version": "1.1", "Statement": [{"Effect": "allow", "Action": ["a:b:c"]}]}})
print(json.dumps({"Version": "2", "Statement": []}))
