"""Contact after a dated line: counted, doubted, and counted again by plain loops."""

from itertools import product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.analysis.notice_line import find
from holdfast.counting.chance import same_rate
from holdfast.model.finding import Finding, Table
from tests.analysis import plain
from tests.analysis.frames import DAY, HOUR, MINUTE, START, Happening, frame, local, marker
from tests.analysis.happenings import ACCOUNTS, happenings
from tests.analysis.story import FRESH, SHOP, story

precisions = st.sampled_from(["second", "minute", "day"])


def table(finding: Finding, title: str) -> Table:
    return next(t for t in finding.tables if t.title.startswith(title))


@given(happenings, st.integers(-40, 40), precisions, st.sets(st.sampled_from(ACCOUNTS)))
@settings(max_examples=150)
def test_every_count_is_what_plain_loops_count(events, hour, precision, named) -> None:
    at = START + hour * HOUR
    found = find(frame(events, (marker(at, precision=precision, accounts=tuple(sorted(named))),)))
    if not events:
        assert found == []
        return
    figures = found[0].figures
    parts = {"all": lambda h: True}
    if named:
        parts |= {"named": lambda h: h.by in named, "others": lambda h: h.by not in named}
    for part, belongs in parts.items():
        items = [h for h in plain.incoming(events) if belongs(h)]
        after = [h for h in items if plain.stands(h, at, precision) == "after"]
        assert figures[f"{part}_items"] == len(after)
        assert figures[f"{part}_calls"] == sum(h.kind == "call" for h in after)
        assert figures[f"{part}_occasions_1h"] == plain.occasions(after, HOUR)
        assert figures[f"{part}_occasions_24h"] == plain.occasions(after, DAY)
        assert figures[f"{part}_days"] == len(plain.days(after))
        assert figures[f"{part}_undecided"] == sum(
            plain.stands(h, at, precision) == "undecided" for h in items
        )
    assert figures["undecided_direction"] == sum(plain.is_contact(h) and h.way == "" for h in events)


@given(happenings, st.integers(-40, 40))
def test_accounts_channels_and_routes_add_up_to_the_whole(events, hour) -> None:
    for finding in find(frame(events, (marker(START + hour * HOUR),))):
        total = finding.figures["all_items"]
        assert finding.figures["all_occasions_24h"] <= finding.figures["all_occasions_1h"] <= total
        assert finding.figures["all_days"] <= total
        assert len(finding.rests_on) == total
        for t in finding.tables:
            if t.title.startswith("After it, by"):
                column = t.columns.index("messages and calls")
                assert sum(row[column] for row in t.rows) == total


@given(happenings, st.integers(-40, 40), st.randoms(use_true_random=False))
def test_the_order_of_rows_with_equal_times_makes_no_difference(events, hour, random) -> None:
    line = (marker(START + hour * HOUR, accounts=(ACCOUNTS[0],)),)
    shuffled = random.sample(events, len(events))
    one, other = find(frame(events, line)), find(frame(shuffled, line))
    assert [(f.says, f.figures, f.limits) for f in one] == [(f.says, f.figures, f.limits) for f in other]
    for f, g in zip(one, other, strict=True):
        assert [t for t in f.tables if t.title != "Each of them"] == [
            t for t in g.tables if t.title != "Each of them"
        ]


@given(happenings, happenings)
def test_what_came_before_the_line_never_changes_the_count_after_it(events, earlier) -> None:
    line = (marker(START),)
    before = [h for h in earlier if plain.stands(h, START, "second") == "before"]
    one, other = find(frame(events, line)), find(frame([*events, *before], line))
    for f, g in zip(one, other, strict=False):
        names = [n for n in f.figures if n.startswith("all_")]
        assert [f.figures[n] for n in names] == [g.figures[n] for n in names]


@given(happenings, st.integers(-40, 40), st.integers(1, 60))
def test_contact_in_force_lies_wholly_between_beginning_and_end(events, hour, hours) -> None:
    at = START + hour * HOUR
    until = at + hours * HOUR
    for finding in find(frame(events, (marker(at, "order", ends=until),))):
        items = plain.incoming(events)
        after = [h for h in items if plain.stands(h, at, "second") == "after"]
        inside = [h for h in after if plain.latest(h.at, h.precision) <= until]
        assert finding.figures["in_force_items"] == len(inside)
        assert finding.figures["in_force_days"] == len(plain.days(inside))
        surely_not = [
            h
            for h in items
            if plain.is_timed(h) and (h.at > until or plain.stands(h, at, "second") == "before")
        ]
        assert finding.figures["in_force_undecided"] == len(items) - len(inside) - len(surely_not)


