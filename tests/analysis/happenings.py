"""Invented happenings for Hypothesis, close enough in time that all the edges occur."""

from hypothesis import strategies as st

from tests.analysis.frames import HOUR, MINUTE, START, Happening

ACCOUNTS = ["mail:a@example.org", "mail:b@example.net", "phone:+447700900123"]
MINE = "mail:maya@example.com"

# Whole and half hours meet the limits of 1 and 24 hours exactly; odd minutes fall beside them.
instants = st.one_of(
    st.integers(-60, 60).map(lambda h: START + h * HOUR),
    st.integers(-60, 60).map(lambda h: START + h * HOUR + 7 * MINUTE),
    st.integers(-3000, 3000).map(lambda m: START + m * MINUTE + 1234),
)

happenings = st.lists(
    st.builds(
        Happening,
        at=st.one_of(instants, instants, instants, instants, st.none()),
        by=st.sampled_from([*ACCOUNTS, ""]),
        to=st.sampled_from(
            [(), (), (ACCOUNTS[0],), (ACCOUNTS[1], MINE), (ACCOUNTS[0], ACCOUNTS[0]), (MINE,)]
        ),
        service=st.sampled_from(["mail", "phone"]),
        kind=st.sampled_from(["message", "message", "message", "call", "notice"]),
        way=st.sampled_from(["in", "in", "in", "out", ""]),
        precision=st.sampled_from(
            ["millisecond", "second", "minute", "minute", "hour", "day", "month", "none"]
        ),
    ),
    max_size=25,
)
