"""Short names of accounts, made from their names."""

from __future__ import annotations

import re
import unicodedata

from copilot.deps import Deps
from copilot.errors import Conflict
from copilot.schemas.account import Account

_MOST_ALIKE = 100


def slug_of(name: str) -> str:
    """`Société Générale d'Emballage` gives `societe-generale-d-emballage`; a name without letters gives `account`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56].strip("-") or "account"


def create_account(deps: Deps, name: str, slug: str | None, supplier: str | None) -> Account:
    """A new account; a slug that was made from the name gets a number when it is taken.

    Raises:
        Conflict: the slug that was asked for is taken.
    """
    if slug is not None:
        return deps.store.create_account(deps.workspace, slug, name, now=deps.now(), supplier=supplier or None)
    base = slug_of(name)
    taken = {account.slug for account in deps.store.accounts(deps.workspace)}
    candidates = [base, *(f"{base}-{number}" for number in range(2, _MOST_ALIKE))]
    free = next((candidate for candidate in candidates if candidate not in taken), None)
    if free is None:
        raise Conflict(f"too many accounts are called like {name!r}: give a slug")
    return deps.store.create_account(deps.workspace, free, name, now=deps.now(), supplier=supplier or None)
