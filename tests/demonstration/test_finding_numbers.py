"""The figures of every finding, and the numbers in its tables, worked out again in plain Python from the events."""

import math
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.demonstration.told import (
    CONTACT,
    Told,
    around,
    at,
    counted,
    day,
    named,
    occasions,
    received,
    utc,
)

DAY = timedelta(days=1)
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Event = dict[str, Any]


def finding(told: Told, rule: str) -> dict[str, Any]:
    (found,) = (one for one in told.findings if one["rule"] == rule)
    return found


def table(of: dict[str, Any], title: str) -> list[list[Any]]:
    (rows,) = (one["rows"] for one in of["tables"] if one["title"] == title)
    return rows


def ways_in(of: dict[str, Any], title: str) -> list[list[Any]]:
    """Of each row of a table the items, calls, occasions in two ways, and days."""
    (columns,) = (one["columns"] for one in of["tables"] if one["title"] == title)
    first = columns.index("messages and calls")
    return [row[first : first + 5] for row in table(of, title)]


def own(told: Told) -> list[Event]:
    return [event for event in told.once if event["kind"] in CONTACT and event["direction"] == "out"]


def contact(told: Told) -> list[Event]:
    return [event for event in told.once if event["kind"] in CONTACT]


def mine(told: Told) -> set[str]:
    return {one["account"] for one in told.accounts if one["yours"]}


def instant(event: Event) -> datetime:
    return datetime.fromisoformat(event["at"])


def minute(event: Event) -> str:
    """As findings name a moment."""
    moment = at(event)
    assert moment
    return f"{moment.day} {moment:%B %Y, %H:%M} Europe/London"


def ways(of: list[Event]) -> list[int]:
    """Items, calls, occasions in two ways, days: the order of the columns of tables."""
    return list(counted(of).values())


def by(events: list[Event], *keys: str) -> dict[tuple[Any, ...], list[Event]]:
    found: dict[tuple[Any, ...], list[Event]] = {}
    for event in events:
        found.setdefault(tuple(event[key] for key in keys), []).append(event)
    return found


def test_contact_span(told: Told) -> None:
    found, came = finding(told, "contact_span"), received(told, ())
    figures = found["figures"]
    for name, some in (("", came), ("named_", received(told, named(told)))):
        assert {f"{name}{key}": number for key, number in counted(some).items()}.items() <= figures.items()
        assert figures[f"{name}accounts"] == len({e["by_account"] for e in some} - {None})
        assert figures[f"{name}channels"] == len({e["service"] for e in some})
    assert figures["unknown_sender"] == sum(event["by_account"] is None for event in came)
    for title, *keys in (
        ("Incoming, by account", "by_account"),
        ("Incoming, by channel", "service"),
        ("Incoming, by account and channel", "by_account", "service"),
    ):
        counts = sorted(map(ways, by(came, *keys).values()))
        assert sorted(ways_in(found, title)) == counts
    for row in table(found, "Incoming, by channel"):
        some = sorted((e for e in came if e["service"] == row[0]), key=instant)
        assert row[6:8] == [minute(some[0]), minute(some[-1])]


