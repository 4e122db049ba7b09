"""Rows of the catalogue against the words of the SDK's own texts, and each slip told once."""

from __future__ import annotations

import json
from typing import Any

import pytest

import immlint
from immlint.config import Config

BASE = {"Version": "2020-09-30", "ProjectName": "p"}
SOURCE = {"URI": "oss://b/a.mp4"}


def told(operation: str, **parameters: Any) -> list[tuple[str, str, str]]:
    body = {"Action": operation, **BASE, **parameters}
    findings = immlint.lint_text(json.dumps(body), filename="x.json", config=Config(pedantic=True))
    return [(finding.code, finding.severity, finding.pointer) for finding in findings]


def converted(**target: Any) -> list[tuple[str, str]]:
    wanted = {"Container": "mp4", "URI": "oss://b/o", **target}
    found = told("CreateMediaConvertTask", Sources=[SOURCE], Targets=[wanted])
    return [(code, severity) for code, severity, _ in found]


PIXELS = [0.05, 0.5, 0.99, 1, 7, 4096, "0.2", "12"]


@pytest.mark.parametrize("part", ["Watermarks", "Delogos"])
@pytest.mark.parametrize("name", ["Dx", "Dy", "Height", "Width"])
def test_places_in_a_picture_are_pixels_or_ratios(part: str, name: str) -> None:
    def found(value: Any) -> list[tuple[str, str]]:
        return converted(Video={"FilterVideo": {part: [{name: value}]}})

    for value in [*PIXELS, *((0, "0") if name in ("Dx", "Dy") else (1.0,))]:
        assert found(value) == [], value
    assert found(-1) == [("IMM105", "error")]
    assert found(4097) == [("IMM105", "warning")]
    assert found(1.5) == found("200.5") == [("IMM105", "warning")]
    assert found(5000.5) == [("IMM105", "warning")]
    if name in ("Height", "Width"):
        assert found(0) == [("IMM105", "error")]


