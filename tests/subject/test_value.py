"""What is not known is never taken for a text, and stays what it is."""

from __future__ import annotations

import copy
import json
import pickle
from io import StringIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from immlint.language import Language
from immlint.subject import (
    EMBEDDED,
    UNKNOWN,
    Text,
    filled,
    holes,
    is_known,
    is_open,
    is_template,
    joined,
    language,
    lifted,
    masked,
    part,
    template,
)
from immlint.subject.value import has_no_gaps, may_have_gaps, placeholders


def test_copies_of_the_unknown_are_the_same() -> None:
    assert copy.deepcopy([UNKNOWN])[0] is UNKNOWN
    assert copy.copy(EMBEDDED) is EMBEDDED


def test_no_text_spells_the_unknown() -> None:
    assert is_known(json.dumps("Mark.UNKNOWN"))
    assert not is_known(UNKNOWN)
    assert is_open(UNKNOWN)


def test_holes_are_found_filled_and_masked() -> None:
    text = template("a${b}c<d>")
    assert is_open(text)
    assert not is_known(text)
    assert list(holes(text)) == [(1, 5), (6, 9)]
    assert filled(text, "\\") == "a\\c\\"
    assert masked(text, "_") == "a____c___"
    assert not is_open(7)
    assert not is_known(7)


def test_a_text_that_no_reader_took_in_is_all_there() -> None:
    text = "a${b}"
    assert is_known(text)
    assert not is_open(text)
    assert filled(text, "*") == masked(text, "*") == text
    assert language(text) == Language.literal(text)


def test_text_may_be_what_its_language_says() -> None:
    text = Text("${x}", [(0, 4)], Language.literal("a"))
    assert is_open(text)
    assert text.language == Language.literal("a")
    assert text.is_computed


def test_without_more_it_may_be_anything_at_its_gaps() -> None:
    may_be = language(template("a${x}b"))
    assert may_be.matches("ab")
    assert may_be.matches("a/x/b")
    assert not may_be.matches("a/x/")


def test_parts_keep_their_gaps() -> None:
    text = template("acs:imm:${region}:*:project/<your-project>")
    fields = [part(text, 4, 7), part(text, 8, 17), part(text, 10, 12), part(text, 20, len(text))]
    assert fields == ["imm", "${region}", "re", "project/<your-project>"]
    assert [list(holes(field)) for field in fields] == [[], [(0, 9)], [(0, 2)], [(8, 22)]]
    whole = joined(":", fields)
    assert whole == "imm:${region}:re:project/<your-project>"
    assert filled(whole, "*") == "imm:*:*:project/*"
    assert joined(":", ["a", "b"]) == "a:b"
    assert not is_open(joined(":", ["a", "b"]))


def test_data_is_lifted_through_and_through_and_once() -> None:
    data = lifted({"${key}": ["plain", {"inner": "{{ x }}"}, 7, UNKNOWN]})
    (key,) = data
    assert is_open(key)
    assert not is_open(data[key][0])
    assert is_open(data[key][1]["inner"])
    assert data[key][2:] == [7, UNKNOWN]
    assert lifted(data)[key][1]["inner"] is data[key][1]["inner"]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "${x}",
            "${{ x }}",
            "${{ inputs.env }}",
            "$(x)",
            "$X",
            "{{ x }}",
            "{{{x}}}",
            "{% x %}",
            "{x}",
            "{0}",
        ),
        *("#{x}", "#{x}#", "%(x)s", "%s", "%X%", "@@X@@", "<%= x %>", "[% x %]", "((x))", "((a/b.c))"),
        *("<your-x>", "****", "xxxx", "XXXXXX", "` + x + `", '" + a.b() + "', "'+x+'"),
    ],
)
def test_every_notation_of_a_later_step_is_a_gap(written: str) -> None:
    assert list(holes(template(f"a-{written}-b"))) == [(2, 2 + len(written))]


@pytest.mark.parametrize(
    "written",
    [
        "oss://b/%E4%B8%AD%d0",
        "a%2Fb%2Fc",
        "50% of 3%",
        "maxxxxed",
        "f(x)",
        "a[0]",
        "a@b",
        "x > y",
        "1 + 1",
        "'a' + b",
    ],
)
def test_what_only_looks_like_one_is_text(written: str) -> None:
    assert template(written) is written


def test_a_mask_is_a_gap_of_a_name_but_stars_of_a_pattern() -> None:
    assert is_open(template("a****"))
    assert not is_template(template("a****"))
    assert is_template(template("a****{{ b }}"))


def test_copies_keep_what_is_open() -> None:
    for again in (copy.deepcopy(template("a${b}")), pickle.loads(pickle.dumps(template("a${b}")))):
        assert again == "a${b}"
        assert list(holes(again)) == [(1, 5)]


PIECES = st.text("${}[]()<>%#@*xX\"'\\a1:,é", max_size=6) | st.sampled_from(
    ("${a}", "{{a}}", "{a}", "{}", '{"', "%s", "<b>", "((c))", "@@d@@", "****", "xxxx", "#{e}", "a:{b}", "{")
)
TEXTS = st.lists(PIECES, max_size=3).map("".join)


@settings(max_examples=500, deadline=None)
@given(
    st.recursive(
        TEXTS, lambda v: st.lists(v, max_size=3) | st.dictionaries(TEXTS, v, max_size=3), max_leaves=5
    )
)
@example("#{}")
@example({"a": "#{ b }"})
def test_data_that_surely_has_no_gaps_has_none(data: object) -> None:
    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for pair in value.items() for one in pair for text in texts(one)]
        return [text for item in value for text in texts(item)] if isinstance(value, list) else [str(value)]

    if has_no_gaps(json.dumps(data, ensure_ascii=False, separators=(",", ":"))):
        assert not any(map(placeholders, texts(data)))
    forms = [
        json.dumps(data, ensure_ascii=escaped, indent=indent)
        for escaped in (True, False)
        for indent in (0, 2)
    ]
    forms += [yaml(data, flow=flow, width=width) for flow in (True, False) for width in (4, 80)]
    if any(map(placeholders, texts(data))):
        # As it is looked at before it is decoded.
        assert all(may_have_gaps(form.encode().decode("latin-1")) for form in forms)


def yaml(data: object, *, flow: bool, width: int) -> str:
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.width, writer.allow_unicode = flow, width, True
    out = StringIO()
    writer.dump(data, out)
    return out.getvalue()


def test_usual_requests_are_told_to_have_no_gaps() -> None:
    request = {"ProjectName": "photos-1", "DatasetConfig": {"A": [{}, {"B": "oss://b/o.jpg"}]}, "N": 3}
    forms = [json.dumps(request), json.dumps(request, indent=2), yaml(request, flow=False, width=80)]
    assert not any(map(may_have_gaps, forms))
    assert may_have_gaps("DatasetName: {name}")


def test_usual_policies_are_told_to_have_no_gaps() -> None:
    assert has_no_gaps('{"Statement":[{"Action":["imm:Get*"],"Condition":{}},{}]}')
    assert not has_no_gaps('{"Resource":"acs:oss:*:*:{bucket}"}')
