"""What is written comes back, and equal extracts give equal bytes."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from caregraph.extraction.records import Extract
from caregraph.extraction.serial import from_json, to_json

extracts = st.from_type(Extract)


@settings(max_examples=150, deadline=None)
@given(extracts.filter(lambda extract: "nan" not in repr(extract) and "inf" not in repr(extract)))
def test_an_extract_survives_writing_and_reading(extract: Extract) -> None:
    assert from_json(to_json(extract)) == extract


@settings(max_examples=50, deadline=None)
@given(extracts.filter(lambda extract: "nan" not in repr(extract) and "inf" not in repr(extract)))
def test_reading_and_writing_again_gives_the_same_bytes(extract: Extract) -> None:
    written = to_json(extract)
    assert to_json(from_json(written)) == written
    assert list(json.loads(written)) == sorted(json.loads(written))
