# runs
import enum
import os
from dataclasses import dataclass, field
from enum import Enum, StrEnum, unique
from typing import ClassVar, NamedTuple

from alibabacloud_imm20200930.models import BatchGetFileMetaRequest, GetDatasetRequest


@unique
class Names(Enum):
    BAD = "1 photo"
    GOOD = "photos"
    _ignored = "2 photos"

    def spelt(self):
        return self.value + "!"


class Words(StrEnum):
    BAD = "3 words"


class Mixed(str, enum.Enum):
    BAD = "4 mixed"


def ask(name):
    return GetDatasetRequest(project_name="p", dataset_name=name)


GetDatasetRequest(project_name="p", dataset_name=Names.BAD.value)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Names["BAD"].value)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Names.BAD.spelt())  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=f"{Names.GOOD.value}!")  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Names.GOOD.name + "!")  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Words.BAD)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Words.BAD + "s")  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Mixed.BAD.value)  # finds: IMM104
for name in Names:
    GetDatasetRequest(project_name="p", dataset_name=name.value)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Names.GOOD.value)
# What Python writes of these depends on its version.
GetDatasetRequest(project_name="p", dataset_name=str(Names.BAD))
GetDatasetRequest(project_name="p", dataset_name=f"{Mixed.BAD}")


class Wrapped(Enum):
    BAD = "5 wrapped"

    @property
    def value(self):
        return "wrapped"


GetDatasetRequest(project_name="p", dataset_name=Wrapped.BAD.value)


@dataclass(frozen=True)
class Frozen:
    kind: ClassVar[str] = "6 kinds"
    project: str = "p"
    dataset: str = "7 frozen"
    tags: list = field(default_factory=list)


@dataclass(frozen=True)
class Derived(Frozen):
    region: str = "cn-beijing"
    dataset: str = "15 derived"


@dataclass
class Plain:
    dataset: str = field(default="8 plain")
    other: str = "o"


class Pair(NamedTuple):
    project: str
    dataset: str = "9 pairs"


GetDatasetRequest(project_name="p", dataset_name=Frozen().dataset)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Frozen("p", "10 given").dataset)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Frozen(dataset="11 given").dataset)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Derived().dataset)  # finds: IMM104
GetDatasetRequest(project_name=Derived("16 projects").project, dataset_name="d")  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Frozen.kind)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Plain().dataset)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Pair("p").dataset)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Pair("p", "pairs").dataset)
GetDatasetRequest(project_name="p", dataset_name=Pair("p")[1])  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Pair("p", dataset="17 given")[-1])  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=Pair("p", "pairs")[1])
given = os.environ.get("GIVEN", "p pairs").split()
GetDatasetRequest(project_name="p", dataset_name=Pair(*given)[1])
project, dataset = Pair("p")
GetDatasetRequest(project_name=project, dataset_name=dataset)  # finds: IMM104
project, dataset = Pair("p", dataset="pairs")
GetDatasetRequest(project_name=project, dataset_name=dataset)
project, dataset = Pair("p") if given else Pair("p", "pairs")
GetDatasetRequest(project_name=project, dataset_name=dataset)
for project, dataset in [Pair("p"), Pair("p", "pairs")]:
    GetDatasetRequest(project_name=project, dataset_name=dataset)  # finds: IMM104


class Reversed(Pair):
    def __getitem__(self, index):
        return "pairs"


class Finding(Pair):
    def __new__(cls, project):
        return super().__new__(cls, project, "pairs")


GetDatasetRequest(project_name="p", dataset_name=Reversed("p", "18 pairs")[1])
GetDatasetRequest(project_name="p", dataset_name=Finding("19 pairs")[1])
GetDatasetRequest(project_name="p", dataset_name=Frozen(dataset="given").dataset)


@dataclass
class Finished:
    dataset: str = "12 finished"

    def __post_init__(self):
        self.dataset = "finished"


@dataclass(init=False)
class Bare:
    dataset: str = "13 bare"


GetDatasetRequest(project_name="p", dataset_name=Finished().dataset)
bare = Bare()
bare.dataset = "bare"
GetDatasetRequest(project_name="p", dataset_name=bare.dataset)

settings = Plain()


def run_settings():
    GetDatasetRequest(project_name="p", dataset_name=settings.dataset)


def run_set():
    settings.dataset = "set"
    run_settings()


# Texts and lists that are repeated.
GetDatasetRequest(project_name="p", dataset_name="x" * 300)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=129 * "x")  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name="x" * 128)
GetDatasetRequest(project_name="p", dataset_name="x" * len(Names))
uri = "oss://bucket/a.jpg"
BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris=[uri] * 101)  # finds: IMM111
BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris=[uri] * 100)
BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris=["http://b"] * 3)  # finds: IMM110
uris = [uri]
uris += ["http://b"]  # finds: IMM110
BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris=uris)
GetDatasetRequest(**({"project_name": "p"} | {"dataset_name": "14 d"}))  # finds: IMM104

# What is a string, too, is sent as one; how it is written depends on the version of Python.
GetDatasetRequest(project_name="p", dataset_name=Mixed.BAD)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name="album " + Mixed.BAD)  # finds: IMM104
GetDatasetRequest(project_name="p", dataset_name=str(Mixed.BAD))
GetDatasetRequest(project_name="p", dataset_name=Mixed("4 mixed"))
