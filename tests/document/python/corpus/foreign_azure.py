from azure.ai.ml import MLClient
from azure.identity import DefaultAzureCredential
from azureml.core import Dataset, Workspace

client = MLClient(DefaultAzureCredential(), "subscription", "group", "1-workspace")
client.create_dataset({"name": "1 2"})
client.data.create_or_update(Dataset.Tabular.from_delimited_files("https://example.com/a.csv"))
Dataset.get_by_name(Workspace.from_config(), name="1 2")
