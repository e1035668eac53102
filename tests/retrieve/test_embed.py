from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from copilot.errors import CopilotError, ModelFailed
from copilot.retrieve.build_model import is_built
from copilot.retrieve.embed import Embedder, open_embedder
from copilot.settings import Settings


def test_same_meaning_is_nearer_than_another_in_both_languages(model: Embedder) -> None:
    french, english, other = model.passages(
        [
            "Le client souhaite renégocier le contrat-cadre avant fin mars.",
            "The customer wants to renegotiate the framework agreement before the end of March.",
            "La recette de la tarte aux pommes demande du beurre.",
        ]
    )
    assert french @ english > 0.9
    assert french @ english > max(french @ other, english @ other) + 0.04


def test_vectors_have_unit_length_and_do_not_depend_on_the_batch(model: Embedder) -> None:
    texts = ["court", "un texte un peu plus long que le premier " * 8, "", "mot " * 3000]
    together = model.passages(texts)
    assert together.shape == (4, model.dim)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.stack([model.passages([text])[0] for text in texts])
    assert np.allclose(together, alone, atol=1e-4)


def test_no_text_gives_no_vector(model: Embedder) -> None:
    assert model.passages([]).shape == (0, model.dim)


def test_missing_model_says_what_to_do(tmp_path: Path) -> None:
    embedder = open_embedder(Settings(resource_dir=tmp_path, embedding_base_url=None))
    with pytest.raises(CopilotError, match="make setup"):
        embedder.query("bonjour")


def test_broken_build_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "e5-small.json").write_text('{"build": "2", "files": {"e5-small-int8.onnx": 5}}')
    (tmp_path / "e5-small-int8.onnx").write_bytes(b"1234")
    assert not is_built(tmp_path)


class _Endpoint(BaseHTTPRequestHandler):
    """Answers in reverse order, as the protocol allows."""

    status = 200

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        assert asked["encoding_format"] == "float"
        data = [
            {"object": "embedding", "index": i, "embedding": [3.0, len(t), 0]} for i, t in enumerate(asked["input"])
        ]
        body = json.dumps(
            {"object": "list", "model": "m", "data": data[::-1], "usage": {"prompt_tokens": 1, "total_tokens": 1}}
        )
        self.send_response(self.status)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def test_remote_vectors_come_in_order_and_unit_length(endpoint: str) -> None:
    embedder = open_embedder(Settings(embedding_base_url=endpoint, embedding_model="m"))
    vectors = embedder.passages(["a", "bbbb"])
    assert np.allclose(vectors, [[3 / 10**0.5, 1 / 10**0.5, 0], [0.6, 0.8, 0]])
    assert embedder.dim == 3


def test_unreachable_endpoint_is_named() -> None:
    embedder = open_embedder(Settings(embedding_base_url="http://127.0.0.1:9/v1", embedding_model="m"))
    with pytest.raises(ModelFailed, match=r"127\.0\.0\.1:9"):
        embedder.query("x")
