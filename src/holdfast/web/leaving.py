"""What forms for papers have in common: who will read it, of which days, on which paper."""

from starlette.datastructures import ImmutableMultiDict

from holdfast.case.handing import To
from holdfast.model.recipient import RECIPIENTS
from holdfast.model.sentence import said
from holdfast.outputs.given import Paper
from holdfast.timeline.filter import Filter
from holdfast.web.window import start_of

Told = ImmutableMultiDict[str, str]

READERS = {
    "police": said("the police"),
    "lawyer": said("a lawyer"),
    "court": said("a court"),
    "employer": said("an employer"),
    "school": said("a school"),
    "platform": said("a website or app"),
    "self": said("me"),
}
"""Kinds of readers, in words."""


def reader_of(told: Told) -> str:
    """The kind of reader that is asked for, "" for nobody in particular."""
    kind = told.get("for", "")
    return kind if kind in RECIPIENTS else ""


def to_of(told: Told) -> To:
    """Who gets it and why, for the ledger."""
    return To(kind=reader_of(told), name=told.get("to", ""), why=told.get("why", ""))


def paper_of(told: Told) -> Paper:
    """The size of the paper."""
    return "letter" if told.get("paper") == "letter" else "a4"


def words_of(told: Told, name: str) -> str:
    """What was typed into a line, without spaces around it."""
    return told.get(name, "").strip()


def span_of(told: Told, zone: str) -> Filter:
    """Entries from the day `since` to the day `until`, with the accounts that were chosen.

    What is no day leaves nothing out.
    """
    return Filter(
        since=start_of(told.get("since", ""), zone),
        until=start_of(told.get("until", ""), zone, days_later=1),
        accounts=tuple(filter(None, told.getlist("account"))),
    )
