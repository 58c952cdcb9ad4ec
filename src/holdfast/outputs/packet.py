"""The packet: one paper for an officer, from the summary on its second page down to every file's hash.

It is made from values only. The records reach the typesetter as data, never as markup, so nothing written in
them can act. A picture is printed only where the person chose that; else it is a line with its name,
size and hash.
"""

from collections.abc import Sequence

from holdfast.outputs import (
    annex,
    course_pages,
    exhibit_pages,
    finding_pages,
    glyphs,
    help_pages,
    index_pages,
    law_pages,
    lettering,
    log_pages,
    opening,
    person_pages,
    recipients,
    short_exhibits,
)
from holdfast.outputs.given import MANY, AccountLine, PacketInput
from holdfast.outputs.glyphs import Typeface
from holdfast.outputs.lettering import Line
from holdfast.outputs.manuscript import manuscript
from holdfast.outputs.typesetting import Manuscript

__all__ = ["AccountLine", "PacketInput", "packet"]


def packet(given: PacketInput, computer: Sequence[Typeface] | None = None) -> Manuscript:
    """The packet, ready to be typeset; the same input on the same computer gives the same.

    `computer` are the fonts to use besides those shipped here; left out, the ones installed are. Raises
    RequestError for an unknown zone.
    """
    numbers = {row.id: number for number, row in enumerate(given.rows, 1)}
    labels = {exhibit.event: exhibit.label for exhibit in given.exhibits}
    chosen = recipients.parts(given.recipient, given.asked_for)
    many = len(given.exhibits) > MANY
    page = {
        "paper": "us-letter" if given.paper == "letter" else "a4",
        "large": given.large_print,
        "title": given.title or "A record of contacts",
        "running": Line(given.title or "A record of contacts"),
        "zone": given.zone,
        "is_part": given.is_part,
        "is_selection": given.is_selection,
        "many": many,
        "cover": opening.cover(given),
        "summary": opening.summary(given),
        "notices": opening.notices(given, numbers),
        "course": course_pages.course(given),
        "log": log_pages.log(given, labels),
        "exhibits": (short_exhibits if many else exhibit_pages).exhibits(given, numbers),
        "findings": finding_pages.findings(given, numbers),
        "contacts": help_pages.contacts(given.rows, given.markers, given.zone),
        "law": law_pages.law(given),
        "indicators": person_pages.indicators(given),
        "impact": person_pages.impact(given),
        # A value for each entry, which few papers print.
        "outline": person_pages.outline(given, numbers) if "outline" in chosen else [],
        "index": index_pages.index(given),
        "parts": {part: part in chosen for part in recipients.PARTS},
        **annex.annex(given),
    }
    letters = lettering.letters(page)
    coverage = glyphs.cover(letters, glyphs.installed() if computer is None else computer)
    page["reading"] = opening.reading(given, glyphs.scripts(coverage.missing))
    return manuscript("packet.typ", page, coverage, given.prepared_at, exhibit_pages.files(given))