def test_notice_lines(told: Told) -> None:
    came, first = received(told, ()), dict[tuple[str, str], datetime]()
    for event in sorted((e for e in came if e["at"] and e["by_account"]), key=instant):
        first.setdefault((event["by_account"], event["service"]), instant(event))
    for marker in told.markers:
        (found,) = (f for f in told.findings if f["parameters"].get("marker") == marker["id"])
        figures = found["figures"]
        after = set(around(told, marker)[1])
        in_all = set(around(told, {**marker, "accounts": ()})[1])
        for way, numbers in (("named", after), ("others", in_all - after), ("all", in_all)):
            if marker["accounts"] or way == "all":
                some = [event for event in told.once if told.numbers[event["id"]] in numbers]
                assert {f"{way}_{k}": n for k, n in counted(some).items()}.items() <= figures.items()
        some = [event for event in told.once if told.numbers[event["id"]] in in_all]
        for title, *keys in (
            ("After it, by account", "by_account"),
            ("After it, by channel", "service"),
            ("After it, by account and channel", "by_account", "service"),
        ):
            counts = sorted(map(ways, by(some, *keys).values()))
            assert sorted(ways_in(found, title)) == counts
        begins = utc(marker["when"]["at"]).astimezone(UTC)
        ends = begins + DAY - timedelta(milliseconds=1) if marker["when"]["precision"] == "day" else begins
        assert figures["new_routes"] == sum(moment > ends for moment in first.values())
        # As long as the channels on which they wrote are in the record on both sides.
        on = {event["service"] for event in received(told, marker["accounts"])}
        record = sorted(instant(e) for e in contact(told) if e["at"] and e["service"] in on)
        assert figures["span_days"] == min((begins - record[0]).days, (record[-1] - ends).days)
        of, long = received(told, marker["accounts"]), timedelta(days=figures["span_days"])
        before = [e for e in of if begins - long <= instant(e) < begins]
        since = [e for e in of if ends < instant(e) <= ends + long]
        assert [figures["span_before"], figures["span_after"]] == [len(before), len(since)]
        for title in (one["title"] for one in found["tables"] if one["title"].startswith("Before and after")):
            rows = table(found, title)
            counts = [
                [counted(side)[k] for k in ("items", "occasions_1h", "days")] for side in (before, since)
            ]
            assert [[row[n] for row in (rows[0], rows[1], rows[3])] for n in (1, 2)] == counts
            for _, one, other, chance in rows:
                assert chance is None or chance == by_chance(one, other)


def by_chance(one: int, other: int) -> int:
    """In a thousand tries: at least so uneven, were each as likely to fall on either side."""
    total, most = one + other, max(one, other)
    tail = sum(math.comb(total, n) for n in range(most, total + 1))
    return round(min(1, 2 * tail / 2**total) * 1000)


def test_hours(told: Told) -> None:
    found = finding(told, "hours")
    some = {"incoming": received(told, ()), "own": own(told), "named": received(told, named(told))}
    hours = {name: Counter(moment.hour for e in events if (moment := at(e))) for name, events in some.items()}
    days = {
        name: Counter(moment.weekday() for e in events if (moment := at(e))) for name, events in some.items()
    }
    for name, counts in hours.items():
        assert found["figures"][f"{name}_with_hour"] == counts.total()
        assert found["figures"][f"{name}_at_night"] == sum(counts[hour] for hour in range(6))
    busiest = max(hours["incoming"].values())
    assert (
        found["figures"]["busiest_hour_items"]
        == busiest
        == hours["incoming"][found["figures"]["busiest_hour"]]
    )
    for hour, row in enumerate(table(found, "By hour of the day")):
        assert row == [f"{hour:02}:00 to {hour:02}:59", *(counts[hour] for counts in hours.values())]
    for place, row in enumerate(table(found, "By day of the week")):
        assert row == [WEEK[place], *(counts[place] for counts in days.values())]


def test_own_replies(told: Told) -> None:
    found, sent = finding(told, "own_replies"), own(told)
    others = [set(event["to_accounts"]) - mine(told) for event in sent]
    assert found["figures"] == {
        "own_items": len(sent),
        "own_calls": sum(event["kind"] == "call" for event in sent),
        "own_without_time": sum(event["at"] is None for event in sent),
        "accounts_written_to": len(set().union(*others)),
        "own_without_addressee": sum(not event["to_accounts"] for event in sent),
        "undecided_direction": 0,
    }
    for row in table(found, "Own messages and calls, by channel"):
        assert row[1:6] == ways([event for event in sent if event["service"] == row[0]])
    pairs = Counter(
        (account, event["service"])
        for event, to in zip(sent, others, strict=True)
        for account in (to or {"nobody"})
    )
    shown = table(found, "Own messages and calls, by account and channel")
    assert sorted(row[2] for row in shown) == sorted(pairs.values())
    for marker, row in zip(
        told.markers, table(found, "Own messages and calls after each dated line"), strict=True
    ):
        begins = utc(marker["when"]["at"])
        ends = begins + DAY - timedelta(milliseconds=1) if marker["when"]["precision"] == "day" else begins
        after = [event for event in sent if instant(event) > ends]
        to_them = sum(bool(set(marker["accounts"]).intersection(event["to_accounts"])) for event in after)
        assert row[2:4] == [len(after), to_them if marker["accounts"] else None]


