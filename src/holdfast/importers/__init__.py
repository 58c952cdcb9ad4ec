"""One file per export format. The loader walks the package: the file name is the name of the importer.

An importer module holds one value, `IMPORTER`. Its docstring is the help page, under the headings
*Where it comes from · What it reads · What it cannot tell · Tested with*.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import msgspec

from holdfast.formats.tree import Member, Tree
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told

Record = Event | Problem | Question


class Importer(msgspec.Struct, frozen=True, kw_only=True):
    """How one format is recognised and read. Pure: same input, same output, same order.

    `claims` says whether a member belongs to this format; look at the path first and at `Member.head`
    only when the path leaves a doubt. A member may be claimed by one importer only. `loose` importers
    (pictures, for instance) are asked only about members that no other importer claims.

    `read` is handed all claimed members and streams what they hold. A record that cannot be read is a
    `Problem`; the only exception it may raise is `InputError`, from a broken container.

    A `shared` importer lets several processes read its streams together: of each it reads the stretches that
    `tree.share` gives it, and says when it is over. Where that cannot be done it raises `InputError`, and one
    process reads alone.
    """

    title: str
    version: str
    claims: Callable[[Member, Tree], bool]
    read: Callable[[Sequence[Member], Tree, Told], Iterator[Record]]
    loose: bool = False
    shared: bool = False


@cache
def importers() -> dict[str, Importer]:
    """Every importer by name, in order of name."""
    found: dict[str, Importer] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        found[module] = importlib.import_module(f"{__name__}.{module}").IMPORTER
    return found


def claim(tree: Tree) -> tuple[dict[str, list[Member]], list[Member]]:
    """Which importer takes which members, and the members that nobody understands.

    A member claimed twice goes to the first importer by name; the matrix test makes sure there is none.
    """
    claimed: dict[str, list[Member]] = {}
    unclaimed: list[Member] = []
    first = [(name, i) for name, i in importers().items() if not i.loose]
    then = [(name, i) for name, i in importers().items() if i.loose]
    for member in tree:
        for name, importer in (*first, *then):
            if importer.claims(member, tree):
                claimed.setdefault(name, []).append(member)
                break
        else:
            unclaimed.append(member)
    return claimed, unclaimed


def cannot_tell(name: str) -> tuple[str, ...]:
    """What this importer's help page says under *What it cannot tell*, sentence by sentence."""
    page = inspect.getdoc(importlib.import_module(f"{__name__}.{name}")) or ""
    _, _, after = page.partition("*What it cannot tell.*")
    text = " ".join(after.partition("\n\n")[0].split())
    return tuple(re.split(r"(?<=[.!?]) (?=[A-Z])", text)) if text else ()
