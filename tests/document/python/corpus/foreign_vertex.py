from google.cloud import aiplatform, automl, bigquery
from google.cloud.aiplatform_v1.types import CreateDatasetRequest
from google.cloud.automl_v1 import CreateDatasetRequest as AutoMl

client = bigquery.Client()
client.create_dataset("1-my.dataset")
client.create_dataset(bigquery.Dataset("project.1 dataset"), timeout=30)
client.get_dataset("1")
client.list_datasets(max_results=5000)

datasets = aiplatform.gapic.DatasetServiceClient()
datasets.create_dataset(parent="projects/1/locations/us", dataset={"display_name": "1 2"})
datasets.create_dataset(CreateDatasetRequest(parent="projects/1", dataset={"display_name": "1 2"}))
CreateDatasetRequest("positional")
CreateDatasetRequest.from_map({"DatasetName": "1"})
request = CreateDatasetRequest()
request.DatasetName = "1"
request.datset_name = "1"
automl.AutoMlClient().create_dataset(AutoMl(parent="p", project_name="1 2", dataset_name="3 4"))
