"""Puts values into templates: the only place where the page turns values into HTML."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from holdfast.formats.dates import length, long_date
from holdfast.importers import importers
from holdfast.languages.language import languages
from holdfast.web import words
from holdfast.web.chosen import place_of
from holdfast.web.described import cannot_tell
from holdfast.web.desk import Desk
from holdfast.web.language import language_of


@cache
def _environment(tag: str) -> Environment:
    """The templates in one language. Whatever they write of ours is said in it."""
    language = languages()[tag]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    in_language: dict[str, Callable[..., object]] = {
        "moment": words.moment,
        "person": words.person,
        "people": words.people,
        "sender": words.sender,
        "channel": words.channel,
        "size": words.size,
        "lines": words.lines,
        "place": words.place,
        "date": long_date,
        "figure": words.figure,
        "calendar": words.calendar,
        "cell": words.cell,
        "duration": length,
        "say": words.say,
        "entries": words.entries,
    }
    environment.filters |= {name: partial(write, language=language) for name, write in in_language.items()}
    environment.filters |= {
        "highlighted": words.highlighted,
        "masked": words.masked,
        "day": words.day_of,
        "clock": words.clock_of,
        "cannot_tell": cannot_tell,
        "format_title": lambda name: importers()[name].title if name in importers() else name,
        "pretty": lambda value: msgspec.json.format(msgspec.json.encode(value), indent=2).decode(),
        "json": lambda value: msgspec.json.encode(value).decode(),
        "query": lambda pairs, **more: urlencode([*pairs, *more.items()]),
    }
    environment.globals |= {
        "gettext": partial(words.in_page, language.gettext),
        "ngettext": partial(words.in_page, language.ngettext),
        "_": partial(words.in_page, language.gettext),
        "KINDS": words.KINDS,
        "BASES": words.BASES,
        "TIMES": words.TIMES,
        "DIRECTIONS": words.DIRECTIONS,
        "ACTIONS": words.ACTIONS,
        "MARKERS": words.MARKERS,
        "language": language,
        "languages": list(languages().values()),
        "UNREAD": words.UNREAD,
        "ORDERS": words.ORDERS,
        "HOLDERS": words.HOLDERS,
    }
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    return environment


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
        "called": place_of(request),
        # An answer to a form is shown once: choosing a language there would lose what it says.
        "here": _here(request) if request.method == "GET" else "",
    }
    page = _environment(language_of(request).tag).get_template(template)
    return HTMLResponse(page.render(common | values), status_code=status)


def _here(request: Request) -> str:
    """The address of this page, without the computer."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def go(path: str) -> Response:
    """On to another page of ours, after something was done."""
    return RedirectResponse(path, status_code=303)


def number(text: str, default: int = 0) -> int:
    """A whole number from an address or a form, or the default."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else default
