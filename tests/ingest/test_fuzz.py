"""Whatever the bytes: a document or one line that says why not, in time and within the memory limit."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.ingest.read import SECONDS, Worker
from copilot.ingest.worker import MEMORY
from tests.ingest.damage import damaged
from tests.ingest.seeds import SEEDS

REASONS = {"empty", "encrypted", "truncated", "unsupported", "too_large", "no_text", "unsafe", "timeout"}


@pytest.fixture(scope="module")
def worker():
    reader = Worker()
    yield reader
    reader.close()


def outcome(worker: Worker, name: str, data: bytes, task: str) -> str:
    head = json.loads(worker.ask(name, data, task=task).partition(b"\n")[0])
    assert worker.peak_kb * 1024 < MEMORY
    assert worker.cpu_seconds < SECONDS
    if "reason" in head:
        assert head["reason"] in REASONS - {"timeout"}
        assert head["detail"]
        assert "\n" not in head["detail"]
        return head["reason"]
    assert "members" in head or any(segment["text"].strip() for segment in head["document"]["segments"])
    return "read"


@pytest.mark.parametrize("name", SEEDS)
def test_every_seed_is_read(worker, name):
    assert outcome(worker, name, SEEDS[name], "read") == "read"
    assert outcome(worker, name, SEEDS[name], "unpack") == "read"


@pytest.mark.parametrize("name", SEEDS)
def test_damaged_files_of_every_format_end_as_they_should(worker, name):
    dice = Random(f"{name} 1")
    for _ in range(12):
        outcome(worker, name, damaged(SEEDS[name], dice), dice.choice(("read", "unpack")))


@settings(deadline=None, max_examples=60)
@given(data=st.binary(max_size=2000), name=st.sampled_from(sorted(SEEDS)), start=st.integers(0, 40))
def test_any_bytes_behind_any_head_end_as_they_should(worker, data, name, start):
    outcome(worker, name, SEEDS[name][:start] + data, "unpack")
