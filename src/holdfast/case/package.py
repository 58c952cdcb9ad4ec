"""What a package is to hold, what of it would leave, and what became of it."""

from typing import Literal

import msgspec

from holdfast.case.anchored import Asked
from holdfast.model.exhibit import Exhibit
from holdfast.model.row import Row


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What a package is to hold. `labels`: empty for all exhibits; `whole`: whole originals, no slices."""

    labels: tuple[str, ...] = ()
    whole: bool = False
    title: str = ""
    prepared_by: str = ""
    paper: Literal["a4", "letter"] = "a4"


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """What would leave of one exhibit: `parts` are (original, slice …, its name, bytes).

    `withheld` says why nothing of its original would.
    """

    exhibit: Exhibit
    row: Row
    parts: tuple[tuple[str, str, int], ...]
    withheld: str


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What would leave, and what is left out, in whole sentences. `findings`: those that are exhibits."""

    leaving: tuple[Leaving, ...]
    findings: tuple[Exhibit, ...] = ()
    left_out: tuple[str, ...]


class Packaged(msgspec.Struct, frozen=True, kw_only=True):
    """A package that was written. `sha256`: of its tag manifest; `unproven`: labels, each with the reason.

    `files_of`: the paths of its files, by label.
    """

    sha256: str
    exhibits: int
    files: int
    size: int
    unproven: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]
    files_of: dict[str, tuple[str, ...]] = {}
