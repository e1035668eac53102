"""Every error the product raises on purpose, in one tree.

CopilotError                 status 500, exit code 1
├── BadInput                 422, exit code 2   what was given cannot be used; the message says what to do
│   ├── TooLarge             413                a file over the limit
│   ├── UnreadableFile       415                a note that cannot be read, with the reason
│   └── UnknownTool          404                a scoring tool that is not in the registry
├── NotFound                 404, exit code 2   an account, document, plan… that does not exist
├── Conflict                 409, exit code 2   the thing exists already, or was changed by someone else
├── NotAllowed               401/403            no key, or a key without the right
└── ModelFailed              502, exit code 1   the language model did not give a usable answer
"""

from __future__ import annotations


class CopilotError(Exception):
    """Base of all expected errors; `str(error)` is one line fit for the user."""

    status_code: int = 500
    exit_code: int = 1
    title: str = "Internal error"


class BadInput(CopilotError):
    """What was given cannot be used."""

    status_code = 422
    exit_code = 2
    title = "Bad input"


class UnreadableFile(BadInput):
    """A file that cannot be read as a note; `reason` is a stable short code."""

    status_code = 415
    title = "Unreadable file"

    def __init__(self, name: str, reason: str, detail: str) -> None:
        super().__init__(f"{name}: {detail}")
        self.name = name
        self.reason = reason
        self.detail = detail


class TooLarge(BadInput):
    """A file over the limit of the settings."""

    status_code = 413
    title = "Too large"


class UnknownTool(BadInput):
    """A scoring tool that is not in the registry."""

    status_code = 404
    title = "Unknown tool"


class NotFound(CopilotError):
    """The thing named does not exist in this workspace."""

    status_code = 404
    exit_code = 2
    title = "Not found"


class Conflict(CopilotError):
    """The thing exists already or was changed meanwhile."""

    status_code = 409
    exit_code = 2
    title = "Conflict"


class NotAllowed(CopilotError):
    """No key was given, or it does not open this."""

    status_code = 401
    exit_code = 2
    title = "Not allowed"


class ModelFailed(CopilotError):
    """The language model was unreachable, too slow, cut off or gave nothing usable."""

    status_code = 502
    title = "Model failed"
