"""The whole job, one function a step: ingest, interview, draft, verify, export; everything above calls only this."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from copilot.deps import Deps
from copilot.errors import BadInput, NotFound
from copilot.progress import Progress, silent
from copilot.schemas.about import DocumentAbout, FoundPassage, Scope
from copilot.schemas.account import Account
from copilot.schemas.evidence import Json, Language, SourceDocument
from copilot.schemas.interview import Answer, Interview
from copilot.schemas.plan import AccountRef, Plan
from copilot.settings import Settings

if TYPE_CHECKING:
    from copilot.draft.writer import Writer
    from copilot.ingest.report import FileReport, IngestReport, Told
    from copilot.schemas.check import Assessment
    from copilot.schemas.facts import FactBase
    from copilot.schemas.negotiation import NegotiationBrief, NegotiationFile
    from copilot.schemas.reply import Reply
    from copilot.scoring.base import ToolResult
    from copilot.scoring.registry import ToolInfo
    from copilot.verify.sources import Sources

WriterName = Literal["auto", "llm", "embedded"]
ChartKind = Literal["svg", "png", "vega"]
ChartTheme = Literal["light", "dark"]
MOST_SENTENCES, MOST_CHARACTERS = 200, 50_000
"""The longest text that is checked at once."""
_WRAPPED = re.compile(r"(?m)(?<=^.{60})(.*[^\s.!?:;…])[ \t]*\n(?=[a-zà-öø-ÿ])")
"""Where a mail program broke a line inside a sentence."""


def open_deps(settings: Settings, workspace: str | None = None) -> Deps:
    """Store, index and clock for one caller."""
    from copilot.logs import configure
    from copilot.retrieve.search import Searcher
    from copilot.store.repository import Store

    configure(settings.log_level)
    store = Store.open(settings)
    return Deps(settings, store, Searcher.open(settings, store), workspace or settings.workspace)


def close(deps: Deps) -> None:
    """Releases the files."""
    deps.searcher.close()
    deps.store.close()


def get_or_create_account(deps: Deps, slug: str, name: str | None = None) -> Account:
    """The account of that slug, made if it is new."""
    try:
        return deps.store.account(deps.workspace, slug)
    except NotFound:
        title = name or slug.replace("-", " ").title()
        return deps.store.create_account(deps.workspace, slug, title, now=deps.now())


def ingest(
    deps: Deps, slug: str, paths: Sequence[Path], progress: Progress = silent, told: Told | None = None
) -> IngestReport:
    """Reads files and folders into the account; a report per file, told as soon as it is committed."""
    from copilot.ingest.run import ingest as run

    return run(deps, deps.store.account(deps.workspace, slug), paths, progress, told=told or (lambda _: None))


def sync_folder(
    deps: Deps, slug: str, folder: Path, progress: Progress = silent, told: Told | None = None
) -> IngestReport:
    """Reads what changed in a folder since the last time, and removes the notes of files that are gone from it."""
    from copilot.ingest.folder import sync_folder as run

    return run(deps, deps.store.account(deps.workspace, slug), folder, progress, told or (lambda _: None))


def ingest_bytes(deps: Deps, slug: str, name: str, data: bytes) -> FileReport:
    """Reads one uploaded file into the account."""
    from copilot.ingest.run import ingest_bytes as run

    return run(deps, deps.store.account(deps.workspace, slug), name, data)


def delete_document(deps: Deps, slug: str, name: str) -> None:
    """Removes a note everywhere; stored claims that cite it show as withdrawn when they are next verified."""
    account = deps.store.account(deps.workspace, slug)
    deps.store.delete_document(deps.workspace, account.id, name)
    deps.searcher.changed(deps.workspace, account.id)


def facts(deps: Deps, slug: str, language: Language) -> tuple[Account, list[SourceDocument], FactBase]:
    """The account, its sources and what is read from them."""
    from copilot.facts.build import build_facts

    account = deps.store.account(deps.workspace, slug)
    sources = deps.store.sources(deps.workspace, account.id)
    key = (account.id, account.name, account.supplier, language, tuple((d.id, d.sha256, d.name) for d in sources))
    base = deps.facts_cache.get(key)
    if base is None:
        base = build_facts(sources, account.name, account.supplier, language)
        deps.facts_cache.put(key, base)
    return account, sources, base.model_copy(deep=True)


def about_document(deps: Deps, slug: str, document: SourceDocument) -> DocumentAbout:
    """The metadata of one of the account's notes."""
    from copilot.facts.about import about

    return about(document, facts(deps, slug, "fr")[2])


