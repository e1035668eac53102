"""Texts to unit vectors: the embedded multilingual model, or any OpenAI-compatible endpoint."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from copilot.errors import CopilotError, ModelFailed
from copilot.retrieve.build_model import BUILD, MODEL_FILE, TOKENIZER_FILE, is_built
from copilot.settings import Settings

Vectors = NDArray[np.float32]

_MAX_TOKENS = 512
_REMOTE_BATCH = 64
_REMOTE_TIMEOUT_S = 60.0


class Embedder(Protocol):
    """Makes vectors of unit length, so that a dot product is a cosine."""

    @property
    def name(self) -> str:
        """Changes whenever the same text would get another vector."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors [n, dim] of texts that are to be found."""
        ...

    def query(self, text: str) -> Vectors:
        """Vector [dim] of what is looked for."""
        ...


class EmbeddedModel:
    """multilingual-e5-small in int8 on the processor; loaded at first use."""

    name = f"multilingual-e5-small-int8-{BUILD}"
    dim = 384

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""
        return self._embed([f"passage: {text}" for text in texts])

    def query(self, text: str) -> Vectors:
        """Vector of a question."""
        return self._embed([f"query: {text}"]).reshape(-1)

    def _load(self) -> tuple[Any, Any]:
        with self._lock:
            if self._loaded is None:
                if not is_built(self._folder):
                    raise CopilotError(f"the embedding model is not in {str(self._folder)!r}: run `make setup`")
                import onnxruntime
                from tokenizers import Tokenizer

                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = min(2, os.cpu_count() or 1)
                options.inter_op_num_threads = 1
                # Idle threads must sleep: the machine is shared with the server's own work.
                options.add_session_config_entry("session.intra_op.allow_spinning", "0")
                options.log_severity_level = 3
                tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER_FILE))
                tokenizer.enable_truncation(_MAX_TOKENS)
                session = onnxruntime.InferenceSession(
                    str(self._folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
                )
                self._loaded = tokenizer, session
            return self._loaded

    def _embed(self, texts: list[str]) -> Vectors:
        result = np.zeros((len(texts), self.dim), np.float32)
        if not texts:
            return result
        tokenizer, session = self._load()
        # One text a run: no padding is computed, which is faster here than batches, and the int8 scales are the
        # text's own, so that a text has the same vector whatever stands beside it.
        for row, encoding in enumerate(tokenizer.encode_batch(texts)):
            ids = np.array([encoding.ids], np.int64)
            result[row] = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]
        return result


class RemoteModel:
    """An OpenAI-compatible embeddings endpoint."""

    def __init__(self, base_url: str, model: str, api_key: str | None) -> None:
        self.name = f"{model}@{base_url}"
        self._base_url = base_url
        self._model = model
        self._key = api_key or "none"
        self._dim: int | None = None
        self._client: Any = None

    @property
    def dim(self) -> int:
        """Length of a vector, asked of the endpoint once."""
        if self._dim is None:
            self._dim = self.query("dimension").shape[0]
        return self._dim

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""
        prefix = "passage: " if self._is_e5 else ""
        batches = [texts[at : at + _REMOTE_BATCH] for at in range(0, len(texts), _REMOTE_BATCH)]
        parts = [self._ask([prefix + text for text in batch]) for batch in batches]
        return np.concatenate(parts) if parts else np.zeros((0, self.dim), np.float32)

    def query(self, text: str) -> Vectors:
        """Vector of a question."""
        return self._ask([("query: " if self._is_e5 else "") + text]).reshape(-1)

    @property
    def _is_e5(self) -> bool:
        return "e5" in self._model.lower().replace("/", "-").split("-")

    def _ask(self, texts: list[str]) -> Vectors:
        import openai

        if self._client is None:
            self._client = openai.OpenAI(
                base_url=self._base_url, api_key=self._key, timeout=_REMOTE_TIMEOUT_S, max_retries=2
            )
        try:
            # An empty text is refused by most endpoints.
            answer = self._client.embeddings.create(
                model=self._model, input=[text or " " for text in texts], encoding_format="float"
            )
        except openai.OpenAIError as error:
            raise ModelFailed(f"the embeddings endpoint {self._base_url!r} failed: {error}") from error
        vectors = np.array([item.embedding for item in sorted(answer.data, key=lambda i: i.index)], np.float32)
        if vectors.ndim != 2 or len(vectors) != len(texts):
            raise ModelFailed(
                f"the embeddings endpoint {self._base_url!r} gave {len(vectors)} vectors for {len(texts)}"
            )
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)


def open_embedder(settings: Settings) -> Embedder:
    """The embedder of those settings; nothing is loaded before the first text."""
    if settings.embedding_base_url:
        key = settings.embedding_api_key.get_secret_value() if settings.embedding_api_key else None
        return RemoteModel(settings.embedding_base_url, settings.embedding_model or "default", key)
    return EmbeddedModel(settings.resource_dir / "models")
