"""Files that come in, from the API and from the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from fastapi import UploadFile

from api.schemas import UploadedFile, UploadReport
from copilot import pipeline
from copilot.deps import Deps
from copilot.errors import BadInput, UnreadableFile
from copilot.schemas.account import Account
from copilot.schemas.evidence import Language
from copilot.text.catalogue import t
from copilot.text.planted import planted_line
from copilot.text.said import in_language

_LONGEST_NAME = 200


def file_name(given: str | None) -> str:
    """The last part of what the browser calls the file, without control characters."""
    last = PurePosixPath((given or "").replace("\\", "/")).name
    clean = "".join(character for character in last if character.isprintable()).strip()
    if len(clean) > _LONGEST_NAME:
        suffix = PurePosixPath(clean).suffix[:20]
        clean = clean[: _LONGEST_NAME - len(suffix)] + suffix
    return clean if clean not in {"", ".", ".."} else "note"


def _failed(name: str, reason: str, detail: str) -> UploadedFile:
    return UploadedFile(name=name, status="failed", reason=reason, detail=detail)


def _take(deps: Deps, account: Account, file: UploadFile, language: Language) -> UploadedFile:
    name = file_name(file.filename)
    limit = deps.settings.max_upload_mb
    data = file.file.read(limit * 1024 * 1024 + 1)
    if len(data) > limit * 1024 * 1024:
        return _failed(name, "too_large", t("web.upload.too_large", language, limit=limit))
    try:
        report = pipeline.ingest_bytes(deps, account.slug, name, data)
    except UnreadableFile as error:
        return _failed(name, error.reason, in_language(error.detail, language))
    except BadInput as error:
        return _failed(name, "bad_input", str(error))
    return UploadedFile(
        name=report.name,
        status=report.status,
        segments=report.segments,
        chunks=report.chunks,
        warnings=[in_language(line, language) for line in report.warnings],
        suspicious=list(report.suspicious),
        notices=[planted_line(passage, language) for passage in report.suspicious],
        reason=report.reason,
        detail=in_language(report.detail, language) if report.detail else None,
    )


def take_files(deps: Deps, account: Account, files: Sequence[UploadFile], language: Language) -> UploadReport:
    """What became of each file, with notices in that language; one that fails does not stop the others."""
    lines = [_take(deps, account, file, language) for file in files]
    return UploadReport(files=lines, failed=sum(line.status == "failed" for line in lines))
