"""Documents: the notes that everything is proved by."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Path, Request, UploadFile

from api.deps import CallerDeps, CurrentAccount
from api.errors import problem_responses
from api.language import request_language
from api.schemas import DocumentInfo, DocumentList, DocumentOut, UploadReport
from api.uploads import take_files
from copilot import pipeline

router = APIRouter(prefix="/accounts/{slug}/documents", tags=["documents"])

DocumentKey = Annotated[str, Path(description="id or file name", max_length=400, examples=["minutes-2026-02.docx"])]


@router.get(
    "", operation_id="listDocuments", summary="The documents of an account", responses=problem_responses(404, 422)
)
def list_documents(deps: CallerDeps, account: CurrentAccount) -> DocumentList:
    """By date, then by name, without their text."""
    documents = deps.store.documents(deps.workspace, account.id)
    return DocumentList(documents=[DocumentInfo.of(document) for document in documents])


@router.post(
    "",
    operation_id="uploadDocuments",
    summary="Add notes",
    responses=problem_responses(404, 413, 422),
)
def upload(
    request: Request,
    deps: CallerDeps,
    account: CurrentAccount,
    files: Annotated[list[UploadFile], File(description="one or many files", min_length=1)],
) -> UploadReport:
    """One line a file: stored, unchanged, replaced or failed with its reason; and what in it addresses an assistant."""
    return take_files(deps, account, files, request_language(request))


@router.get(
    "/{document}",
    operation_id="getDocument",
    summary="A document with its passages",
    responses=problem_responses(404, 422),
)
def get(deps: CallerDeps, account: CurrentAccount, document: DocumentKey) -> DocumentOut:
    """The text, passage by passage, each with the place where a person finds it."""
    found = deps.store.document(deps.workspace, account.id, document)
    return DocumentOut.of(found, pipeline.about_document(deps, account.slug, found))


@router.delete(
    "/{document}",
    operation_id="deleteDocument",
    summary="Delete a document everywhere",
    status_code=204,
    responses=problem_responses(404, 422),
)
def delete(deps: CallerDeps, account: CurrentAccount, document: DocumentKey) -> None:
    """Its text, its index entries and its file; claims that cite it count as withdrawn from then on."""
    pipeline.delete_document(deps, account.slug, document)
