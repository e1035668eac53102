"""Tags, versions and downloads, for every resource alike."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, TypeVar

from fastapi import Path, Response
from pydantic import BaseModel

from api.schemas import MEDIA_TYPES, ExportFormat

M = TypeVar("M", bound=BaseModel)
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


def created(model: M, location: str, response: Response) -> M:
    """What was made, with where it stands and its tag."""
    response.headers["Location"] = location
    response.headers["ETag"] = etag_of(model)
    return model


def unless_known(model: M, if_none_match: str | None, response: Response) -> M | Response:
    """The model with its tag, or 304 when the caller has it already."""
    etag = etag_of(model)
    if if_none_match == etag:
        return Response(status_code=304, headers={"ETag": etag})
    response.headers["ETag"] = etag
    return model


def download(data: bytes, fmt: ExportFormat, name: str) -> Response:
    """A file to save under `name`."""
    return Response(
        data, media_type=MEDIA_TYPES[fmt], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
