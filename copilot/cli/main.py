"""`abp`: the product on the command line; heavy imports stay inside the commands."""

from __future__ import annotations

import traceback
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from copilot.cli import (
    accounts,
    ask,
    crm,
    demo,
    documents,
    draft,
    evaluate,
    interview,
    keys,
    mcp,
    negotiate,
    portfolio,
    score,
    search,
    serve,
    verify,
)
from copilot.cli.common import Data, State, Workspace
from copilot.errors import CopilotError
from copilot.text.catalogue import t

INTERRUPTED = 130


class Commands(TyperGroup):
    """Turns every error into one line on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command."""
        state = ctx.ensure_object(State)
        try:
            return super().invoke(ctx)
        except CopilotError as error:
            _fail("cli.error", state, message=str(error))
            raise typer.Exit(error.exit_code) from error
        except (typer.Exit, typer.Abort, TyperException, BrokenPipeError):  # `| head` has seen enough
            raise
        except KeyboardInterrupt as stop:
            _fail("cli.interrupted", state)
            raise typer.Exit(INTERRUPTED) from stop
        except Exception as error:
            if state.debug:
                traceback.print_exc()
            _fail("cli.error.unexpected", state, kind=type(error).__name__, message=str(error))
            raise typer.Exit(1) from error


def _fail(key: str, state: State, **values: str) -> None:
    one_line = {name: " ".join(value.split()) for name, value in values.items()}
    typer.echo(t(key, state.language, **one_line), err=True)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"abp-copilot {version('abp-copilot')}")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Account plans whose every sentence is proved by a quote from the notes.",
)


@app.callback()
def options(
    ctx: typer.Context,
    data: Data = None,
    workspace: Workspace = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: bool = typer.Option(False, "--debug", help="Print the full trace of an unexpected error."),
) -> None:
    """Options of all commands; they may also stand after the command."""
    state: State = ctx.ensure_object(State)
    state.data, state.workspace, state.debug = data, workspace, debug


app.command("serve")(serve.serve)
app.command("ingest")(documents.ingest)
app.command("ask")(ask.ask)
app.command("search")(search.search)
app.command("interview")(interview.interview)
app.command("draft")(draft.draft)
app.command("negotiate")(negotiate.negotiate)
app.command("score")(score.score)
app.command("portfolio")(portfolio.portfolio)
app.command("mcp")(mcp.mcp)
app.command("verify")(verify.verify)
app.command("reindex")(documents.reindex)
app.command("demo")(demo.demo)
app.command("eval", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(evaluate.evaluate)
app.add_typer(accounts.app, name="account")
app.add_typer(documents.app, name="documents")
app.add_typer(crm.app, name="crm")
app.add_typer(keys.app, name="key")


def main() -> None:
    """Entry point of the `abp` script."""
    app()


if __name__ == "__main__":
    main()
