"""Lays findings on one line of time, by account and channel. It only places them: nothing is added up."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from holdfast.formats.local_days import DAY
from holdfast.model.course import Course, Lane, Mark, Stretch
from holdfast.model.finding import Finding
from holdfast.model.frame import OUT, UNKNOWN_TIME, Frame
from holdfast.model.sentence import said

PARTS = 120
"""Into so many parts, at most, the line of time is cut; each is at least a day."""

LANES = 200
"""More lanes are not laid out, and counted instead; those of accounts that a dated line names come first."""

_WHOLE = 0.5
"""A finding that rests on at least this share of all messages and calls is one about the whole."""

Ints = NDArray[np.int64]


def course(frame: Frame, findings: Sequence[Finding]) -> Course:
    """The whole on one line of time. Linear in events and in what findings rest on, but for sorting."""
    known = frame.at[frame.at != UNKNOWN_TIME]
    begin = int(known[0]) // DAY * DAY if len(known) else 0
    span = int(known[-1]) - begin + 1 if len(known) else 1
    width = max(1, -(-span // (PARTS * DAY))) * DAY
    laid = _Laid(frame, begin, width, -(-span // width))
    number = int(np.count_nonzero(frame.is_kind("message", "call")))
    place = {name: row for row, name in enumerate(frame.ids)}
    stretches: dict[int, list[Stretch]] = {}
    whole = []
    for which, finding in enumerate(findings):
        if number and len(finding.rests_on) >= _WHOLE * number:
            whole.append(which)
            continue
        for lane, stretch in laid.stretches(
            which, [place[name] for name in finding.rests_on if name in place]
        ):
            stretches.setdefault(lane, []).append(stretch)
    named = {key for marker in frame.markers for key in marker.accounts}
    shown = sorted(laid.first, key=lambda lane: (laid.key(lane) not in named, laid.first[lane], lane))
    told = [n for n in shown if n in stretches or laid.key(n) in named]
    return Course(
        begin=begin,
        width=width,
        zone=frame.zone,
        lanes=tuple(laid.lane(n, named, stretches.get(n, [])) for n in told[:LANES]),
        marks=tuple(
            Mark(at=marker.when.at, kind=marker.kind, accounts=marker.accounts)
            for marker in frame.markers
            if marker.when.at is not None
        ),
        whole=tuple(whole),
        lanes_left_out=len(told[LANES:]),
        quiet_lanes=len(laid.first) - len(told),
    )


class _Laid:
    """Every entry with a known time in its lanes: account * number of channels + channel, -1 for no account.

    An own entry stands in the lane of each account that it went to.
    """

    def __init__(self, frame: Frame, begin: int, width: int, parts: int) -> None:
        self._frame, self._parts = frame, parts
        self._wide = len(frame.services)
        rows = np.flatnonzero(frame.at != UNKNOWN_TIME)
        mine = np.concatenate((frame.mine, [False]))
        own = (frame.direction[rows] == OUT) | mine[frame.by[rows]]
        sent = rows[own]
        to = [[a for a in frame.to[row] if not frame.mine[a]] or [-1] for row in sent.tolist()]
        row = np.concatenate((rows[~own], np.repeat(sent, [len(one) for one in to])))
        account = np.concatenate(
            (frame.by[rows[~own]].astype(np.int64), np.array(list(chain.from_iterable(to)), dtype=np.int64))
        )
        order = np.argsort(row, kind="stable")
        self._row, account = row[order], account[order]
        self._lane = account * self._wide + frame.service[self._row]
        self._part = (frame.at[self._row] - begin) // width
        self._is_own = np.isin(self._row, sent)
        self._order = np.argsort(self._lane, kind="stable")
        self._sorted = self._lane[self._order]
        lanes, first = np.unique(self._lane, return_index=True)
        self.first: dict[int, int] = dict(
            zip(lanes.tolist(), frame.at[self._row[first]].tolist(), strict=True)
        )

    def key(self, lane: int) -> str:
        """The key of the account of a lane."""
        account = lane // self._wide
        return self._frame.accounts[account] if account >= 0 else ""

    def stretches(self, which: int, rows: list[int]) -> list[tuple[int, Stretch]]:
        """What these rows come to in each lane."""
        picked = np.flatnonzero(np.isin(self._row, rows))
        if not len(picked):
            return []
        order = picked[np.argsort(self._lane[picked], kind="stable")]
        lanes, begins = np.unique(self._lane[order], return_index=True)
        found = []
        for lane, places in zip(lanes.tolist(), np.split(order, begins[1:]), strict=True):
            at = self._frame.at[self._row[places]]
            stretch = Stretch(
                finding=which,
                entries=len(places),
                first=int(at.min()),
                last=int(at.max()),
                counts=self._counts(places),
            )
            found.append((int(lane), stretch))
        return found

    def lane(self, lane: int, named: set[str], stretches: list[Stretch]) -> Lane:
        """One lane with what findings say of it."""
        begin, end = np.searchsorted(self._sorted, (lane, lane + 1))
        places = self._order[begin:end]
        key = self.key(lane)
        return Lane(
            account=key,
            shown=self._frame.shown[lane // self._wide] if key else said("no account is told"),
            service=str(self._frame.services[lane % self._wide]),
            is_named=key in named,
            received=self._counts(places[~self._is_own[places]]),
            sent=self._counts(places[self._is_own[places]]),
            stretches=tuple(stretches),
        )

    def _counts(self, places: NDArray[np.intp]) -> tuple[int, ...]:
        return tuple(np.bincount(self._part[places], minlength=self._parts).tolist())
