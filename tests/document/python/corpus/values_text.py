# runs
import os

from alibabacloud_imm20200930 import models as imm_models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi import models as open_api_models

client = Client(open_api_models.Config(access_key_id="x", access_key_secret="y", region_id="cn-hangzhou"))
env = os.environ.get("ENV", "dev")
PREFIX = "1"
GOOD = "photos"


def get(name):
    return client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=name))


client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{env}-photos"))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=f"1{env}-photos"))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{env} photos"))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{PREFIX}-{env}"))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{GOOD}-{env:s}"))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{env}"))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=f""))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{{{env}}}"))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="1" + env))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=env + "-photos"))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=PREFIX + "-" + GOOD))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=GOOD + "-" + PREFIX))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="2-" "photos"))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="1%s" % env))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="%s-photos" % env))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="%(env)s/photos" % {"env": env}))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="1{}".format(env)))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="{}-photos".format(env)))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="{env}.photos".format(env=env)))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="{0}-{1}".format(GOOD, PREFIX)))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=u"3-photos"))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="""4-photos"""))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="\x61-photos"))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="caf\u00e9"))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="相册", dataset_name="d"))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=("a" * 128)))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="<your-dataset>"))  # finds: IMM116
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=("5-photos")))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=str("photos")))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="{env}-forgotten"))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="${ENV}-photos"))  # finds: IMM104
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name="{env}-photos".format(env=env)))
client.get_dataset(imm_models.GetDatasetRequest(project_name="p", dataset_name=os.path.expandvars("${ENV}-photos")))


def run_integers(names=("a",), count=2):
    # An integer is digits, whatever it is.
    for number in range(count):
        imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{number}-photos")  # finds: IMM104
        imm_models.GetDatasetRequest(project_name="p", dataset_name=f"photos-{number}")
        imm_models.GetDatasetRequest(project_name="p", dataset_name=str(number + 1))  # finds: IMM104
        imm_models.GetDatasetRequest(project_name="p", dataset_name="%d_photos" % number)  # finds: IMM104
        imm_models.GetDatasetRequest(project_name="p", dataset_name="{}_photos".format(number * 2))  # finds: IMM104
        imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{number:c}" if number else "a")
        imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{names[number % 1]}-photos")
    for number, name in enumerate(names):
        imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{number}-{name}")  # finds: IMM104
        imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{name}-{number}")
    imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{len(names)}photos")  # finds: IMM104
    either = len(names) if count > 100 else "photos"
    imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{either}")
    other = int("7")
    other = str(other).replace("7", "photos")
    imm_models.GetDatasetRequest(project_name="p", dataset_name=f"{other}")