@pytest.mark.parametrize("name", ["X", "Y", "Height", "Width"])
def test_a_mosaic_has_no_largest_place(name: str) -> None:
    for value, right in ((0, True), (0.3, True), (9000, True), (-0.1, False), (2.5, False)):
        boundary = {"X": 0, "Y": 0, "Height": 1, "Width": 1, name: value}
        targets = [{"Type": "blur", "Boundary": boundary}]
        found = told("AddImageMosaic", SourceURI="oss://b/a", TargetURI="oss://b/o", Targets=targets)
        assert (found == []) is right, value


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ({"Audio": {"TranscodeAudio": {"SampleRate": 48000}}}, []),
        ({"Audio": {"TranscodeAudio": {"SampleRate": "96000"}}}, []),
        ({"Audio": {"TranscodeAudio": {"SampleRate": 48001}}}, [("IMM107", "warning")]),
        ({"Audio": {"TranscodeAudio": {"Codec": "aac", "BitsPerSample": 24}}}, []),
        ({"Audio": {"TranscodeAudio": {"Codec": "wma"}}}, [("IMM107", "warning")]),
        ({"Audio": {"TranscodeAudio": {"BitsPerSample": 32}}}, [("IMM107", "warning")]),
        ({"Video": {"TranscodeVideo": {"Rotation": 270, "VideoSlim": 1, "Codec": "h265"}}}, []),
        ({"Video": {"TranscodeVideo": {"Rotation": 45}}}, [("IMM107", "warning")]),
        ({"Video": {"TranscodeVideo": {"VideoSlim": 2}}}, [("IMM107", "warning")]),
        ({"Video": {"FilterVideo": {"Watermarks": [{"FontSize": 5}, {"FontSize": 119}]}}}, []),
        ({"Video": {"FilterVideo": {"Watermarks": [{"FontSize": 4}]}}}, [("IMM105", "error")]),
        ({"Video": {"FilterVideo": {"Watermarks": [{"FontSize": 120}]}}}, [("IMM105", "warning")]),
        ({"Subtitle": {"ExtractSubtitle": {"Format": "webvtt"}}}, []),
        ({"Subtitle": {"ExtractSubtitle": {"Format": "vtt"}}}, []),
        ({"Subtitle": {"ExtractSubtitle": {"Format": "sub"}}}, [("IMM107", "warning")]),
        ({"Container": "webm"}, [("IMM107", "warning")]),
    ],
)
def test_media_targets(target: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert converted(**target) == found


def test_lists_and_choices_of_highlights() -> None:
    output = {"URI": "oss://b/o"}
    videos = [SOURCE] * 11
    assert told("CreateHighlightTask", Type="Retrieval", Output=output, Sources=videos[:10]) == []
    (many,) = told("CreateHighlightTask", Type="Retrieval", Output=output, Sources=videos)
    assert many[0] == "IMM111"
    (kind,) = told("CreateHighlightTask", Type="Cut", Output=output, Sources=[SOURCE])
    assert kind == ("IMM107", "warning", "/Type")


@pytest.mark.parametrize(("days", "right"), [(0, True), (99_999, True), (-1, False), (100_000, False)])
def test_days_of_clusters(days: int, right: bool) -> None:
    options = {"GapDays": days, "MinDays": 1, "MaxDays": 5}
    levels = {"LocationDateClusterLevels": ["city"]}
    found = told(
        "CreateLocationDateClusteringTask", DatasetName="d", DateOptions=options, LocationOptions=levels
    )
    assert (found == []) is right


@pytest.mark.parametrize("operation", ["CreateDataset", "UpdateDataset", "CreateProject", "UpdateProject"])
def test_a_long_has_an_end(operation: str) -> None:
    name = {"DatasetName": "d"} if "Dataset" in operation else {}
    assert told(operation, **name, DatasetMaxTotalFileSize=2**63 - 1) == []
    for beyond in (2**63, 10**30, "1" + "0" * 30):
        found = told(operation, **name, DatasetMaxTotalFileSize=beyond)
        assert found == [("IMM105", "error", "/DatasetMaxTotalFileSize")]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ({"URI": "oss://b/a.jpg"}, []),
        ({"URI": "pds://domains/d/drives/e/files/f/revisions/r"}, [("IMM101", "error", "/File")]),
        ({"URI": "pds://domains/d/drives/e/files/f/revisions/r", "FileHash": "x"}, []),
        ({"URI": "${uri}"}, [("IMM116", "info", "/File/URI")]),
        ({"CustomId": "x"}, [("IMM101", "error", "/File")]),
        ({"URI": "oss://b/a.jpg", "FileHahs": "x"}, [("IMM102", "error", "/File/FileHahs")]),
        ({"URI": "oss://b/a.jpg", "Colour": "x"}, [("IMM102", "warning", "/File/Colour")]),
        # The hash is given, under a misspelt name.
        (
            {"URI": "pds://domains/d/drives/e/files/f/revisions/r", "Filehash": "x"},
            [("IMM102", "error", "/File/Filehash")],
        ),
    ],
)
def test_files_to_index(file: dict[str, Any], found: list[tuple[str, str, str]]) -> None:
    assert told("IndexFileMeta", DatasetName="d", File=file) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"Operation": "and", "SubQueries": []}, []),
        ({"Operation": "not"}, []),
        ({"Operation": "nested", "SubQueries": []}, []),
        ({"Operation": "eq", "Value": "1"}, ["IMM101"]),
        ({"Operation": "exist", "Field": "Size"}, []),
        ({"Operation": "${operation}", "Value": "1"}, []),
        ({}, ["IMM101"]),
        ({"Operation": "eq", "Feild": "Size", "Value": "1"}, ["IMM102"]),
        ({"Operation": "eq", "Field": "Size", "Vlaue": "1"}, ["IMM102"]),
        ({"Operation": "eq", "Field": "Size", "Sum": "1"}, ["IMM102"]),
        ({"Operation": "and", "SubQueries": [{"Operation": "gt", "Value": "1"}]}, ["IMM101"]),
    ],
)
def test_conditions_of_queries(query: dict[str, Any], found: list[str]) -> None:
    assert [code for code, *_ in told("SimpleQuery", DatasetName="d", Query=query)] == found


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"DatasetNmae": "d"}, ["IMM102"]),
        ({"datasetname": "d"}, ["IMM102"]),
        ({"Colour": "d"}, ["IMM101", "IMM102"]),
        ({"DatasetName": "d", "DatasetNmae": "e"}, ["IMM102"]),
        # A value of the wrong type is not beyond its limits as well.
        ({"DatasetName": "d", "DatasetMaxBindCount": -0.5}, ["IMM103"]),
        ({"DatasetName": "d", "Description": [1]}, ["IMM103"]),
    ],
)
def test_one_slip_is_told_once(more: dict[str, Any], found: list[str]) -> None:
    assert [code for code, *_ in told("CreateDataset", **more)] == found


