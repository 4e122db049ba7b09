"""CPU seconds for modules that call IMM in every way, this checkout beside another.

    python bench/code.py [--against CHECKOUT] [--rounds 15]

200 callers, the same at each run: new SDK, core SDK, CommonRequest, OpenAPI and command line. With
``--against`` both checkouts read them in turn, and the last line is the ratio of the least times.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
CALLERS = 200
#: What each process runs: CPU seconds of checking all callers, after a first one that loads everything.
MEASURE = """
import sys, time
sys.path[:0] = [{root!r}]
import importlib.util
spec = importlib.util.spec_from_file_location(
    "immlint.rules", {root!r} + "/rules/__init__.py", submodule_search_locations=[{root!r} + "/rules"])
import immlint
assert immlint.__file__.startswith({root!r}), immlint.__file__
sys.modules["immlint.rules"] = rules = importlib.util.module_from_spec(spec)
spec.loader.exec_module(rules)
texts = sys.stdin.read().split("\\f")
immlint.lint_text(texts[0], filename="caller.py")
started = time.process_time()
found = sum(len(immlint.lint_text(text, filename="caller.py")) for text in texts)
print(time.process_time() - started, found)
"""


def new_sdk(project: str, dataset: str, number: int) -> str:
    return f"""\
from alibabacloud_imm20200930.client import Client
from alibabacloud_imm20200930 import models
from alibabacloud_tea_openapi.models import Config

def client():
    return Client(Config(endpoint="imm.cn-beijing.aliyuncs.com", region_id="cn-beijing"))

def create(environment, count={number}):
    request = models.CreateDatasetRequest(project_name={project!r}, dataset_name=f"{{environment}}-{dataset}")
    for index in range(count):
        request.description = "photos %s" % index
    if environment == "test":
        request.dataset_max_bind_count = {number}
    return client().create_dataset(request)
"""


def core_sdk(project: str, dataset: str, number: int) -> str:
    return f"""\
from aliyunsdkcore.client import AcsClient
from aliyunsdkimm.request.v20200930.CreateDatasetRequest import CreateDatasetRequest

class Datasets:
    def __init__(self, key, secret):
        self.client = AcsClient(key, secret, "cn-hangzhou")

    def create(self, names=("{dataset}", "{dataset}-{number}")):
        for name in names:
            request = CreateDatasetRequest()
            request.set_ProjectName({project!r})
            request.set_DatasetName(name)
            self.client.do_action_with_exception(request)
"""


def common_request(project: str, dataset: str, number: int) -> str:
    return f"""\
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

def send(client: AcsClient, **more):
    request = CommonRequest()
    request.set_domain("imm.cn-shanghai.aliyuncs.com")
    request.set_version("2020-09-30")
    request.set_action_name("CreateDataset")
    parameters = {{"ProjectName": {project!r}, "DatasetName": {dataset!r}, "DatasetMaxBindCount": {number}}}
    parameters.update(more)
    for key, value in parameters.items():
        request.add_query_param(key, value)
    return client.do_action_with_exception(request)
"""


def openapi(project: str, dataset: str, number: int) -> str:
    return f"""\
import json
from alibabacloud_tea_openapi.client import Client
from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
from alibabacloud_tea_util.models import RuntimeOptions

def call(files):
    params = Params(action="BatchIndexFileMeta", version="2020-09-30", protocol="HTTPS", method="POST",
                    auth_type="AK", style="RPC", pathname="/", req_body_type="json", body_type="json")
    query = {{"ProjectName": {project!r}, "DatasetName": {dataset!r},
             "Files": json.dumps([{{"URI": f"oss://bucket-{number}/{{name}}"}} for name in files])}}
    client = Client(Config(endpoint="imm.cn-beijing.aliyuncs.com"))
    return client.call_api(params, OpenApiRequest(query=query), RuntimeOptions())
"""


def command_line(project: str, dataset: str, number: int) -> str:
    return f"""\
import subprocess

def run(region, extra=()):
    command = ["aliyun", "imm", "CreateDataset", "--ProjectName", {project!r}, "--DatasetName", {dataset!r}]
    command += ["--region", region, "--DatasetMaxBindCount", str({number}), *extra]
    subprocess.run(command, check=True)
    subprocess.run(f"aliyun imm GetDataset --ProjectName {project} --DatasetName {dataset}", shell=True)
"""


FORMS: tuple[Callable[[str, str, int], str], ...] = (new_sdk, core_sdk, common_request, openapi, command_line)


def callers(count: int = CALLERS) -> list[str]:
    chance = random.Random(2020)
    found = []
    for number in range(count):
        form = FORMS[number % len(FORMS)]
        pieces = [
            form(f"project-{chance.randrange(100)}", f"dataset-{chance.randrange(100)}", chance.randrange(9))
            for _ in range(chance.randint(1, 3))
        ]
        found.append("\n\n".join(pieces))
    return found


def measure(root: Path, texts: list[str]) -> tuple[float, int]:
    """Return the CPU seconds that one process takes for all callers, and how many findings there are."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE.format(root=str(root))],
        input="\f".join(texts),
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    seconds, found = done.stdout.split()
    return float(seconds), int(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    texts = callers()
    roots = [ROOT] + ([options.against.resolve()] if options.against else [])
    least = [float("inf")] * len(roots)
    for _ in range(options.rounds):
        for index, root in enumerate(roots):
            seconds, found = measure(root, texts)
            if seconds < least[index]:
                least[index] = seconds
                print(f"{root}: {seconds:.3f} s, {found} findings", flush=True)
    if len(least) > 1:
        print(f"ratio of the least times: {least[0] / least[1]:.3f}")


if __name__ == "__main__":
    main()
