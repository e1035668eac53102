"""The MCP server over standard input and output; nothing but messages is written there."""

from __future__ import annotations

import os
import sys
from typing import Any, TextIO, cast

import anyio
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server

from copilot.mcp.exact import exact_message


class _ExactLines:
    """Lines of a binary stream as text, with their numbers kept exact."""

    def __init__(self, descriptor: int) -> None:
        self._lines = os.fdopen(descriptor, "rb")

    def readline(self) -> str:
        """The next message, or an empty text at the end."""
        return exact_message(self._lines.readline()).decode("utf-8", "replace")


def _take_stdin() -> _ExactLines:
    """Standard input for the messages alone: what else reads it in this process finds it empty."""
    mine = os.dup(sys.stdin.fileno())
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.stdin.fileno())
    os.close(nothing)
    return _ExactLines(mine)


async def serve(server: Server[Any]) -> None:
    """Serves until the client closes the input."""
    lines = anyio.wrap_file(cast(TextIO, _take_stdin()))
    async with stdio_server(stdin=lines) as (received, sent):
        await server.run(received, sent, server.create_initialization_options())