def wanting(operation: str) -> dict[str, Any]:
    """Return what the operations below want beside the list that is counted."""
    wanted: dict[str, dict[str, Any]] = {
        "CreateMediaConvertTask": {"Targets": [{"Container": "mp4", "URI": "oss://b/o"}]},
        "CreateImageSplicingTask": {"TargetURI": "oss://b/o.jpg"},
        "CreateImageToPDFTask": {"TargetURI": "oss://b/o.pdf"},
        "ContextualAnswer": {},
        "ContextualRetrieval": {"DatasetName": "d"},
    }
    return wanted[operation]


@pytest.mark.parametrize(
    ("operation", "name", "most"),
    [
        ("CreateMediaConvertTask", "Sources", 11),
        ("CreateImageSplicingTask", "Sources", 10),
        ("CreateImageToPDFTask", "Sources", 100),
        # A history of a hundred, and the question.
        ("ContextualAnswer", "Messages", 101),
        ("ContextualRetrieval", "Messages", 101),
    ],
)
def test_counts_that_the_description_of_the_operation_states(operation: str, name: str, most: int) -> None:
    item = {"URI": "oss://b/a"} if name == "Sources" else {"Role": "user", "Content": "who?"}
    for count, found in ((most, []), (most + 1, [("IMM111", "warning", f"/{name}")])):
        assert told(operation, **wanting(operation), **{name: [item] * count}) == found


@pytest.mark.parametrize(
    ("content", "found"),
    [("character", []), ("宠物", []), ("Pet", []), ("猫" * 100, []), ("猫" * 101, ["IMM106"])],
)
def test_what_the_texts_list_in_two_languages_is_no_list(content: str, found: list[str]) -> None:
    more = {"Type": "Retrieval", "Output": {"URI": "oss://b/o"}, "Sources": [SOURCE]}
    assert [code for code, *_ in told("CreateHighlightTask", **more, Highlight={"Content": content})] == found


@pytest.mark.parametrize(("start", "found"), [(0, []), (0.5, []), (-0.1, [("IMM105", "error")])])
def test_a_clip_begins_with_the_video_or_later(start: float, found: list[tuple[str, str]]) -> None:
    more = {"Type": "Concat", "Output": {"URI": "oss://b/o", "Container": "mp4"}}
    issues = told("CreateHighlightTask", **more, Sources=[{**SOURCE, "StartTime": start}])
    assert [(code, severity) for code, severity, _ in issues] == found


@pytest.mark.parametrize("size", [0, 0.4, 40, "40"])
def test_the_least_size_of_a_face_may_be_a_fraction(size: object) -> None:
    filters = {"Desensitization": {"Face": {"MinSize": size}, "LicensePlate": {"MinSize": size}}}
    assert converted(Video={"FilterVideo": filters}) == []


@pytest.mark.parametrize(
    ("operation", "more", "found"),
    [
        ("QueryFigureClusters", {"DatasetName": "d", "Sort": "Name"}, []),
        ("QueryFigureClusters", {"DatasetName": "d", "Sort": "GroupName"}, []),
        ("QueryFigureClusters", {"DatasetName": "d", "Sort": ""}, []),
        ("QueryFigureClusters", {"DatasetName": "d", "Sort": "FaceCuont"}, ["/Sort"]),
        ("CreateDecodeBlindWatermarkTask", {"SourceURI": "oss://b/a", "Model": ""}, []),
        ("CreateDecodeBlindWatermarkTask", {"SourceURI": "oss://b/a", "Model": "FTF"}, ["/Model"]),
        ("UpdateFileMeta", {"DatasetName": "d", "File": {"URI": "oss://b/a", "Figures": []}}, []),
        (
            "UpdateFileMeta",
            {"DatasetName": "d", "File": {"URI": "oss://b/a", "Figures": [{"FigureType": "Face"}]}},
            ["/File/Figures/0/FigureType"],
        ),
        (
            "GenerateWebofficeToken",
            {"SourceURI": "oss://b/a.doc", "Watermark": {"Type": 2}},
            ["/Watermark/Type"],
        ),
        ("GenerateWebofficeToken", {"SourceURI": "oss://b/a.doc", "Watermark": {"Type": "1"}}, []),
    ],
)
def test_choices(operation: str, more: dict[str, Any], found: list[str]) -> None:
    assert told(operation, **more) == [("IMM107", "warning", pointer) for pointer in found]


