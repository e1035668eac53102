"""`abp verify`: a plan, a negotiation file or any text against the notes of an account, or against files."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from copilot import pipeline
from copilot.cli.common import AsJson, Data, Lang, Run, Workspace, account_slug, parse, read_json, start
from copilot.cli.draft import counts
from copilot.errors import BadInput
from copilot.export.words import citation_mark
from copilot.schemas.check import Assessment, CheckVerdict
from copilot.schemas.evidence import Citation, SourceDocument
from copilot.schemas.facts import BRIEF_DOCUMENT
from copilot.schemas.negotiation import NegotiationBrief, NegotiationFile
from copilot.schemas.plan import Plan
from copilot.text.catalogue import t
from copilot.text.planted import legible

if TYPE_CHECKING:
    from copilot.verify.sources import Sources

_LONGEST = 4000
"""Characters of a sentence that are printed."""


def verify(
    ctx: typer.Context,
    plan_file: Annotated[
        Path | None, typer.Argument(metavar="[PLAN.json]", help="A plan or a negotiation file; `-`: stdin.")
    ] = None,
    account: Annotated[str | None, typer.Option("--account", metavar="SLUG", help="Short name of the account.")] = None,
    claims: Annotated[
        list[str] | None, typer.Option("--claim", metavar="TEXT", help="A sentence to check; may be repeated.")
    ] = None,
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="A plain text to check; `-`: stdin.")
    ] = None,
    sources: Annotated[
        list[Path] | None,
        typer.Option("--source", metavar="FILE", help="A file or folder instead of an account; may be repeated."),
    ] = None,
    brief: Annotated[
        Path | None, typer.Option("--brief", metavar="FILE.json", help="The brief that a negotiation file cites.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a sentence is not proved, or was dropped or downgraded.")
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Check every sentence of a plan, of a negotiation file or of any text against the notes."""
    run = start(ctx, data, workspace, lang)
    if sum((plan_file is not None, bool(claims), text is not None)) != 1:
        raise BadInput("give one of PLAN.json, --claim TEXT and --text FILE")
    if (account is None) == (not sources):
        raise BadInput("give either --account SLUG or --source FILE")
    if brief is not None and (plan_file is None or account is None):
        raise BadInput("--brief goes with a negotiation file and --account")
    if plan_file is not None:
        document = _read_document(plan_file)
        failed = _verify(run, document, _sources(run, account, sources, brief), brief is not None, as_json)
    else:
        given = _read_text(text) if text is not None else "\n\n".join(claims or ())
        failed = _check(run, given, _sources(run, account, sources), as_json)
    if strict and failed:
        raise typer.Exit(1)


def _sources(run: Run, account: str | None, files: Sequence[Path] | None, brief: Path | None = None) -> Sources:
    """The account's notes and answers, or the files, read into memory only."""
    if account is None:
        return pipeline.indexed(_read_sources(files or (), run))
    slug = account_slug(account)
    given = parse(NegotiationBrief, read_json(brief, "brief"), f"brief {str(brief)!r}") if brief else None
    with run.deps() as deps:
        return pipeline.sources_of(deps, slug, given)


def _read_sources(paths: Sequence[Path], run: Run) -> list[SourceDocument]:
    from copilot.ingest.read import read
    from copilot.ingest.run import find_files

    files = find_files(paths)
    most, limit = run.settings.max_files, run.settings.max_upload_mb
    if len(files) > most:
        raise BadInput(f"{len(files)} files are more than {most} at once: give a smaller folder")
    documents = []
    for file in files:
        try:
            data = file.path.read_bytes() if file.path.stat().st_size <= limit * 1024 * 1024 else None
            changed = dt.datetime.fromtimestamp(file.path.stat().st_mtime, dt.UTC)
        except OSError as error:
            raise BadInput(f"source {str(file.path)!r}: {error.strerror}") from error
        if data is None:
            raise BadInput(f"source {str(file.path)!r} is larger than {limit} MB")
        digest = hashlib.sha256(data).hexdigest()
        documents.append(SourceDocument(**dict(read(file.name, data)), id=digest, sha256=digest, added_at=changed))
    return documents


