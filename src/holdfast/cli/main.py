"""The command line: `holdfast COMMAND CASE …`."""

import errno
import gc
import importlib
import os
import sys
from typing import Any

import click

from holdfast.cli.printed import plain, say
from holdfast.model.errors import HoldfastError
from holdfast.vault.memory import close_off

_SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "To begin": {
        "demo": ("page.demo", "Make a case about invented people, and open it."),
        "new": ("giving.new", "Make an empty case in a new folder."),
        "add": ("giving.add", "Keep files and folders in the case, and read them."),
        "take-in": ("sealing.take_in", "Take into the case what was added to a sealed folder."),
        "open": ("page.open_page", "Open the case as a page in the browser."),
        "numbers": ("knowing.numbers", "List the numbers to call in a place."),
    },
    "To tell what only you know": {
        "questions": ("asking.questions", "List the questions that only you can answer."),
        "answer": (
            "asking.answer",
            "Answer one: your account, time zone, order of date, mail provider, or country.",
        ),
        "incident": ("writing.incident", "Write down something that happened, in your own words."),
        "person": ("around.person", "Say that an account belongs to your family, friends, work or school."),
        "people": ("around.people", "List the accounts of people around you."),
        "unperson": ("around.unperson", "Take back that an account belongs to somebody around you."),
        "fact": (
            "around.fact",
            "Name something that few should know, to be looked for in what others wrote.",
        ),
        "facts": ("around.facts", "List what is looked for in what others wrote."),
        "unfact": ("around.unfact", "Stop looking for something."),
        "log-sheet": (
            "writing.log_sheet",
            "Make an empty incident log to fill in by hand: CSV, or on paper.",
        ),
    },
    "To look": {
        "timeline": ("showing.timeline", "List what happened, in order of time."),
        "search": ("showing.search", "Find events by words, in any language."),
        "show": ("showing.show", "Show one event whole."),
        "findings": ("listing.findings", "List what can be said about the whole."),
        "course": ("course.course", "Show the whole on one line of time, by account and channel."),
        "pictures": ("picturing.pictures", "Look at the pictures, so that copies of your own are found."),
        "accounts": ("listing.accounts", "List the accounts that occur."),
        "sources": ("listing.sources", "List every file handed in, and what was understood of it."),
        "problems": ("listing.problems", "List everything that could not be read, and where it stands."),
        "events": ("listing.events", "Print every event for other programs, as JSON Lines."),
    },
    "To decide": {
        "mark": ("deciding.mark", "Draw a dated line: a stop notice, a block, a report, an order."),
        "markers": ("deciding.markers", "List the dated lines drawn in the case."),
        "unmark": ("deciding.unmark", "Take a dated line out again."),
        "link": (
            "linking.link",
            "Say that two accounts belong to one party, or with --not that they do not.",
        ),
        "links": ("linking.links", "List which accounts you say belong together, or do not."),
        "unlink": ("linking.unlink", "Take back what you said of two accounts."),
        "exhibit": (
            "exhibiting.exhibit",
            "Choose an event or a finding to be shown in papers, under a label.",
        ),
        "exhibits": ("exhibiting.exhibits", "List the exhibits."),
        "caption": ("exhibiting.caption", "Give an exhibit another caption."),
        "arrange": ("exhibiting.arrange", "Put exhibits in another order. Their labels stay."),
        "unexhibit": ("exhibiting.unexhibit", "Take an exhibit out."),
        "note": ("deciding.note", "Keep your own words about an event."),
        "not-so": (
            "deciding.not_so",
            "Say that a message is not what its words were taken for, or that a finding is not so.",
        ),
        "together": ("deciding.together", "Join two events that tell the same act."),
        "apart": ("deciding.apart", "Set an event apart from others that it was joined to."),
    },
    "To prepare papers": {
        "laws": ("knowing.laws", "List the questions that the laws of a place ask."),
        "behaviours": ("knowing.behaviours", "List the kinds of acts by which an event can be named."),
        "tag": (
            "preparing.tag",
            "Say that an event shows one of the behaviours that `behaviours` lists.",
        ),
        "tags": ("preparing.tags", "List what you said that events show."),
        "untag": ("preparing.untag", "Take back that an event shows a behaviour."),
        "state": ("preparing.state", "Write down, for papers, what only you can say."),
        "statements": ("preparing.statements", "List the words that you wrote for papers."),
        "unstate": ("preparing.unstate", "Take your words out of papers again."),
        "hide": ("preparing.hide", "Leave one indicator out of papers, or list those that are left out."),
        "redact": (
            "redacting.redact",
            "Take words, or a part of a picture, out of everything that is made for a reader.",
        ),
        "redactions": ("redacting.redactions", "List what is taken out, for one kind of reader or for all."),
        "unredact": ("redacting.unredact", "Let words leave again that were taken out."),
        "proposals": (
            "redacting.proposals",
            "List what could be taken out and is not yet. Nothing is taken out by itself.",
        ),
        "look": ("redacting.look", "See what the other person would read about your life, if they got this."),
    },
    "To take back": {
        "withdraw": (
            "withdrawing.withdraw",
            "Take a file out of the case again; its hash and your reason stay in the log.",
        ),
    },
    "To hand over": {
        "packet": ("handing.packet", "Make the packet: a PDF that somebody else can read and check."),
        "package": (
            "packaging.package",
            "Put exhibits into a folder that anybody can check without this program.",
        ),
        "portable": (
            "carrying.portable",
            "Write a folder for a stick that opens in any browser, without installation or network.",
        ),
        "export": (
            "exporting.export",
            "Write the log alone: on paper, as a table, a calendar, or for other systems.",
        ),
        "handed": (
            "exporting.handed",
            "List what was made to leave: what, for whom, when, why, and its hash.",
        ),
        "compare": ("picturing.compare", "Draw two pictures on top of each other, and what differs."),
        "extract": ("handing.extract", "Give back the original bytes of a file that was handed in."),
    },
    "To hold the keys": {
        "key": (
            "keys.key",
            "Change who can open the case: passphrase, recovery key, shares, further people.",
        ),
    },
    "To hold fast": {
        "anchor": (
            "anchoring.anchor",
            "Ask an authority outside for a time stamp over the log: goes online.",
        ),
        "checkpoint": (
            "anchoring.checkpoint",
            "Show a line that holds the log fast, to be given to somebody.",
        ),
    },
    "To check": {
        "verify": ("checking.verify", "Check every byte and every entry of a case, or of a copy of it."),
        "log": ("checking.log", "Show what was done with the case, newest first."),
        "rebuild": ("checking.rebuild", "Make the index again from the originals and the log."),
    },
    "To keep copies": {
        "backup": ("copying.backup", "Make a copy in another folder or on a stick, or bring it up to date."),
        "restore": ("copying.restore", "Make the case again from a copy, or make a damaged case whole."),
        "merge": ("copying.merge", "Bring in what was added and decided in a copy that was used by itself."),
    },
}
"""Every command, where it stands, and its first line. Its module is imported only when it is used: starting
stays quick. A test holds the lines to those of the commands."""

