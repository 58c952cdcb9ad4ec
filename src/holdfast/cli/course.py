"""The command that lays what findings rest on along one line of time."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from holdfast.cli.opened import with_case
from holdfast.cli.printed import number, one_line, say, write_json
from holdfast.formats.dates import long_date
from holdfast.model.course import Course, Lane
from holdfast.model.errors import RequestError
from holdfast.outputs.course_picture import picture

if TYPE_CHECKING:
    from holdfast.case.case import Case

_STEPS = " .:-=+*#"


@click.command()
@with_case
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option(
    "--svg", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a picture into this new file."
)
def course(case: "Case", svg: Path | None, *, as_json: bool) -> None:
    """Show the whole on one line of time, by account and channel.

    Each account on each channel is one line: how much came in over time, and below it what findings rest on
    there. F-1 is the first finding that `holdfast findings` lists. Nothing is added up to a score. The
    picture holds numbers and days only, no names and no words.
    """
    laid, findings = case.course(), case.findings()
    if svg is not None:
        try:
            with svg.open("x", encoding="utf-8") as target:
                target.write(picture(laid))
        except FileExistsError as error:
            raise RequestError("There is a file of that name already.", "Choose another name.") from error
    if as_json:
        write_json(msgspec.to_builtins(laid) | {"findings": [finding.rule for finding in findings]})
        return
    for place, lane in enumerate(laid.lanes, 1):
        named = ", named with a dated line" if lane.is_named else ""
        say(f"{place}. {one_line(lane.shown)}, {lane.service}{named}")
        say(f"    |{_bar(lane)}|")
        for stretch in lane.stretches:
            first, last = (long_date(at, laid.zone, "day") for at in (stretch.first, stretch.last))
            rule = findings[stretch.finding].rule
            entries = number(stretch.entries, "event")
            say(f"    F-{stretch.finding + 1} {rule}: {entries}, {first} to {last}")
    _say_rest(laid, [finding.rule for finding in findings])


def _bar(lane: Lane) -> str:
    """One character for each part of the line of time: the fuller, the more came in."""
    most = max(1, *lane.received)
    return "".join(_STEPS[-(-count * (len(_STEPS) - 1) // most)] for count in lane.received)


def _say_rest(laid: Course, rules: list[str]) -> None:
    for mark in laid.marks:
        say(f"{long_date(mark.at, laid.zone, 'day')}: {mark.kind}")
    if laid.whole:
        listed = ", ".join(f"F-{place + 1} {rules[place]}" for place in laid.whole)
        say(f"About the whole, and so in no line of its own: {listed}.")
    if laid.lanes_left_out:
        say(f"{number(laid.lanes_left_out, 'more line')} would be too many to show.")
    say(f"Of {number(laid.quiet_lanes, 'other line')} no such finding says anything.")
