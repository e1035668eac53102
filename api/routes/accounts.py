"""Accounts: the clients that plans are made for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response

from api.deps import CallerDeps, CurrentAccount
from api.errors import PreconditionFailed, problem_responses
from api.files import created, etag_of, unless_known
from api.schemas import AccountIn, AccountList, AccountOut, AccountPatch
from api.slugs import create_account

router = APIRouter(prefix="/accounts", tags=["accounts"])


@router.get("", operation_id="listAccounts", summary="The accounts of the workspace", responses=problem_responses())
def list_accounts(deps: CallerDeps) -> AccountList:
    """Every account, by name."""
    return AccountList(accounts=[AccountOut.of(account) for account in deps.store.accounts(deps.workspace)])


@router.post(
    "",
    operation_id="createAccount",
    summary="Create an account",
    status_code=201,
    responses=problem_responses(409, 413, 422),
)
def create(deps: CallerDeps, body: AccountIn, response: Response) -> AccountOut:
    """A new account; without a slug one is made from the name."""
    account = AccountOut.of(create_account(deps, body.name, body.slug, body.supplier))
    return created(account, f"/v1/accounts/{account.slug}", response)


@router.get(
    "/{slug}",
    operation_id="getAccount",
    summary="One account",
    responses={304: {"description": "Not modified"}, **problem_responses(404, 422)},
    response_model=AccountOut,
)
def get(
    account: CurrentAccount, response: Response, if_none_match: Annotated[str | None, Header()] = None
) -> AccountOut | Response:
    """The account, with an ETag."""
    return unless_known(AccountOut.of(account), if_none_match, response)


@router.patch(
    "/{slug}",
    operation_id="updateAccount",
    summary="Rename an account or its supplier",
    responses=problem_responses(404, 412, 413, 422),
)
def patch(
    deps: CallerDeps,
    account: CurrentAccount,
    body: AccountPatch,
    response: Response,
    if_match: Annotated[str | None, Header(description="refuse if the account changed since it was read")] = None,
) -> AccountOut:
    """What is left out of the body stays as it is."""
    if if_match not in {None, "*", etag_of(AccountOut.of(account))}:
        raise PreconditionFailed(f"account {account.slug!r} was changed meanwhile: read it again")
    changed = deps.store.update_account(deps.workspace, account.slug, name=body.name, supplier=body.supplier)
    response.headers["ETag"] = etag_of(AccountOut.of(changed))
    return AccountOut.of(changed)


@router.delete(
    "/{slug}",
    operation_id="deleteAccount",
    summary="Delete an account and everything in it",
    status_code=204,
    responses=problem_responses(404, 422),
)
def delete(deps: CallerDeps, account: CurrentAccount) -> None:
    """Its documents, answers, plans and conversations go with it."""
    deps.store.delete_account(deps.workspace, account.slug)
