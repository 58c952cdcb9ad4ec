"""The course of a case as a picture (SVG): lanes by account and channel on one line of time.

The picture holds numbers, days and kinds of dated lines only, no word of the evidence and no name: whoever
shows it puts the names of lanes and findings beside it. It is black on white, and tells nothing by colour
alone.
"""

from datetime import UTC, datetime, timedelta
from html import escape

from holdfast.formats.dates import long_date
from holdfast.languages.language import ENGLISH, Language
from holdfast.model.course import Course, Lane
from holdfast.model.sentence import said

LANES = 30
"""More lanes than this are not drawn; those of named accounts come first."""

_WIDTH, _LEFT, _RIGHT, _TOP = 1000, 60, 20, 50
_LANE, _BAR, _TICK = 44, 16, 5
_MOST_TICKS = 4
_SHOWS = said("Entries by account and channel in order of time, with what findings rest on")
_KINDS = {
    "stop notice": said("stop notice"),
    "block": said("block"),
    "platform report": said("platform report"),
    "police contact": said("police contact"),
    "order": said("order"),
    "other": said("other"),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def picture(course: Course, language: Language = ENGLISH) -> str:
    """One SVG element with few words. Bars above a lane's line are entries that came in, below it those that
    went out.

    The strokes below each lane are what findings rest on, with the numbers of the findings.
    """
    lanes = course.lanes[:LANES]
    parts = max((len(lane.received) for lane in lanes), default=1)
    scale = (_WIDTH - _LEFT - _RIGHT) / parts
    rows = [_lane(number, lane, scale, language) for number, lane in enumerate(lanes, 1)]
    heights = [_height(lane) for lane in lanes]
    height = _TOP + sum(heights) + 20
    drawn = []
    y = _TOP
    for row, tall in zip(rows, heights, strict=True):
        drawn.append(f'<g transform="translate(0 {y})">{row}</g>')
        y += tall
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="course" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" font-family="sans-serif" font-size="12" role="img" '
        f'aria-label="{escape(language.gettext(_SHOWS))}">'
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
        f"{_days(course, parts, scale, height, language)}{_marks(course, scale, height, language)}"
        f"{''.join(drawn)}</svg>"
    )


def _height(lane: Lane) -> int:
    return _LANE + (_TICK + 7) * min(_MOST_TICKS, len(lane.stretches))


def _lane(number: int, lane: Lane, scale: float, language: Language) -> str:
    most = max(1, *lane.received, *lane.sent)
    name = f"{number}{'*' if lane.is_named else ''}"
    drawn = [f'<text x="{_LEFT - 8}" y="{_BAR + 4}" text-anchor="end">{name}</text>']
    drawn.append(f'<path d="M{_LEFT} {_BAR}h{scale * len(lane.received):.1f}" stroke="#999"/>')
    for counts, sign, fill in ((lane.received, -1, "#000"), (lane.sent, 1, "#aaa")):
        for place, count in enumerate(counts):
            if count:
                tall = max(2.0, _BAR * count / most)
                top = _BAR - tall if sign < 0 else _BAR
                drawn.append(
                    f'<rect x="{_LEFT + place * scale:.1f}" y="{top:.1f}" width="{max(1.0, scale - 1):.1f}" '
                    f'height="{tall:.1f}" fill="{fill}"/>'
                )
    for step, stretch in enumerate(lane.stretches[:_MOST_TICKS]):
        y = 2 * _BAR + 8 + step * (_TICK + 7)
        held = [place for place, count in enumerate(stretch.counts) if count]
        long = max(1.0, scale - 0.5)
        strokes = "".join(f"M{_LEFT + place * scale:.1f} {y}h{long:.1f}" for place in held)
        drawn.append(f'<path d="{strokes}" stroke="#000" stroke-width="3"/>')
        label = f"F-{stretch.finding + 1}"
        if step == _MOST_TICKS - 1 and len(lane.stretches) > _MOST_TICKS:
            more = len(lane.stretches) - _MOST_TICKS
            label = language.ngettext(
                "%(names)s and %(n)s more", "%(names)s and %(n)s more", more, names=label
            )
        x = _LEFT + (held[-1] + 1) * scale + 4
        anchor = "start"
        if x > _WIDTH - 110:
            x, anchor = _LEFT + held[0] * scale - 4, "end"
        if x < _LEFT + 40 and anchor == "end":
            x, anchor, y = _LEFT + 4, "start", y + 10
        drawn.append(f'<text x="{x:.1f}" y="{y + 4}" font-size="10" text-anchor="{anchor}">{label}</text>')
    return "".join(drawn)


def _days(course: Course, parts: int, scale: float, height: int, language: Language) -> str:
    """Thin lines where months begin, with as many names of months as there is room for."""
    drawn: list[str] = []
    written = -1000.0
    end = course.begin + parts * course.width
    month = (_EPOCH + timedelta(milliseconds=course.begin)).replace(day=1)
    while True:
        month = (month + timedelta(days=32)).replace(day=1)
        at = (month - _EPOCH) // timedelta(milliseconds=1)
        if at >= end:
            return "".join(drawn)
        x = _LEFT + (at - course.begin) / course.width * scale
        drawn.append(f'<path d="M{x:.1f} {_TOP - 12}V{height - 12}" stroke="#ddd"/>')
        if x - written >= 95:
            drawn.append(
                f'<text x="{x:.1f}" y="{_TOP - 16}">{long_date(at, "UTC", "month", language)}</text>'
            )
            written = x


def _marks(course: Course, scale: float, height: int, language: Language) -> str:
    """Dated lines from top to bottom, with their kind."""
    drawn = []
    for number, mark in enumerate(course.marks):
        kind = escape(language.gettext(_KINDS.get(mark.kind, mark.kind)))
        x = _LEFT + (mark.at - course.begin) / course.width * scale
        if _LEFT <= x <= _WIDTH - _RIGHT:
            drawn.append(
                f'<path d="M{x:.1f} {_TOP - 12}V{height - 12}" stroke="#000" stroke-dasharray="3 3"/>'
            )
            drawn.append(f'<text x="{x + 3:.1f}" y="{10 + 11 * (number % 2)}" font-size="10">{kind}</text>')
    return "".join(drawn)