def interview(deps: Deps, slug: str, language: Language) -> Interview:
    """The state of the interview, worked out again from notes and answers."""
    from copilot.interview.build import build_interview

    account, _, base = facts(deps, slug, language)
    return build_interview(base, deps.store.answers(deps.workspace, account.id), language, account.slug)


def answer(deps: Deps, slug: str, question_id: str, text: str, language: Language, given_by: str = "KAM") -> Interview:
    """Records one answer (id or topic) and returns the new state."""
    return apply_answers(deps, slug, {question_id: text}, language, given_by)


def apply_answers(
    deps: Deps, slug: str, answers: dict[str, str], language: Language, given_by: str = "KAM"
) -> Interview:
    """Records answers by question id or topic.

    Raises:
        BadInput: a key fits no question, or a text is empty; nothing is stored then.
    """
    from copilot.interview.build import resolve_topics, state_of

    account = deps.store.account(deps.workspace, slug)
    resolved = resolve_topics(interview(deps, slug, language), answers)
    blank = [key for key, text in answers.items() if not text.strip()]
    if blank:
        raise BadInput(f"the answer to {blank[0]!r} is empty; leave the key out to skip the question")
    for question_id, text in resolved.items():
        clean, unknown = state_of(text)
        deps.store.put_answer(
            deps.workspace,
            account.id,
            Answer(
                question_id=question_id,
                text=clean,
                state="unknown" if unknown else "answered",
                given_by=given_by,
                given_at=deps.now(),
            ),
        )
    return interview(deps, slug, language)


def writer_for(settings: Settings, writer: WriterName) -> Writer:
    """The writer asked for; "auto" is the model when one is configured.

    Raises:
        BadInput: the model is asked for and none is configured.
    """
    from copilot.draft.embedded import EmbeddedWriter

    if writer == "llm" and not settings.has_llm:
        raise BadInput(
            "no language model is configured: set ABP_LLM_BASE_URL and ABP_LLM_MODEL, or use --writer embedded"
        )
    if writer == "embedded" or not settings.has_llm:
        return EmbeddedWriter()
    from copilot.draft.llm_writer import LLMWriter

    return LLMWriter(settings)


def draft(deps: Deps, slug: str, language: Language, writer: WriterName = "auto", progress: Progress = silent) -> Plan:
    """Drafts, verifies and stores a new version of the plan."""
    from copilot.draft.plan import PlanInput, assemble
    from copilot.draft.quality import plan_quality
    from copilot.interview.build import build_interview
    from copilot.verify.plans import verify_plan
    from copilot.verify.sources import Sources

    chosen = writer_for(deps.settings, writer)
    account, sources, base = facts(deps, slug, language)
    state = build_interview(base, deps.store.answers(deps.workspace, account.id), language, account.slug)
    given = PlanInput(AccountRef(slug=account.slug, name=account.name), sources, base, state, language, deps.now())
    plan = assemble(given, chosen, progress)
    verified = verify_plan(plan, Sources.build(sources, (), _names(account)))
    quality = plan_quality(verified, account.supplier)
    return deps.store.put_plan(deps.workspace, account.id, verified.model_copy(update={"quality": quality}))


