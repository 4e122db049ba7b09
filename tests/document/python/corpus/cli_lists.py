# runs
import json
import shlex
import os
import subprocess
import sys
from subprocess import check_output, run

subprocess.run(
    ["aliyun", "imm", "CreateDataset", "--ProjectName", "demo-project", "--DatasetName", "photos_2026",
     "--region", "cn-shanghai", "--DatasetMaxBindCount", "10"],
    check=True,
)
subprocess.run(["aliyun", "imm", "CreateDataset", "--ProjectName", "p", "--DatasetName", "1"], check=True)  # finds: IMM104
subprocess.call(["aliyun", "imm", "CreateDataset", "--ProjectName", "p", "--DatasetName", "2"])  # finds: IMM104
subprocess.check_call(["aliyun", "imm", "CreateDataset", "--ProjectName", "p", "--DatasetName", "3"])  # finds: IMM104
subprocess.check_output(["aliyun", "imm", "CreateDataset", "--ProjectName", "p", "--DatasetName", "4"])  # finds: IMM104
subprocess.Popen(["aliyun", "imm", "CreateDataset", "--ProjectName", "p", "--DatasetName", "5"])  # finds: IMM104
run(["aliyun", "imm", "CreateDataset", "--ProjectName", "p", "--DatasetName", "6"], check=True)  # finds: IMM104
check_output(args=["aliyun", "imm", "CreateDataset", "--ProjectName", "p", "--DatasetName", "7"])  # finds: IMM104
subprocess.run(("aliyun", "imm", "CreateDataset", "--ProjectName", "p", "--DatasetName", "8"), check=True)  # finds: IMM104
subprocess.run(["/usr/local/bin/aliyun", "imm", "CreateDataset", "--ProjectName", "p", "--DatasetName", "9"], check=True)  # finds: IMM104
subprocess.run(["aliyun", "imm", "CreateDataset", "--ProjectName=p", "--DatasetName=equals"], check=True)
subprocess.run(["aliyun", "imm", "CreateDataset", "--ProjectName=p", "--DatasetName=1equals"], check=True)  # finds: IMM104
subprocess.run(["aliyun", "imm", "GetDataset", "--ProjectName", "p"], check=True)  # finds: IMM101
subprocess.run(
    [
        "aliyun",
        "imm",
        "CreateDataset",
        "--ProjectName",
        "p",
        "--DatasetName",
        "several lines",  # finds: IMM104
        "--DatasetMaxBindCount",
        "50",  # finds: IMM105
        "--TemplateID",  # finds: IMM102
        "Official:ImageManagement",
    ],
    check=True,
)
subprocess.run(
    [
        "aliyun",
        "imm",
        "CreatDataset",  # finds: IMM113
        "--ProjectName",
        "p",
    ],
    check=True,
)

# Global flags are no parameters; they may stand anywhere.
subprocess.run(
    ["aliyun", "--profile", "dev", "imm", "GetProject", "--ProjectName", "p", "--region", "cn-beijing",
     "--endpoint", "imm.cn-beijing.aliyuncs.com", "--version", "2020-09-30", "--force", "--method", "POST",
     "--read-timeout", "20", "--output", "cols=ProjectName", "--secure", "--RegionId", "cn-beijing"],
    check=True,
)

cmd = ["aliyun", "imm", "GetDataset", "--ProjectName", "p", "--DatasetName", "d"]
subprocess.run(cmd, check=True)

pieces = shlex.split("aliyun imm GetDataset --ProjectName demo-project --DatasetName photos_2026")
subprocess.run(pieces, check=True)
subprocess.run(shlex.split("aliyun imm GetDataset --ProjectName p --DatasetName 1d"), check=True)  # finds: IMM104
subprocess.run("aliyun imm GetDataset --ProjectName p --DatasetName 2d".split(), check=True)  # finds: IMM104
subprocess.run(
    ["aliyun", "imm", "IndexFileMeta", "--ProjectName", "p", "--DatasetName", "d",
     "--File", json.dumps({"URI": "oss://b/k"})],
    check=True,
)
subprocess.run(
    [
        "aliyun",
        "imm",
        "IndexFileMeta",
        "--ProjectName",
        "p",
        "--DatasetName",
        "d",
        "--File",
        json.dumps({"URI": "http://b/k"}),  # finds: IMM110
    ],
    check=True,
)


def run_grown(project="p"):
    grown = ["aliyun", "imm", "GetDataset", "--ProjectName", project]
    grown += ["--DatasetName", "d"]
    subprocess.run(grown, check=True)
    more = ["aliyun", "imm", "GetDataset"]
    more.append("--ProjectName")
    more.append(project)
    more.extend(["--DatasetName", "d"])
    subprocess.run(more, check=True)
    subprocess.run(["aliyun", "imm", "GetDataset"] + ["--ProjectName", project, "--DatasetName", "d"], check=True)
    subprocess.run(["aliyun", "imm", "GetDataset", *sys.argv[1:]], check=True)
    subprocess.run(["aliyun", "imm", "GetDataset", *grown[3:]], check=True)


def run_help():
    subprocess.run(["aliyun", "imm", "help"], check=True)
    subprocess.run(["aliyun", "imm", "--help"], check=True)
    subprocess.run(["aliyun", "imm", "CreateDataset", "--help"], check=True)
    subprocess.run(["aliyun", "imm", "CreateDataset", "help"], check=True)
    subprocess.run(["aliyun", "imm"], check=True)
    subprocess.run(["aliyun", "version"], check=True)
    subprocess.run(["aliyun"], check=True)


def run_not_this_service():
    subprocess.run(["aliyun", "aiworkspace", "CreateDataset", "--Name", "1 2 3"], check=True)
    subprocess.run(["aliyun", "oss", "ls", "oss://imm"], check=True)
    subprocess.run(["echo", "aliyun", "imm", "CreateDataset", "--DatasetName", "1"], check=True)
    subprocess.run(["other", "imm", "CreateDataset", "--DatasetName", "1"], check=True)
    print(["aliyun", "imm", "CreateDataset", "--DatasetName", "1"])


def run_unknown_parts(operation=os.environ.get("OPERATION", "GetDataset"), *arguments):
    subprocess.run(["aliyun", "imm", operation, "--DatasetName", "1"], check=True)
    subprocess.run(["aliyun", "imm", "GetDataset", *arguments], check=True)
    subprocess.run(arguments, check=True)
    subprocess.run(["aliyun", *arguments, "--DatasetName", "d"], check=True)