def test_silent_gaps(told: Told) -> None:
    found = finding(told, "silent_gaps")
    every = sorted(map(instant, (e for e in contact(told) if e["at"])))
    for name, some in (
        ("gap", received(told, ())),
        ("named_gap", received(told, named(told))),
        ("empty", contact(told)),
    ):
        moments = sorted(instant(event) for event in some if event["at"])
        assert found["figures"][f"longest_{name}_days"] == max((b - a).days for a, b in pairwise(moments))
    quiet = sorted(map(instant, (e for e in received(told, ()) if e["at"])))
    gaps = sorted(((b - a).days, -n, a, b) for n, (a, b) in enumerate(pairwise(quiet)))[::-1][:5]
    shown = table(found, "Longest times without incoming contact")
    assert [row[0] for row in shown] == [days for days, *_ in gaps]
    assert [row[3] for row in shown] == [sum(a < one < b for one in every) for *_, a, b in gaps]
    for row in table(found, "Longest time without contact, by account"):
        keys = {e["by_account"] for e in received(told, ()) if minute(e) == row[2]} - {None}
        lengths = {
            max((b - a).days for a, b in pairwise(sorted(map(instant, received(told, {key})))))
            for key in keys
        }
        assert row[1] in lengths


def test_unanswered(told: Told) -> None:
    found = finding(told, "unanswered")
    waiting: dict[tuple[str, str], list[datetime]] = {}
    items, longest, runs, soon = Counter[Any](), Counter[Any](), Counter[Any](), Counter[Any]()
    last: dict[str, tuple[str, str]] = {}
    guessed = 0
    known = [e for e in contact(told) if e["at"] and (e["direction"] == "out" or e["by_account"])]
    for event in sorted(known, key=instant):
        moment, service = instant(event), event["service"]
        if event["direction"] == "in":
            route = event["by_account"], service
            items[route] += 1
            runs[route] += 1
            longest[route] = max(longest[route], runs[route])
            waiting.setdefault(route, []).append(moment)
            last[service] = route
            continue
        guessed += not event["to_accounts"]
        answered = [(key, service) for key in event["to_accounts"]] or [last[service]]
        for route in answered:
            runs[route] = 0
            soon[route] += sum(moment - one <= DAY for one in waiting.pop(route, ()))
    ours = [route for route in items if route[0] in named(told)]
    assert {
        "items": items.total(),
        "longest_run": max(longest[route] for route in ours),
        "own_without_addressee": guessed,
        "left_out_author_or_minute_unknown": sum(e["by_account"] is None for e in received(told, ())),
        "share_items": sum(items[route] for route in ours),
        "answered_within_24h": sum(soon[route] for route in ours),
        "never_answered": sum(len(waiting.get(route, ())) for route in ours),
    }.items() <= found["figures"].items()
    shown = table(found, "Longest runs without an own message or call to the account")
    # How many were answered is only said where there are eight or more.
    worked_out = [
        (longest[route], number, *((soon[route], len(waiting.get(route, ()))) if number >= 8 else (-1, -1)))
        for route, number in items.items()
    ]
    as_shown = [(row[2], row[5], *(-1 if one is None else one for one in row[6:8])) for row in shown]
    assert sorted(as_shown) == sorted(worked_out)


