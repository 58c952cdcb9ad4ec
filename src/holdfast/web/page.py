"""Puts values into templates: the only place where the page turns values into HTML."""

from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from holdfast.formats.dates import long_date
from holdfast.importers import cannot_tell, importers
from holdfast.vault.clock import length
from holdfast.web import words
from holdfast.web.desk import Desk

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {
    "moment": words.moment,
    "person": words.person,
    "people": words.people,
    "sender": words.sender,
    "channel": words.channel,
    "count": words.count,
    "size": words.size,
    "lines": words.lines,
    "place": words.place,
    "highlighted": words.highlighted,
    "date": long_date,
    "day": words.day_of,
    "clock": words.clock_of,
    "figure": words.figure,
    "duration": length,
    "cannot_tell": cannot_tell,
    "format_title": lambda name: importers()[name].title if name in importers() else name,
    "pretty": lambda value: msgspec.json.format(msgspec.json.encode(value), indent=2).decode(),
    "query": lambda pairs, **more: urlencode([*pairs, *more.items()]),
}
_environment.globals |= {
    "KINDS": words.KINDS,
    "BASES": words.BASES,
    "DIRECTIONS": words.DIRECTIONS,
    "ACTIONS": words.ACTIONS,
    "MARKERS": words.MARKERS,
}


def desk_of(request: Request) -> Desk:
    """The desk this request works at."""
    return cast("Desk", request.app.state.desk)


def zone_of(desk: Desk) -> str:
    """The zone in which times are shown."""
    return desk.remember("zone", desk.case.zone)[0]


def show(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page of ours. Templates know the desk, the path, and the zone while the case is open."""
    desk = desk_of(request)
    waiting = len(desk.remember("waiting", desk.case.waiting)) if desk.is_open else 0
    common = {
        "desk": desk,
        "path": request.url.path,
        "zone": zone_of(desk) if desk.is_open else "UTC",
        "waiting_count": waiting,
    }
    return HTMLResponse(_environment.get_template(template).render(common | values), status_code=status)


def go(path: str) -> Response:
    """On to another page of ours, after something was done."""
    return RedirectResponse(path, status_code=303)


def number(text: str, default: int = 0) -> int:
    """A whole number from an address or a form, or the default."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else default
