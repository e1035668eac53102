"""`abp interview`: what the notes do not say, asked one by one, or answered from a file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot import pipeline
from copilot.cli.common import (
    AccountSlug,
    AsJson,
    Data,
    Lang,
    Run,
    Workspace,
    account_slug,
    read_json,
    start,
    to_json,
    write_file,
)
from copilot.errors import BadInput
from copilot.schemas.interview import Interview, Question
from copilot.text.catalogue import t

if TYPE_CHECKING:
    from copilot.deps import Deps


def interview(
    ctx: typer.Context,
    account: AccountSlug,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE.json", help='{"question id or topic": "answer"}; `-`: stdin.'),
    ] = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE.json", help="Write questions, answers and coverage.")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Ask what is missing; every answer is kept at once, so it can be stopped and resumed."""
    run = start(ctx, data, workspace, lang)
    slug = account_slug(account)
    given = _answers(answers) if answers else None
    with run.deps() as deps:
        if given is not None:
            state = pipeline.apply_answers(deps, slug, given, run.language)
            run.say("cli.interview.applied", count=len(given))
        elif export or as_json:
            state = pipeline.interview(deps, slug, run.language)
        else:
            state = _talk(run, deps, slug)
    if export:
        write_file(export, (to_json(state, indent=2) + "\n").encode())
        run.say("cli.wrote", path=export)
    if as_json:
        run.show_json(state)
    else:
        run.show(t("cli.interview.end", run.language, **figures(state)))


def figures(state: Interview) -> dict[str, int]:
    """Coverage in percent, open questions, and questions that the notes answer but nobody has confirmed."""
    states = Counter(question.status for question in state.questions)
    return {
        "coverage": round(state.coverage.overall * 100),
        "open": states["open"],
        "partial": states["partial"],
    }


def _answers(file: Path) -> dict[str, str]:
    given = read_json(file, "answers file")
    if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
        raise BadInput(f'answers file {str(file)!r}: an object {{"question id or topic": "answer"}} is expected')
    return {key: text for key, text in given.items() if text.strip()}


def _talk(run: Run, deps: Deps, slug: str) -> Interview:
    """Asks the open questions in order until they end or the person stops."""
    state = pipeline.interview(deps, slug, run.language)
    run.show(t("cli.interview.intro", run.language, **figures(state)))
    skipped: set[str] = set()
    while question := _next(state, skipped):
        text = _prompt(run, question)
        if text is None:
            break
        if text:
            state = pipeline.answer(deps, slug, question.id, text, run.language)
        # Asked once a session, whatever became of it: an answer may leave its question partly open.
        skipped.add(question.id)
    return state


def _next(state: Interview, skipped: set[str]) -> Question | None:
    return next((q for q in state.questions if q.status in ("open", "partial") and q.id not in skipped), None)


def _prompt(run: Run, question: Question) -> str | None:
    """The answer; "" to skip, None to stop."""
    run.show(f"\n{question.text}")
    for claim in question.known:
        run.show("  " + t("cli.interview.known", run.language, text=claim.text))
    while True:
        try:
            text = typer.prompt(">", prompt_suffix=" ", default="", show_default=False).strip()
        except typer.Abort:
            return None
        if text.lower() == "q":
            return None
        if text != "?":
            return str(text)
        why = t("cli.interview.why", run.language, why=question.why) if question.why else None
        run.show("  " + (why or t("cli.interview.why_none", run.language)))
        if question.ask:
            run.show("  " + t("cli.interview.ask", run.language, who=", ".join(question.ask)))
