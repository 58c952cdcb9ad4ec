"""Help made from the importers' and the rules' own descriptions."""

from datetime import date

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from holdfast.analysis import rules
from holdfast.importers import importers
from holdfast.web.described import paragraphs, rule_title
from holdfast.web.page import show

_WRITTEN = date(2026, 11, 26)
"""The day on which the importers' ways to an export were last gone through."""


class Topic(msgspec.Struct, frozen=True):
    """One thing explained: its title, and paragraphs, each with its heading or none."""

    title: str
    paragraphs: list[tuple[str, str]]


def help_page(request: Request) -> Response:
    """Which files can be read, and what is looked for."""
    formats = [Topic(i.title, paragraphs(i.read)) for i in importers().values()]
    patterns = [Topic(rule_title(n), paragraphs(find)) for n, find in rules().items()]
    return show(request, "help.html", formats=formats, patterns=patterns, written=_WRITTEN)
