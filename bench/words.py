"""The words of two clouds that the policies of ``many_policies.py`` are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of resource: literal actions on it, patterns of actions, and templates that name it."""

    actions: str
    patterns: str
    resources: Sequence[str]


class Cloud(NamedTuple):
    """The words of one cloud; what stands at the same place in two clouds is alike."""

    version: str
    regions: Sequence[str]
    account: str
    kinds: Sequence[Kind]
    #: Operator, key and the values of one condition.
    conditions: Sequence[tuple[str, str, Sequence[str]]]


_IPS = ("10.0.0.0/8", "10.1.0.0/16", "192.168.0.0/16", "203.0.113.7")
_TIMES = ("2027-01-01T00:00:00Z", "2028-06-30T00:00:00Z")
_NETWORKS = ("vpc-1", "vpc-2", "vpc-3")

_IMM = "acs:imm:{region}:{account}:project/{name}"
ALIBABA = Cloud(
    "1",
    ("cn-hangzhou", "cn-shanghai", "*"),
    "1234567890123456",
    (
        Kind(
            "imm:GetDataset imm:UpdateDataset imm:DeleteDataset imm:IndexFileMeta imm:SimpleQuery",
            "imm:*Dataset imm:*FileMeta imm:Query*",
            (f"{_IMM}/dataset/{{other}}", f"{_IMM}/dataset/*", f"{_IMM}/*"),
        ),
        Kind(
            "imm:GetProject imm:UpdateProject imm:DetectImageFaces imm:DetectImageLabels imm:GetTask",
            "imm:Detect* imm:*Project imm:Compare*",
            (_IMM, f"{_IMM}-a", f"{_IMM}*"),
        ),
        Kind(
            "oss:GetObject oss:PutObject oss:DeleteObject oss:GetObjectAcl oss:PutObjectTagging",
            "oss:Get* oss:Put* oss:*Object",
            ("acs:oss:*:*:{name}/{other}", "acs:oss:*:*:{name}/data/*", "acs:oss:*:*:{name}/*"),
        ),
        Kind(
            "oss:ListObjects oss:GetBucketAcl oss:GetBucketInfo oss:GetBucketLogging oss:PutBucketTagging",
            "oss:GetBucket* oss:List* oss:PutBucket*",
            ("acs:oss:*:*:{name}", "acs:oss:*:*:{name}-a", "acs:oss:*:*:{name}*"),
        ),
        Kind(
            "ecs:StartInstance ecs:StopInstance ecs:RebootInstance ecs:DeleteInstance ecs:ModifyInstanceSpec",
            "ecs:Start* ecs:Stop* ecs:*Instance",
            (
                "acs:ecs:{region}:{account}:instance/{name}",
                "acs:ecs:{region}:{account}:instance/i-{other}",
                "acs:ecs:{region}:{account}:instance/*",
            ),
        ),
        Kind(
            "ram:GetRole ram:PassRole ram:ListPoliciesForRole ram:UpdateRole ram:DeleteRole",
            "ram:GetR* ram:List* ram:*Role",
            (
                "acs:ram:*:{account}:role/{name}",
                "acs:ram:*:{account}:role/a-{other}",
                "acs:ram:*:{account}:role/{name}*",
            ),
        ),
    ),
    (
        ("IpAddress", "acs:SourceIp", _IPS),
        ("Bool", "acs:SecureTransport", ("true",)),
        ("DateLessThan", "acs:CurrentTime", _TIMES),
        ("StringEquals", "acs:SourceVpc", _NETWORKS),
    ),
)

_REKOGNITION = "arn:aws:rekognition:{region}:{account}:project/{name}"
AWS = Cloud(
    "2012-10-17",
    ("us-east-1", "eu-west-1", "*"),
    "123456789012",
    (
        Kind(
            "rekognition:DescribeDataset rekognition:UpdateDatasetEntries rekognition:DeleteDataset"
            " rekognition:ListDatasetEntries rekognition:DistributeDatasetEntries",
            "rekognition:*Dataset rekognition:*DatasetEntries rekognition:ListDataset*",
            (f"{_REKOGNITION}/dataset/train/{{other}}", f"{_REKOGNITION}/dataset/*/1", f"{_REKOGNITION}/*"),
        ),
        Kind(
            "rekognition:DeleteProject rekognition:CreateProjectVersion rekognition:PutProjectPolicy"
            " rekognition:ListProjectPolicies rekognition:DescribeProjectVersions",
            "rekognition:Detect* rekognition:*Project rekognition:Copy*",
            (f"{_REKOGNITION}/1", f"{_REKOGNITION}-a/1", f"{_REKOGNITION}*"),
        ),
        Kind(
            "s3:GetObject s3:PutObject s3:DeleteObject s3:GetObjectAcl s3:PutObjectTagging",
            "s3:Get* s3:Put* s3:*Object",
            ("arn:aws:s3:::{name}/{other}", "arn:aws:s3:::{name}/data/*", "arn:aws:s3:::{name}/*"),
        ),
        Kind(
            "s3:ListBucket s3:GetBucketAcl s3:GetBucketLocation s3:GetBucketLogging s3:PutBucketTagging",
            "s3:GetBucket* s3:List* s3:PutBucket*",
            ("arn:aws:s3:::{name}", "arn:aws:s3:::{name}-a", "arn:aws:s3:::{name}*"),
        ),
        Kind(
            "ec2:StartInstances ec2:StopInstances ec2:RebootInstances ec2:TerminateInstances"
            " ec2:ModifyInstanceAttribute",
            "ec2:Start* ec2:Stop* ec2:*Instances",
            (
                "arn:aws:ec2:{region}:{account}:instance/{name}",
                "arn:aws:ec2:{region}:{account}:instance/i-{other}",
                "arn:aws:ec2:{region}:{account}:instance/*",
            ),
        ),
        Kind(
            "iam:GetRole iam:PassRole iam:ListRolePolicies iam:UpdateRole iam:DeleteRole",
            "iam:GetR* iam:List* iam:*Role",
            (
                "arn:aws:iam::{account}:role/{name}",
                "arn:aws:iam::{account}:role/a-{other}",
                "arn:aws:iam::{account}:role/{name}*",
            ),
        ),
    ),
    (
        ("IpAddress", "aws:SourceIp", _IPS),
        ("Bool", "aws:SecureTransport", ("true",)),
        ("DateLessThan", "aws:CurrentTime", _TIMES),
        ("StringEquals", "aws:SourceVpc", _NETWORKS),
    ),
)
