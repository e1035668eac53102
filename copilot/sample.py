"""The bundled sample: a fictional account, its notes, and answers to some of the questions they raise."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from copilot import pipeline
from copilot.deps import Deps
from copilot.errors import NotFound
from copilot.progress import Progress, silent
from copilot.resources import load_yaml, resource
from copilot.schemas.account import Account

SAMPLE_SLUG = "mirandol"


def load_sample(deps: Deps, progress: Progress = silent) -> Account:
    """The sample account, with its notes; only what is absent is created or read."""
    about = _about()
    try:
        account = deps.store.account(deps.workspace, about["slug"])
    except NotFound:
        account = deps.store.create_account(
            deps.workspace, about["slug"], about["name"], now=deps.now(), supplier=about["supplier"]
        )
    if not deps.store.documents(deps.workspace, account.id):
        pipeline.ingest(deps, account.slug, [resource("knowledge") / "sample" / "notes"], progress)
    return account


def is_sample(account: Account) -> bool:
    """Whether that account is the bundled one."""
    about = _about()
    return (account.slug, account.name) == (about["slug"], about["name"])


def sample_answers() -> dict[str, str]:
    """What the sample's KAM answers, by topic."""
    answers: dict[str, str] = json.loads((resource("knowledge") / "sample" / "answers.json").read_text("utf-8"))
    return answers


@cache
def _about() -> dict[str, Any]:
    about: dict[str, Any] = load_yaml(resource("knowledge") / "sample" / "account.yaml")
    return about
