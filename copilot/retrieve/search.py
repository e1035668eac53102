"""The search: scoped before it is ranked, in both languages, silent when nothing fits."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import structlog

from copilot.errors import ModelFailed, NotFound
from copilot.progress import Progress, silent
from copilot.retrieve.embed import EmbeddedModel, Embedder, Vectors, open_embedder
from copilot.retrieve.index import VectorIndex
from copilot.retrieve.keyword import Glossary, KeywordIndex
from copilot.retrieve.method import MethodLibrary
from copilot.retrieve.rank import CANDIDATES, fuse, is_relevant
from copilot.schemas.evidence import Evidence, Language, SourceDocument
from copilot.settings import Settings
from copilot.store.records import StoredChunk
from copilot.store.repository import Store
from copilot.text.planted import cites_planted

log = structlog.get_logger()

_ACCOUNTS = 32
"""Accounts whose passages are kept in memory."""
_EMBED = 64
_NOTES = 200
"""Notes kept in memory because passages of them were found."""


@dataclass(frozen=True)
class _Snapshot:
    """An account's passages at one revision."""

    revision: int
    chunks: list[StoredChunk]
    keyword: KeywordIndex
    embedder: str | None


class Searcher:
    """Finds passages of one account; safe to share between threads."""

    def __init__(self, settings: Settings, store: Store, embedder: Embedder) -> None:
        self.embedder = embedder
        self._store = store
        self._index = VectorIndex(settings, store)
        self._snapshots: OrderedDict[tuple[str, str], _Snapshot] = OrderedDict()
        self._notes: OrderedDict[str, SourceDocument] = OrderedDict()
        self._making: dict[tuple[str, str], threading.Lock] = {}
        self._lock = threading.RLock()

    @classmethod
    def open(cls, settings: Settings, store: Store) -> Searcher:
        """A searcher over that store; models and indexes are loaded when they are first needed."""
        return cls(settings, store, open_embedder(settings))

    def close(self) -> None:
        """Let go of the index, so that another process may have it."""
        self._index.close()
        self._snapshots.clear()
        self._notes.clear()

    def search(self, workspace: str, account_id: str, query: str, k: int = 8) -> list[Evidence]:
        """The k passages that best answer the query, or none when no passage is about it.

        Raises:
            NotFound: the workspace has no such account.
        """
        snapshot = self._snapshot(workspace, account_id)
        if not snapshot.chunks:
            # The last note may have been deleted by a process that was killed before its vector was.
            self._index.sync(workspace, account_id, self.embedder.name)
        if not snapshot.chunks or not query.strip() or k < 1:
            return []
        expansion = self._glossary.expand(query)
        cosines = self._cosines(workspace, account_id, snapshot, query)
        coverage = snapshot.keyword.coverage(query, expansion)
        if not is_relevant(cosines, coverage, isinstance(self.embedder, EmbeddedModel)):
            return []
        chunks = {chunk.id: chunk for chunk in snapshot.chunks}
        ranked = fuse(list(chunks), cosines, snapshot.keyword.scores(query, expansion))
        best = [(chunks[chunk_id], score) for chunk_id, score in ranked[:k] if score > 0]
        planted = self._planted(workspace, account_id, [chunk for chunk, _ in best])
        return [_evidence(chunk, score, chunk.id in planted) for chunk, score in best]

    def search_method(self, query: str, k: int = 5, language: Language | None = None) -> list[Evidence]:
        """The parts of the method that best answer the query; `language` leaves the other one's files out."""
        return self._method.search(query, self._glossary.expand(query), k, language)

    def changed(self, workspace: str, account_id: str) -> None:
        """Bring caches and index up to date after notes were added or deleted, or the account itself was."""
        with self._lock:
            self._snapshots.pop((workspace, account_id), None)
            self._notes.clear()  # what was deleted is not kept in memory either
        try:
            embedder = self._embed_missing(workspace, account_id)
            if embedder:
                self._index.sync(workspace, account_id, embedder)
        except NotFound:
            self._index.forget(account_id)

    def reindex(self, progress: Progress = silent) -> int:
        """Make every account's index anew from the stored vectors; the number of accounts done.

        Only passages whose vector another embedder made are embedded again. Each index is made beside the old
        one, which serves until the switch.
        """
        accounts = self._store.account_ids()
        for done, (workspace, account_id) in enumerate(accounts):
            progress("reindex", done, len(accounts), account_id)
            embedder = self._embed_missing(workspace, account_id)
            if embedder is None:
                raise ModelFailed("the embeddings endpoint does not answer: the index stays as it was")
            if not self._index.rebuild(workspace, account_id, embedder):
                log.warning("index.shared", note="another process uses the index and will renew it by itself")
        progress("reindex", len(accounts), len(accounts), "")
        return len(accounts)

    def _planted(self, workspace: str, account_id: str, chunks: Sequence[StoredChunk]) -> set[str]:
        """The ids of the passages that hold words of a planted instruction of their note."""
        found: set[str] = set()
        for document_id, own in groupby(sorted(chunks, key=lambda c: c.document_id), key=lambda c: c.document_id):
            try:
                document = self._note(workspace, account_id, document_id)
            except NotFound:
                continue  # deleted since the search began
            found.update(chunk.id for chunk in own if cites_planted(document, chunk.text))
        return found

    def _note(self, workspace: str, account_id: str, document_id: str) -> SourceDocument:
        """A note that was found; kept, since a changed note has another id and reading one is most of a search."""
        with self._lock:
            known = self._notes.get(document_id)
            if known is not None:
                self._notes.move_to_end(document_id)
                return known
        note = self._store.document(workspace, account_id, document_id)
        with self._lock:
            self._notes[document_id] = note
            while len(self._notes) > _NOTES:
                self._notes.popitem(last=False)
        return note

    @cached_property
    def _glossary(self) -> Glossary:
        return Glossary.load()

    @cached_property
    def _method(self) -> MethodLibrary:
        return MethodLibrary.load()

    def _snapshot(self, workspace: str, account_id: str) -> _Snapshot:
        key = (workspace, account_id)
        known = self._known(key, self._store.revision(workspace, account_id))
        if known:
            return known
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        # Who asks about another account does not wait for this one.
        with making:
            embedder = self._embed_missing(workspace, account_id)
            revision = self._store.revision(workspace, account_id)
            known = self._known(key, revision)
            if known:
                return known
            chunks = self._store.chunks(workspace, account_id)
            keyword = KeywordIndex([(chunk.text, chunk.language) for chunk in chunks])
            snapshot = _Snapshot(revision, chunks, keyword, embedder)
        with self._lock:
            self._snapshots[key] = snapshot
            while len(self._snapshots) > _ACCOUNTS:
                self._making.pop(self._snapshots.popitem(last=False)[0], None)
        return snapshot

    def _known(self, key: tuple[str, str], revision: int) -> _Snapshot | None:
        """What is kept of the account, if it is of that revision."""
        with self._lock:
            known = self._snapshots.get(key)
            if known is None or known.revision != revision or not known.embedder:
                return None
            self._snapshots.move_to_end(key)
            return known

    def _embed_missing(self, workspace: str, account_id: str) -> str | None:
        """The embedder that all passages have vectors of, or None when it cannot be reached."""
        name = self.embedder.name
        try:
            while missing := self._store.without_vector(workspace, account_id, name, _EMBED):
                vectors = self.embedder.passages([text for _, text in missing])
                self._store.put_vectors(workspace, account_id, name, [chunk_id for chunk_id, _ in missing], vectors)
        except ModelFailed as error:
            log.warning("search.words_only", error=str(error))
            return None
        return name

    def _cosines(self, workspace: str, account_id: str, snapshot: _Snapshot, query: str) -> dict[str, float] | None:
        if snapshot.embedder is None:
            return None
        try:
            vector: Vectors = self.embedder.query(query)
        except ModelFailed as error:
            log.warning("search.words_only", error=str(error))
            return None
        hits = self._index.nearest(
            workspace, account_id, snapshot.revision, snapshot.embedder, vector, min(CANDIDATES, len(snapshot.chunks))
        )
        known = {chunk.id for chunk in snapshot.chunks}
        return {chunk_id: cosine for chunk_id, cosine in hits if chunk_id in known}


def _evidence(chunk: StoredChunk, score: float, suspicious: bool) -> Evidence:
    return Evidence(
        id=chunk.id, document=chunk.document, text=chunk.text, locator=chunk.locator, date=chunk.date,
        author=chunk.author, score=round(score, 6), heading=chunk.heading,
        suspicious=suspicious,
    )  # fmt: skip