def test_floods_and_list_signups(told: Told) -> None:
    found = finding(told, "floods")
    for begin, end, items, *_ in table(found, "Each of these times"):
        inside = between(told, begin, end)
        assert len(inside) == items == found["figures"]["largest_items"]
        took = instant(inside[-1]) - instant(inside[0])
        assert found["figures"]["largest_minutes"] == took // timedelta(minutes=1)
    assert found["figures"]["times"] == len(table(found, "Each of these times"))
    found = finding(told, "list_signups")
    ((begin, end, senders, domains, may_matter),) = table(found, "Each of these times")
    first: dict[str, Event] = {}
    for event in sorted((e for e in received(told, ()) if e["service"] == "mail"), key=instant):
        first.setdefault(event["by_account"], event)
    inside = [event for event in between(told, begin, end) if event["service"] == "mail"]
    matters = {row[3] for row in table(found, "Mail among them that may matter: look at these first")}
    new = {
        event["by_account"]
        for event in inside
        if first[event["by_account"]] is event and event["id"][:8] not in matters
    }
    assert (len(new), len({key.rpartition("@")[2] for key in new})) == (senders, domains)
    assert found["figures"] == {
        "waves": 1,
        "senders": len(new),
        "may_matter": may_matter,
        "undecided_direction": 0,
    }
    assert sum(
        row[1] for row in table(found, "Services that sent them out, and where they take a report")
    ) == len(new)
    assert may_matter == len(table(found, "Mail among them that may matter: look at these first"))


def between(told: Told, begin: str, end: str) -> list[Event]:
    """What came in from the minute in which a time begins to that in which it ends, in order."""
    marks = [e for e in received(told, ()) if minute(e) in (begin, end)]
    low, high = min(map(instant, marks)), max(map(instant, marks))
    return sorted((e for e in received(told, ()) if low <= instant(e) <= high), key=instant)


def test_near_copies_and_texts_in_several_places(told: Told) -> None:
    found = finding(told, "near_copies")
    shown = table(found, "Texts that came again, the most often first")
    assert found["figures"]["texts"] == len(shown)
    assert found["figures"]["messages"] == sum(row[0] for row in shown) == len(found["rests_on"])
    # The very same words, at least, are found again by comparing all with all.
    same = Counter(" ".join(e["text"].split()) for e in received(told, ()) if len(e["text"].split()) >= 8)
    texts = {e["id"]: " ".join(e["text"].split()) for e in told.once}
    again = {texts[event] for event in found["rests_on"]}
    assert {text for text, times in same.items() if times >= 3} <= again
    found = finding(told, "third_parties")
    rows = table(found, "Texts in several places, the most often first")
    assert found["figures"]["texts_in_several_places"] == len(rows)
    assert sum(row[0] for row in rows) == len(found["rests_on"])
    for row in rows:
        events = [e for e in told.once if e["id"] in found["rests_on"]]
        assert row[1:4] == [len(events), len({e["by_account"] for e in events}), "mail, whatsapp"]
    assert not any(n for k, n in found["figures"].items() if k != "texts_in_several_places")


def test_spread(told: Told) -> None:
    found, came = finding(told, "spread"), received(told, named(told))
    shown = table(found, "First times, in order")
    new = {"account": "by_account", "channel": "service", "way": "kind"}
    for what, key in new.items():
        values = {event[key] for event in came}
        assert found["figures"][f"{what}s"] == len(values) == sum(row[1] == what for row in shown)
    firsts = []
    for key in new.values():
        for some in by(came, key).values():
            first = min(some, key=instant)
            firsts.append((minute(first), len(some)))
    kinds = [(row[0], row[4]) for row in shown if row[1] in new]
    assert sorted(when for when, _ in kinds) == sorted(when for when, _ in firsts)
    assert sorted(count for _, count in kinds) == sorted(count for _, count in firsts)
    near = table(found, "Entries with words of coming near, as the person wrote them down")
    assert found["figures"]["entries_about_nearness"] == len(near)
    for _, event, _ in near:
        (entry,) = (one for one in told.once if one["id"].startswith(event))
        assert entry["kind"] == "incident"


