"""The index: accounts, channels, behaviours, chosen findings, with the entries and exhibits of each."""

from typing import Any

from holdfast.outputs import wording
from holdfast.outputs.finding_pages import title
from holdfast.outputs.given import PacketInput
from holdfast.outputs.lettering import Line
from holdfast.outputs.sentences import cited

_MOST = 400


def index(given: PacketInput) -> list[list[Any]]:
    """Lines of (name, where it stands, exhibits), in order of name."""
    entries: dict[str, list[int]] = {}
    events: dict[str, list[str]] = {}
    for number, row in enumerate(given.rows, 1):
        names = [wording.shown(account) for account in (row.by, *row.to) if account]
        for name in dict.fromkeys((*names, wording.channel(row))):
            entries.setdefault(name, []).append(number)
            events.setdefault(name, []).append(row.id)
    numbers = {row.id: number for number, row in enumerate(given.rows, 1)}
    for tag in given.tags:
        if tag.event in numbers:
            name = given.behaviours.get(tag.behaviour, tag.behaviour)
            entries.setdefault(name, []).append(numbers[tag.event])
            events.setdefault(name, []).append(tag.event)
    labels = {exhibit.event: exhibit.label for exhibit in given.exhibits}
    for exhibit in given.exhibits:
        if exhibit.finding:
            name = f"Finding: {title(exhibit.finding, given)}"
            entries.setdefault(name, []).extend(numbers[e] for e in exhibit.finding.rests_on if e in numbers)
            events.setdefault(name, []).append(exhibit.digest)
            labels[exhibit.digest] = exhibit.label
    found = []
    for name in sorted(entries, key=str.casefold)[:_MOST]:
        shown = dict.fromkeys(labels[event] for event in events[name] if event in labels)
        found.append([Line(name), Line(_cited(entries[name])), Line(", ".join(shown))])
    return found


def _cited(numbers: list[int]) -> str:
    return cited(sorted(set(numbers))) if numbers else "no single entries"
