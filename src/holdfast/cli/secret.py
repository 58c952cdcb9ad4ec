"""Where the passphrase comes from: a prompt, a file descriptor, or HOLDFAST_PASSPHRASE. Never an argument."""

import os
import sys

import click

from holdfast.cli.printed import say
from holdfast.model.errors import HoldfastError, LockedError, RequestError

VARIABLE = "HOLDFAST_PASSPHRASE"
_SHORT = 16
"""Below so many characters a hint is given. Four ordinary words have more."""


def is_asked_for(descriptor: int | None) -> bool:
    """Whether a person at a terminal types it, who may mistype it."""
    return descriptor is None and VARIABLE not in os.environ


def passphrase(descriptor: int | None) -> str:
    """The passphrase of a case, without a line end. LockedError: there is none, and nobody can be asked."""
    if is_asked_for(descriptor):
        return _asked("Passphrase (not shown while you type)")
    return _given(descriptor, LockedError("The passphrase given is empty.", "Give the one of this case."))


def new_passphrase(descriptor: int | None, *, is_change: bool = False) -> str:
    """A passphrase for a new case, typed twice where a person types it.

    `is_change`: another one for a case that has one, which is what HOLDFAST_PASSPHRASE then holds.
    """
    if descriptor is not None or not (is_change or is_asked_for(descriptor)):
        return _given(
            descriptor, RequestError("The passphrase is empty.", "Choose several words that only you know.")
        )
    _terminal("--new-passphrase-fd N" if is_change else f"--passphrase-fd N or in {VARIABLE}")
    say("Choose a passphrase. It locks everything in this case.", trouble=True)
    say("Four or more words that have nothing to do with you are easy to keep in mind", trouble=True)
    say("and hard to guess. Spaces are fine. Nothing is shown while you type.", trouble=True)
    while True:
        chosen = _asked("Passphrase")
        if len(chosen) < _SHORT:
            say("That works. A longer one is harder to guess for somebody who knows you;", trouble=True)
            say("to choose another, press Enter now.", trouble=True)
        if _asked("The same once more", may_be_empty=True) == chosen:
            return chosen
        say("The two were not the same. Please start again.", trouble=True)


def _terminal(other: str = f"--passphrase-fd N or in {VARIABLE}") -> None:
    if not sys.stdin or not sys.stdin.isatty():
        raise LockedError("A passphrase is needed, and there is nobody to ask.", f"Give it with {other}.")


def _asked(question: str, *, may_be_empty: bool = False) -> str:
    _terminal()
    while True:
        answer: str = click.prompt(
            question, hide_input=True, err=True, default="" if may_be_empty else None, show_default=False
        )
        if answer or may_be_empty:
            return answer


def _given(descriptor: int | None, empty: HoldfastError) -> str:
    if descriptor is None:
        data = os.fsencode(os.environ[VARIABLE])
    else:
        try:
            with os.fdopen(descriptor, "rb") as stream:
                data = stream.read()
        except OSError as error:
            raise RequestError(
                "The passphrase cannot be read from that file descriptor.", "Open it for reading first."
            ) from error
    try:
        given = data.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise RequestError("The passphrase given is not text in UTF-8.", "Give it in UTF-8.") from None
    if not given:
        raise empty
    return given