@given(happenings, st.integers(-40, 40))
def test_a_way_of_contact_is_new_only_if_nothing_of_it_may_be_older(events, hour) -> None:
    at = START + hour * HOUR
    new, doubtful = set(), set()
    routes = {
        (h.by, h.service) for h in plain.incoming(events) if h.by and plain.stands(h, at, "second") == "after"
    }
    for route in routes:
        seen = [
            plain.stands(h, at, "second")
            for h in events
            if plain.is_contact(h) and h.service == route[1] and route[0] in (h.by, *h.to)
        ]
        if "before" not in seen:
            (doubtful if "undecided" in seen else new).add(route)
    for finding in find(frame(events, (marker(at),))):
        assert finding.figures["new_routes"] == len(new)
        assert finding.figures["new_routes_undecided"] == len(doubtful)


@pytest.mark.parametrize("total", range(1, 13))
def test_the_chance_agrees_with_every_possible_row_of_coin_throws(total: int) -> None:
    for before in range(total + 1):
        uneven = abs(2 * before - total)
        as_uneven = sum(abs(2 * sum(coins) - total) >= uneven for coins in product((0, 1), repeat=total))
        assert same_rate(before, total - before) == pytest.approx(as_uneven / 2**total)


def test_the_chance_agrees_with_exact_fractions_where_terms_are_tiny() -> None:
    exact = 2 * sum(comb(3000, k) for k in range(1201)) / 2**3000
    assert same_rate(1200, 1800) == pytest.approx(exact, rel=1e-9)
    assert same_rate(0, 0) == 1.0
    assert 0 <= same_rate(10, 500_000) < 1e-300


def both_sides(before: int, after: int) -> Finding:
    """One item a day on each side of a line in the middle, within a record of 40 days on each side."""
    events = [
        Happening(at=START - 40 * DAY - HOUR, by=SHOP, way="out"),
        *(Happening(at=START - i * DAY - 12 * HOUR) for i in range(before)),
        *(Happening(at=START + i * DAY + 12 * HOUR) for i in range(after)),
        Happening(at=START + 40 * DAY + HOUR, by=SHOP, way="out"),
    ]
    return find(frame(events, (marker(START),)))[0]


def test_the_comparison_takes_equal_spans() -> None:
    finding = both_sides(30, 10)
    assert finding.figures["span_days"] == 40
    assert (finding.figures["span_before"], finding.figures["span_after"]) == (30, 10)
    assert finding.figures["chance_in_1000_most"] >= round(same_rate(30, 10) * 1000)
    row = table(finding, "Before and after").rows[0]
    assert row == ("messages and calls", 30, 10, round(same_rate(30, 10) * 1000))


def test_seven_in_all_are_too_few_to_compare() -> None:
    finding = both_sides(6, 1)
    assert "too few to compare" in finding.says
    assert "chance_in_1000_most" not in finding.figures


def test_none_after_many_is_no_small_number() -> None:
    finding = both_sides(30, 0)
    assert "less than once in 1,000 times" in finding.says
    assert finding.figures["chance_in_1000_least"] == 0


def test_silence_of_a_channel_whose_export_ends_at_the_line_is_not_compared() -> None:
    events = [
        *(Happening(at=START - i * DAY - HOUR, by="chat:rowan", service="chat") for i in range(30)),
        *(Happening(at=START + i * DAY, by=SHOP) for i in range(-40, 40)),
    ]
    finding = find(frame(events, (marker(START, accounts=("chat:rowan",)),)))[0]
    assert finding.figures["named_items"] == 0
    assert "chance_in_1000_most" not in finding.figures
    assert any("does not reach a whole day on both sides" in limit for limit in finding.limits)


def test_a_very_uneven_split_is_said_to_be_rare() -> None:
    events = [Happening(at=START - 40 * DAY, way="out"), Happening(at=START + 40 * DAY, way="out")]
    events += [Happening(at=START - i * 4 * DAY - HOUR) for i in range(9)]
    events += [Happening(at=START + i * 8 * HOUR + HOUR) for i in range(110)]
    rare = find(frame(events, (marker(START),)))[0]
    assert rare.figures["chance_in_1000_least"] == 0
    rarest = both_sides(8, 40)
    assert rarest.figures["chance_in_1000_most"] == 0
    assert "less than once in 1,000 times" in rarest.says


def test_a_record_that_ends_at_the_line_compares_nothing() -> None:
    finding = find(frame([Happening(at=START - DAY)], (marker(START),)))[0]
    assert "span_days" not in finding.figures
    assert any("nothing is compared" in limit for limit in finding.limits)


def test_a_line_without_a_known_time_is_not_counted_yet() -> None:
    finding = find(frame([Happening(at=START)], (marker(None),)))[0]
    assert "cannot be counted yet" in finding.says
    assert finding.rests_on == ()


def test_an_item_of_the_lines_own_day_is_undecided_even_when_the_day_has_25_hours() -> None:
    day = local("2025-10-26 00:00")
    events = [
        Happening(at=day, precision="day"),
        Happening(at=local("2025-10-26 23:30")),
        Happening(at=local("2025-10-27 00:00"), precision="day"),
    ]
    finding = find(frame(events, (marker(day, "block", "day"),)))[0]
    assert (finding.figures["all_items"], finding.figures["all_undecided"]) == (1, 2)


