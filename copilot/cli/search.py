"""`abp search`: passages of the notes, each with all its places."""

from __future__ import annotations

from typing import Annotated

import typer

from copilot import pipeline
from copilot.cli.common import AccountSlug, AsJson, Data, Lang, Run, Workspace, account_slug, start
from copilot.errors import BadInput
from copilot.export.words import citation_mark
from copilot.schemas.evidence import Citation, Evidence
from copilot.text.catalogue import t
from copilot.text.planted import legible

_LONGEST = 600
"""Characters of a passage that are printed."""


def search(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What is looked for, in plain words.")],
    account: AccountSlug,
    most: Annotated[int, typer.Option("-k", min=1, max=50, help="Most passages to show.")] = 8,
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Find passages of the notes; what several notes say alike is shown once."""
    run = start(ctx, data, workspace, lang)
    if not query.strip():
        raise BadInput("the query is empty; name what you look for")
    with run.deps() as deps:
        found = pipeline.search(deps, account_slug(account), query, most)
    if as_json:
        run.show_json(found)
        return
    if not found:
        run.say("cli.search.none")
    for passage in found:
        _show(run, passage)


def _show(run: Run, passage: Evidence) -> None:
    own = Citation(document=passage.document, quote=passage.quote, locator=passage.locator)
    run.show(f"{citation_mark(own, run.language)}  {passage.date or '–'}")
    for line in legible(passage.quote or passage.text, _LONGEST).splitlines():
        run.show(f"  {line}")
    if passage.also_in:
        marks = "; ".join(citation_mark(other, run.language) for other in passage.also_in)
        run.show(f"  {t('search.also_in', run.language, places=marks)}")
