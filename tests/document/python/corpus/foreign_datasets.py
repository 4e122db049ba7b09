import datasets
import h5py
from datasets import load_dataset

load_dataset("1 2", name="3 4")
with h5py.File("a.h5", "w") as file:
    file.create_dataset("1 2", data=[1, 2, 3])
    file.create_dataset("dataset_name", (100,), dtype="i")


def create_dataset(project_name, dataset_name="1 2", **options):
    return {"ProjectName": project_name, "DatasetName": dataset_name, **options}


create_dataset("1", "2 3")
create_dataset(project_name="1", dataset_name="2 3", colour="red")
datasets.Dataset.from_dict({"ProjectName": ["1"], "DatasetName": ["2 3"]})
