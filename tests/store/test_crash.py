from __future__ import annotations

import pytest

from copilot.settings import Settings
from evals.benchmarks import crash

MODEL = Settings().resource_dir / "models"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not any(MODEL.glob("*.onnx")), reason="the embedding model is not built: make setup"),
]


def test_a_killed_command_keeps_its_promises_and_leaves_nothing_half_done() -> None:
    assert crash.run(kills=3, seed=11) == (3, [])
