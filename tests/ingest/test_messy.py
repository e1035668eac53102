"""Difficult files of other projects, when they are there (see evals/README.md)."""

import json
import os
import re
from pathlib import Path

import pytest

from copilot.errors import UnreadableFile
from copilot.ingest.read import read

FOLDER = Path(os.environ.get("ABP_EVAL_DATA", "../shared/data")) / "public" / "f_messy"  # noqa: TID251 - a test's own
MANIFEST = FOLDER / "manifest.jsonl"
CASES = [json.loads(line) for line in MANIFEST.read_text("utf-8").splitlines()] if MANIFEST.is_file() else []


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.skipif(not CASES, reason="the difficult files are not here")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_difficult_file_is_read_or_refused_as_it_should(case):
    path = FOLDER / "files" / case["file"]
    text, refusal = "", None
    try:
        text = read(path.name, path.read_bytes()).text()
    except UnreadableFile as error:
        refusal = error
    assert case["expect"] in (("reject", "either") if refusal else ("extract", "either")), refusal
    assert refusal or text.strip()
    assert "\ufffd" not in text
    assert refusal or all(squeezed(wanted) in squeezed(text) for wanted in case["must_contain"])