@pytest.mark.parametrize(
    ("fields", "found"), [(["xyz"], []), (["xyz", "intensity"], []), (["xyz", "intensty"], [1])]
)
def test_fields_of_a_point_cloud(fields: list[str], found: list[int]) -> None:
    more = {"SourceURI": "oss://b/a.pcd", "TargetURI": "oss://b/o", "CompressMethod": "kdtree"}
    issues = told("CreateCompressPointCloudTask", **more, PointCloudFields=fields)
    assert issues == [("IMM107", "warning", f"/PointCloudFields/{at}") for at in found]


@pytest.mark.parametrize(("bucket", "found"), [("b", []), ("${bucket}", []), ("oss://b", ["IMM110"])])
def test_the_bucket_of_an_input_is_a_name(bucket: str, found: list[str]) -> None:
    more = {"ServiceRole": "r", "Actions": [{"Name": "doc/convert"}]}
    issues = told("CreateTrigger", **more, Input={"OSS": {"Bucket": bucket}})
    assert [code for code, severity, _ in issues if severity != "info"] == found


@pytest.mark.parametrize(
    ("value", "hint"),
    [("H264", 'did you mean "h264"?'), ("h.264", 'did you mean "h264"?'), ("av1", ""), ("", "")],
)
def test_a_near_choice_is_named(value: str, hint: str) -> None:
    (finding,) = immlint.lint_text(
        json.dumps(
            {
                "Action": "CreateMediaConvertTask",
                **BASE,
                "Sources": [SOURCE],
                "Targets": [
                    {
                        "Container": "mp4",
                        "URI": "oss://b/o",
                        "Video": {"TranscodeVideo": {"Codec": value}},
                    }
                ],
            }
        ),
        filename="x.json",
    )
    assert finding.code == "IMM107"
    assert finding.help == hint


def test_a_number_below_its_range_is_not_told_where_integers_end() -> None:
    body = {"Action": "CreateStory", **BASE, "DatasetName": "d", "StoryType": "t", "StorySubType": "s"}
    text = json.dumps({**body, "MinFileCount": 1})
    (finding,) = immlint.lint_text(text, filename="x.json")
    assert finding.message == "MinFileCount is 1; expected at least 2"


@pytest.mark.parametrize(("levels", "found"), [(5, []), (6, ["/Query" + "/SubQueries/0" * 6])])
def test_how_deep_queries_nest(levels: int, found: list[str]) -> None:
    query: dict[str, Any] = {"Operation": "eq", "Field": "Size", "Value": "1"}
    for _ in range(levels):
        query = {"Operation": "and", "SubQueries": [query]}
    issues = told("SimpleQuery", DatasetName="d", Query=query)
    assert issues == [("IMM111", "warning", pointer) for pointer in found]


