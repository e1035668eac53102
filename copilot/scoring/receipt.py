"""Receipts: the proof that a number was computed, with the same bytes for the same inputs."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal

from pydantic import BaseModel, JsonValue

from copilot.schemas.evidence import Receipt


def plain(value: Decimal) -> str:
    """A Decimal as a plain string: no exponent, no trailing zeros, no minus zero (10.50 is "10.5")."""
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_json(value: object) -> JsonValue:
    """The JSON form that receipts use: Decimals become plain strings, days YYYY-MM-DD, keys become text.

    Raises:
        TypeError: for floats and for what JSON does not know; a float would not be the same everywhere.
    """
    if isinstance(value, BaseModel):
        return {name: to_json(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Decimal):
        return plain(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    raise TypeError(f"{type(value).__name__} {value!r} has no canonical form")


def canonical_json(value: object) -> str:
    """One line of JSON that depends on the value alone: sorted keys, no spaces, Decimals as plain strings."""
    return json.dumps(to_json(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _digest(tool: str, version: str, inputs: object, formula: str, result: object) -> str:
    body = {"tool": tool, "version": version, "inputs": inputs, "formula": formula, "result": result}
    return hashlib.sha256(canonical_json(body).encode("utf-8")).hexdigest()


def make_receipt(tool: str, version: str, inputs: Mapping[str, object], formula: str, result: object) -> Receipt:
    """The receipt of one computation."""
    return Receipt(
        tool=tool,
        version=version,
        inputs={str(key): to_json(value) for key, value in inputs.items()},
        formula=formula,
        result=to_json(result),
        sha256=_digest(tool, version, inputs, formula, result),
    )


def is_intact(receipt: Receipt) -> bool:
    """Whether the receipt's digest is the one of its own content."""
    return receipt.sha256 == _digest(receipt.tool, receipt.version, receipt.inputs, receipt.formula, receipt.result)
