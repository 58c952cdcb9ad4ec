"""Help made from the importers' and the rules' own descriptions."""

import inspect
import re
import sys
from datetime import date

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from holdfast.analysis import rules
from holdfast.importers import importers
from holdfast.web.page import show

_WRITTEN = date(2026, 11, 26)
"""The day on which the importers' ways to an export were last gone through."""
HEADINGS = (
    *("Where it comes from", "What it reads", "What it cannot tell", "Tested with"),
    *("What it looks for", "Why it matters", "When it is wrong", "Source"),
)
"""What the paragraphs of a description may be headed with."""
_HEADED = re.compile(rf"({'|'.join(HEADINGS)})\.?\s+(.*)", re.DOTALL)


class Topic(msgspec.Struct, frozen=True):
    """One thing explained: its title, and paragraphs, each with its heading or none."""

    title: str
    paragraphs: list[tuple[str, str]]


def help_page(request: Request) -> Response:
    """Which files can be read, and what is looked for."""
    formats = [Topic(i.title, paragraphs(i.read)) for i in importers().values()]
    patterns = [Topic(rule_title(n), paragraphs(find)) for n, find in rules().items()]
    return show(request, "help.html", formats=formats, patterns=patterns, written=_WRITTEN)


def rule_title(name: str) -> str:
    """What a rule looks for, in a few words: how its description begins."""
    find = rules().get(name)
    if find is None:
        return name.replace("_", " ").capitalize()
    return re.split(r"[:.,]", paragraphs(find)[0][1], maxsplit=1)[0]


def paragraphs(function: object) -> list[tuple[str, str]]:
    """The docstring of the module a function stands in, as headings and paragraphs."""
    described = inspect.cleandoc(sys.modules[getattr(function, "__module__", __name__)].__doc__ or "")
    found = []
    for paragraph in described.split("\n\n"):
        text = " ".join(re.sub(r"[`*]", "", paragraph).split())
        headed = _HEADED.fullmatch(text)
        found.append((headed[1], headed[2]) if headed else ("", text))
    return found
