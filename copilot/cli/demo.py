"""`abp demo`: the whole job on the bundled sample account."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from copilot import pipeline
from copilot.cli.common import AsJson, Data, Lang, Run, Workspace, start, write_file
from copilot.cli.draft import counts, summary
from copilot.cli.interview import figures
from copilot.text.catalogue import t


@dataclass
class Report:
    """The steps with their durations."""

    run: Run
    quiet: bool
    steps: list[dict[str, Any]] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)
    last: float = field(default_factory=time.perf_counter)

    def step(self, name: str, **values: object) -> None:
        """Notes that a step is done."""
        now = time.perf_counter()
        seconds, self.last = now - self.last, now
        self.steps.append({"step": name, "seconds": round(seconds, 2), **values})
        if not self.quiet:
            text = t(f"cli.demo.{name}", self.run.language, **values)
            self.run.show(t("cli.demo.step", self.run.language, seconds=f"{seconds:6.1f}", text=text))


def demo(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the files.")] = Path("out/demo"),
    as_json: AsJson = False,
    lang: Lang = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Read the sample notes, interview, draft, verify, negotiate and export; the account is fictional."""
    from copilot.export.formats import FORMATS, export_negotiation, export_plan
    from copilot.sample import load_sample, sample_answers

    run = start(ctx, data, workspace, lang)
    if data is None and ctx.parent and ctx.parent.params.get("data") is None:
        out.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="data-", dir=out))
        run = Run(run.settings.model_copy(update={"data_dir": fresh}), run.language)
    report = Report(run, quiet=as_json)
    with run.deps() as deps, run.progress() as progress:
        account = load_sample(deps, progress)
        if not as_json:
            run.show(t("cli.demo.title", run.language, name=account.name))
        report.step("ingest", count=len(deps.store.documents(deps.workspace, account.id)))
        state = pipeline.interview(deps, account.slug, run.language)
        report.step("interview", **figures(state))
        given = sample_answers()
        state = pipeline.apply_answers(deps, account.slug, given, run.language)
        report.step("answers", count=len(given), **figures(state))
        plan = pipeline.draft(deps, account.slug, run.language, "auto", progress)
        report.step(
            "draft",
            claims=plan.verification.claims,
            contradictions=len(plan.contradictions),
            questions=len(plan.open_questions),
        )
        plan = pipeline.verify(deps, account.slug, plan)
        report.step("verify", **{name: counts(plan)[name] for name in ("supported", "computed", "dropped")})
        file = pipeline.negotiate(deps, account.slug, None, run.language, "auto", progress)
        report.step("negotiate", claims=file.verification.claims, issues=len(file.issues))
    files = [write_file(out / f"plan.{fmt}", export_plan(plan, fmt)) for fmt in FORMATS]
    files += [write_file(out / f"negotiation.{fmt}", export_negotiation(file, fmt)) for fmt in FORMATS]
    report.step("export")
    total = round(time.perf_counter() - report.began, 2)
    if as_json:
        run.show_json({**summary(plan, files), "steps": report.steps, "seconds": total})
        return
    for path in files:
        run.show(f"         {path}")
    run.show(t("cli.demo.total", run.language, seconds=total))