COMMANDS = {name: place for section in _SECTIONS.values() for name, (place, _) in section.items()}
"""Every command, with the module and the function that hold it."""

_BEGIN = """A first look, with invented people:

    holdfast demo

Your own case: make it, add files to it, look at it.

    holdfast new my-case
    holdfast add my-case Downloads/export.zip
    holdfast open my-case
"""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}


class _SeenEnoughError(Exception):
    """Whoever read our output closed it."""


class Commands(click.Group):
    """The commands above, in that order."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(".")
        command: click.Command = getattr(importlib.import_module(f"holdfast.cli.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for title, commands in _SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, line) for name, (_, line) in commands.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Click itself would end with 1 when whoever reads our output has seen enough."""
        try:
            given = super().invoke(ctx)
            if sys.stdout:
                sys.stdout.flush()
        except BrokenPipeError as error:
            raise _SeenEnoughError from error
        return given


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="COMMAND CASE ...",
    options_metavar="",
    epilog="`holdfast COMMAND --help` says more about each.",
)
@click.version_option(package_name="holdfast", prog_name="holdfast")
@click.pass_context
def holdfast(ctx: click.Context) -> None:
    """Keep, read and hand over the evidence of being stalked online.

    Everything stays in one encrypted folder on this device. Nothing is sent anywhere unless you ask for a
    time stamp.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help() + "\n\n" + _BEGIN)


def main() -> None:
    """Runs the command line and ends with its exit code: see docs/interface.md."""
    close_off()
    # What a case consists of holds no circles, and there may be hundreds of thousands: looking for some again
    # and again would cost a tenth of the time of keeping them.
    gc.set_threshold(200_000)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows few characters gets the others as escapes, and never an error instead.
        if stream and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_code())


def _code() -> int:
    try:
        ended = holdfast.main(prog_name="holdfast", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        _tell("Stopped. What was already saved is kept.", "Run the same command again to go on.")
        return 1
    except click.ClickException as wrong:
        _tell(wrong.format_message(), _help_for(wrong))
        return 2
    except HoldfastError as error:
        _tell(error.what, error.hint)
        return error.exit_code
    except _SeenEnoughError:
        _let_go()
        return 0
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            _let_go()
            _tell("The disk did not take what was written.", "Make room or use another disk, then try again.")
            return 3
        _tell(
            f"Something unexpected went wrong ({type(error).__name__}).",
            "Nothing that was saved is lost. Please report what you did; never send evidence with it.",
        )
        if os.environ.get("HOLDFAST_DEBUG"):
            raise
        return 1
    return ended if isinstance(ended, int) else 0


def _let_go() -> None:
    """What still waits to be written can go nowhere; trying again at exit would only fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _help_for(wrong: click.ClickException) -> str:
    asked = getattr(wrong, "ctx", None)
    path = asked.command_path if asked else "holdfast"
    return f"`{path} --help` says how it is meant."


def _tell(what: str, hint: str) -> None:
    say(f"holdfast: {plain(what)}", trouble=True)
    if hint:
        say(f"  {hint}", trouble=True)
