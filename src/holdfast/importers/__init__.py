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
from itertools import chain

import msgspec

from holdfast.formats.iphone_backup import told_name
from holdfast.formats.tree import Member, Naming, Tree
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told

Record = Event | Problem | Question

_PROOF = re.compile(r"Proven on real files|[Ss]hape only, not proven on a real export")

_NOBODY = "No importer understands this file."


class Importer(msgspec.Struct, frozen=True, kw_only=True):
    """How one format is recognised and read. Pure: same input, same output, same order.

    `claims` says whether a member belongs to this format; look at the path first and at `Member.head`
    only when the path leaves a doubt. A member may be claimed by one importer only. `loose` importers
    (pictures, for instance) are asked only about members that no other importer claims, and read last.

    A member that belongs to a known export and holds no events is claimed like any other, and nothing is
    yielded for it: it is counted as such. A member that an event names (`Attachment.member`) belongs to the
    importer of that event, if nobody else claims it.

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
    """Which importer takes which members, the loose ones last, and the members that nobody claims.

    A member claimed twice is a mistake, which the matrix test finds. So the order of asking is free: whoever
    took the member before is asked first, for files of one format mostly stand together, then all by name.
    """
    claimed: dict[str, list[Member]] = {}
    loosely: dict[str, list[Member]] = {}
    unclaimed: list[Member] = []
    first = [(name, i) for name, i in importers().items() if not i.loose]
    then = [(name, i) for name, i in importers().items() if i.loose]
    before: list[tuple[str, Importer]] = []
    for member in tree:
        for name, importer in chain(before, first, then):
            if importer.claims(member, tree):
                before = [] if importer.loose else [(name, importer)]
                (loosely if importer.loose else claimed).setdefault(name, []).append(member)
                break
        else:
            unclaimed.append(member)
    return claimed | loosely, unclaimed


def remember(event: Event, importer: str, tree: Tree) -> None:
    """Notes which members came with an event, for the importers that read after this one."""
    for one in event.attached:
        if one.member and one.member not in tree.named:
            tree.named[one.member] = Naming(importer, event.id)


def read_all(tree: Tree, told: Told) -> Iterator[Record]:
    """Everything that all importers find in what was handed in, and what nobody understands.

    One after the other and without limits. Raises InputError where an importer does.
    """
    claimed, unclaimed = claim(tree)
    yield from tree.problems
    for name, members in claimed.items():
        for record in importers()[name].read(members, tree, told):
            if isinstance(record, Event):
                remember(record, name, tree)
            yield record
    for member in unclaimed:
        if member.path not in tree.named:
            yield nobody(member, tree)


def nobody(member: Member, tree: Tree) -> Problem:
    """That nobody understands a file, with the name that it had on the phone it was backed up from."""
    return Problem(found_at=member.at(), loss="member", what=_NOBODY, raw=told_name(member, tree))


def cannot_tell(name: str) -> tuple[str, ...]:
    """What this importer's help page says under *What it cannot tell*, sentence by sentence."""
    return section(name, "What it cannot tell")


def section(name: str, heading: str) -> tuple[str, ...]:
    """What an importer's help page says under one of its headings, sentence by sentence."""
    page = inspect.getdoc(importlib.import_module(f"{__name__}.{name}")) or ""
    _, _, after = page.partition(f"*{heading}.*")
    text = " ".join(after.partition("\n\n")[0].split())
    return tuple(re.split(r"(?<=[.!?]) (?=[A-Z])", text)) if text else ()


def proof(name: str) -> str:
    """What an importer's help page says about real files: on which it is proven, or "shape only".

    Empty where it says neither, which a test does not let pass.
    """
    said = [s for s in section(name, "Tested with") if _PROOF.search(s)]
    return said[0] if said else ""
