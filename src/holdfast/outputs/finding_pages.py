"""Findings on paper: each with its figures, the ordinary explanations and what it cannot tell."""

from typing import Any

from holdfast.languages.language import ENGLISH
from holdfast.model.finding import Finding, Scalar, Table, key
from holdfast.outputs import wording
from holdfast.outputs.given import PacketInput
from holdfast.outputs.lettering import Flow, Line

_MOST_ROWS = 25
_FIRST_ROWS = 10
_MOST_COLUMNS = 7


def findings(given: PacketInput, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """All of them, F-1 first."""
    return [{"label": f"F-{n}", **shown(one, given, numbers)} for n, one in enumerate(given.findings, 1)]


def shown(finding: Finding, given: PacketInput, numbers: dict[str, int]) -> dict[str, Any]:
    """One finding. `numbers`: those of the entries in the log, by event id."""
    return {
        "name": title(finding, given),
        "says": Flow(finding.says),
        "objection": _objection(finding, given),
        "figures": [[_words(key), Line(_figure(value))] for key, value in finding.figures.items()],
        "tables": [_table(table) for table in finding.tables if table.columns and not table.is_hidden],
        "otherwise": [Flow(sentence) for sentence in finding.otherwise],
        "limits": [Flow(sentence) for sentence in finding.limits],
        "rule": Line(rule(finding)),
        "rests_on": _rests_on(finding, numbers),
    }


def _objection(finding: Finding, given: PacketInput) -> Flow | None:
    said = given.objections.get(key(finding))
    if said is None:
        return None
    changed = " The finding has changed since then." if said.finding in given.outdated else ""
    day = wording.dated(said.at, given.zone, "day")
    return Flow(f"On {day} the person said that this is not so: {said.why}{changed}")


def rule(finding: Finding) -> str:
    """The rule with its version and what it was run with."""
    return f"Rule {finding.rule}, version {finding.version}" + "".join(
        f"; {_words(key)}: {_figure(value)}" for key, value in finding.parameters.items()
    )


def figures(finding: Finding) -> str:
    """Its figures on one line."""
    return "; ".join(f"{_words(key)}: {_figure(value)}" for key, value in finding.figures.items())


def title(finding: Finding, given: PacketInput) -> str:
    """The name of the rule, with the dated step that it is about: a rule can have a finding for each."""
    step = next((one for one in given.markers if one.id == finding.parameters.get("marker")), None)
    at = step.when.order_key() if step else None
    if step is None or at is None:
        return name_of(finding)
    return f"{name_of(finding)}: {step.kind}, {wording.dated(at, given.zone, 'day')}"


def name_of(finding: Finding) -> str:
    """The name of the rule as words."""
    return _words(finding.rule).capitalize()


def _table(table: Table) -> dict[str, Any]:
    """Side by side where the columns fit, else a line for each row. Of long ones the first rows, said so."""
    is_wide = len(table.columns) > _MOST_COLUMNS
    rows = table.rows if len(table.rows) <= _MOST_ROWS else table.rows[:_FIRST_ROWS]
    title = table.title
    if len(rows) < len(table.rows):
        title += f" (the first {len(rows)} of {len(table.rows):,}; `holdfast findings --json` lists all)"
    return {
        "title": Line(title),
        "columns": [] if is_wide else [Line(column) for column in table.columns],
        "rows": [] if is_wide else [[Line(_figure(value)) for value in row] for row in rows],
        "listed": [
            Flow("; ".join(f"{c}: {_figure(value)}" for c, value in zip(table.columns, row, strict=False)))
            for row in rows
        ]
        if is_wide
        else None,
    }


def _rests_on(finding: Finding, numbers: dict[str, int]) -> str:
    """The entries by their numbers in the log, runs of them joined: "entries 3, 7 to 12"."""
    found = sorted(numbers[event] for event in finding.rests_on if event in numbers)
    runs: list[tuple[int, int]] = []
    for number in found:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    listed = ", ".join(f"{a:,}" if a == b else f"{a:,} to {b:,}" for a, b in runs)
    beyond = len(finding.rests_on) - len(found)
    other = f"{beyond:,} that are not in this log" if beyond else ""
    return "; ".join(part for part in (listed, other) if part) or "no single entries"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _figure(value: Scalar) -> str:
    if value is None:
        return "not known"
    if isinstance(value, float):
        return (
            f"{value:,.3f}".rstrip("0").rstrip(".") if abs(value) >= 0.001 or value == 0 else f"{value:.1e}"
        )
    # Channels are called by their names, here as on the page.
    return f"{value:,}" if isinstance(value, int) else ENGLISH.says(value) or value
