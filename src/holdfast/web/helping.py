"""Help made from the importers' and the rules' own descriptions."""

import inspect
import re
import sys

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from holdfast.analysis import rules
from holdfast.importers import importers
from holdfast.web.page import show


class Topic(msgspec.Struct, frozen=True):
    """One thing explained: its name, and paragraphs."""

    name: str
    title: str
    paragraphs: list[str]


def help_page(request: Request) -> Response:
    """Which files can be read, and what is looked for."""
    formats = [Topic(n, i.title, _paragraphs(i.read)) for n, i in importers().items()]
    patterns = [Topic(n, rule_title(n), _paragraphs(find)) for n, find in rules().items()]
    return show(request, "help.html", formats=formats, patterns=patterns)


def rule_title(name: str) -> str:
    """What a rule looks for, in a few words: how its description begins."""
    find = rules().get(name)
    if find is None:
        return name.replace("_", " ").capitalize()
    return re.split(r"[:.,]", _paragraphs(find)[0], maxsplit=1)[0]


def _paragraphs(function: object) -> list[str]:
    """The docstring of the module a function stands in, in paragraphs."""
    described = sys.modules[getattr(function, "__module__", __name__)].__doc__ or ""
    return [" ".join(p.split()) for p in inspect.cleandoc(described).split("\n\n")]
