"""Exports into the store: each account is given a document with its own rows only, under the name of the file.

The rows keep their numbers in the file, so that a citation leads to the export; the header is kept, nothing else of the
file is. An export of all accounts must not leave one account's rows in the evidence of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from copilot.deps import Deps
from copilot.errors import BadInput, NotFound
from copilot.ingest.crm.documents import Place, account_document, store
from copilot.ingest.crm.export import Export, ExportTable
from copilot.ingest.crm.mapping import CrmMapping
from copilot.ingest.crm.matching import MATCHED, Match, match_clients
from copilot.ingest.crm.relations import Relations
from copilot.ingest.crm.report import AccountImport, CrmImport, LeftOut, LeftOutReason, Unmatched
from copilot.progress import Progress, silent
from copilot.schemas.account import Account
from copilot.schemas.evidence import Language

_EXAMPLES = 5
_INDEXED_AT_ONCE = 3
"""With more accounts than that, each is made searchable by its first question."""


@dataclass(frozen=True)
class Wanted:
    """How rows find their account."""

    mapping: CrmMapping | None = None
    mapping_name: str | None = None
    create: bool = False
    only: str | None = None
    """The one account that is given its rows, and those of tables that name no account."""


@dataclass
class _Split:
    """The rows of one file by account, and those of none."""

    rows: dict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))
    keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    left: dict[LeftOutReason, list[int]] = field(default_factory=lambda: defaultdict(list))


def import_exports(
    deps: Deps, exports: Sequence[Export], wanted: Wanted, language: Language, progress: Progress = silent
) -> CrmImport:
    """Stores the rows of exports by account; the same file again changes nothing.

    Raises:
        BadInput: two files have one name, both ways of choosing accounts are asked for, or no row has an account.
        NotFound: the one account that is asked for does not exist.
    """
    names = [export.name for export in exports]
    if len(set(names)) < len(names):
        raise BadInput("two of the files have the same name: rename one, citations go by it")
    if wanted.create and wanted.only:
        raise BadInput("give --create-accounts or --account, not both")
    accounts = deps.store.accounts(deps.workspace)
    if wanted.only:
        deps.store.account(deps.workspace, wanted.only)
    relations = Relations(record for export in exports for record in export.records())
    matches = match_clients(relations, accounts, wanted.mapping, create=wanted.create)
    splits = [_split(export, relations, matches, wanted) for export in exports]
    slugs = sorted({slug for split in splits for slug in split.rows})
    if not slugs:
        raise BadInput(_nothing(relations, matches, wanted.only))
    known = {account.slug: account for account in accounts}
    created = tuple(slug for slug in slugs if slug not in known)
    for match in matches.values():
        if match.slug in created and match.slug not in known:
            name = match.client.name or match.slug
            known[match.slug] = deps.store.create_account(deps.workspace, match.slug, name, now=deps.now())
    done: list[AccountImport] = []
    for number, slug in enumerate(slugs):
        progress("crm", number, len(slugs), slug)
        done += _store_account(deps, known[slug], exports, splits, matches, wanted, language)
    progress("crm", len(slugs), len(slugs), "")
    changed = sorted({one.slug for one in done if one.status != "unchanged"})
    for slug in changed if len(changed) <= _INDEXED_AT_ONCE else ():
        deps.searcher.changed(deps.workspace, known[slug].id)
    total = sum(len(table.reading.grid.rows) for export in exports for table in export.tables)
    return CrmImport(
        rows=total,
        assigned=sum(one.rows for one in done),
        accounts=tuple(done),
        created=created,
        left_out=_left_out(exports, splits),
        unmatched=_unmatched(exports, relations, matches),
        indexed=len(changed) <= _INDEXED_AT_ONCE,
        older=tuple(_older(deps, accounts, set(slugs), names)),
        mapping=wanted.mapping_name,
        warnings=tuple(f"{export.name}: {text}" for export in exports for text in export.document.warnings),
    )


def _split(export: Export, relations: Relations, matches: dict[str, Match], wanted: Wanted) -> _Split:
    split = _Split()
    for table in export.tables:
        grid = table.reading.grid
        whole = wanted.only if _names_no_account(table) else None
        for rank, row in enumerate(grid.rows):
            key, slug, reason = _slug_of(table, rank, relations, matches, wanted.only, whole)
            if slug is None:
                split.left[reason].append(row.number)
                continue
            split.rows[slug].add((grid.sheet, row.number))
            split.keys[slug] |= {key} if key else set()
    return split


def _names_no_account(table: ExportTable) -> bool:
    """Whether a table cannot tell whose its rows are: the export of one account."""
    reading = table.reading
    own = reading.object == "account"
    return not own and reading.index("account.name") is None and reading.index("account.id") is None


def _slug_of(
    table: ExportTable,
    rank: int,
    relations: Relations,
    matches: dict[str, Match],
    only: str | None,
    whole: str | None,
) -> tuple[str | None, str | None, LeftOutReason]:
    """The client's key and the account of a row, or why it has none."""
    if rank in table.rows.dropped:
        return None, None, table.rows.dropped[rank]
    record = table.rows.records.get(rank)
    if record is None:
        return None, None, "not_understood"
    client = relations.client_of(record)
    if client is None:
        reason: LeftOutReason = "several_accounts" if relations.names_several(record) else "no_account"
        return None, whole, reason
    match = matches[client.key]
    if match.outcome not in MATCHED:
        return client.key, None, match.outcome  # type: ignore[return-value]
    if only and match.slug != only:
        return client.key, None, "other_account"
    return client.key, match.slug, "no_account"


