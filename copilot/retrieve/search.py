"""The search: scoped before it is ranked, in both languages, silent when nothing fits."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import groupby

import numpy as np
import structlog

from copilot.errors import ModelFailed, NotFound
from copilot.progress import Progress, silent
from copilot.retrieve import method_vectors
from copilot.retrieve.copies import quote
from copilot.retrieve.embed import EmbeddedModel, Embedder, Vectors, open_embedder
from copilot.retrieve.index import VectorIndex
from copilot.retrieve.keyword import Glossary
from copilot.retrieve.method import MethodLibrary
from copilot.retrieve.question import understand
from copilot.retrieve.rank import CANDIDATES, SAMPLE, Near, fuse, is_relevant, nearness
from copilot.retrieve.rerank import CANDIDATES as RERANKED
from copilot.retrieve.rerank import Reranker, open_reranker
from copilot.retrieve.snapshot import Snapshot, lay_out
from copilot.retrieve.word_index import Scores
from copilot.schemas.about import Scope
from copilot.schemas.evidence import Evidence, Language, Segment, SourceDocument
from copilot.settings import Settings
from copilot.store.records import StoredChunk
from copilot.store.repository import Store
from copilot.text.note_kinds import meeting_of
from copilot.text.planted import cites_planted

log = structlog.get_logger()

_ACCOUNTS = 32
"""Accounts whose passages are kept in memory."""
_EMBED = 64
_LOOKED_AT = 6
"""Passages looked at for each that is shown: some are copies of others."""
_NOTES = 200
"""Notes kept in memory because passages of them were found."""


class Searcher:
    """Finds passages of one account; safe to share between threads."""

    def __init__(self, settings: Settings, store: Store, embedder: Embedder) -> None:
        self.embedder = embedder
        self._reranker = open_reranker(settings)
        self._store = store
        self._models = settings.resource_dir / "models"
        self._index = VectorIndex(settings, store)
        self._snapshots: OrderedDict[tuple[str, str], Snapshot] = OrderedDict()
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

    def search(
        self, workspace: str, account_id: str, query: str, k: int = 8, scope: Scope | None = None
    ) -> list[Evidence]:
        """The k passages that best answer the query, or none when no passage is about it; of those in scope.

        Raises:
            NotFound: the workspace has no such account.
        """
        snapshot = self._snapshot(workspace, account_id)
        if not snapshot.chunks:
            # The last note may have been deleted by a process that was killed before its vector was.
            self._index.sync(workspace, account_id, self.embedder.name)
        if not snapshot.chunks or not query.strip() or k < 1:
            return []
        question = understand(query, snapshot.today)
        near = self._near(workspace, account_id, snapshot, question.text)
        words = snapshot.keyword.match(question.text, self._glossary.named(question.text))
        same = snapshot.keyword.speaks(question.language) if question.language else None
        if not is_relevant(near, words.coverage, same, isinstance(self.embedder, EmbeddedModel)):
            return []
        scores = fuse(near, words, same, snapshot.follows)
        scores += np.where(scores > 0, snapshot.fitting(question), 0)
        if scope is not None:
            scores = np.where(snapshot.within(scope), scores, 0)
        if self._reranker is None:
            order = _order(scores, _LOOKED_AT * k)
        else:
            order, scores = self._reranked(self._reranker, question.text, snapshot.chunks, scores, k)
        found = snapshot.copies.once(order, k)
        best = found.places
        beside = [place for at in best for place in snapshot.beside(at) if place is not None]
        planted = self._planted(workspace, account_id, [snapshot.chunks[at] for at in sorted({*best, *beside})])
        others = {place: snapshot.copies.elsewhere(place, found.copies.get(place, ())) for place in best}
        told = {at for notes in others.values() for places in notes.values() for at in places}
        segments = self._segments(workspace, account_id, [snapshot.chunks[at] for at in told])
        segments |= self._whole_notes(workspace, account_id, {snapshot.chunks[at].document_id for at in best})
        return [
            self._evidence(snapshot, place, float(scores[place]), planted).model_copy(
                update={
                    "quote": quote(snapshot.chunks[place], segments),
                    "also_in": snapshot.copies.cited(place, others[place], segments),
                }
            )
            for place in best
        ]

    def _segments(self, workspace: str, account_id: str, chunks: Sequence[StoredChunk]) -> dict[str, Sequence[Segment]]:
        """The segments of those passages alone, by note: a copy may stand in a long note that is not kept."""
        spans = {(c.document_id, c.first_segment, c.last_segment) for c in chunks}
        return {**self._store.segments_at(workspace, account_id, sorted(spans))} if spans else {}

    def _whole_notes(self, workspace: str, account_id: str, ids: Iterable[str]) -> dict[str, Sequence[Segment]]:
        found: dict[str, Sequence[Segment]] = {}
        for one in ids:
            with suppress(NotFound):  # deleted since the search began
                found[one] = self._note(workspace, account_id, one).segments
        return found

    @staticmethod
    def _reranked(
        reranker: Reranker, query: str, chunks: Sequence[StoredChunk], scores: Scores, k: int
    ) -> tuple[list[int], Scores]:
        """The best passages in the order of the reranking model, with its scores; as they were when it fails."""
        order = _order(scores, max(RERANKED, 3 * k))
        try:
            given = reranker.scores(query, [chunks[at].text for at in order])
        except ModelFailed as error:
            log.warning("search.not_reranked", error=str(error))
            return order[: 3 * k], scores
        scores = np.zeros_like(scores)
        scores[order] = given
        return sorted(order, key=lambda at: (-float(scores[at]), at)), scores

    @staticmethod
    def _evidence(snapshot: Snapshot, place: int, score: float, planted: set[str]) -> Evidence:
        """A passage as it is shown; what stands beside it is left out where it addresses an assistant."""
        chunk = snapshot.chunks[place]
        before, after = (
            "" if at is None or snapshot.chunks[at].id in planted else snapshot.chunks[at].text
            for at in snapshot.beside(place)
        )
        return Evidence(
            id=chunk.id, document=chunk.document, text=chunk.text, locator=chunk.locator, date=chunk.date,
            author=chunk.author, score=round(min(1.0, score), 6), heading=chunk.heading,
            suspicious=chunk.id in planted, before=before, after=after, kind=chunk.kind, language=chunk.language,
            meeting=meeting_of(chunk.document, chunk.title),
        )  # fmt: skip

    def search_method(self, query: str, k: int = 5, language: Language | None = None) -> list[Evidence]:
        """The parts of the method that best answer the query; `language` leaves the other one's files out."""
        vectors = self._method_vectors
        near = vectors @ self.embedder.query(query) if vectors is not None and query.strip() else None
        return self._method.search(query, self._glossary.named(query), k, language, near)

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

    @cached_property
    def _method_vectors(self) -> Vectors | None:
        return method_vectors.load(self._models, self._method.texts, self.embedder.name)

    def _snapshot(self, workspace: str, account_id: str) -> Snapshot:
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
            sample = self._sample(workspace, account_id, chunks, embedder)
            snapshot = lay_out(revision, chunks, embedder, sample)
        with self._lock:
            self._snapshots[key] = snapshot
            while len(self._snapshots) > _ACCOUNTS:
                self._making.pop(self._snapshots.popitem(last=False)[0], None)
        return snapshot

    def _known(self, key: tuple[str, str], revision: int) -> Snapshot | None:
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

    def _sample(self, workspace: str, account_id: str, chunks: Sequence[StoredChunk], embedder: str | None) -> Vectors:
        """Vectors of passages taken evenly, when there are too many to ask the index for all."""
        if embedder is None or len(chunks) <= CANDIDATES:
            return np.zeros((0, 0), np.float32)
        ids = [chunks[at].id for at in np.linspace(0, len(chunks) - 1, SAMPLE, dtype=int)]
        return self._store.vectors_of(workspace, account_id, embedder, ids)[1]

    def _near(self, workspace: str, account_id: str, snapshot: Snapshot, query: str) -> Near | None:
        if snapshot.embedder is None:
            return None
        try:
            vector: Vectors = self.embedder.query(query)
        except ModelFailed as error:
            log.warning("search.words_only", error=str(error))
            return None
        size = len(snapshot.chunks)
        hits = self._index.nearest(
            workspace, account_id, snapshot.revision, snapshot.embedder, vector, min(CANDIDATES, size)
        )
        known = [(snapshot.places[chunk_id], cosine) for chunk_id, cosine in hits if chunk_id in snapshot.places]
        return nearness(known, size, snapshot.sample @ vector if len(snapshot.sample) else np.zeros(0, np.float32))


def _order(scores: Scores, most: int) -> list[int]:
    """Places of the highest scores, none of them 0; equal ones in the order of the passages' ids."""
    order = np.argsort(-scores, kind="stable")
    return [int(place) for place in order[:most] if scores[place] > 0]
