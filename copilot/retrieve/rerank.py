"""An optional second look at the best passages by a reranking model behind an endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from copilot.errors import ModelFailed
from copilot.retrieve.word_index import Scores
from copilot.settings import Settings

CANDIDATES = 30
"""Passages that are looked at again."""
_TIMEOUT_S = 20.0


class Reranker:
    """A `/rerank` endpoint as vLLM, Jina, Cohere and others serve it."""

    def __init__(self, base_url: str, model: str, api_key: str | None) -> None:
        self._base_url = base_url
        self._model = model
        self._key = api_key or "none"
        self._client: Any = None

    def scores(self, query: str, texts: Sequence[str]) -> Scores:
        """How well each text answers the query, 0..1.

        Raises:
            ModelFailed: the endpoint does not answer, or not about every text.
        """
        import openai

        if self._client is None:
            self._client = openai.OpenAI(base_url=self._base_url, api_key=self._key, timeout=_TIMEOUT_S, max_retries=1)
        body = {"model": self._model, "query": query, "documents": list(texts), "top_n": len(texts)}
        try:
            answer = self._client.post("/rerank", body=body, cast_to=object)
            given = {int(one["index"]): float(one["relevance_score"]) for one in answer["results"]}
            found = np.array([given[at] for at in range(len(texts))], np.float32)
        except (openai.OpenAIError, LookupError, TypeError, ValueError) as error:
            raise ModelFailed(f"the reranking endpoint {self._base_url!r} failed: {error}") from error
        if not np.isfinite(found).all():
            raise ModelFailed(f"the reranking endpoint {self._base_url!r} gave a score that is no number")
        inside = bool(((found >= 0) & (found <= 1)).all())
        return found if inside else np.asarray(1 / (1 + np.exp(-found)), np.float32)


def open_reranker(settings: Settings) -> Reranker | None:
    """The reranker of those settings, if one is set."""
    if not settings.rerank_base_url:
        return None
    key = settings.rerank_api_key.get_secret_value() if settings.rerank_api_key else None
    return Reranker(settings.rerank_base_url, settings.rerank_model or "default", key)
