"""Accounts and what is said or suggested of pairs of them, as a drawing (SVG) without colour or script."""

from html import escape
from math import cos, pi, sin
from typing import Literal, NamedTuple

from holdfast.languages.language import Language
from holdfast.model.sentence import said

Kind = Literal["together", "apart", "suggested"]

_WIDE, _TALL, _ROUND = 760, 460, 165
_MOST = 24
_LONGEST = 26
_STROKES: dict[Kind, str] = {
    "together": 'stroke-width="3"',
    "suggested": 'stroke-width="1.5" stroke-dasharray="6 5"',
    "apart": 'stroke-width="1.5"',
}
_SHOWS = said("Accounts, and which of them you say belong together, do not, or may")


class Line(NamedTuple):
    """A pair of accounts by their keys, and what is said of it."""

    one: str
    other: str
    kind: Kind


def drawn(lines: list[Line], names: dict[str, str], language: Language) -> str:
    """The accounts on a circle. A thick line: together; a broken one: suggested; one with a bar: not so.

    `names` by key, as the page shows them. Of more than twenty-four accounts the first are drawn.
    """
    keys = list(dict.fromkeys(key for line in lines for key in (line.one, line.other)))[:_MOST]
    places = {key: _place(number, len(keys)) for number, key in enumerate(keys)}
    inside = [line for line in lines if line.one in places and line.other in places]
    strokes = "".join(_line(places[line.one], places[line.other], line.kind) for line in inside)
    nodes = "".join(_node(number, names[key], places[key]) for number, key in enumerate(keys, 1))
    size = f'width="{_WIDE}" height="{_TALL}"'
    says = escape(language.gettext(_SHOWS))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="course" viewBox="0 0 {_WIDE} {_TALL}" {size} '
        f'font-family="sans-serif" font-size="13" role="img" aria-label="{says}">'
        f'<rect {size} fill="#fff"/>{strokes}{nodes}</svg>'
    )


def _place(number: int, among: int) -> tuple[float, float]:
    turn = 2 * pi * number / among - pi / 2
    return _WIDE / 2 + 1.2 * _ROUND * cos(turn), _TALL / 2 + _ROUND * sin(turn)


def _line(one: tuple[float, float], other: tuple[float, float], kind: Kind) -> str:
    (x, y), (u, v) = one, other
    line = f'<path d="M{x:.0f} {y:.0f}L{u:.0f} {v:.0f}" stroke="#000" fill="none" {_STROKES[kind]}/>'
    if kind != "apart":
        return line
    long = ((u - x) ** 2 + (v - y) ** 2) ** 0.5 or 1.0
    across, down = -(v - y) / long * 9, (u - x) / long * 9
    middle, height = (x + u) / 2, (y + v) / 2
    bar = f"M{middle - across:.0f} {height - down:.0f}L{middle + across:.0f} {height + down:.0f}"
    return f'{line}<path d="{bar}" stroke="#000" stroke-width="3"/>'


def _node(number: int, name: str, place: tuple[float, float]) -> str:
    x, y = place
    side = "start" if x > _WIDE / 2 + 1 else "end" if x < _WIDE / 2 - 1 else "middle"
    aside = {"start": 20, "end": -20, "middle": 0}[side]
    below = 0 if aside else (-20 if y < _TALL / 2 else 28)
    shown = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="14" fill="#fff" stroke="#000" stroke-width="1.5"/>'
        f'<text x="{x:.0f}" y="{y + 4.5:.0f}" text-anchor="middle">{number}</text>'
        f'<text x="{x + aside:.0f}" y="{y + 4.5 + below:.0f}" text-anchor="{side}">{escape(shown)}</text>'
    )
