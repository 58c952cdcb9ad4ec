"""Spans, hours, own replies, gaps and unanswered runs: each number counted again by plain loops."""

from collections import Counter

from hypothesis import given, settings

from holdfast.analysis import analyse, contact_span, hours, own_replies, silent_gaps, unanswered
from holdfast.model.finding import Finding, Table
from tests.analysis import plain
from tests.analysis.frames import DAY, HOUR, MINUTE, START, Happening, frame, local, marker
from tests.analysis.happenings import ACCOUNTS, MINE, happenings
from tests.analysis.story import FRIEND, MAYA, ROWAN, SHOP, story

LINES = (marker(START, accounts=(ACCOUNTS[0],)),)
FINE = ("millisecond", "second", "minute")


def made(finder, events, line=LINES) -> Finding | None:
    found = finder(frame(events, line))
    assert len(found) == any(plain.is_contact(h) for h in events) or finder is unanswered.find
    return found[0] if found else None


def table(finding: Finding, title: str) -> Table | None:
    return next((t for t in finding.tables if t.title == title), None)


@given(happenings)
def test_the_span_counts_what_plain_loops_count(events) -> None:
    finding = made(contact_span.find, events)
    if finding is None:
        return
    for part, belongs in {"": lambda h: True, "named_": lambda h: h.by == ACCOUNTS[0]}.items():
        all_items = [h for h in plain.incoming(events) if belongs(h)]
        items = [h for h in all_items if plain.is_timed(h)]
        assert finding.figures[f"{part}items"] == len(items)
        assert finding.figures[f"{part}without_time"] == len(all_items) - len(items)
        if items:
            assert finding.figures[f"{part}days"] == len(plain.days(items))
            assert finding.figures[f"{part}accounts"] == len({h.by for h in items if h.by})
            assert finding.figures[f"{part}channels"] == len({h.service for h in items})
            assert finding.figures[f"{part}occasions_1h"] == plain.occasions(items, HOUR)
    by_account = table(finding, "Incoming, by account")
    counted = Counter(h.by or ":unknown sender" for h in plain.incoming(events) if plain.is_timed(h))
    shown = {row[0]: row[1] for row in by_account.rows} if by_account else {}
    assert shown == {key.partition(":")[2]: n for key, n in counted.items()}


@given(happenings)
def test_hours_and_weekdays_are_those_of_the_clock_on_the_wall(events) -> None:
    finding = made(hours.find, events)
    if finding is None:
        return
    ways = {
        "incoming": plain.incoming(events),
        "own": [h for h in events if plain.is_contact(h) and h.way == "out"],
    }
    for way, items in ways.items():
        exact = [h for h in items if h.at is not None and h.precision in (*FINE, "hour")]
        day_only = [h for h in items if h.at is not None and h.precision == "day"]
        assert finding.figures[f"{way}_with_hour"] == len(exact)
        assert finding.figures[f"{way}_day_only"] == len(day_only)
        assert finding.figures[f"{way}_without_day"] == len(items) - len(exact) - len(day_only)
        assert finding.figures[f"{way}_at_night"] == sum(plain.local(h.at).hour < 6 for h in exact)
        if by_hour := table(finding, "By hour of the day"):
            column = by_hour.columns.index({"incoming": "came in", "own": "own, went out"}[way])
            expected = Counter(plain.local(h.at).hour for h in exact)
            assert [row[column] for row in by_hour.rows] == [expected[h] for h in range(24)]
            week = Counter(plain.local(h.at).weekday() for h in exact + day_only)
            by_day = table(finding, "By day of the week")
            assert [row[column] for row in by_day.rows] == [week[d] for d in range(7)]


def test_fewer_than_eight_have_no_hours() -> None:
    finding = hours.find(frame([Happening(at=START + i * HOUR) for i in range(7)]))[0]
    assert [t.title for t in finding.tables] == ["Each of them"]
    assert "Fewer than 8 are only listed" in finding.says


