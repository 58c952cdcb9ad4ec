"""What an importer or a rule says of itself in the text at the head of its module, as the page shows it."""

import inspect
import re
import sys

from holdfast.analysis import rules
from holdfast.importers import importers

HEADINGS = (
    *("Where it comes from", "What it reads", "What it cannot tell", "Tested with"),
    *("What it looks for", "Why it matters", "When it is wrong", "Source"),
)
"""What the paragraphs of a description may be headed with."""
_HEADED = re.compile(rf"({'|'.join(HEADINGS)})\.?\s+(.*)", re.DOTALL)


def paragraphs(function: object) -> list[tuple[str, str]]:
    """The description of the module a function stands in: paragraphs, each with its heading or none."""
    described = inspect.cleandoc(sys.modules[getattr(function, "__module__", __name__)].__doc__ or "")
    found = []
    for paragraph in described.split("\n\n"):
        text = " ".join(re.sub(r"[`*]", "", paragraph).split())
        headed = _HEADED.fullmatch(text)
        found.append((headed[1], headed[2]) if headed else ("", text))
    return found


def cannot_tell(importer: str) -> str:
    """What the files of an importer cannot tell; empty where this program no longer has that importer."""
    if importer not in importers():
        return ""
    return dict(paragraphs(importers()[importer].read)).get("What it cannot tell", "")


def rule_title(name: str) -> str:
    """What a rule looks for, in a few words: how its description begins."""
    find = rules().get(name)
    if find is None:
        return name.replace("_", " ").capitalize()
    return re.split(r"[:.,]", paragraphs(find)[0][1], maxsplit=1)[0]
