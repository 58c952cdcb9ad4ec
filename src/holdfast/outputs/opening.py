"""The first pages of the packet: what it is, how to read it, what it comes to, and what the rules found."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from holdfast.model.finding import Finding
from holdfast.model.marker import Marker
from holdfast.model.services import name_of
from holdfast.outputs import wording
from holdfast.outputs.finding_pages import title as title_of
from holdfast.outputs.given import MANY, PacketInput
from holdfast.outputs.lettering import Flow, Line, shorten
from holdfast.outputs.recipients import not_in_it, parts, title
from holdfast.outputs.sentences import sentences
from holdfast.outputs.steps import around

_ON_SUMMARY = 5
_ON_LARGE_SUMMARY = 3

_ASKED_FIRST = ("notice_line", "contact_span", "own_replies", "switched_accounts", "spread")
"""What officers ask first: what came after a notice, how much came in all, what was answered, whether other
accounts belong to it, whether it grew. The other rules follow by name."""

_PRINTED_SHORT = (
    "The exhibits are many, so each is printed short: with its full text, and without what stands around it,"
    " how it came, and its further fields. The log has what stands around it; a paper of fewer has all."
)
_NOT_CLAIMED = (
    "It does not say who the person behind an account is. An account is a name on a service, not a person.",
    "It does not say that what is written in a message is true, or that a law was broken.",
    "It cannot show what was never saved. That something is not here does not mean it did not happen.",
    "A hash shows that a file has not changed since it was taken in. It says nothing about the time before.",
)


def cover(given: PacketInput) -> dict[str, Any]:
    """The first page: span, channels, counts, who made it, what is left out, what it does not claim."""
    return {
        "facts": [
            ["Time covered", span(given)],
            ["Entries", f"{len(given.rows):,}"],
            ["Received / sent / undecided", " / ".join(f"{n:,}" for n in directions(given))],
            ["Channels", Flow(", ".join(f"{name}: {n:,}" for name, n in channels(given)) or "none")],
            ["Exhibits", f"{len(given.exhibits):,}"],
            [
                "Dated steps (notices, reports)",
                "not in this paper" if given.is_selection else f"{len(given.markers):,}",
            ],
            [
                "Files that these stand in" if given.is_selection else "Files handed in",
                f"{len(given.sources):,}",
            ],
            ["Times are shown in", f"{given.zone} ({_basis(given)})"],
            *([["Made for", title(given.recipient)]] if given.recipient else []),
            ["Put together by", Flow(given.prepared_by or "not stated")],
            ["Put together on", wording.dated(given.prepared_at, given.zone)],
            ["Made with", f"Holdfast {given.version}"],
        ],
        "left_out": [*(Flow(sentence) for sentence in given.left_out), *_parts_left_out(given)],
        "not_claimed": _NOT_CLAIMED,
    }


def _parts_left_out(given: PacketInput) -> list[Flow]:
    """The parts that this reader does not get, and that something was taken out."""
    names = not_in_it(parts(given.recipient))
    said = []
    if names:
        said.append(Flow(f"Parts that are not in a paper for {title(given.recipient)}: {', '.join(names)}."))
    if len(given.exhibits) > MANY:
        said.append(Flow(_PRINTED_SHORT))
    if given.taken_out:
        said.append(
            Flow(f"{len(given.taken_out):,} things are taken out for this reader: see the list of them.")
        )
    return said


def span(given: PacketInput) -> str:
    """From the first to the last entry whose time is known, as days."""
    known = [row.at for row in given.rows if row.at is not None]
    if not known:
        return "no entry has a known time"
    first, last = (wording.dated(at, given.zone, "day") for at in (min(known), max(known)))
    words = first if first == last else f"{first} to {last}"
    undecided = len(given.rows) - len(known)
    return words + (f"; {undecided:,} with an undecided time" if undecided else "")


def directions(given: PacketInput) -> tuple[int, int, int]:
    """How many entries were received, sent, undecided."""
    counted = Counter(row.direction for row in given.rows)
    return counted["in"], counted["out"], counted[None]


def channels(given: PacketInput) -> list[tuple[str, int]]:
    """How many entries each channel has, the most first."""
    counted = Counter(wording.channel(row) for row in given.rows)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def summary(given: PacketInput) -> dict[str, Any]:
    """One page made of entries that are named, counts and findings only."""
    received, sent, undecided = directions(given)
    months = Counter(wording.dated(row.at, given.zone, "month") for row in given.rows if row.at is not None)
    busiest = months.most_common(1)
    counts = [
        ["Entries in all", f"{len(given.rows):,}"],
        ["Received", f"{received:,}"],
        ["Sent", f"{sent:,}"],
        ["Direction undecided", f"{undecided:,}"],
        ["Accounts that wrote", f"{len({row.by.key for row in given.rows if row.by}):,}"],
        ["Time covered", span(given)],
    ]
    if busiest:
        counts.append(["Month with the most entries", f"{busiest[0][0]}: {busiest[0][1]:,}"])
    said = [] if given.is_selection else sentences(given)
    room, length = (_ON_LARGE_SUMMARY, 160) if given.large_print else (_ON_SUMMARY, 400)
    says = [
        [f"F-{n}", title_of(finding, given), Flow(shorten(finding.says, length, "in the part Findings"))]
        for n, finding in _asked_first(given.findings)[:room]
    ]
    return {
        "sentences": [Flow(shorten(one, 600, "in the notice line")) for one in said],
        "counts": counts,
        "says": says,
        "more": max(0, len(given.findings) - room),
    }


def _asked_first(findings: Sequence[Finding]) -> list[tuple[int, Finding]]:
    """The findings with their numbers: of each rule the first one, those that are asked for first before."""
    found = list(enumerate(findings, 1))
    first = {finding.rule: number for number, finding in reversed(found)}
    places = {rule: place for place, rule in enumerate(_ASKED_FIRST)}
    return sorted(
        found, key=lambda one: (first[one[1].rule] != one[0], places.get(one[1].rule, len(places)), one[0])
    )


def notices(given: PacketInput, numbers: dict[str, int]) -> dict[str, Any]:
    """The dated steps the person took, each with what was received before and after it."""
    return {
        "markers": [_marker(marker, given, numbers) for marker in given.markers],
        "findings": [[f"F-{n}", title_of(finding, given)] for n, finding in enumerate(given.findings, 1)],
    }


def reading(given: PacketInput, unprinted: list[str]) -> dict[str, Any]:
    """What the page "How to read this" needs to know."""
    return {"zone": given.zone, "basis": _basis(given), "unprinted": unprinted}


def _basis(given: PacketInput) -> str:
    return "told by the person" if given.zone_basis == "told" else given.zone_basis


def _marker(marker: Marker, given: PacketInput, numbers: dict[str, int]) -> dict[str, Any]:
    found = around(marker, given.rows, given.zone)
    names = {
        account.key: f"{account.shown} ({name_of(account.key.partition(':')[0])})"
        for account in given.accounts
    }
    proof = numbers.get(marker.proof)
    return {
        "kind": marker.kind.capitalize(),
        "when": wording.moment(marker.when, given.zone),
        "to": Line(", ".join(names.get(key, key) for key in marker.accounts) or "not stated"),
        "note": Flow(marker.note),
        "proof": f"entry {proof:,}" if proof else "",
        "ends": wording.dated(marker.ends, given.zone, "day") if marker.ends is not None else "",
        "before": f"{len(found.before):,}",
        "after": f"{len(found.after):,}",
        "undecided": f"{len(found.undecided):,}",
    }
