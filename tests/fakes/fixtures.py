"""The fake model server and settings that point at it, for any test package that loads this module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from copilot.settings import Settings
from tests.fakes.openai_server import FakeOpenAI


@pytest.fixture
def fake_llm() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as server:
        yield server


@pytest.fixture
def llm_settings(fake_llm: FakeOpenAI, tmp_path: Path) -> Callable[..., Settings]:
    """Settings for the fake model; keyword arguments override."""

    def build(**overrides: Any) -> Settings:
        values: dict[str, Any] = {
            "data_dir": tmp_path / "data",
            "llm_base_url": fake_llm.url,
            "llm_model": "fake",
            "llm_timeout_s": 20.0,
        }
        return Settings(**(values | overrides))

    return build