def test_the_busiest_hour_is_named_only_where_there_is_one() -> None:
    nine = [Happening(at=START + i * DAY + HOUR) for i in range(9)]
    assert "one from 01:00 to 01:59, with 9" in hours.find(frame(nine))[0].says
    even = [*nine[:4], *(Happening(at=START + i * DAY + 2 * HOUR) for i in range(4))]
    assert "The hour with the most" not in hours.find(frame(even))[0].says


@given(happenings)
def test_own_items_are_counted_for_each_account_channel_and_line(events) -> None:
    finding = made(own_replies.find, events)
    if finding is None:
        return
    own = [h for h in events if plain.is_contact(h) and h.way == "out"]
    assert finding.figures["own_items"] == len(own) == len(finding.rests_on)
    expected: Counter[tuple[str, str]] = Counter()
    for h in own:
        others = {a for a in h.to if a != MINE}
        names = {a.partition(":")[2] for a in others} or {
            "own accounts only" if h.to else "addressee not known"
        }
        expected.update((name, h.service) for name in names)
    to = table(finding, "Own messages and calls, by account and channel")
    assert {(row[0], row[1]): row[2] for row in to.rows} == expected if to else not own
    lines = table(finding, "Own messages and calls after each dated line").rows
    after = [h for h in own if plain.stands(h, START, "second") == "after"]
    assert lines[0][2] == len(after)
    assert lines[0][3] == sum(ACCOUNTS[0] in h.to for h in after)
    assert lines[0][4] == sum(plain.stands(h, START, "second") == "undecided" for h in own)


