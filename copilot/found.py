"""What the passages that a search found are about: read when they are first found, kept while no note changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from copilot.deps import Deps
from copilot.schemas.about import DocumentAbout, FoundPassage
from copilot.schemas.account import Account
from copilot.schemas.evidence import Evidence
from copilot.schemas.facts import FactBase


def tell(deps: Deps, account: Account, found: Sequence[Evidence], base: Callable[[], FactBase]) -> list[FoundPassage]:
    """The passages with what each is about; the facts of the account are asked for only if a passage is new."""
    if not found:
        return []
    stamp = _stamp(deps, account)
    known = deps.store.abouts(deps.workspace, account.id, stamp, [passage.id for passage in found])
    missing = [passage for passage in found if passage.id not in known]
    if missing:
        new = _read(missing, base())
        deps.store.put_abouts(deps.workspace, account.id, stamp, new)
        known |= new
    return [FoundPassage(**dict(passage), about=known[passage.id]) for passage in found]


def _read(passages: Sequence[Evidence], base: FactBase) -> dict[str, DocumentAbout]:
    from copilot.facts.about import about_passage

    return {passage.id: about_passage(passage, base) for passage in passages}


def _stamp(deps: Deps, account: Account) -> str:
    """What tells whether names are still those known today: notes, answers and the names of both companies."""
    answers = deps.store.interview_document(deps.workspace, account.id)
    parts = [
        _VERSION, str(deps.store.revision(deps.workspace, account.id)), account.name, account.supplier or "",
        answers.sha256 if answers else "",
    ]  # fmt: skip
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


_VERSION = "1"
"""Raised when passages are read in another way."""
