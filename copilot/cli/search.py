"""`abp search`: passages of the notes, each with all its places and what it is about."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import typer

from copilot import pipeline
from copilot.cli.common import AccountSlug, AsJson, Data, Lang, Run, Workspace, account_slug, parse, start
from copilot.errors import BadInput
from copilot.export.words import about_labels, citation_mark, date_text
from copilot.schemas.about import FoundPassage, Meeting, Scope
from copilot.schemas.evidence import DocumentKind
from copilot.text.catalogue import t
from copilot.text.planted import legible

_LONGEST = 600
"""Characters of a passage that are printed."""
_KINDS = ", ".join((*get_args(DocumentKind), *get_args(Meeting)))


def search(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What is looked for, in plain words.")],
    account: AccountSlug,
    person: Annotated[str, typer.Option("--person", metavar="NAME", help="Who is named in it or says it.")] = "",
    company: Annotated[str, typer.Option("--company", metavar="NAME", help="Which company is named in it.")] = "",
    kind: Annotated[str | None, typer.Option("--kind", help=f"Kind of note or meeting: {_KINDS}.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="First day, 2027-01-31.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day, 2027-01-31.")] = None,
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
    given: dict[str, Any] = {"person": person, "company": company, "kind": kind, "since": since, "until": until}
    scope = parse(Scope, given, "search options")
    with run.deps() as deps:
        found = pipeline.search(deps, account_slug(account), query, most, scope)
    if as_json:
        run.show_json(found)
        return
    if not found:
        run.say("cli.search.none")
    for passage in found:
        _show(run, passage)


def _show(run: Run, passage: FoundPassage) -> None:
    day = date_text(passage.date.isoformat(), run.language) if passage.date else "–"
    run.show(f"{citation_mark(passage.citation, run.language)}  {day}")
    for line in legible(passage.quote or passage.text, _LONGEST).splitlines():
        run.show(f"  {line}")
    if passage.also_in:
        marks = "; ".join(citation_mark(other, run.language) for other in passage.also_in)
        run.show(f"  {t('search.also_in', run.language, places=marks)}")
    run.show(f"  {' · '.join(about_labels(passage, run.language))}")
