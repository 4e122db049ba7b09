"""Slips in requests and their near misses."""

from __future__ import annotations

from tests.rules.near_misses.case import Case

_OLD, _NEW = '"2017-09-06"', '"2020-09-30"'

REQUESTS = (
    Case("IMM101", "CreateDataset.json", '{"ProjectName": "p", "§": "d"}', "Description", "DatasetName"),
    Case(
        "IMM101", "get-file-meta.yaml", "ProjectName: p\nDatasetName: d\n§: oss://b/k\n", "SourceURI", "URI"
    ),
    Case("IMM102", "GetProject.json", '{"ProjectName": "p", "§": true}', "WithStatistic", "WithStatistics"),
    Case(
        "IMM102",
        "create-dataset.yaml",
        "ProjectName: p\nDatasetName: d\n§: x\n",
        "descriptions",
        "Description",
    ),
    Case("IMM103", "GetProject.json", '{"ProjectName": §}', "7", '"p7"'),
    Case(
        "IMM103",
        "create-dataset.yaml",
        "ProjectName: p\nDatasetName: d\nDatasetMaxBindCount: §\n",
        '"ten"',
        "10",
    ),
    Case("IMM104", "GetProject.json", '{"ProjectName": "§"}', "my project", "my-project"),
    Case("IMM104", "get-dataset.yaml", "ProjectName: p\nDatasetName: §\n", "faces.2026", "faces_2026"),
    Case(
        "IMM105",
        "CreateDataset.json",
        '{"ProjectName": "p", "DatasetName": "d", "DatasetMaxBindCount": §}',
        "11",
        "10",
    ),
    Case("IMM105", "list-datasets.yaml", "ProjectName: p\nMaxResults: §\n", "201", "200"),
    Case(
        "IMM106",
        "CreateDataset.json",
        '{"ProjectName": "p", "DatasetName": "d", "Description": "§"}',
        "x" * 257,
        "x" * 256,
    ),
    Case("IMM106", "update-project.yaml", 'ProjectName: p\nDescription: "§"\n', "", "."),
    Case("IMM107", "ListTasks.json", '{"ProjectName": "p", "Order": "§"}', "DESC", "desc"),
    Case("IMM107", "list-batches.yaml", "ProjectName: p\nOrder: §\n", "desc", "DES"),
    Case(
        "IMM108",
        "CreateDataset.json",
        '{"ProjectName": "p", "DatasetName": "d", "§": []}',
        "WorkflowParameters",
        "DatasetConfig",
    ),
    Case(
        "IMM108",
        "update-project.yaml",
        "ProjectName: p\n§: 5\n",
        "DatasetMaxRelationCount",
        "ProjectMaxDatasetCount",
    ),
    Case(
        "IMM109",
        "CreateProject.json",
        '{"ProjectName": "p", "TemplateId": "Official:§"}',
        "ImageManager",
        "ImageManagement",
    ),
    Case(
        "IMM109",
        "update-dataset.yaml",
        "ProjectName: p\nDatasetName: d\nTemplateId: Official:§\n",
        "allfunction",
        "AllFunction",
    ),
    Case(
        "IMM110", "DetectImageCodes.json", '{"ProjectName": "p", "SourceURI": "§b/a.jpg"}', "oss:/", "oss://"
    ),
    Case(
        "IMM110", "create-binding.yaml", "ProjectName: p\nDatasetName: d\nURI: oss://photos§\n", "/2026", ""
    ),
    Case(
        "IMM111",
        "SimpleQuery.json",
        '{"ProjectName": "p", "DatasetName": "d", "Sort": "A,B,C,D,E§"}',
        ",F",
        "",
    ),
    Case(
        "IMM111",
        "batch-get-file-meta.yaml",
        "ProjectName: p\nDatasetName: d\nURIs: [§oss://b/k]\n",
        "oss://b/k, " * 100,
        "oss://b/k, " * 99,
    ),
    Case(
        "IMM112",
        "requests.jsonl",
        '{"Action": "CreateDataset", "ProjectName": "p", "DatasetName": "d"}\n{"Action": '
        '"CreateDataset", "ProjectName": "p", "DatasetName": "§"}\n',
        "d",
        "D",
    ),
    Case(
        "IMM112",
        "requests.yaml",
        "- {Action: CreateDataset, ProjectName: p, DatasetName: d}\n- {Action: CreateDataset, "
        "ProjectName: §, DatasetName: d}\n",
        "p",
        "q",
    ),
    Case(
        "IMM113",
        "request.json",
        '{"Action": "§", "Version": "2020-09-30", "ProjectName": "p"}',
        "getProject",
        "GetProject",
    ),
    Case(
        "IMM113",
        "request.yaml",
        'Action: §\nVersion: "2020-09-30"\nProjectName: p\nDatasetName: d\n',
        "CreateDataSets",
        "CreateDataset",
    ),
    Case("IMM114", "request.json", '{"Action": "GetProject", "Version": §, "ProjectName": "p"}', _OLD, _NEW),
    Case(
        "IMM114",
        "request.yaml",
        'Action: §\nVersion: "2020-09-30"\nProjectName: p\n',
        "PutProject",
        "UpdateProject",
    ),
    Case(
        "IMM115",
        "CreateCompressPointCloudTask.json",
        '{"ProjectName": "p", "SourceURI": "oss://b/a", "TargetURI": "oss://b/t", '
        '"PointCloudFields": ["xyz"], "CompressMethod": "§", "KdtreeOption": {}}',
        "octree",
        "kdtree",
    ),
    Case(
        "IMM115",
        "simple-query.yaml",
        "ProjectName: p\nDatasetName: d\nSort: Size\nOrder: asc§\n",
        ",desc",
        "",
    ),
    Case("IMM116", "GetProject.json", '{"ProjectName": "§"}', "<project>", "project"),
    Case("IMM116", "get-dataset.yaml", "ProjectName: p\nDatasetName: '§'\n", "{{ dataset }}", "dataset"),
    Case(
        "IMM117",
        "CreateDataset.json",
        '{"RequestId": "1", "Dataset": {"DatasetName": "d", "BindCount": §}}',
        '"one"',
        "1",
    ),
    Case("IMM117", "get-project.yaml", 'RequestId: "1"\nProject: {ProjectName: §}\n', "[p]", "p"),
    Case(
        "IMM118",
        "request.json",
        '{"Action": "GetProject", "ProjectName": "p", "RegionId": "§"}',
        "cn_beijing",
        "cn-beijing",
    ),
    Case(
        "IMM118",
        "request.yaml",
        "Action: GetProject\nProjectName: p\nRegionId: §\n",
        "ap-southeast-11",
        "ap-southeast-1",
    ),
    Case(
        "LNT901",
        "get-dataset.yaml",
        "ProjectName: p\nDatasetName: §  # immlint: ignore[IMM104] its name is old\n",
        "faces",
        "1st",
    ),
    Case(
        "LNT901",
        "create-dataset.yaml",
        "# immlint: file-ignore[IMM106] made elsewhere\nProjectName: p\nDatasetName: d\nDescription: '§'\n",
        ".",
        "",
    ),
    Case(
        "LNT902",
        "get-dataset.yaml",
        "ProjectName: p\nDatasetName: 1st  # immlint: ignore[IMM104]§\n",
        "",
        " its name is old",
    ),
    Case(
        "LNT902",
        "get-project.yaml",
        "ProjectName: 1st  # immlint: ignore[§] its name is old\n",
        "IMM1",
        "invalid-name",
    ),
    Case("LNT903", "GetProject.json", '{"ProjectName": "p"§}', ",", ""),
    Case("LNT903", "get-project.yaml", "ProjectName: §p\n", '"', ""),
)
