"""`abp ask`: one question, or a file of them, answered with citations or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, Field

from copilot import pipeline
from copilot.cli.common import (
    AccountSlug,
    AsJson,
    Data,
    Lang,
    Run,
    Workspace,
    account_slug,
    parse,
    read_json,
    start,
    to_json,
)
from copilot.errors import BadInput
from copilot.schemas.evidence import Language
from copilot.schemas.reply import Reply


class Asked(BaseModel):
    """One entry of a questions file; other fields are ignored."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    question: str = Field(min_length=1)
    lang: Language | None = None


def ask(
    ctx: typer.Context,
    account: AccountSlug,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="The question, in plain words.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="QUESTIONS.json", help="A list of {id, question, lang}; `-`: stdin."),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Answer from the notes, with citations; say so when they do not tell."""
    run = start(ctx, data, workspace, lang)
    slug = account_slug(account)
    if (question is None) == (file is None):
        raise BadInput("give either a QUESTION or --file QUESTIONS.json")
    asked = _questions(file) if file else []
    with run.deps() as deps:
        if question is not None:
            _show(run, pipeline.ask(deps, slug, question, lang), as_json)
            return
        for entry in asked:
            reply = pipeline.ask(deps, slug, entry.question, entry.lang or lang)
            if as_json:
                run.show(to_json({"id": entry.id, **reply.model_dump(mode="json")}))
            else:
                run.show(f"{entry.id}  {entry.question}")
                _show(run, reply, as_json=False)


def _questions(file: Path) -> list[Asked]:
    entries: Any = read_json(file, "questions file")
    if not isinstance(entries, list):
        raise BadInput(f"questions file {str(file)!r}: a list of {{id, question, lang}} is expected")
    return [parse(Asked, entry, f"questions file {str(file)!r}, entry {n}") for n, entry in enumerate(entries, start=1)]


def _show(run: Run, reply: Reply, as_json: bool) -> None:
    if as_json:
        run.show(to_json(reply))
        return
    from copilot.export.words import citation_marks

    run.show(reply.text)
    for mark in citation_marks(reply.citations, reply.language):
        run.show(f"  [{mark}]")
