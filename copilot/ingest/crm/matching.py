"""Which account of the workspace each client of an export is: never two in one without a person's word.

The same name is the same account. A name that differs by its legal form alone is taken for it when nobody else could be
meant, and told. Any other close name waits for a line in the mapping file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from copilot.errors import BadInput
from copilot.ingest.crm.mapping import CrmMapping
from copilot.ingest.crm.names import close_to, core, plain, slug_of
from copilot.ingest.crm.relations import Client, Relations
from copilot.schemas.account import Account

Outcome = Literal["mapped", "same_name", "legal_form", "created", "ambiguous", "unknown", "left_out"]
MATCHED: tuple[Outcome, ...] = ("mapped", "same_name", "legal_form", "created")


@dataclass(frozen=True)
class Match:
    """What is decided about one client of the exports."""

    client: Client
    outcome: Outcome
    slug: str | None = None
    candidates: tuple[str, ...] = ()
    """Names that could be meant, where it is ambiguous; created accounts that are called nearly the same."""


def match_clients(
    relations: Relations, accounts: Sequence[Account], mapping: CrmMapping | None, *, create: bool
) -> dict[str, Match]:
    """The decision about each client, by its key; `create` makes accounts for names that nothing comes close to."""
    clients = list(relations.clients.values())
    cores = Counter(core(client.name) for client in clients if client.name)
    found = {
        client.key: _said(client, mapping, accounts, create=create)
        or _known(client, relations, accounts, cores)
        or Match(client, "unknown")
        for client in clients
    }
    if create:
        _create(found, accounts)
    return found


def _said(client: Client, mapping: CrmMapping | None, accounts: Sequence[Account], *, create: bool) -> Match | None:
    """What the mapping file says."""
    if mapping is None:
        return None
    told, slug = mapping.slug_of(*sorted(client.ids), *client.names)
    if not told:
        return None
    if slug is None:
        return Match(client, "left_out")
    if any(one.slug == slug for one in accounts):
        return Match(client, "mapped", slug)
    if create and slug_of(slug) == slug:
        return Match(client, "created", slug)
    raise BadInput(f"mapping: accounts: {client.name or client.key!r} = {slug!r}: there is no account {slug!r}")


def _known(client: Client, relations: Relations, accounts: Sequence[Account], cores: Mapping[str, int]) -> Match | None:
    if relations.is_two_named_alike(client):
        return Match(client, "ambiguous", candidates=tuple(sorted(client.ids)) or tuple(client.names))
    names = {plain(name) for name in client.names}
    slugs = {slug_of(name) for name in client.names}
    same = [one for one in accounts if plain(one.name) in names] or [one for one in accounts if one.slug in slugs]
    if len(same) == 1:
        return Match(client, "same_name", same[0].slug)
    if same:
        return Match(client, "ambiguous", candidates=_labels(same))
    if client.name is None:
        return None
    alike = [one for one in accounts if core(one.name) == core(client.name)]
    if len(alike) == 1 and cores[core(client.name)] == 1:
        return Match(client, "legal_form", alike[0].slug)
    close = [one for one in accounts if close_to(client.name, [one.name])]
    return Match(client, "ambiguous", candidates=_labels(close)) if close else None


def _labels(accounts: Sequence[Account]) -> tuple[str, ...]:
    return tuple(f"{one.name} ({one.slug})" for one in accounts[:5])


def _create(found: dict[str, Match], accounts: Sequence[Account]) -> None:
    """New accounts for the names that nothing comes close to; two that would share a slug wait for a person."""
    wanted = [one for one in found.values() if one.outcome == "unknown" and one.client.name]
    slugs = Counter(slug_of(one.client.name or "") for one in wanted)
    names = [one.client.name or "" for one in wanted]
    used = {one.slug for one in accounts} | {one.slug for one in found.values() if one.outcome == "created"}
    for one in wanted:
        name = one.client.name or ""
        slug = slug_of(name)
        others = tuple(other for other in close_to(name, names) if other != name)
        if not slug or slug in used or slugs[slug] > 1:
            found[one.client.key] = Match(one.client, "ambiguous", candidates=others or (slug,))
        else:
            found[one.client.key] = Match(one.client, "created", slug, others[:5])
