# runs
import json
import os
import subprocess
from os import system

os.system("aliyun imm GetDataset --ProjectName p --DatasetName d")
os.system("aliyun imm GetDataset --ProjectName p --DatasetName 1d")  # finds: IMM104
system("aliyun imm GetDataset --ProjectName p --DatasetName 2d")  # finds: IMM104
os.system("aliyun imm GetDataset --ProjectName=p --DatasetName='3 d'")  # finds: IMM104
subprocess.run("aliyun imm GetDataset --ProjectName p --DatasetName 4d", shell=True, check=True)  # finds: IMM104
subprocess.call("aliyun imm GetDataset --ProjectName p", shell=True)  # finds: IMM101
subprocess.Popen("aliyun imm GetDataset --ProjectName p --Dataset d --DatasetName d", shell=True)  # finds: IMM102
subprocess.check_output(
    "aliyun imm GetDataset "
    "--ProjectName p "
    "--DatasetName 5d",  # finds: IMM104
    shell=True,
)
os.system(
    """aliyun imm GetDataset \\
    --ProjectName p \\
    --DatasetName d
    """
)
os.system("aliyun imm GetProject --ProjectName p | jq .Project")
os.system("aliyun imm GetProject --ProjectName p > project.json 2>&1")
os.system("aliyun imm GetProject --ProjectName p && echo done")
os.system("aliyun imm GetProject --ProjectName $PROJECT")
os.system("aliyun imm GetProject --ProjectName ${PROJECT}-1")
os.system("aliyun imm GetProject --ProjectName $(cat project)")
os.system("aliyun imm GetProject $OPTIONS")
os.system("aliyun imm IndexFileMeta --ProjectName p --DatasetName d --File '{\"URI\": \"oss://b/k\"}'")
os.system("aliyun imm IndexFileMeta --ProjectName p --DatasetName d --File '{\"URI\": \"http://b/k\"}'")  # finds: IMM110
os.system("aliyun imm 'unclosed")
os.system("echo aliyun imm CreateDataset --DatasetName 1")
print("aliyun imm CreateDataset --DatasetName 1")


def run_formatted(project="p", dataset="d"):
    file = json.dumps({"URI": "oss://b/k"})
    os.system(f"aliyun imm IndexFileMeta --ProjectName {project} --DatasetName {dataset} --File '{file}'")
    os.system(f"aliyun imm IndexFileMeta --ProjectName p --DatasetName d --File '{json.dumps({'URI': 'oss://b/k'})}'")
    os.system(f"aliyun imm GetProject --ProjectName {os.environ.get('PROJECT', 'p')}")
    os.system(f"aliyun imm GetProject --ProjectName 1{os.environ.get('PROJECT', 'p')}")  # finds: IMM104
    os.system("aliyun imm GetDataset --ProjectName %s --DatasetName %s" % (os.environ.get("P"), os.environ.get("D")))
    os.system("aliyun imm GetDataset --ProjectName {} --DatasetName 6{}".format(os.environ.get("P"), os.environ.get("D")))  # finds: IMM104
    os.system("aliyun imm GetDataset " + os.environ.get("OPTIONS", ""))
    os.system(f"aliyun imm {os.environ.get('OPERATION')} --DatasetName 1")
os.system("cd /tmp && aliyun imm GetProject --ProjectName 9")  # finds: IMM104
os.system("cd /tmp && aliyun imm GetProject --ProjectName p")
os.system("LANG=C sudo aliyun --profile x imm GetProject --ProjectName 9 | cat")  # finds: IMM104
os.system("echo aliyun; aliyun imm GetProject --ProjectName 9 > f; aliyun imm GetProject --ProjectName 8")  # finds: IMM104, IMM104
