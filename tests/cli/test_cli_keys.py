from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from copilot.cli.main import app


def abp(*args: str) -> Result:
    return CliRunner().invoke(app, list(args))


def test_key_is_shown_once_listed_without_itself_and_revoked(tmp_path: Path) -> None:
    made = json.loads(abp("key", "create", "laptop", "--json", "--data", str(tmp_path)).stdout)
    listed = abp("--data", str(tmp_path), "key", "list")
    assert made["key"].startswith("abp_")
    assert "laptop" in listed.stdout
    assert made["key"] not in listed.stdout
    assert abp("key", "revoke", made["id"], "--data", str(tmp_path)).exit_code == 0
    refused = abp("serve", "--host", "0.0.0.0", "--data", str(tmp_path))
    assert refused.exit_code == 2


def test_only_the_key_goes_to_stdout(tmp_path: Path) -> None:
    result = abp("key", "create", "laptop", "--data", str(tmp_path))
    assert result.stdout.strip().startswith("abp_")
    assert "\n" not in result.stdout.strip()


def test_serving_other_machines_without_a_key_is_refused_with_the_remedy(tmp_path: Path) -> None:
    result = abp("serve", "--host", "0.0.0.0", "--data", str(tmp_path))
    assert result.exit_code == 2
    assert "abp key create" in result.stderr
    assert result.stdout == ""


def test_keys_belong_to_their_workspace(tmp_path: Path) -> None:
    abp("key", "create", "laptop", "--data", str(tmp_path), "--workspace", "north")
    assert "laptop" not in abp("key", "list", "--data", str(tmp_path)).stdout
    assert "laptop" in abp("key", "list", "--data", str(tmp_path), "--workspace", "north").stdout


def test_key_is_revoked_by_a_name_that_only_one_key_has(tmp_path: Path) -> None:
    abp("key", "create", "laptop", "--data", str(tmp_path))
    assert abp("key", "revoke", "laptop", "--data", str(tmp_path)).exit_code == 0
    abp("key", "create", "bot", "--data", str(tmp_path))
    abp("key", "create", "bot", "--data", str(tmp_path))
    refused = abp("key", "revoke", "bot", "--data", str(tmp_path))
    assert refused.exit_code == 2
    assert "2 keys" in refused.stderr