def test_changes(told: Told) -> None:
    found = finding(told, "changes")
    shown = table(found, "Each change, in order of time")
    figures = found["figures"]
    assert figures["series_that_changed"] == len(shown) == figures["to_more"] + figures["to_less"]
    assert figures["to_less"] == sum(row[5] < row[4] for row in shown)
    # All of the accounts named, before and after the likeliest day, in thirty days each.
    (row,) = (one for one in shown if one[0].startswith("the accounts named"))
    changed = datetime.strptime(f"{row[1]} +0000", "%d %B %Y %z").date()
    dates = [moment.date() for e in contact(told) if (moment := at(e))]
    came = [moment.date() for e in received(told, named(told)) if (moment := at(e))]
    rates = [
        30 * sum(one < changed for one in came) / (changed - min(came)).days,
        30 * sum(one >= changed for one in came) / (max(dates) - changed).days,
    ]
    assert (
        [figures["clearest_before"], figures["clearest_after"]] == [round(rate) for rate in rates] == row[4:6]
    )


def test_read_first_timed_messages_and_pairs_of_accounts(told: Told) -> None:
    found = finding(told, "read_first")
    figures, shown = found["figures"], table(found, "What may be worth reading first")
    assert figures["looked_at"] == sum(event["kind"] == "message" for event in contact(told))
    assert (
        figures["listed"] == len(shown) == sum(figures[f"listed_{way}"] for way in ("in", "own", "undecided"))
    )
    assert figures["listed_in"] == sum(row[3] == "came in" for row in shown)
    heads = Counter(one.rpartition(":")[0] for row in shown for one in row[4].split("; "))
    assert heads == {
        "a hint of harm or watching": figures["listed_veiled"],
        "private things made public": figures["listed_exposure"],
    }
    found = finding(told, "timed_messages")
    figures = found["figures"]
    times = Counter(event["by_account"] for event in received(told, ()) if event["by_account"])
    assert figures["accounts_looked_at"] == sum(count >= 8 for count in times.values())
    for name, title in (
        ("regular", "Accounts with regular times"),
        ("automatic", "Accounts with regular times that say they are automatic"),
    ):
        assert figures[name] == len(table(found, title))
        assert {row[1] for row in table(found, title)} <= set(times.values())
    found = finding(told, "switched_accounts")
    figures, shown = found["figures"], table(found, "Each pair, the least likely by chance first")
    assert figures["pairs"] == len(shown)
    assert figures["accounts"] == len({name for row in shown for name in row[1:3]})
    assert figures["pairs_compared"] == math.comb(figures["accounts_with_enough_text"], 2)
    points = table(found, "Each kind of evidence by itself")
    for row in shown:
        mine_of = Counter(one[2] for one in points if one[0] == row[0])
        assert row[5:7] == [mine_of["for"], mine_of["against"]]


def test_each_rule_of_the_paper_is_worked_out_here(told: Told) -> None:
    assert {one["rule"] for one in told.findings} == {
        *("contact_span", "notice_line", "hours", "own_replies", "silent_gaps", "unanswered", "floods"),
        *("list_signups", "near_copies", "third_parties", "spread", "changes", "read_first"),
        *("timed_messages", "switched_accounts"),
    }


def test_occasions_and_days_are_counted_as_people_would() -> None:
    moments = [datetime(2025, 6, 1, 8, tzinfo=UTC) + timedelta(minutes=n) for n in (0, 59, 119, 60 * 30)]
    assert (occasions(moments, 1), occasions(moments, 24)) == (3, 2)
    assert len(set(map(day, moments))) == 2