def _nothing(relations: Relations, matches: dict[str, Match], only: str | None) -> str:
    """Why no row could be assigned, and what to do."""
    names = ", ".join(match.client.name or match.client.key for match in list(matches.values())[:3])
    if not relations.clients:
        return "no column of the exports names the account of a row: use --account, or a mapping with account.name"
    if only:
        return f"no row is of the account {only!r}; the exports name {names}…: name it under `accounts` in a mapping"
    return (
        f"no account of the workspace is called like one of the {len(matches)} in the exports ({names}…): "
        "use --create-accounts, or name them under `accounts` in a mapping file"
    )


def _store_account(
    deps: Deps,
    account: Account,
    exports: Sequence[Export],
    splits: Sequence[_Split],
    matches: dict[str, Match],
    wanted: Wanted,
    language: Language,
) -> list[AccountImport]:
    done = []
    for export, split in zip(exports, splits, strict=True):
        places = split.rows.get(account.slug)
        if not places:
            continue
        document = account_document(export, places, wanted.mapping_name, language)
        status, suspicious = store(deps, account, document, export, wanted.mapping_name)
        found = [matches[key] for key in sorted(split.keys.get(account.slug, ()))]
        done.append(
            AccountImport(
                file=export.name,
                slug=account.slug,
                name=account.name,
                rows=len(places),
                status=status,
                how=found[0].outcome if found else "given",
                names=tuple(dict.fromkeys(name for match in found for name in match.client.names)),
                close=tuple(name for match in found for name in match.candidates),
                suspicious=suspicious,
            )
        )
    return done


def _left_out(exports: Sequence[Export], splits: Sequence[_Split]) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(file=export.name, reason=reason, rows=len(rows), examples=tuple(rows[:_EXAMPLES]))
        for export, split in zip(exports, splits, strict=True)
        for reason, rows in sorted(split.left.items())
    )


def _unmatched(exports: Sequence[Export], relations: Relations, matches: dict[str, Match]) -> tuple[Unmatched, ...]:
    counts: dict[str, int] = defaultdict(int)
    for export in exports:
        for table in export.tables:
            for record in table.rows.records.values():
                client = relations.client_of(record)
                counts[client.key if client else ""] += 1
    return tuple(
        Unmatched(
            name=match.client.name or match.client.key.partition(":")[2],
            ids=tuple(sorted(match.client.ids)),
            reason=match.outcome,
            rows=counts[key],
            candidates=match.candidates,
        )
        for key, match in matches.items()
        if match.outcome in ("ambiguous", "unknown")
    )


def _older(deps: Deps, accounts: Sequence[Account], done: set[str], names: Sequence[str]) -> list[str]:
    """Accounts that an earlier import gave rows of these files, and this one did not."""
    found = []
    for account in accounts:
        if account.slug in done:
            continue
        for name in names:
            try:
                if deps.store.document(deps.workspace, account.id, name).kind == "crm":
                    found.append(account.slug)
                    break
            except NotFound:
                continue
    return found
