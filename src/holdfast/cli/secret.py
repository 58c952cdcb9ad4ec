"""Where the passphrase comes from: a prompt, a file descriptor, or HOLDFAST_PASSPHRASE. Never an argument."""

import os
import sys

import click

from holdfast.model.errors import LockedError, RequestError

VARIABLE = "HOLDFAST_PASSPHRASE"


def passphrase(descriptor: int | None, *, confirm: bool = False) -> str:
    """The passphrase, without a line end. Raises LockedError where there is none and nobody can be asked."""
    if descriptor is not None:
        try:
            with os.fdopen(descriptor, "r", encoding="utf-8") as stream:
                given = stream.read().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise RequestError(
                "The passphrase cannot be read from that file descriptor.", "Open it for reading first."
            ) from error
        return _some(given)
    if VARIABLE in os.environ:
        return _some(os.environ[VARIABLE])
    if not sys.stdin.isatty():
        raise LockedError(
            "A passphrase is needed, and there is nobody to ask.",
            f"Give it with --passphrase-fd N or in {VARIABLE}.",
        )
    asked: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True)
    return asked


def _some(given: str) -> str:
    if not given:
        raise LockedError("The passphrase given is empty.", "Give the passphrase of this case.")
    return given
