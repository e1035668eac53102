"""Where logs go: stderr, one line each, without the values of local variables (they hold notes and settings)."""

from __future__ import annotations

import logging
import sys

import structlog

from copilot.errors import BadInput


def configure(level: str) -> None:
    """Sends every log line of that level or above to stderr.

    Raises:
        BadInput: no such level.
    """
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise BadInput(f"ABP_LOG_LEVEL = {level!r} is no level; use DEBUG, INFO, WARNING or ERROR")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(number),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
