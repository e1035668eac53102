"""The contract file: the model as it is, every key kept, in the order of the schema."""

from __future__ import annotations

from pydantic import BaseModel


def to_json(model: BaseModel) -> str:
    """Indented UTF-8 JSON ending with a line break."""
    return model.model_dump_json(indent=2) + "\n"
