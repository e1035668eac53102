from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copilot.cli.main import app
from copilot.sample import SAMPLE_SLUG, sample_answers
from copilot.schemas.plan import Plan


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_demo_does_the_whole_job_and_prints_where_the_files_are(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["demo", "--out", str(tmp_path), "--json"])
    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)
    steps = ["ingest", "interview", "answers", "draft", "verify", "negotiate", "export"]
    assert [step["step"] for step in report["steps"]] == steps
    assert report["account"] == SAMPLE_SLUG
    by_name = {step["step"]: step for step in report["steps"]}
    assert by_name["answers"]["count"] >= 6
    assert by_name["answers"]["coverage"] >= by_name["interview"]["coverage"]
    assert by_name["verify"]["dropped"] == 0
    for file in report["files"]:
        assert Path(file).stat().st_size > 1000
    assert Plan.model_validate_json((tmp_path / "plan.json").read_bytes()).sections


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_serve_answers_on_loopback(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "copilot.cli.main", "serve", "--port", str(port), "--data", str(tmp_path)],
        stderr=subprocess.PIPE,
    )
    try:
        assert _get(f"http://127.0.0.1:{port}/healthz") == 200
    finally:
        server.terminate()
        server.communicate(timeout=30)


def _get(url: str) -> int:
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return int(answer.status)
        except OSError:
            time.sleep(0.5)
    return 0


def test_sample_answers_are_sentences_by_topic() -> None:
    answers = sample_answers()
    assert 8 <= len(answers) <= 12
    assert all(len(text) > 40 for text in answers.values())