def verify(deps: Deps, slug: str, plan: Plan) -> Plan:
    """The plan as it stands against the account's sources of today."""
    from copilot.draft.quality import plan_quality
    from copilot.verify.plans import verify_plan

    supplier = deps.store.account(deps.workspace, slug).supplier
    verified = verify_plan(plan, sources_of(deps, slug))
    return verified.model_copy(update={"quality": plan_quality(verified, supplier)})


def verify_against(sources: Sources, document: Plan | NegotiationFile) -> Plan | NegotiationFile:
    """A plan or a negotiation file as it stands against those sources."""
    from copilot.verify.plans import verify_negotiation, verify_plan

    return verify_plan(document, sources) if isinstance(document, Plan) else verify_negotiation(document, sources)


def check(deps: Deps, slug: str, text: str, language: Language) -> list[Assessment]:
    """The verdict on each sentence of any text against the account's notes and answers; nothing is stored.

    Raises:
        BadInput: there is no sentence, or the text is too long to be checked at once.
    """
    return check_text(text, sources_of(deps, slug), language)


def check_text(text: str, sources: Sources, language: Language) -> list[Assessment]:
    """The verdict on each sentence of a text; lines that a mail program broke are joined.

    Raises:
        BadInput: there is no sentence, or the text is too long to be checked at once.
    """
    from copilot.text.catalogue import t
    from copilot.text.sentences import split_sentences
    from copilot.verify.check import check as assess

    most = most_checked(language)
    if len(text) > MOST_CHARACTERS:
        raise BadInput(t("check.too_long", language, **most))
    whole = _WRAPPED.sub(r"\1 ", text.replace("\r\n", "\n"))
    statements = [whole[start:end] for start, end in split_sentences(whole, language)]
    if not statements:
        raise BadInput(t("check.empty", language))
    if len(statements) > MOST_SENTENCES:
        raise BadInput(t("check.too_many", language, found=len(statements), **most))
    return [assess(statement, sources, language) for statement in statements]


def most_checked(language: Language) -> dict[str, str]:
    """The limits of a text that is checked, as people write them."""
    from babel.numbers import format_decimal

    limits = {"sentences": MOST_SENTENCES, "characters": MOST_CHARACTERS}
    return {name: format_decimal(limit, locale=language) for name, limit in limits.items()}


def sources_of(deps: Deps, slug: str, brief: NegotiationBrief | None = None) -> Sources:
    """What a sentence about the account may rest on; the names of the client and ours need no quote."""
    from copilot.draft.negotiation import brief_document

    account = deps.store.account(deps.workspace, slug)
    documents = deps.store.sources(deps.workspace, account.id)
    more = [brief_document(brief, deps.now())] if brief else []
    return indexed([*documents, *more], _names(account))


def indexed(documents: Sequence[SourceDocument], names: Sequence[str] = ()) -> Sources:
    """Documents as what a sentence may rest on; `names` need no quote."""
    return _index(tuple(documents), tuple(names))


@lru_cache(maxsize=4)
def _index(documents: tuple[SourceDocument, ...], names: tuple[str, ...]) -> Sources:
    """One index while no note changes: those of the accounts last checked are kept."""
    from copilot.verify.sources import Sources

    return Sources.build(documents, (), names)


def negotiate(
    deps: Deps,
    slug: str,
    brief: NegotiationBrief | None,
    language: Language,
    writer: WriterName = "auto",
    progress: Progress = silent,
) -> NegotiationFile:
    """Drafts, verifies and stores the negotiation file."""
    from copilot.draft.negotiation import brief_document, draft_negotiation
    from copilot.verify.plans import verify_negotiation
    from copilot.verify.sources import Sources

    progress("negotiate", 0, 1, "")
    account, sources, base = facts(deps, slug, language)
    file = draft_negotiation(base, brief, deps.now(), language)
    file.account = AccountRef(slug=account.slug, name=account.name)
    extra = [brief_document(brief, deps.now())] if brief else []
    verified = verify_negotiation(file, Sources.build([*sources, *extra], (), _names(account)))
    progress("negotiate", 1, 1, "")
    return deps.store.put_negotiation(deps.workspace, account.id, verified)


