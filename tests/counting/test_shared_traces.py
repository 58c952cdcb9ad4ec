"""What two accounts show besides words, and when they wrote."""

import numpy as np
import pytest

from holdfast.counting.own_words import hands
from holdfast.counting.shared_traces import Traces, alike_numbers
from holdfast.counting.turns_taken import apart_by_chance, arrivals, at_once
from holdfast.model.details import Details
from holdfast.model.event import Address
from tests.analysis.frames import DAY, HOUR, START, Happening, frame, marker

ONE, TWO, THREE = "mail:one@example.org", "mail:two@example.org", "mail:three@example.org"


def shown(by: str, text: str = "hello there", **fields: str) -> list[Happening]:
    details = Details(fields=fields, addresses=(Address(ip="192.0.2.9", said_by="X-Originating-IP"),))
    # Texts that are nearly the same would be nobody's own.
    own = [" ".join(f"{by[5:8]}{n}{letter}" for letter in "abcdefghijklmnopqrst") for n in range(2)]
    return [Happening(at=START + n * DAY, by=by, text=f"{own[n]}\n{text}", details=details) for n in range(2)]


def traces(*happenings: Happening) -> Traces:
    told = frame(list(happenings))
    return Traces(told, hands(told, 1)[0])


def test_links_signatures_programs_and_addresses_that_both_show_are_found() -> None:
    said = "see https://example.org/a-b.\n-- \nThe Loft\nby the river"
    found = traces(
        *shown(ONE, said, **{"User-Agent": "Pigeon  1"}),
        *shown(TWO, said, **{"X-Mailer": "Pigeon 1"}),
        *shown(THREE),
    )
    order = [found.shared(a, b) for a, b in ((0, 1), (0, 2), (1, 2))]
    everything = {trace.kind: (trace.what, trace.accounts) for shared in order for trace in shared}
    assert everything == {
        "program": ("Pigeon 1", 2),
        "link": ("https://example.org/a-b", 2),
        "signature": ("The Loft by the river", 2),
        "IP address": ("192.0.2.9, as X-Originating-IP says", 3),
    }
    assert len(found.rare(2)) == 1
    assert len(found.rare(3)) == 3


def test_an_account_naming_itself_is_no_trace() -> None:
    found = traces(*shown(ONE, Sender="one@example.org"), *shown(TWO, Sender="two@example.org"))
    assert {trace.kind for trace in found.shared(0, 1)} == {"IP address"}
    assert found.differ(0, 1) == []


def test_kinds_of_which_nothing_is_shared_are_named() -> None:
    found = traces(*shown(ONE, **{"X-Mailer": "Pigeon"}), *shown(TWO, **{"X-Mailer": "Heron"}))
    assert found.differ(0, 1) == ["program"]


@pytest.mark.parametrize(
    ("one", "other", "begins"),
    [
        ("sms:+447700900123", "phone:+447700900199", "+447700900"),
        ("sms:+447700900123", "sms:+447700900123", ""),
        ("sms:+447700900123", "sms:+15550100", ""),
        ("sms:+447700900123", "mail:a@example.org", ""),
        ("sms:+447700900123", "sms:+447700911123", ""),
    ],
)
def test_numbers_are_alike_when_only_their_last_digits_differ(one: str, other: str, begins: str) -> None:
    assert alike_numbers(one, other) == begins


def test_one_before_the_other_is_less_likely_by_chance_the_more_both_wrote() -> None:
    few, many = np.arange(2), np.arange(8)
    assert apart_by_chance(few, few + 10) == pytest.approx(1 / 3)
    assert apart_by_chance(many + 100, many) == pytest.approx(2 / 12870)
    assert apart_by_chance(many, many + 3) is None


def test_writing_at_once_is_counted_to_the_minute() -> None:
    one = np.array([0, 10 * HOUR, 20 * HOUR])
    assert at_once(one, one + 59_000) == 3
    assert at_once(one, one + 61_000) == 0


def test_arrivals_need_a_dated_line_after_the_beginning_of_the_record() -> None:
    happenings = [Happening(at=START + n * 10 * DAY, by=f"mail:w{n}@example.org") for n in range(10)]
    block = START + 50 * DAY - HOUR
    (arrival,) = arrivals(frame(happenings, (marker(block, "block"),)))
    assert arrival.after == HOUR
    assert 0 < arrival.expected < 0.01
    assert arrivals(frame(happenings, (marker(START - HOUR, "block"), marker(None, "order")))) == []
    assert arrivals(frame([], (marker(block, "block"),))) == []
