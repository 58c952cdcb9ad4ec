"""One file per pattern. The loader walks the package: the file name is the name of the rule.

A rule module holds `VERSION` and `find(frame) -> list[Finding]`, a pure function. Its docstring is the help
page, under the headings *What it looks for · Why it matters · When it is wrong · Source*.
"""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

import msgspec
import numpy as np

from holdfast.model.finding import Finding, Scalar
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
    return [_plain(finding) for find in rules().values() for finding in find(frame)]


def _plain(finding: Finding) -> Finding:
    """With Python's own numbers, so that it can leave as JSON: those of NumPy, which rules use, cannot."""
    return msgspec.structs.replace(
        finding,
        parameters={name: _number(value) for name, value in finding.parameters.items()},
        figures={name: _number(value) for name, value in finding.figures.items()},
        tables=tuple(
            msgspec.structs.replace(table, rows=tuple(tuple(map(_number, row)) for row in table.rows))
            for table in finding.tables
        ),
    )


def _number(value: Scalar) -> Scalar:
    return value.item() if isinstance(value, np.generic) else value
