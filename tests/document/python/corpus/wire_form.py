"""Requests that code writes in the wire form and signs by itself."""

import json

import requests

HOST = "https://imm.cn-shanghai.aliyuncs.com/"
COMMON = {"Version": "2020-09-30", "Format": "JSON", "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0"}
#: A table of operations is no request.
TABLE = [
    {"Action": "CreateDataset", "Version": "2020-09-30", "Method": "POST", "Path": "/", "Handler": print},
    {"Action": "GetProject", "Version": "2020-09-30", "Method": "GET", "Params": {"ProjectName": "9"}},
]
#: It is completed where it is copied.
CREATE = {**COMMON, "Action": "CreateDataset"}
INDEX = {
    **COMMON,
    "Action": "IndexFileMeta",
    "ProjectName": "p",
    "DatasetName": "d",
    "File": json.dumps({"URI": "http://b/k"}),  # finds: IMM110
}


def signed(query):
    return {**query, "Signature": sign(query)}


def in_one(nonce):
    query = {
        "Action": "CreateDataset",
        "Version": "2020-09-30",
        "ProjectName": "p",
        "DatasetName": "9 lives",  # finds: IMM104
        "DatasetMaxBindCount": "5",
        "SignatureNonce": nonce,
    }
    requests.get(HOST, params=signed(query))


def step_by_step(nonce):
    query = {"Version": "2020-09-30", "SignatureNonce": nonce}
    query["Action"] = "CreateDataset"
    query["ProjectName"] = "p"
    query["DatasetName"] = "d"
    query["DatasetMaxBindCount"] = 11  # finds: IMM105
    query["Signature"] = sign(query)
    requests.post(HOST, data=query)


def call(action, **parameters):
    return requests.get(HOST, params=signed({**COMMON, "Action": action, **parameters}))


def by_helper(name):
    call("CreateDataset", ProjectName="p", DatasetName="9 lives")  # finds: IMM104
    call("CreateDataset", ProjectName="p", DatasetName=name)
    call("GetProject", ProjetName="p", WithStatistics=True)  # finds: IMM102
    call("DescribeInstances", ProjectName="9 lives")


def copied(name):
    requests.get(HOST, params=signed({**CREATE, "ProjectName": "p", "DatasetName": name}))
    requests.get(HOST, params=signed({**CREATE, "ProjectName": "9", "DatasetName": name}))  # finds: IMM104


def of_another_api():
    requests.get(HOST, params=signed({"Action": "CreateDataset", "Version": "2021-09-30", "ProjectName": "9"}))
    requests.get(HOST, params=signed({"action": "CreateDataset", "version": "2020-09-30", "ProjectName": "9"}))


def chosen(flag):
    query = {"Action": "GetProject", "Version": "2020-09-30", "ProjectName": "p", "TemplateId": "x"}  # finds: IMM102
    other = {"Action": "GetProject", "Version": "2020-09-30", "ProjectName": "9"}
    if flag:
        other["ProjectName"] = "p"
        other["Action"] = "DeleteProject"
    return query, other
