from __future__ import annotations

from tests.fakes.fixtures import fake_llm, llm_settings

__all__ = ["fake_llm", "llm_settings"]
