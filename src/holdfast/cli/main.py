"""The command line: `holdfast COMMAND CASE …`."""

import importlib
import os
import sys
from importlib.metadata import version

import click

from holdfast.model.errors import HoldfastError

_COMMANDS = {
    "new": "giving.new",
    "add": "giving.add",
    "open": "page.open_page",
    "timeline": "showing.timeline",
    "search": "showing.search",
    "show": "showing.show",
    "findings": "showing.findings",
    "problems": "showing.problems",
    "accounts": "showing.accounts",
    "questions": "giving.questions",
    "answer": "giving.answer",
    "incident": "giving.incident",
    "log-sheet": "giving.log_sheet",
    "mark": "deciding.mark",
    "markers": "deciding.markers",
    "unmark": "deciding.unmark",
    "note": "deciding.note",
    "exhibit": "deciding.exhibit",
    "exhibits": "deciding.exhibits",
    "unexhibit": "deciding.unexhibit",
    "packet": "handing.packet",
    "extract": "handing.extract",
    "sources": "giving.sources",
    "events": "showing.events",
    "verify": "checking.verify",
    "rebuild": "checking.rebuild",
    "log": "checking.log",
    "demo": "page.demo",
}
"""Every command and where it stands. Its module is imported only when it is used: starting stays quick."""


class Commands(click.Group):
    """The commands above, in that order."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(".")
        command: click.Command = getattr(importlib.import_module(f"holdfast.cli.{module}"), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("holdfast"), prog_name="holdfast")
def holdfast() -> None:
    """Keep, read and hand over the evidence of being stalked online.

    Everything stays in one encrypted folder on this device. Nothing is sent anywhere.
    """


def main() -> None:
    """Runs the command line and ends with its exit code: see docs/interface.md."""
    try:
        code = holdfast.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.Abort:
        _tell("Stopped. What was already saved is kept.", "Run the same command again to go on.")
        code = 1
    except click.ClickException as wrong:
        wrong.show()
        code = 2
    except HoldfastError as error:
        _tell(error.what, error.hint)
        code = error.exit_code
    except KeyboardInterrupt:
        _tell("Stopped. What was already saved is kept.", "Run the same command again to go on.")
        code = 1
    except BrokenPipeError:
        # Whoever read our output has seen enough; writing on would only fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        _tell(
            f"Something unexpected went wrong ({type(error).__name__}).",
            "Nothing that was saved is lost. Please report what you did; never send evidence with it.",
        )
        if os.environ.get("HOLDFAST_DEBUG"):
            raise
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _tell(what: str, hint: str) -> None:
    click.echo(f"holdfast: {what}", err=True)
    if hint:
        click.echo(f"  {hint}", err=True)