def ask(deps: Deps, slug: str, question: str, language: Language | None = None) -> Reply:
    """Answers a question from the notes, with citations, or says that they do not tell.

    Raises:
        BadInput: the question is empty.
    """
    from copilot.draft.answer import answer as reply
    from copilot.draft.computed import compute
    from copilot.retrieve.similar import similarity
    from copilot.text.language import language_of

    if not question.strip():
        raise BadInput("the question is empty; ask something about the account")
    spoken = language or language_of(question, deps.settings.language)
    account, sources, base = facts(deps, slug, spoken)
    found = deps.searcher.search(deps.workspace, account.id, question, 8)
    figures = [claim for _, claim in compute(sources, base, spoken).claims]
    similar = similarity(deps.searcher.embedder, deps.vector_cache)
    answered = reply(base, found, question, spoken, similar, figures)
    return _checked(answered, sources, _names(account))


def _checked(reply: Reply, documents: Sequence[SourceDocument], names: Sequence[str]) -> Reply:
    """The reply with the claims that the verifier keeps; none left is an abstention."""
    from copilot.text.catalogue import t
    from copilot.verify.claims import check_claim
    from copilot.verify.sources import Sources

    receipts = [c.receipt for c in reply.claims if c.receipt]
    known = Sources.build(documents, receipts, names)
    kept = [v.claim for c in reply.claims if (v := check_claim(c, known, reply.language)).claim is not None]
    if reply.claims and not kept:
        return reply.model_copy(
            update={"text": t("answer.abstain", reply.language), "abstained": True, "claims": [], "citations": []}
        )
    if len(kept) == len(reply.claims):
        return reply
    text = " ".join(c.text.rstrip(".") + "." for c in kept if c)
    citations = [citation for c in kept if c for citation in c.citations]
    return reply.model_copy(update={"text": text, "claims": kept, "citations": citations})


def search(deps: Deps, slug: str, query: str, k: int = 8, scope: Scope | None = None) -> list[FoundPassage]:
    """Passages of the account's notes that fit a query, with what each is about; `scope` narrows the search."""
    from copilot.found import tell

    account = deps.store.account(deps.workspace, slug)
    found = deps.searcher.search(deps.workspace, account.id, query, k, scope)
    return tell(deps, account, found, lambda: facts(deps, slug, "fr")[2])


def reindex(deps: Deps, progress: Progress = silent) -> None:
    """Rebuilds the Chroma index from the database."""
    deps.searcher.reindex(progress)


def score(tool: str, payload: Json) -> ToolResult:
    """Runs a scoring tool; `registry.rendered` is its one text.

    Raises:
        UnknownTool: no tool has that name.
        BadInput: the payload does not fit; one line names the field and the value.
    """
    from copilot.scoring.registry import run_tool

    return run_tool(tool, payload)


def draw(result: ToolResult, kind: ChartKind, language: Language, theme: ChartTheme = "light") -> bytes:
    """The chart of a result, as a picture or as its Vega-Lite specification.

    Raises:
        NotFound: results of this tool have no chart, or this one has nothing to draw.
    """
    import json

    from copilot.charts.registry import chart_of
    from copilot.export import charts

    chart = chart_of(result, language, theme)
    if chart is None:
        raise NotFound(f"a result of {result.tool!r} with these values has no chart")
    if kind == "vega":
        return json.dumps(chart, ensure_ascii=False, indent=2).encode()
    return charts.svg(chart).encode() if kind == "svg" else charts.png(chart)


def tools() -> list[ToolInfo]:
    """Every scoring tool with its schemas."""
    from copilot.scoring.registry import tools as every

    return every()


def _names(account: Account) -> list[str]:
    """Names that a sentence may use without a quote: the client's and ours."""
    return [name for name in (account.name, account.supplier) if name]
