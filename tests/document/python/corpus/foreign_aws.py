import json

import boto3
from botocore.config import Config

personalize = boto3.client("personalize")
personalize.create_dataset(name="1 2", schemaArn="arn", datasetGroupArn="arn", datasetType="Interactions")
forecast = boto3.client("forecast", config=Config(region_name="us-east-1"))
forecast.create_dataset(DatasetName="1", Domain="RETAIL", DatasetType="TARGET_TIME_SERIES", ProjectName="2 3")
boto3.client("databrew").create_project(DatasetName="1", Name="1 2", RecipeName="r", RoleArn="arn")
boto3.client("rekognition").create_dataset(ProjectArn="arn", DatasetType="TRAIN")

iam = boto3.client("iam")
document = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::bucket/*"]},
        {"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "*", "Sid": "1"},
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
    ],
}
iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=json.dumps(document))
iam.create_policy(PolicyName="p", PolicyDocument=json.dumps(document))
iam.create_policy(
    PolicyName="p",
    PolicyDocument="""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""",
)
boto3.client("sts").assume_role(RoleArn="arn", RoleSessionName="s", Policy=json.dumps(document))
