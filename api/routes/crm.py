"""CRM exports: what their columns are taken for, and their rows given to the accounts they belong to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, UploadFile

from api.deps import CallerDeps, WantedLanguage
from api.errors import problem_responses
from api.uploads import file_name
from copilot.errors import TooLarge
from copilot.ingest.crm.export import read_exports
from copilot.ingest.crm.importing import Wanted, import_exports
from copilot.ingest.crm.mapping import CrmMapping, parse_mapping
from copilot.ingest.crm.preview import preview
from copilot.ingest.crm.report import CrmImport, CrmPreview
from copilot.text.catalogue import t

_MB = 1024 * 1024
_MAPPING = "mapping"

router = APIRouter(prefix="/crm", tags=["documents"])


class _Upload:
    """Exports that belong together, and what a person decided about their columns."""

    def __init__(
        self,
        deps: CallerDeps,
        language: WantedLanguage,
        files: Annotated[list[UploadFile], File(description="CSV files or workbooks", min_length=1)],
        mapping: Annotated[str | None, Form(max_length=200_000, description="the text of a mapping file")] = None,
    ) -> None:
        limit = deps.settings.max_upload_mb
        contents = []
        for file in files:
            data = file.file.read(limit * _MB + 1)
            if len(data) > limit * _MB:
                raise TooLarge(t("web.upload.too_large", language, limit=limit))
            contents.append((file_name(file.filename), data))
        self.mapping: CrmMapping | None = parse_mapping(mapping, _MAPPING) if mapping else None
        self.exports, self.unread = read_exports(contents, self.mapping, _MAPPING)


Upload = Annotated[_Upload, Depends()]


@router.post(
    "/previews",
    operation_id="previewCrm",
    summary="What the columns of CRM exports are taken for",
    responses=problem_responses(413, 415, 422),
)
def preview_exports(upload: Upload) -> CrmPreview:
    """Each column with examples, counts, doubts and the first records; nothing is stored."""
    found = preview(upload.exports)
    return found.model_copy(update={"warnings": (*upload.unread, *found.warnings)})


@router.post(
    "/imports",
    operation_id="importCrm",
    summary="Give each account its rows of CRM exports",
    responses=problem_responses(404, 413, 415, 422),
)
def import_rows(
    deps: CallerDeps,
    upload: Upload,
    language: WantedLanguage,
    create_accounts: Annotated[bool, Form(description="make an account for each name that is new")] = False,
    account: Annotated[
        str | None,
        Form(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", description="only this account; its export may name none"),
    ] = None,
) -> CrmImport:
    """Each account is given its own rows only; every row that went nowhere is counted with the reason. The same files
    again change nothing."""
    name = _MAPPING if upload.mapping else None
    report = import_exports(deps, upload.exports, Wanted(upload.mapping, name, create_accounts, account), language)
    return report.model_copy(update={"warnings": (*upload.unread, *report.warnings)})
