"""The page that searches the notes: each passage once, with all its places and what it is about."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, ValidationError

from api.deps import CallerDeps, CurrentAccount
from api.language import request_language
from api.web.render import page
from api.web.views import known_documents
from copilot import pipeline
from copilot.errors import BadInput
from copilot.export.words import about_labels
from copilot.schemas.about import Meeting, Scope
from copilot.schemas.evidence import DocumentKind

router = APIRouter(include_in_schema=False)
_SHOWN = 12


class SearchForm(BaseModel):
    """What the form sends; fields that are left empty do not narrow the search."""

    q: str = Field(default="", max_length=2000)
    person: str = Field(default="", max_length=200)
    kind: str = Field(default="", max_length=20)
    since: str = Field(default="", max_length=10)
    until: str = Field(default="", max_length=10)

    def scope(self) -> Scope:
        """The same as a scope.

        Raises:
            BadInput: a day or a kind is none.
        """
        given = {"person": self.person, "kind": self.kind, "since": self.since, "until": self.until}
        try:
            return Scope.model_validate({name: value.strip() for name, value in given.items() if value.strip()})
        except ValidationError as error:
            first = error.errors()[0]
            raise BadInput(f"search: {first['loc'][0]}: {first['msg']}") from error


@router.get("/accounts/{slug}/search")
def search(
    request: Request, deps: CallerDeps, account: CurrentAccount, asked: Annotated[SearchForm, Query()]
) -> Response:
    """The form, and what was found when something is looked for."""
    found = pipeline.search(deps, account.slug, asked.q, _SHOWN, asked.scope()) if asked.q.strip() else []
    language = request_language(request)
    return page(
        request,
        "search.html",
        account=account,
        tab="documents",
        asked=asked,
        kinds=get_args(DocumentKind),
        meetings=get_args(Meeting),
        found=[(passage, passage.citation, about_labels(passage, language)) for passage in found],
        documents=known_documents(deps, account),
    )
