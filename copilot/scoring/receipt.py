"""Receipts: the proof that a number was computed, with the same bytes for the same inputs."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal

from pydantic import BaseModel, JsonValue

from copilot.schemas.evidence import Json, Receipt

_PLAIN = (str, bool, int, type(None))
"""What stands in JSON as it is."""


def plain(value: Decimal) -> str:
    """A Decimal as a plain string: no exponent, no trailing zeros, no minus zero (10.50 is "10.5")."""
    if not value:
        return "0"
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_json(value: object) -> JsonValue:
    """The JSON form that receipts use: Decimals become plain strings, days YYYY-MM-DD, keys become text.

    Raises:
        TypeError: for floats and for what JSON does not know; a float would not be the same everywhere.
    """
    # Lists are long: what is plain already is kept without a call, and models, which are slow to ask for, come last.
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return {
            key if type(key) is str else str(key): item if type(item) in _PLAIN else to_json(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [item if type(item) in _PLAIN else to_json(item) for item in value]
    if isinstance(value, BaseModel):
        return {
            name: item if type(item := getattr(value, name)) in _PLAIN else to_json(item)
            for name in type(value).__pydantic_fields__
        }
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} {value!r} has no canonical form")


def canonical_json(value: object) -> str:
    """One line of JSON that depends on the value alone: sorted keys, no spaces, Decimals as plain strings."""
    return _one_line(to_json(value))


def _one_line(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _digest(tool: str, version: str, inputs: JsonValue, formula: str, result: JsonValue) -> str:
    """The digest of values that have their JSON form already."""
    body = {"tool": tool, "version": version, "inputs": inputs, "formula": formula, "result": result}
    return hashlib.sha256(_one_line(body).encode("utf-8")).hexdigest()


def make_receipt(tool: str, version: str, inputs: Mapping[str, object], formula: str, result: object) -> Receipt:
    """The receipt of one computation."""
    given = {str(key): to_json(value) for key, value in inputs.items()}
    return sealed(tool, version, given, formula, to_json(result))


def sealed(tool: str, version: str, given: Json, formula: str, found: JsonValue) -> Receipt:
    """The receipt of one computation whose inputs and result have their JSON form already."""
    # Built without validation: both values come out of `to_json`, and walking a long list again takes seconds.
    return Receipt.model_construct(
        tool=tool,
        version=version,
        inputs=given,
        formula=formula,
        result=found,
        sha256=_digest(tool, version, given, formula, found),
    )


def is_intact(receipt: Receipt) -> bool:
    """Whether the receipt's digest is the one of its own content."""
    inputs, result = to_json(receipt.inputs), to_json(receipt.result)
    return receipt.sha256 == _digest(receipt.tool, receipt.version, inputs, receipt.formula, result)
