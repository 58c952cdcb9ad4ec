"""The first pages of the packet count as the findings count."""

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.analysis.notice_line import find
from holdfast.model.account import Account
from holdfast.model.marker import Marker
from holdfast.model.row import Row
from holdfast.outputs.steps import around
from tests.analysis import plain
from tests.analysis.frames import HOUR, START, Happening, frame, marker
from tests.analysis.happenings import ACCOUNTS, happenings
from tests.outputs.samples import row

ZONE = "Europe/London"


def received(step: Marker, rows: list[Row], zone: str) -> tuple[int, int, int]:
    found = around(step, rows, zone)
    return len(found.before), len(found.after), len(found.undecided)


def as_row(number: int, happened: Happening) -> Row:
    service, _, handle = happened.by.partition(":")
    return row(
        number,
        at=happened.at,
        by=Account(service=service, handle=handle) if handle else None,
        kind=happened.kind,
        direction=happened.way or None,
        precision=happened.precision,
    )


@given(
    happenings, st.integers(-40, 40), st.sampled_from(["second", "day"]), st.sampled_from([None, *ACCOUNTS])
)
@settings(max_examples=100)
def test_what_came_before_and_after_a_step_is_what_the_finding_says(events, hour, precision, named) -> None:
    step = marker(START + hour * HOUR, precision=precision, accounts=(named,) if named else ())
    before, after, undecided = received(step, [as_row(n, h) for n, h in enumerate(events)], ZONE)
    came = [h for h in plain.incoming(events) if named in (None, h.by)]
    assert before == sum(plain.stands(h, step.when.at, precision) == "before" for h in came)
    for finding in find(frame(events, (step,), ZONE)):
        part = "named" if named else "all"
        assert (after, undecided) == (finding.figures[f"{part}_items"], finding.figures[f"{part}_undecided"])


def test_nothing_is_counted_on_either_side_of_a_step_without_a_time() -> None:
    assert received(marker(None), [row(1), row(2)], ZONE) == (0, 0, 2)
