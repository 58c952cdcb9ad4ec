"""One file per pattern. The loader walks the package: the file name is the name of the rule.

A rule module holds `VERSION` and `find(frame) -> list[Finding]`, a pure function. Its docstring is the help
page, under the headings *What it looks for · Why it matters · When it is wrong · Source*.
"""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from holdfast.model.finding import Finding
from holdfast.model.frame import Frame


@cache
def rules() -> dict[str, Callable[[Frame], list[Finding]]]:
    """Every rule by name, in order of name."""
    found: dict[str, Callable[[Frame], list[Finding]]] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        found[module] = importlib.import_module(f"{__name__}.{module}").find
    return found


def analyse(frame: Frame) -> list[Finding]:
    """All findings of all rules, in order of rule."""
    return [finding for find in rules().values() for finding in find(frame)]
