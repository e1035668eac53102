"""What the search is compared with: its legs alone, the best simple hybrid, and what others build from libraries."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copilot.text.normalise import fold
from evals.retrieval_sets import Scope
from evals.vector_cache import CachedEmbedder, VectorCache, passage_key, question_key

DEPTH = 40
Ranker = Callable[[str], Sequence[int]]
"""The places of a scope's passages, best first."""
Scores = NDArray[np.float64]
_RRF = 60


def rankers(scope: Scope, embedder: CachedEmbedder, minilm: VectorCache) -> dict[str, Ranker]:
    """Every peer that can run here."""
    texts = [piece.text for piece in scope.pieces]
    words = _bm25(texts, scope.language)
    vectors = embedder.passages(texts)

    def near(query: str) -> Scores:
        return np.asarray(vectors @ embedder.query(query), np.float64)

    def mean(query: str) -> Scores:
        return _stretch(near(query)) + _stretch(words(query))

    def reciprocal(query: str) -> Scores:
        return np.asarray(sum(1 / (_RRF + 1 + np.argsort(np.argsort(-leg(query)))) for leg in (near, words)))

    found: dict[str, Ranker] = {
        "BM25 (bm25s, stemmed)": _by(words), "e5-small int8": _by(near),
        "reciprocal ranks of both": _by(reciprocal), "mean of both (best hybrid)": _by(mean),
    }  # fmt: skip
    own = _minilm(texts, scope, minilm)
    if own is not None:
        found["all-MiniLM (Chroma's default)"] = _by(own)
    if all(find_spec(name) for name in ("langchain_classic", "langchain_community", "langchain_chroma", "rank_bm25")):
        found["LangChain Ensemble, e5"] = _ensemble(texts, vectors, embedder.query)
        if own is not None:
            passages = np.stack([minilm.known[passage_key(text)] for text in texts])
            found["LangChain Ensemble, MiniLM"] = _ensemble(
                texts, passages, lambda query: minilm.known[question_key(query)]
            )
    return found


def _by(score: Callable[[str], Scores]) -> Ranker:
    def rank(query: str) -> Sequence[int]:
        return [int(place) for place in np.argsort(-score(query), kind="stable")[: DEPTH * 4]]

    return rank


def _stretch(scores: Scores) -> Scores:
    low, high = scores.min(), scores.max()
    return np.asarray((scores - low) / (high - low) if high > low else np.zeros_like(scores))


def _bm25(texts: Sequence[str], language: str) -> Callable[[str], Scores]:
    """bm25s at its defaults over folded words without stop words, cut by Snowball's stemmer."""
    import bm25s
    import snowballstemmer
    from bm25s.stopwords import STOPWORDS_EN, STOPWORDS_FRENCH

    stop = {fold(word) for word in (*STOPWORDS_EN, *STOPWORDS_FRENCH)}
    stemmer = snowballstemmer.stemmer("english" if language == "en" else "french")

    def cut(text: str) -> list[str]:
        return [stemmer.stemWord(word) for word in re.findall(r"\w\w+", fold(text)) if word not in stop]

    index = bm25s.BM25()
    bags = [cut(text) for text in texts]
    index.index(bags, show_progress=False)
    known = {word for bag in bags for word in bag}

    def score(query: str) -> Scores:
        asked = [word for word in cut(query) if word in known]
        return np.asarray(index.get_scores(asked), np.float64) if asked else np.zeros(len(texts))

    return score


def _minilm(texts: Sequence[str], scope: Scope, cache: VectorCache) -> Callable[[str], Scores] | None:
    """Chroma's default model, from vectors made beforehand: its weights come from the network at first use."""
    needed = [*map(passage_key, texts), *(question_key(ask.text) for ask in scope.asks)]
    if any(key not in cache.known for key in needed):
        return None
    vectors = np.stack([cache.known[passage_key(text)] for text in texts])
    return lambda query: np.asarray(vectors @ cache.known[question_key(query)], np.float64)


def _ensemble(texts: Sequence[str], vectors: Any, embed: Callable[[str], Any]) -> Ranker:
    """LangChain's EnsembleRetriever over Chroma and BM25Retriever, half and half."""
    import uuid

    import chromadb

    # Looked up by name: they are no dependency of the project, only of this comparison.
    chroma = import_module("langchain_chroma").Chroma
    ensemble = import_module("langchain_classic.retrievers").EnsembleRetriever
    bm25 = import_module("langchain_community.retrievers").BM25Retriever
    document = import_module("langchain_core.documents").Document
    embeddings = import_module("langchain_core.embeddings").Embeddings

    class Known(embeddings):  # type: ignore[misc,valid-type]
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            raise NotImplementedError

        def embed_query(self, text: str) -> list[float]:
            return [float(x) for x in embed(text)]

    client = chromadb.EphemeralClient()
    collection = client.create_collection(
        uuid.uuid4().hex, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 400}}
    )
    for at in range(0, len(texts), 2000):
        part = range(at, min(at + 2000, len(texts)))
        collection.add(
            ids=[str(n) for n in part], embeddings=vectors[at : at + 2000], documents=[texts[n] or " " for n in part],
            metadatas=[{"at": n} for n in part],
        )  # fmt: skip
    store = chroma(client=client, collection_name=collection.name, embedding_function=Known())
    documents = [document(page_content=text, metadata={"at": n}, id=str(n)) for n, text in enumerate(texts)]
    words = bm25.from_documents(documents)
    words.k = min(DEPTH, len(texts))
    near = store.as_retriever(search_kwargs={"k": min(DEPTH, len(texts))})
    both = ensemble(retrievers=[words, near], weights=[0.5, 0.5], id_key="at")
    return lambda query: [int(found.metadata["at"]) for found in both.invoke(query)]
