"""How far long jobs are, for a page that asks while it waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel, Field

from copilot.errors import Conflict
from copilot.progress import Progress

Job = tuple[str, str, str]
"""Workspace, account, what is being made."""


class JobState(BaseModel):
    """Where a job stands."""

    running: bool = Field(examples=[True])
    stage: str = Field(default="", examples=["draft"])
    done: int = Field(default=0, examples=[4])
    total: int = Field(default=0, examples=[19])
    label: str = Field(default="", examples=["stakeholders"])


class Board:
    """The jobs under way; one of a kind for each account."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[Job, JobState] = {}

    def state(self, job: Job) -> JobState:
        """Where the job stands; `running` is false when there is none."""
        with self._lock:
            return self._jobs.get(job, JobState(running=False))

    @contextmanager
    def watch(self, job: Job) -> Iterator[Progress]:
        """A progress callback that writes on the board while the block runs.

        Raises:
            Conflict: the same job is running already.
        """
        with self._lock:
            if job in self._jobs:
                raise Conflict(f"{job[2]!r} is being made for {job[1]!r} already: wait for its end")
            self._jobs[job] = JobState(running=True)

        def progress(stage: str, done: int, total: int, label: str) -> None:
            with self._lock:
                self._jobs[job] = JobState(running=True, stage=stage, done=done, total=total, label=label)

        try:
            yield progress
        finally:
            with self._lock:
                self._jobs.pop(job, None)