def _read_document(path: Path) -> Plan | NegotiationFile:
    given = read_json(path, "plan")
    if isinstance(given, dict) and given.get("kind") == "negotiation":
        return parse(NegotiationFile, given, f"negotiation file {str(path)!r}")
    return parse(Plan, given, f"plan {str(path)!r}")


def _read_text(path: Path) -> str:
    from copilot.ingest.encoding import decode, is_binary

    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise BadInput(f"text {str(path)!r}: {error.strerror}") from error
    if is_binary(data):
        raise BadInput(f"text {str(path)!r} is not plain text: save it as text, or paste the sentences with --claim")
    return decode(data)


def _verify(run: Run, document: Plan | NegotiationFile, sources: Sources, has_brief: bool, as_json: bool) -> bool:
    """Prints the verifier's report; whether a sentence was dropped or downgraded."""
    checked = pipeline.verify_against(sources, document)
    report = checked.verification
    if isinstance(document, NegotiationFile) and not has_brief and f'"{BRIEF_DOCUMENT}"' in document.model_dump_json():
        run.say("cli.verify.brief_missing")
    if as_json:
        run.show_json(report)
    else:
        for finding in report.findings:
            outcome = t(f"export.outcome.{finding.outcome}", run.language)
            run.show(t("cli.verify.finding", run.language, outcome=outcome, code=finding.code, message=finding.message))
            if finding.repair:
                run.show("  " + t("check.repair", run.language, text=legible(finding.repair, _LONGEST)))
        run.show(t("cli.draft.counts", run.language, questions=len(checked.open_questions), **counts(checked)))
    return any(finding.outcome in ("dropped", "downgraded") for finding in report.findings)


def _check(run: Run, text: str, sources: Sources, as_json: bool) -> bool:
    """Prints the verdict on each sentence; whether one is not proved."""
    assessments = pipeline.check_text(text, sources, run.language)
    if as_json:
        run.show_json(assessments)
    else:
        for assessment in assessments:
            _show(run, assessment)
        found = {verdict: sum(a.verdict == verdict for a in assessments) for verdict in get_args(CheckVerdict)}
        run.show(t("cli.verify.counts", run.language, n=len(assessments), **found))
    return any(assessment.verdict != "supported" for assessment in assessments)


def _show(run: Run, assessment: Assessment) -> None:
    verdict = t(f"check.verdict.{assessment.verdict}", run.language)
    run.show(t("cli.verify.sentence", run.language, verdict=verdict, text=legible(assessment.text, _LONGEST)))
    unproved = [fragment for fragment in assessment.fragments if fragment.verdict != "supported"]
    shown: set[Citation | None] = set()
    for fragment in unproved:
        run.show(f"    {legible(fragment.reason, _LONGEST)}")
        if fragment.instead and fragment.instead not in fragment.reason:
            run.show("    " + t("check.instead", run.language, instead=legible(fragment.instead)))
        if fragment.evidence not in shown:
            _show_evidence(run, fragment.evidence)
        shown.add(fragment.evidence)
    if not unproved:
        best = _best(assessment)
        if assessment.verdict != "supported":
            run.show("    " + t("check.weak" if best else "check.weak_alone", run.language))
        _show_evidence(run, best)
    if assessment.repair:
        run.show("    " + t("check.repair", run.language, text=legible(assessment.repair, _LONGEST)))


def _best(assessment: Assessment) -> Citation | None:
    """Where the values stand, or else the sentence that speaks most of it."""
    proofs = [fragment.evidence for fragment in assessment.fragments if fragment.evidence is not None]
    return next(iter([*proofs, *assessment.citations]), None)


def _show_evidence(run: Run, evidence: Citation | None) -> None:
    if evidence is not None:
        place = citation_mark(evidence, run.language)
        run.show("      " + t("cli.verify.evidence", run.language, place=place, quote=legible(evidence.quote)))