def test_an_item_in_the_minute_of_the_notice_is_undecided() -> None:
    events = [Happening(at=START + 30_000), Happening(at=START + MINUTE)]
    finding = find(frame(events, (marker(START, precision="minute"),)))[0]
    assert (finding.figures["all_items"], finding.figures["all_undecided"]) == (1, 1)


def test_an_order_that_ends_before_it_begins_is_said_so() -> None:
    finding = find(frame([Happening(at=START)], (marker(START, "order", ends=START - DAY),)))[0]
    assert "in_force_items" not in finding.figures
    assert any("end lies before its beginning" in limit for limit in finding.limits)


def test_the_accounts_named_are_told_apart_and_never_joined_with_others() -> None:
    finding = find(story())[0]
    rows = {row[0]: row for row in table(finding, "After it, by account").rows}
    assert rows["rowan@example.org"][1] == "yes"
    assert rows["night.heron@example.net"][1] == "no"
    fresh = table(finding, "Ways of contact first seen").rows
    assert [(row[0], row[3], row[4]) for row in fresh] == [
        ("rowan@example.org", "23 hours", 9),
        ("night.heron@example.net", "4 days", 4),
    ]
    assert FRESH.partition(":")[2] not in finding.says


def test_fewer_than_eight_are_listed_one_by_one() -> None:
    events = [Happening(at=START + i * DAY, service="phone", kind="call") for i in range(3)]
    listed = table(find(frame(events, (marker(START),)))[0], "Each of them")
    assert listed.rows == (
        ("2 March 2025, 00:00 Europe/London", "rowan@example.org", "phone", "call"),
        ("3 March 2025, 00:00 Europe/London", "rowan@example.org", "phone", "call"),
    )


def test_an_item_from_an_own_account_marked_as_incoming_is_no_new_way_of_contact() -> None:
    events = [Happening(at=START + DAY, by="mail:maya@example.com")]
    finding = find(frame(events, (marker(START),)))[0]
    assert (finding.figures["all_items"], finding.figures["new_routes"]) == (1, 0)


def test_an_item_in_the_last_millisecond_that_the_line_can_mean_is_undecided() -> None:
    events = [Happening(at=START + ms, precision="millisecond") for ms in (-1, 0, 999, 1000)]
    figures = find(frame(events, (marker(START),)))[0].figures
    assert (figures["all_items"], figures["all_undecided"]) == (1, 2)


def test_an_occasion_begins_after_exactly_one_hour_or_one_day() -> None:
    def counted(gap: int) -> tuple[object, object]:
        events = [Happening(at=START + HOUR, precision="minute"), Happening(at=START + HOUR + gap)]
        figures = find(frame(events, (marker(START),)))[0].figures
        return figures["all_occasions_1h"], figures["all_occasions_24h"]

    assert counted(HOUR - 1000) == (1, 1)
    assert counted(HOUR) == (2, 1)
    assert counted(DAY - 1000) == (2, 1)
    assert counted(DAY) == (2, 2)


def test_items_known_to_the_hour_are_counted_together_where_they_may_be_near() -> None:
    events = [
        Happening(at=START + 10 * HOUR, precision="hour"),
        Happening(at=START + 11 * HOUR + 30 * MINUTE),
    ]
    finding = find(frame(events, (marker(START),)))[0]
    assert finding.figures["all_occasions_1h"] == 1
    assert any("the smallest one possible" in limit for limit in finding.limits)


def test_an_order_is_still_in_force_in_its_last_millisecond() -> None:
    end = START + DAY
    events = [Happening(at=end, precision="millisecond"), Happening(at=end, precision="second")]
    figures = find(frame(events, (marker(START, "order", ends=end),)))[0].figures
    assert (figures["in_force_items"], figures["in_force_undecided"]) == (1, 1)


def test_a_longer_record_before_the_line_is_not_compared_with_a_shorter_one_after_it() -> None:
    events = [Happening(at=START - i * DAY - HOUR) for i in range(100)]
    events += [Happening(at=START + i * DAY + HOUR) for i in range(21)]
    figures = find(frame(events, (marker(START),)))[0].figures
    assert (figures["span_days"], figures["span_before"], figures["span_after"]) == (20, 20, 20)


def test_a_way_of_contact_that_may_be_older_is_said_to_be_undecided() -> None:
    events = [Happening(at=START + DAY), Happening(at=None)]
    finding = find(frame(events, (marker(START),)))[0]
    assert any("Whether 1 more way of contact began" in limit for limit in finding.limits)
    assert finding.figures["new_routes"] == 0


def test_an_account_named_that_is_not_in_the_record_is_said_so() -> None:
    finding = find(frame([Happening(at=START)], (marker(START - DAY, accounts=("mail:none@example.org",)),)))[
        0
    ]
    assert finding.figures["named_items"] == 0
    assert any(limit.startswith("1 account named with it cannot be found") for limit in finding.limits)


def test_while_it_is_not_known_who_sent_what_silence_is_not_claimed() -> None:
    finding = find(frame([Happening(at=START + DAY, way="")], (marker(START),)))[0]
    assert "For 1 more in the record, it is not yet known who sent what." in finding.says
