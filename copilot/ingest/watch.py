"""Waits for a folder to change: by the system's own notices where there are any, else by looking now and then."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import structlog

from copilot.errors import CopilotError
from copilot.ingest.folder import look

log = structlog.get_logger()

STEP_S = 0.5
"""A change is told once nothing has changed for that long, so that a file is read when it is written to its end."""
_DEBOUNCE_S = 5.0
_WAKE_S = 2.0
_LOOKS = 30
"""Notices get lost, on network drives above all, and before the watch has begun: the folder is listed again at the
first quiet moment and then every minute."""
_POLL_S = 2.0


def changes(folders: Sequence[Path], stop: threading.Event) -> Iterator[None]:
    """One item at once, and one whenever something in the folders may have changed, until `stop` is set."""
    yield
    try:
        import watchfiles
    except ImportError:
        yield from _polled(folders, stop)
        return
    notices = watchfiles.watch(
        *folders,
        watch_filter=None,
        debounce=int(_DEBOUNCE_S * 1000),
        step=int(STEP_S * 1000),
        rust_timeout=int(_WAKE_S * 1000),
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=True,
        ignore_permission_denied=True,
    )
    try:
        quiet = 0
        for noticed in notices:
            quiet = quiet if noticed else quiet + 1
            if noticed or quiet % _LOOKS == 1:
                yield
    except (OSError, RuntimeError) as error:
        # Too many watches, or a file system that gives no notices.
        log.warning("watch.polling", error=str(error))
        yield from _polled(folders, stop)


def _polled(folders: Sequence[Path], stop: threading.Event, seconds: float = _POLL_S) -> Iterator[None]:
    before = _state(folders)
    told: list[object] | None = None
    while not stop.wait(seconds):
        now = _state(folders)
        # Told when two looks agree: what is still being written is left alone.
        if now == before and now != told:
            told = now
            yield
        before = now


def _state(folders: Sequence[Path]) -> list[object]:
    found: list[object] = []
    for folder in folders:
        try:
            found.append(look(folder).files)
        except CopilotError as error:
            found.append(str(error))
    return found


def follow(
    folders: Sequence[Path],
    sync: Callable[[Path], object],
    failed: Callable[[Path, Exception], None],
    stop: threading.Event,
) -> None:
    """Call `sync` for each folder now and after each change; an error is told once, and watching goes on."""
    told: dict[Path, str] = {}
    for _ in changes(folders, stop):
        for folder in folders:
            try:
                sync(folder)
                told.pop(folder, None)
            except Exception as error:
                log.debug("watch.failed", folder=str(folder), exc_info=True)
                if told.get(folder) != str(error):
                    told[folder] = str(error)
                    failed(folder, error)
