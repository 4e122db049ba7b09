# runs
"""Policies as text, with and without parts that nobody knows."""

import json
import os

from alibabacloud_ram20150501 import models as ram_models
from alibabacloud_ram20150501.client import Client
from alibabacloud_tea_openapi import models as open_api_models

ram = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", endpoint="ram.aliyuncs.com"))
region, uid, project = os.environ.get("REGION"), os.environ.get("ACCOUNT"), os.environ.get("PROJECT")


def create(name, document):
    ram.create_policy(ram_models.CreatePolicyRequest(policy_name=name, policy_document=document))


fdoc = f'{{"Version":"1","Statement":[{{"Effect":"Allow","Action":"imm:CreateDataset","Resource":"acs:imm:{region}:{uid}:project/{project}/dataset/*"}}]}}'
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="f", policy_document=fdoc))

fwrong = f'{{"Version":"1","Statement":[{{"Effect":"Allow","Action":"imm:CreateDataset","Resource":"acs:imm:{region}:{uid}:projects/{project}/dataset/*"}}]}}'  # finds: RAM307
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="f", policy_document=fwrong))

pdoc = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"imm:GetProject","Resource":"acs:imm:*:%s:project/%s"}]}' % (uid, project)
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="p", policy_document=pdoc))

pwrong = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"imm:GetProjct","Resource":"acs:imm:*:%s:project/%s"}]}' % (uid, project)  # finds: RAM301
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="p", policy_document=pwrong))

named = '{"Version":"1","Statement":[{"Effect":"Permit","Action":"imm:GetProject","Resource":"acs:imm:*:*:project/%(project)s"}]}' % {"project": project}  # finds: RAM206
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="p", policy_document=named))

sdoc = '{{"Version":"1","Statement":[{{"Effect":"Allow","Action":"imm:GetProject","Resource":"acs:imm:*:{}:project/{}"}}]}}'.format(uid, project)
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="s", policy_document=sdoc))

swrong = '{{"Version":"1","Statement":[{{"Effect":"Allow","Action":"imm:GetProject","Resource":"acs:imm:*:{account}:projects/{name}"}}]}}'.format(account=uid, name=project)  # finds: RAM307
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="s", policy_document=swrong))

tdoc = """{"Version":"1","Statement":[{"Effect":"Allow","Action":"imm:GetProject","Resource":"*"}]}"""  # finds: RAM403
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="t", policy_document=tdoc))

twrong = """
{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "imm:CreateDataset"
      ],
      "Resource": [
        "acs:imm:*:*:project/photos"
      ]
    }
  ]
}
"""  # finds@-5: RAM303
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="t", policy_document=twrong))

known = "photos"
fknown = f"""{{
  "Version": "1",
  "Statement": [{{
    "Effect": "Allow",
    "Action": "imm:CreateDataset",
    "Resource": "acs:imm:*:*:project/{known}"
  }}]
}}"""  # finds@-2: RAM303
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="t", policy_document=fknown))

joined = (
    '{"Version": "1", "Statement": [{'
    '"Effect": "Allow", '
    '"Action": "imm:CreateDataset", '
    '"Resource": "acs:imm:*:*:project/photos"'  # finds: RAM303
    "}]}"
)
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="j", policy_document=joined))

added = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetProject", "Resource": "' + str(project) + '"}]}'
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="a", policy_document=added))

escaped = "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"imm:CreateDataset\", \"Resource\": \"acs:imm:*:*:project/photos\"}]}"  # finds: RAM303
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="e", policy_document=escaped))

raw = r'{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:CreateDataset", "Resource": "acs:imm:*:*:project/photos"}]}'  # finds: RAM303
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="r", policy_document=raw))

single = "{'Version': '1', 'Statement': []}"  # finds: RAM201
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="q", policy_document=single))

# A dict of which a part is text to be formatted.
ram.create_policy(
    ram_models.CreatePolicyRequest(
        policy_name="d",
        policy_document=json.dumps(
            {
                "Version": "1",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "imm:CreateDataset",
                        "Resource": f"acs:imm:*:*:project/{project}/dataset/*",
                    },
                    {
                        "Effect": "Allow",
                        "Action": "imm:GetDataset",
                        "Resource": f"acs:imm:*:*:projects/{project}/dataset/*",  # finds: RAM307
                    },
                    {
                        "Effect": "Allow",
                        "Action": "imm:GetProject",
                        "Resource": "acs:imm:*:%s:project/*" % uid,
                    },
                    {
                        "Effect": os.environ.get("EFFECT", "Allow"),
                        "Action": os.environ.get("ACTION", "imm:ListProjects"),
                        "Resource": os.environ.get("RESOURCE", "*"),
                    },
                ],
            }
        ),
    )
)

# What the hole might hold could make it right.
maybe = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"imm:CreateDataset","Resource":"acs:imm:*:*:project/%s"}]}' % project
ram.create_policy(ram_models.CreatePolicyRequest(policy_name="m", policy_document=maybe))