@pytest.mark.parametrize(("results", "right"), [(0, True), (2000, True), (2001, False), (-1, False)])
def test_results_of_aggregations(results: int, right: bool) -> None:
    sums = [{"Field": "Size", "Operation": "sum"}]
    found = told("SimpleQuery", DatasetName="d", Aggregations=sums, MaxResults=results)
    assert [code for code, *_ in found] == ([] if right else ["IMM105"])
    assert [code for code, *_ in told("SimpleQuery", DatasetName="d", MaxResults=2000)] == ["IMM105"]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ({"Video": {"TranscodeVideo": {"Bitrate": 900_000, "CRF": 23}}}, [("IMM115", "warning")]),
        ({"Video": {"TranscodeVideo": {"Bitrate": 900_000, "BitrateOption": "fall"}}}, []),
        ({"Video": {"TranscodeVideo": {"BitrateOption": "fall"}}}, [("IMM115", "warning")]),
        ({"Video": {"TranscodeVideo": {"MaxBitrate": 9, "BufferSize": 9, "CRF": 23}}}, []),
        ({"Video": {"TranscodeVideo": {"MaxBitrate": 9, "CRF": 23}}}, [("IMM115", "warning")]),
        ({"Audio": {"TranscodeAudio": {"Bitrate": 9000, "Quality": 50}}}, [("IMM115", "warning")]),
        ({"Audio": {"TranscodeAudio": {"Bitrate": None, "Quality": 50}}}, []),
        ({"Audio": {"TranscodeAudio": {"SampleRateOption": "fixed"}}}, [("IMM115", "warning")]),
        # What is misspelt is given.
        (
            {"Audio": {"TranscodeAudio": {"SampleRateOption": "fixed", "SampleRat": 8000}}},
            [("IMM102", "error")],
        ),
        ({"URI": None}, [("IMM115", "warning")]),
        ({"Container": None}, [("IMM115", "warning")]),
        ({"Container": None, "URI": None, "Image": {}}, []),
    ],
)
def test_fields_of_a_structure_together(target: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert converted(**target) == found


@pytest.mark.parametrize(
    ("kind", "output", "found"),
    [
        ("Concat", {"URI": "oss://b/o"}, ["/Output"]),
        ("Compose", {"URI": "oss://b/o"}, ["/Output"]),
        ("Concat", '{"URI": "oss://b/o"}', ["/Output"]),
        ("Retrieval", {"URI": "oss://b/o"}, []),
        ("${type}", {"URI": "oss://b/o"}, []),
        ("Concat", "${output}", []),
        ("Concat", {"URI": "oss://b/o", "Container": "mp4"}, []),
        ("Concat", {"URI": "oss://b/o", "Container": "${container}"}, []),
    ],
)
def test_the_container_of_what_is_put_together(kind: str, output: object, found: list[str]) -> None:
    issues = told("CreateHighlightTask", Type=kind, Output=output, Sources=[SOURCE])
    errors = [(code, pointer) for code, severity, pointer in issues if severity != "info"]
    assert errors == [("IMM115", pointer) for pointer in found]


def test_one_of_targets_and_groups_is_enough() -> None:
    groups = [{"URI": "oss://b/m.m3u8", "Targets": [{"Container": "ts", "URI": "oss://b/v.m3u8"}]}]
    assert told("CreateMediaConvertTask", Sources=[SOURCE], TargetGroups=groups) == []
    assert told("CreateMediaConvertTask", Sources=[SOURCE]) == [("IMM115", "warning", "")]
    body = {"Action": "CreateMediaConvertTask", **BASE, "Sources": [SOURCE]}
    # That one of them must be given is only inferred.
    assert immlint.lint_text(json.dumps(body), filename="x.json") == []


@pytest.mark.parametrize("name", ["Qeury", "query", "SourceUri"])
def test_what_is_given_under_a_misspelt_name_is_not_lacking_too(name: str) -> None:
    assert [code for code, *_ in told("SemanticQuery", DatasetName="d", **{name: "oss://b/a"})] == ["IMM102"]


def test_code_may_write_each_in_another_run() -> None:
    code = """from alibabacloud_imm20200930 import client, models

imm = client.Client(config)


def convert(constant):
    video = models.TargetVideoTranscodeVideo()
    if constant:
        video.crf = 23
    else:
        video.bitrate = 900000
    target = models.CreateMediaConvertTaskRequestTargets(
        uri="oss://b/o", container="mp4", video=models.TargetVideo(transcode_video=video)
    )
    imm.create_media_convert_task(
        models.CreateMediaConvertTaskRequest(
            project_name="p",
            sources=[models.CreateMediaConvertTaskRequestSources(uri="oss://b/a")],
            targets=[target],
        )
    )
"""
    assert immlint.lint_text(code, filename="app.py", config=Config(pedantic=True)) == []
    mended = code.replace("video.bitrate = 900000", 'video.scale_type = "crop"').replace(
        "crf = 23", "refs = 2"
    )
    (finding,) = immlint.lint_text(mended, filename="app.py", config=Config(pedantic=True))
    assert finding.message == "ScaleType is given without Resolution; expected Resolution with it"


@pytest.mark.parametrize(
    ("ratio", "right"),
    [
        ("1:1", True),
        ("16:9", True),
        ("9:18", True),
        ("19:10", True),
        ("auto", True),
        ("${width}:3", True),
        ("20:19", False),
        ("19:9", False),
        ("9:19", False),
        ("4.1:3", False),
        ("4.0:3", False),
        ("0:1", False),
        # What is written in another way is not judged.
        ("4x3", True),
        ("4 : 3", True),
    ],
)
def test_ratios_of_croppings(ratio: str, right: bool) -> None:
    issues = told("DetectImageCropping", SourceURI="oss://b/a.jpg", AspectRatios=json.dumps(["1:2", ratio]))
    wrong = [finding for finding in issues if finding[1] != "info"]
    assert wrong == ([] if right else [("IMM105", "error", "/AspectRatios/1")])


@pytest.mark.parametrize(
    "resolution", ["1280x720", "4096x4096", "4096x", "x4096", "1280X9999", "${w}x720", "720p"]
)
def test_sides_within(resolution: str) -> None:
    assert [
        issue
        for issue in converted(Video={"TranscodeVideo": {"Resolution": resolution}})
        if issue[1] != "info"
    ] == []


@pytest.mark.parametrize("resolution", ["4097x720", "1280x4097", "x4097", "4097x", "0x720", "1280x0"])
def test_sides_beyond(resolution: str) -> None:
    assert converted(Video={"TranscodeVideo": {"Resolution": resolution}}) == [("IMM105", "warning")]


@pytest.mark.parametrize(
    ("video", "found"),
    [
        ({"TranscodeVideo": {"Codec": "h264"}}, []),
        ({"TranscodeVideo": {"Codec": "h265", "PixelFormat": "yuv420p"}}, []),
        ({"TranscodeVideo": {"Codec": "copy"}}, ["/TranscodeVideo/Codec"]),
        ({"TranscodeVideo": {"Codec": "${codec}"}}, []),
        ({"TranscodeVideo": {"PixelFormat": "yuva420p"}}, ["/TranscodeVideo/PixelFormat"]),
        # One slip of a value that no operation takes is one finding.
        ({"TranscodeVideo": {"Codec": "H264"}}, ["/TranscodeVideo/Codec"]),
        ({"TranscodeVideo": {"GOPSize": 9}}, ["/TranscodeVideo/GOPSize"]),
        ({"FilterVideo": {"Speed": 1, "Desensitization": {}}}, ["/FilterVideo"]),
    ],
)
def test_what_a_playlist_takes_of_a_video(video: dict[str, Any], found: list[str]) -> None:
    issues = told("GenerateVideoPlaylist", SourceURI="oss://b/a.mp4", Targets=[{"Video": video}])
    at = [pointer for _, severity, pointer in issues if severity != "info"]
    assert at == [f"/Targets/0/Video{pointer}" for pointer in found]
    if "FilterVideo" not in video and found:
        more = converted(Video=video)
        assert [issue for issue in more if issue[1] != "info"] == (
            [("IMM107", "warning")] if "H264" in str(video) else []
        )


@pytest.mark.parametrize(
    ("permission", "found"),
    [
        ({"Export": True, "Print": True}, []),
        ({"Export": "true", "Print": "true"}, []),
        ({"Export": False}, []),
        ({"Export": "${export}"}, []),
        ({"Export": True, "Print": "${print}"}, []),
        ({"Export": True}, ["IMM115"]),
        ({"Export": True, "Print": False}, ["IMM115"]),
        ('{"Export": true}', ["IMM115"]),
        # What is misspelt is on.
        ({"Export": True, "print": True}, ["IMM102"]),
    ],
)
def test_an_export_is_printed(permission: object, found: list[str]) -> None:
    issues = told("GenerateWebofficeToken", SourceURI="oss://b/a.doc", Permission=permission)
    assert [code for code, severity, _ in issues if severity != "info"] == found


@pytest.mark.parametrize("operation", ["GenerateVideoPlaylist", "CreateHighlightTask"])
def test_transparent_pixels_are_for_conversions(operation: str) -> None:
    video = {"TranscodeVideo": {"PixelFormat": "yuva420p", "Codec": "h264"}}
    more: dict[str, Any] = {"SourceURI": "oss://b/a", "Targets": [{"Video": video}]}
    if operation == "CreateHighlightTask":
        more = {"Type": "Retrieval", "Sources": [SOURCE], "Output": {"URI": "oss://b/o", "Video": video}}
    assert [code for code, *_ in told(operation, **more)] == ["IMM107"]
    assert converted(Video=video) == []
