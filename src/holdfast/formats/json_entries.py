"""The records of a JSON export, each with its place, and every loss as a `Problem`."""

from collections.abc import Iterator

import msgspec

from holdfast.formats import json_items
from holdfast.formats.stored import Record
from holdfast.formats.tree import Member
from holdfast.model.errors import InputError
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem

_RAW = 2000

_NO_RECORD = "What stands here is no record of the kind that this service writes."


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One record: the keys and indices that lead to it, what is stored in it, and where it stands."""

    path: json_items.Path
    stored: Record
    found_at: Locator


def entries(member: Member, *paths: tuple[str, ...]) -> Iterator[Entry | Problem]:
    """Each object at these paths; lost or damaged ones as problems.

    A path leads to the elements of lists. Where it comes to an object instead of a list, that object's own
    values are passed over: they are no records.
    """
    try:
        with member.open() as stream:
            for item in json_items.items(stream, *paths):
                problem = item.problem(member)
                if problem is not None:
                    yield problem
                if item.broken or (item.path and isinstance(item.path[-1], str)):
                    continue
                if isinstance(item.value, dict):
                    yield Entry(path=item.path, stored=item.value, found_at=item.at(member))
                else:
                    raw = str(item.value)[:_RAW]
                    yield Problem(found_at=item.at(member), loss="record", what=_NO_RECORD, raw=raw)
    except InputError as error:
        yield Problem(found_at=member.at(), loss="member", what=error.what)
