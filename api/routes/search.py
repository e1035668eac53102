"""Search and questions: passages of one account, and answers that stand on them."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import CallerDeps, CurrentAccount
from api.errors import problem_responses
from api.schemas import AskIn, SearchIn, SearchOut
from copilot import pipeline
from copilot.schemas.plan import Plan
from copilot.schemas.reply import Reply

router = APIRouter(prefix="/accounts/{slug}")


@router.post(
    "/search",
    operation_id="searchDocuments",
    summary="Passages that answer a query",
    tags=["search"],
    responses=problem_responses(404, 413, 422),
)
def search(deps: CallerDeps, account: CurrentAccount, body: SearchIn) -> SearchOut:
    """Passages of this account only, best first."""
    return SearchOut(evidence=pipeline.search(deps, account.slug, body.query, body.k, body.scope))


@router.post(
    "/ask",
    operation_id="askQuestion",
    summary="An answer in claims, or an abstention",
    tags=["ask"],
    responses=problem_responses(404, 413, 422, 502),
)
def ask(deps: CallerDeps, account: CurrentAccount, body: AskIn) -> Reply:
    """Nothing is said that is not a claim with its quotes; without evidence the copilot abstains."""
    return pipeline.ask(deps, account.slug, body.question, body.language)


@router.post(
    "/verify",
    operation_id="verifyPlan",
    summary="Check any plan against the account's documents",
    tags=["verify"],
    responses=problem_responses(404, 413, 422),
)
def verify(deps: CallerDeps, account: CurrentAccount, body: Plan) -> Plan:
    """The plan as the verifier leaves it, with its findings; nothing is stored."""
    return pipeline.verify(deps, account.slug, body)
