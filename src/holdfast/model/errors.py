"""The one tree of errors: each says what happened, what to do next, and carries its exit code.

Bad *data* in what a person handed in is never an exception but a `Problem`. These are for bad
requests, damage, and doors that are locked. No message may contain text of the evidence.
"""


class HoldfastError(Exception):
    """Something went wrong that Holdfast can explain."""

    exit_code = 1

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class RequestError(HoldfastError):
    """What was asked for makes no sense: an unknown case, a wrong word, an impossible choice."""

    exit_code = 2


class InputError(HoldfastError):
    """A file handed in cannot be used: it is missing, unreadable, or changed while it was read."""

    exit_code = 3


class SpaceError(InputError):
    """The disk would not take the bytes: full, read-only or failing. Nothing was acknowledged."""


class DamageError(HoldfastError):
    """The case no longer is what its log says: a byte, a file or a signature is wrong or missing."""

    exit_code = 4


class LockedError(HoldfastError):
    """The passphrase is wrong or missing, or somebody else is writing to the case."""

    exit_code = 5
