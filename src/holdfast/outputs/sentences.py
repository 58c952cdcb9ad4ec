"""What happened, in a few plain sentences, each built only from entries that it names."""

from collections import Counter
from collections.abc import Iterable, Sequence

from holdfast.model.marker import Marker
from holdfast.model.row import Row
from holdfast.outputs import wording
from holdfast.outputs.given import PacketInput
from holdfast.outputs.steps import CONTACT, around, came

_MOST_RUNS = 6
_MOST_STEPS = 3


def sentences(given: PacketInput) -> list[str]:
    """The sentences in order. Received is counted from the accounts that the dated steps name, if any."""
    numbered = list(enumerate(given.rows, 1))
    numbers = {row.id: number for number, row in numbered}
    keys = frozenset(key for marker in given.markers for key in marker.accounts)
    received = [(number, row) for number, row in numbered if came(row, keys)]
    said = _received(received, given, is_named=bool(keys))
    stops = [marker for marker in given.markers if marker.kind == "stop notice"]
    said += [_after(marker, given, numbers) for marker in stops[:_MOST_STEPS]]
    sent = [n for n, row in numbered if row.kind in CONTACT and row.direction == "out" and _is_to(row, keys)]
    if sent:
        whom = "these accounts" if keys else "anyone"
        said.append(
            f"{_many(len(sent), 'message or call', 'messages and calls')} went to {whom} ({cited(sent)})."
        )
    written = [n for n, row in numbered if row.kind == "incident"]
    if written:
        what = _many(len(written), "incident", "incidents")
        said.append(f"The person wrote down {what} ({cited(written)}).")
    return said


def cited(numbers: Iterable[int]) -> str:
    """Entries by their numbers, runs of them joined, the first few runs: "entries 3, 7 to 12 and 40 more"."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    shown, rest = runs[:_MOST_RUNS], runs[_MOST_RUNS:]
    listed = ", ".join(f"{a:,}" if a == b else f"{a:,} to {b:,}" for a, b in shown)
    more = sum(b - a + 1 for a, b in rest)
    is_one = len(runs) == 1 and runs[0][0] == runs[0][1]
    return f"{'entry' if is_one else 'entries'} {listed}{f' and {more:,} more' if more else ''}"


def _received(found: Sequence[tuple[int, Row]], given: PacketInput, *, is_named: bool) -> list[str]:
    if not found:
        return ["No message or call is known to have been received."]
    known = [row.at for _, row in found if row.at is not None]
    first, last = (
        (wording.dated(at, given.zone, "day") for at in (min(known), max(known))) if known else ("", "")
    )
    span = (
        (f"On {first}" if first == last else f"Between {first} and {last}") if known else "At times not known"
    )
    authors = len({row.by.key for _, row in found if row.by})
    whose = "the accounts that the dated steps name" if is_named else _many(authors, "account", "accounts")
    what = _many(len(found), "message or call was", "messages and calls were")
    said = [f"{span}, {what} received from {whose} ({cited(n for n, _ in found)})."]
    days = Counter(
        wording.dated(row.at, given.zone, "day")
        for _, row in found
        if row.at is not None and row.precision not in ("month", "year", "none")
    )
    if days and (most := max(days.values())) > 1:
        day = next(name for name, number in days.items() if number == most)
        on_it = [
            n for n, row in found if row.at is not None and wording.dated(row.at, given.zone, "day") == day
        ]
        said.append(f"The most on one day were {most:,}, on {day} ({cited(on_it)}).")
    return said


def _after(marker: Marker, given: PacketInput, numbers: dict[str, int]) -> str:
    when = wording.moment(marker.when, given.zone)
    found = around(marker, given.rows, given.zone)
    shown = f" (shown by entry {numbers[marker.proof]:,})" if marker.proof in numbers else ""
    said = f"On {when} the person says they asked for contact to end{shown}."
    if found.after:
        what = _many(len(found.after), "message or call was", "messages and calls were")
        said += f" After that, {what} received ({cited(found.after)})."
    else:
        said += " Nothing is known to have been received from these accounts after that."
    if found.undecided:
        said += f" For {len(found.undecided):,} it is not decided whether before or after."
    return said


def _is_to(row: Row, keys: frozenset[str]) -> bool:
    return not keys or any(account.key in keys for account in row.to)


def _many(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"
