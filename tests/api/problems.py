"""What every error of the API must look like."""

from __future__ import annotations

import re
from typing import Any

from httpx2 import Response


def assert_problem(answer: Response, status: int, slug: str) -> dict[str, Any]:
    """The problem document, checked."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["type"] == f"/problems/{slug}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["instance"].startswith("/")
    assert re.fullmatch(r"[0-9a-f]{32}", body["trace_id"])
    assert answer.headers["x-trace-id"] == body["trace_id"]
    return body