def longest_quiet(items: list[Happening]) -> int:
    """The most whole days that surely lie between two items, with nothing that may lie between them."""
    best, since = 0, None
    for h in sorted(items, key=lambda h: h.at):
        if since is not None:
            best = max(best, (h.at - since) // DAY)
        end = h.at if h.precision in FINE else plain.latest(h.at, h.precision)
        since = end if since is None else max(since, end)
    return best


@given(happenings)
def test_gaps_of_incoming_contact_and_of_the_whole_record_are_told_apart(events) -> None:
    finding = made(silent_gaps.find, events)
    if finding is None:
        return
    items = [h for h in plain.incoming(events) if plain.is_timed(h)]
    everything = [h for h in events if plain.is_contact(h) and plain.is_timed(h)]
    expected = longest_quiet(items) if len(items) >= 8 else 0
    assert finding.figures.get("longest_gap_days", 0) == expected
    named = [h for h in items if h.by == ACCOUNTS[0]] if len(items) >= 8 else []
    assert finding.figures.get("longest_named_gap_days", 0) == longest_quiet(named)
    empty = longest_quiet(everything) if len(everything) >= 8 else 0
    assert finding.figures.get("longest_empty_days", 0) == empty
    per_account = table(finding, "Longest time without contact, by account")
    shown = {row[0]: row[1] for row in per_account.rows} if per_account else {}
    counted = {a: [h for h in items if h.by == a] for a in ACCOUNTS}
    if len(items) >= 8:
        enough = {a: longest_quiet(of) for a, of in counted.items() if len(of) >= 8}
        assert shown == {a.partition(":")[2]: days for a, days in enough.items() if days}


def test_a_gap_shows_what_else_was_recorded_meanwhile() -> None:
    events = [
        *(Happening(at=START + i * HOUR, by=ROWAN) for i in range(8)),
        Happening(at=START + 30 * DAY, by=ROWAN),
        Happening(at=START + 10 * DAY, by=MAYA, way="out"),
        Happening(at=START + 11 * DAY, by=MAYA, way="out", service="whatsapp"),
    ]
    finding = silent_gaps.find(frame(events))[0]
    gap = table(finding, "Longest time without contact, by account").rows[0]
    assert gap[0] == "rowan@example.org"
    assert (gap[1], gap[4], gap[5], gap[6]) == (29, 2, "mail", 1)
    assert finding.figures["longest_empty_days"] == 19
    assert "A file may be missing there" in finding.says


def answers(events: list[Happening]) -> list[tuple[str, str, int]]:
    """Account, channel and time of every answer, by the definition in words."""
    found = []
    heard = [h for h in plain.incoming(events) if h.at is not None and h.precision in FINE]
    for h in events:
        if not (plain.is_contact(h) and h.way == "out" and h.at is not None and h.precision in FINE):
            continue
        if h.to:
            found += [(a, h.service, h.at) for a in h.to]
            continue
        earlier = [x for x in heard if x.service == h.service and x.at <= h.at]
        newest = max((x.at for x in earlier), default=None)
        found += [(x.by, h.service, h.at) for x in earlier if x.at == newest and x.by]
    return found


@given(happenings)
@settings(max_examples=200)
def test_runs_end_with_an_answer_and_nothing_else(events) -> None:
    finding = made(unanswered.find, events)
    items = [h for h in plain.incoming(events) if h.at is not None and h.precision in FINE and h.by]
    if finding is None:
        assert not items
        return
    answered = answers(events)
    expected = {}
    for account, service in {(h.by, h.service) for h in items}:
        mine = sorted(h.at for h in items if (h.by, h.service) == (account, service))
        replies = [at for a, s, at in answered if (a, s) == (account, service)]
        longest = run = 0
        for place, at in enumerate(mine):
            is_new = place > 0 and any(mine[place - 1] <= reply < at for reply in replies)
            run = 1 if is_new else run + 1
            longest = max(longest, run)
        soon = sum(any(at <= reply <= at + DAY for reply in replies) for at in mine)
        never = sum(not any(reply >= at for reply in replies) for at in mine)
        enough = len(mine) >= 8
        expected[account.partition(":")[2], service] = (
            longest, len(mine), soon if enough else None, never if enough else None,
        )  # fmt: skip
    rows = finding.tables[0].rows
    assert {(r[0], r[1]): (r[2], r[5], r[6], r[7]) for r in rows} == expected
    named = [v[0] for (name, _), v in expected.items() if name == ACCOUNTS[0].partition(":")[2]]
    assert finding.figures["longest_run"] == max(named or [v[0] for v in expected.values()])


def test_the_run_of_the_account_named_comes_before_a_newsletter() -> None:
    finding = unanswered.find(story())[0]
    assert finding.figures["longest_run"] == 21
    assert finding.tables[0].rows[0][:3] == ("news@shop.example.com", "mail", 40)
    assert "rowan@example.org" in finding.says


def test_a_channel_with_one_side_only_is_said_so() -> None:
    events = [Happening(at=START + i * MINUTE, by=SHOP) for i in range(3)]
    assert "its export may hold only one side" in unanswered.find(frame(events))[0].says


def test_an_answer_without_addressee_goes_to_whoever_wrote_last() -> None:
    def chat(at: int, by: str, way: str = "in") -> Happening:
        return Happening(at=START + at * MINUTE, by=by, service="whatsapp", way=way)

    events = [chat(0, ROWAN), chat(1, ROWAN), chat(2, FRIEND), chat(3, MAYA, "out"), chat(4, ROWAN)]
    rows = {row[0]: row[2] for row in unanswered.find(frame(events))[0].tables[0].rows}
    assert rows == {"rowan@example.org": 3, "tilda": 1}


def test_an_hour_that_a_clock_shows_twice_counts_as_one_hour_of_the_day() -> None:
    twice = [local("2025-10-26 00:30") + i * HOUR for i in (1, 2)]
    events = [Happening(at=at) for at in twice * 4]
    by_hour = table(hours.find(frame(events))[0], "By hour of the day")
    assert [row[1] for row in by_hour.rows[:3]] == [0, 8, 0]


@given(happenings)
def test_no_rule_depends_on_the_order_of_rows_with_equal_times(events) -> None:
    one, other = analyse(frame(events, LINES)), analyse(frame(events[::-1], LINES))
    for f, g in zip(one, other, strict=True):
        assert (f.says, f.figures) == (g.says, g.figures)
        assert len(f.rests_on) == len(g.rests_on)


@given(happenings)
def test_the_undecided_are_never_counted(events) -> None:
    known = [h for h in events if h.way]
    one, other = analyse(frame(events, LINES)), analyse(frame(known, LINES))
    if not any(plain.is_contact(h) for h in known):
        return
    apart = {"undecided_direction", "longest_empty_days", "new_routes", "new_routes_undecided"}
    # The span of the record, though not the count, may reach further with them.
    apart |= {"span_days", "span_before", "span_after", "chance_in_1000_least", "chance_in_1000_most"}
    for f, g in zip(one, other, strict=True):
        assert {n: v for n, v in f.figures.items() if n not in apart} == {
            n: v for n, v in g.figures.items() if n not in apart
        }


def test_an_answer_after_exactly_24_hours_is_within_24_hours() -> None:
    def answered(after: int) -> object:
        events = [Happening(at=START, by=ROWAN) for _ in range(8)]
        events.append(Happening(at=START + after, by=MAYA, to=(ROWAN,), way="out"))
        return unanswered.find(frame(events))[0].figures["answered_within_24h"]

    assert (answered(DAY), answered(DAY + 1000)) == (8, 0)


def test_a_quiet_time_of_less_than_a_day_is_no_gap() -> None:
    events = [Happening(at=START + i * HOUR) for i in range(9)]
    finding = silent_gaps.find(frame(events))[0]
    assert "There is no whole day without any incoming message or call." in finding.says
    assert all(t.rows for t in finding.tables)


def test_own_items_without_addressee_are_said_so() -> None:
    events = [
        Happening(at=START, by=MAYA, way="out", service="whatsapp"),
        Happening(at=START, by=MAYA, to=(ROWAN,), way="out"),
    ]
    finding = own_replies.find(frame(events))[0]
    assert "For 1 of them the record does not say to whom they went." in finding.says
    assert finding.figures["accounts_written_to"] == 1


def test_a_channel_that_is_empty_for_longer_than_chance_is_told_apart_from_a_silence_within_it() -> None:
    mails = [Happening(at=START + n * DAY, by=ROWAN) for n in (*range(40), *range(90, 120))]
    chats = [Happening(at=START + n * DAY, by=FRIEND, service="whatsapp") for n in range(120)]
    finding = silent_gaps.find(frame([*mails, *chats]))[0]
    (row,) = table(finding, "Channels that are empty for longer than chance explains").rows
    assert (row[0], row[1], row[4], row[5]) == ("mail", 50, 100, 50)
    assert finding.figures["channels_with_empty_stretches"] == 1
    shown = {row[0]: row[-1] for row in table(finding, "Longest time without contact, by account").rows}
    assert shown["rowan@example.org"] == "is empty there too: a file may be missing"
    others = [Happening(at=START + n * DAY, by=SHOP) for n in range(120)]
    finding = silent_gaps.find(frame([*mails, *others]))[0]
    assert all(
        one.title != "Channels that are empty for longer than chance explains" for one in finding.tables
    )
    shown = {row[0]: row[-1] for row in table(finding, "Longest time without contact, by account").rows}
    assert shown["rowan@example.org"] == "goes on there"


def test_a_channel_that_is_seldom_used_is_not_said_to_have_a_hole() -> None:
    seldom = [
        Happening(at=START + n * DAY, by=FRIEND, service="whatsapp")
        for n in (0, 9, 13, 40, 44, 60, 81, 90, 99)
    ]
    finding = silent_gaps.find(frame(seldom))[0]
    assert "channels_with_empty_stretches" not in finding.figures
