"""Versions and downloads, for plans and negotiation files alike."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import Path, Response
from pydantic import BaseModel

from api.schemas import MEDIA_TYPES, ExportFormat

FILE_RESPONSE: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {} for kind in MEDIA_TYPES.values()}, "description": "The file"}
}
VersionKey = Annotated[
    str, Path(pattern=r"^(latest|[1-9][0-9]{0,8})$", description="a number, or `latest`", examples=["latest"])
]


def version_number(key: str) -> int | None:
    """The number, or None for the newest."""
    return None if key == "latest" else int(key)


def etag_of(model: BaseModel) -> str:
    """A tag that changes with the content: a stored version still loses what a deleted note proved."""
    return f'"{hashlib.sha256(model.model_dump_json().encode()).hexdigest()[:24]}"'


def not_modified(etag: str) -> Response:
    """The caller has it already."""
    return Response(status_code=304, headers={"ETag": etag})


def download(data: bytes, fmt: ExportFormat, name: str) -> Response:
    """A file to save under `name`."""
    return Response(
        data, media_type=MEDIA_TYPES[fmt], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
