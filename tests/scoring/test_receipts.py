"""Receipts give the same bytes for the same inputs, everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.scoring.receipt import canonical_json, is_intact, make_receipt, plain
from copilot.scoring.registry import REGISTRY

SCRIPT = """
from copilot.scoring.registry import REGISTRY, run_tool
for name in sorted(REGISTRY):
    print(run_tool(name, REGISTRY[name].example).model_dump_json())
"""


def test_canonical_json_is_sorted_and_tight() -> None:
    value = {"b": Decimal("10.50"), "a": [Decimal("1E+3"), None, True, "é"]}
    assert canonical_json(value) == '{"a":["1000",null,true,"é"],"b":"10.5"}'


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError, match=r"float 0\.1"):
        canonical_json({"a": 0.1})


def test_same_value_in_other_spelling_has_the_same_digest() -> None:
    one = make_receipt("t", "1", {"a": Decimal("0.10")}, "a", Decimal("-0.0"))
    two = make_receipt("t", "1", {"a": Decimal("0.1")}, "a", Decimal(0))
    assert one.sha256 == two.sha256


def test_changed_receipt_is_not_intact() -> None:
    receipt = make_receipt("t", "1", {"a": Decimal(1)}, "a", Decimal(1))
    assert is_intact(receipt)
    assert not is_intact(receipt.model_copy(update={"result": "2"}))


@settings(max_examples=40, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_plain_keeps_the_value(value: Decimal) -> None:
    text = plain(value)
    assert Decimal(text) == value
    assert "E" not in text


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=5))
def test_order_of_keys_does_not_matter(values: dict[str, int]) -> None:
    assert canonical_json(values) == canonical_json(dict(reversed(values.items())))


def test_results_are_the_same_bytes_under_any_hash_seed() -> None:
    def run(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed}  # noqa: TID251 - the child needs this process's paths
        return subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True).stdout

    first = run("1")
    assert first.count(b"sha256") == len(REGISTRY)
    assert first == run("4242")
