"""What every command shares: its options, how it opens the product, where it writes.

Results go to stdout; progress, notices and errors go to stderr. Exit codes: 0 done, 1 failed, 2 bad input.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from copilot import pipeline
from copilot.errors import BadInput, CopilotError
from copilot.progress import Progress
from copilot.schemas.evidence import Language
from copilot.text.catalogue import t

if TYPE_CHECKING:
    from copilot.deps import Deps
    from copilot.settings import Settings

Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Data folder (or ABP_DATA_DIR).")]
Workspace = Annotated[str | None, typer.Option("--workspace", metavar="NAME", help="Workspace (or ABP_WORKSPACE).")]
Lang = Annotated[Language | None, typer.Option("--lang", help="Language of messages and of what is written.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable result on stdout.")]
AccountSlug = Annotated[str, typer.Option("--account", metavar="SLUG", help="Short name of the account.")]

M = TypeVar("M", bound=BaseModel)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


@dataclass
class State:
    """Options given before the command, and the language once it is known."""

    data: Path | None = None
    workspace: str | None = None
    debug: bool = False
    language: Language = "fr"


@dataclass(frozen=True)
class Run:
    """One command at work: its settings and its voice."""

    settings: Settings
    language: Language

    def show(self, text: str) -> None:
        """Writes a result line on stdout."""
        typer.echo(text)

    def show_json(self, value: BaseModel | Sequence[BaseModel] | dict[str, Any] | list[Any]) -> None:
        """Writes the result as indented JSON on stdout."""
        self.show(to_json(value, indent=2))

    def say(self, key: str, **values: object) -> None:
        """Writes a message of the catalogue on stderr."""
        typer.echo(t(key, self.language, **values), err=True)

    @contextmanager
    def deps(self) -> Iterator[Deps]:
        """The product, open for this command."""
        deps = pipeline.open_deps(self.settings, self.settings.workspace)
        try:
            yield deps
        finally:
            pipeline.close(deps)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Progress bars on stderr when it is a terminal, otherwise silence."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
        from rich.progress import Progress as Bars

        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[label]}"),
        )
        with Bars(
            *columns,
            console=console,
            transient=True,
            disable=not console.is_terminal,
            redirect_stdout=sys.stdout.isatty(),
        ) as bars:
            tasks: dict[str, TaskID] = {}

            def report(stage: str, done: int, total: int, label: str) -> None:
                if stage not in tasks:
                    tasks[stage] = bars.add_task(stage, total=total, label="")
                bars.update(tasks[stage], completed=done, total=total, label=label.replace("[", "\\["))

            yield report


def start(ctx: typer.Context, data: Path | None, workspace: str | None, lang: Language | None = None) -> Run:
    """The settings of this command: its own options, then those before it, then the environment.

    Raises:
        BadInput: a setting has a value that cannot be used.
    """
    from copilot.settings import Settings

    state = ctx.ensure_object(State)
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"setting ABP_{str(first['loc'][0]).upper()}: {first['msg']}") from error
    given = {
        "data_dir": data or state.data,
        "workspace": workspace or state.workspace,
        "language": lang,
    }
    settings = settings.model_copy(update={name: value for name, value in given.items() if value})
    state.language = settings.language
    _log_to_stderr(settings.log_level)
    return Run(settings, settings.language)


def account_slug(text: str) -> str:
    """The slug, checked.

    Raises:
        BadInput: it is not one; the message proposes one.
    """
    if _SLUG.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    proposal = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63] or "acme"
    raise BadInput(f"account {text!r}: use lower-case letters, digits and hyphens, for example {proposal!r}")


def to_json(value: Any, indent: int | None = None) -> str:
    """The value as JSON, models included."""
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_jsonable)


def read_json(path: Path, what: str) -> Any:
    """The content of a JSON file; `-` is stdin.

    Raises:
        BadInput: it cannot be read, or is not JSON.
    """
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8-sig")
        return json.loads(text)
    except OSError as error:
        raise BadInput(f"{what} {str(path)!r}: {error.strerror}") from error
    except ValueError as error:
        raise BadInput(f"{what} {str(path)!r} is not JSON: {error}") from error


def parse(model: type[M], value: Any, what: str) -> M:
    """The value as that model.

    Raises:
        BadInput: it does not fit; the message names the first field that does not.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "top level"
        raise BadInput(f"{what}: {place}: {first['msg']}") from error


def write_file(path: Path, data: bytes) -> Path:
    """Writes the file whole or not at all.

    Raises:
        CopilotError: the folder cannot be written.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise CopilotError(f"cannot write {str(path)!r}: {error.strerror}") from error
    return path


def _jsonable(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} is not JSON")


class _Stderr(logging.Handler):
    """Writes to whatever stderr is when something is logged."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        typer.echo(self.format(record), err=True)


def _log_to_stderr(level: str) -> None:
    import structlog

    number = logging.getLevelNamesMapping().get(level.upper(), logging.WARNING)
    handler = _Stderr()
    # On the handler, not only on the root: a library may set its own loggers to DEBUG.
    handler.setLevel(number)
    logging.basicConfig(level=number, handlers=[handler], format="%(levelname)s %(name)s %(message)s", force=True)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
