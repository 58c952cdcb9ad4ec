"""What the law asks: each question with the person's own evidence beside it, and never an answer."""

from collections.abc import Callable, Iterator
from typing import Any

from holdfast.model.acts import Acts
from holdfast.model.law import Asked, Element, Law
from holdfast.model.services import name_of
from holdfast.outputs import wording
from holdfast.outputs.given import PacketInput
from holdfast.outputs.lettering import Flow, Line
from holdfast.outputs.sentences import cited
from holdfast.outputs.steps import around

_HOUR = 3_600_000
_KINDS = {
    "criminal": "an offence",
    "civil_order": "an order of a civil court",
    "takedown_right": "a right to have something taken down",
    "preservation": "the keeping of records by a service",
    "supranational_minimum": "what states have to provide for",
}
_COURT = "Only a lawyer or a court can say."
_PERSON = "Nothing is written about this yet. Only the person can say it."


def law(given: PacketInput) -> dict[str, Any] | None:
    """The values of the part, None where no place was chosen."""
    if not given.place:
        return None
    unverified, expired = given.laws_withheld
    return {
        "place": given.place,
        "laws": [_law(one, given) for one in given.laws],
        "withheld": f"{unverified + expired:,}" if unverified or expired else "",
        "whose": _whose(given.acts) if given.acts else "",
    }


def _law(one: Law, given: PacketInput) -> dict[str, Any]:
    facts = [["What it is about", _KINDS[one.kind]]]
    if one.min_acts:
        facts.append(["Number of acts it names", f"{one.min_acts}"])
    facts += [
        [name, value]
        for name, value in (
            ("Time it names", one.period),
            ("Intent", one.intent),
            ("Effect", one.effect),
            ("Does not hold for", one.exclusions),
            ("To be noted", one.note),
        )
        if value
    ]
    return {
        "citation": one.citation,
        "facts": [[name, Flow(value)] for name, value in facts],
        "questions": [
            [Flow(each.text), [Flow(line) for line in answer(each, one, given)]] for each in one.elements
        ],
        "source": [Line(source) for source in one.source],
        "read": f"Read on {one.read}; not shown after {one.expires}. Kind of source: {one.source_type}.",
    }


def answer(element: Element, one: Law, given: PacketInput) -> Iterator[str]:
    """What of the record stands beside a question, in whole sentences."""
    if element.kind == "legal_question":
        yield _COURT
    elif element.kind == "user_stated":
        said = [each for each in given.statements if each.about == f"law:{one.id}/{element.id}"]
        for each in said:
            about = f", about {each.day}" if each.day else ""
            written = wording.dated(each.at, given.zone, "day")
            yield f"“{each.text}” (the person's words, written on {written}{about})"
        if not said:
            yield _PERSON
    else:
        for shows, tell in _SHOWN:
            if shows(element.asks):
                yield from tell(element.asks, given)


def _counted(asked: Asked, given: PacketInput) -> Iterator[str]:
    found = given.acts
    if found is None or not found.items:
        yield "No message or call with a known time is counted as received."
        return
    yield (
        f"Counted in every way, side by side: {found.items:,} messages and calls ({found.calls:,} of them"
        " calls);"
        f" {found.occasions_1h:,} occasions at least 1 hour apart; {found.occasions_24h:,} at least 24 hours"
        f" apart; on {found.days:,} different days. Courts count differently."
    )
    if asked.within_days and asked.occasions:
        days = found.shortest.get(asked.occasions)
        yield (
            f"The closest {asked.occasions} occasions (24 hours apart) lie within {days:,} days."
            if days is not None
            else f"There are no {asked.occasions} occasions at least 24 hours apart."
        )


def _by_author(_: Asked, given: PacketInput) -> Iterator[str]:
    if given.acts and given.acts.authors:
        listed = "; ".join(f"{name}: {number:,}" for name, number in given.acts.authors[:10])
        more = len(given.acts.authors) - 10
        rest = f"; {more:,} more accounts" if more > 0 else ""
        yield f"By account: {listed}{rest}. An account is not a person."


def _named(asked: Asked, given: PacketInput) -> Iterator[str]:
    numbers = {row.id: number for number, row in enumerate(given.rows, 1)}
    for behaviour in asked.behaviours:
        name = given.behaviours.get(behaviour, behaviour.replace("_", " "))
        found = sorted(
            numbers[tag.event] for tag in given.tags if tag.behaviour == behaviour and tag.event in numbers
        )
        if found:
            yield f"{name}: the person names so {cited(found)}."
        else:
            yield f"{name}: the person has named no entry so."


def _by_channel(_: Asked, given: PacketInput) -> Iterator[str]:
    if given.acts and given.acts.channels:
        listed = "; ".join(f"{name_of(name)}: {number:,}" for name, number in given.acts.channels)
        yield f"By channel: {listed}."


def _anonymous(_: Asked, given: PacketInput) -> Iterator[str]:
    if given.acts:
        yield (
            f"{given.acts.unknown_author:,} of them name no sender at all. Whether a name that is given is"
            " false, only the person can say."
        )


def _after_notice(_: Asked, given: PacketInput) -> Iterator[str]:
    yield from _after(given, "stop notice", "No notice to stop is recorded.")


def _after_police(_: Asked, given: PacketInput) -> Iterator[str]:
    yield from _after(given, "police contact", "No contact with the police is recorded.")
    yield "Whether the police gave the other person a notice or warning is not in the record by itself."


def _during_order(_: Asked, given: PacketInput) -> Iterator[str]:
    yield from _after(given, "order", "No order is recorded.")


def _after(given: PacketInput, kind: str, nothing: str) -> Iterator[str]:
    markers = [marker for marker in given.markers if marker.kind == kind]
    for marker in markers:
        found = around(marker, given.rows, given.zone)
        which = f" ({cited(found.after)})" if found.after else ""
        ends = f", ends {wording.dated(marker.ends, given.zone, 'day')}" if marker.ends is not None else ""
        yield (
            f"{kind.capitalize()} of {wording.moment(marker.when, given.zone)}{ends}: {len(found.after):,}"
            f" messages and calls received after it{which}; {len(found.undecided):,} not decided."
        )
    if not markers:
        yield nothing


def _reported(_: Asked, given: PacketInput) -> Iterator[str]:
    markers = [marker for marker in given.markers if marker.kind == "platform report"]
    for marker in markers:
        at = marker.when.order_key()
        hours = f", {(given.prepared_at - at) // _HOUR:,} hours before this paper" if at is not None else ""
        yield f"Reported to a service: {wording.moment(marker.when, given.zone)}{hours}."
    if not markers:
        yield "No report to a service is recorded."


def _whose(acts: Acts) -> str:
    if acts.whole:
        return "Counted is everything received, because no step names an account."
    return "Counted is what was received from the accounts that the dated steps name, over the whole record."


_SHOWN: tuple[tuple[Callable[[Asked], bool], Callable[[Asked, PacketInput], Iterator[str]]], ...] = (
    (lambda asked: bool(asked.acts or asked.occasions), _counted),
    (lambda asked: bool(asked.authors), _by_author),
    (lambda asked: bool(asked.behaviours), _named),
    (lambda asked: asked.is_electronic, _by_channel),
    (lambda asked: asked.is_anonymous, _anonymous),
    (lambda asked: asked.after_notice, _after_notice),
    (lambda asked: asked.during_order, _during_order),
    (lambda asked: asked.after_police_notice, _after_police),
    (lambda asked: asked.reported_hours is not None, _reported),
)
"""What is shown, by what a question asks."""
