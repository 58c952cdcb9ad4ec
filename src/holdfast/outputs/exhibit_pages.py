"""The exhibits: each on pages of its own, with what stands around it and where it can be looked up."""

import base64
from typing import Any

from holdfast.formats.addresses import whose
from holdfast.model.event import Attachment
from holdfast.model.exhibit import Exhibit
from holdfast.model.row import Row
from holdfast.outputs import finding_pages, mail_pages, wording
from holdfast.outputs.given import PacketInput, Picture
from holdfast.outputs.lettering import Flow, Line, shorten
from holdfast.outputs.log_pages import position

PRIVATE = "private:"
_MOST = 60_000
_MOST_CONTEXT = 500
_MOST_FIELD = 4_000
_MOST_FIELDS = 200


def exhibits(given: PacketInput, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """One value for each exhibit, in the order given. An exhibit whose record is gone says so."""
    return [_exhibit(place, exhibit, given, numbers) for place, exhibit in enumerate(given.exhibits)]


def files(given: PacketInput) -> dict[str, bytes]:
    """The pictures that are printed, by the names that the pages give them."""
    found = {}
    for place, exhibit in enumerate(given.exhibits):
        for picture in given.pictures.get(exhibit.event, ()):
            inside = base64.b64encode(picture.jpeg).decode()
            size = f'width="{picture.width}" height="{picture.height}"'
            image = f'<image {size} href="data:image/jpeg;base64,{inside}"/>'
            svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{image}</svg>'
            found[_file_name(place, picture)] = svg.encode()
    return found


def printed_pictures(place: int, exhibit: Exhibit, given: PacketInput) -> list[list[Any]]:
    """The pictures of an exhibit as the template takes them: file, number, name, whether it is wide."""
    return [
        [_file_name(place, each), str(each.number), Line(_named(each)), each.width >= each.height]
        for each in given.pictures.get(exhibit.event, ())
    ]


def _named(picture: Picture) -> str:
    if not picture.boxes:
        return picture.name
    many = "One part of it is" if picture.boxes == 1 else f"{picture.boxes} parts of it are"
    return f"{picture.name} ({many} black: see “What was taken out”)"


def _file_name(place: int, picture: Picture) -> str:
    return f"picture-{place}-{picture.number}.svg"


def printable_fields(row: Row) -> dict[str, str]:
    """The fields as stored, without those that are for the person alone."""
    return {key: value for key, value in row.fields.items() if not key.startswith(PRIVATE)}


def around(exhibit: Row, rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows before and after the exhibit. Where its own row is not among them, time decides."""
    for place, row in enumerate(rows):
        if row.id == exhibit.id:
            return rows[:place], rows[place + 1 :]
    at = position(exhibit)
    before = [row for row in rows if at is not None and (position(row) or at) < at]
    return before, rows[len(before) :]


def _exhibit(place: int, exhibit: Exhibit, given: PacketInput, numbers: dict[str, int]) -> dict[str, Any]:
    row = given.exhibit_rows.get(exhibit.event)
    caption = shorten(exhibit.caption, 80, "below") if exhibit.caption else ""
    page: dict[str, Any] = {
        "label": exhibit.label,
        "when": Line(wording.time_of(row, given.zone) if row else "not in the case index"),
        "heading": Line(caption),
        "caption": Flow(exhibit.caption) if caption != exhibit.caption else None,
        "digest": exhibit.digest,
        "chosen": wording.dated(exhibit.chosen, given.zone),
    }
    if exhibit.finding:
        found = finding_pages.shown(exhibit.finding, given, numbers)
        return {
            **page,
            "when": Line(f"Finding: {found['name']}"),
            "finding": found,
            "again": given.said_again.get(exhibit.label, ""),
        }
    if row is None:
        return page
    pictures = printed_pictures(place, exhibit, given)
    notes = [Flow(words) for words in wording.noted(given.notes.get(row.id, ()), given.zone)]
    tagged = [given.behaviours.get(tag.behaviour, tag.behaviour) for tag in given.tags if tag.event == row.id]
    return {
        **page,
        **_record(row, given, numbers),
        "pictures": pictures,
        "tagged": Line("; ".join(tagged)),
        "notes": notes,
    }


def _record(row: Row, given: PacketInput, numbers: dict[str, int]) -> dict[str, Any]:
    before, after = around(row, list(given.context.get(row.id, ())))
    number = numbers.get(row.id)
    basis = wording.written_time(row)
    facts = [
        ["Entry in the log", f"{number:,}" if number else "not in this log"],
        ["Date and time", Line(wording.time_of(row, given.zone) + (f"; {basis}" if basis else ""))],
        ["As the source writes it", Line(shorten(row.as_written, 200, "at source"))],
        ["Channel", Line(wording.channel(row))],
        ["From", Line(wording.shown(row.by))],
        ["To", Line(wording.recipients(row, 40))],
        ["Direction", wording.direction(row)],
    ]
    fields = list(printable_fields(row).items())
    facts += [[t.name.capitalize(), Line(wording.moment(t.when, given.zone))] for t in row.times]
    if row.subject:
        facts.append(["Subject", Line(row.subject)])
    if row.told_by > 1:
        facts.append(["Found in", f"{row.told_by:,} sources that tell of the same act"])
    if row.gone_from:
        facts.append(
            ["Not in", f"a newer export of this conversation: {shorten(row.gone_from, 100, 'at source')}"]
        )
    return {
        "facts": facts,
        "text": Flow(shorten(row.text, _MOST, "full text at source", 6_000) or wording.instead(row)),
        "before": [_context(other, given.zone) for other in before],
        "after": [_context(other, given.zone) for other in after],
        "is_chat": row.kind == "message" and row.service != "mail" and bool(before or after),
        "own": _said(row, given.zone),
        "attached": [_attachment(number, each) for number, each in enumerate(row.attached, 1)],
        "addresses": [[_marked(each.ip), Line(each.said_by)] for each in row.addresses],
        "route": mail_pages.route(given.routes[row.id]) if row.id in given.routes else None,
        "links": [Flow(link) for link in row.links],
        "fields": [
            [Line(key), Flow(shorten(value, _MOST_FIELD, "at source", 200))]
            for key, value in fields[:_MOST_FIELDS]
        ],
        "more_fields": max(0, len(fields) - _MOST_FIELDS),
        "file": row.source,
        "stands": [
            ["File", Line(row.source_name)],
            *([["Inside it", Line(row.member)]] if row.member else []),
            ["Position", wording.position_in_words(row.position) or "the whole file"],
            ["Id of the record", Line(row.id)],
        ],
    }


def _marked(ip: str) -> Line:
    nobody = whose(ip)
    return Line(f"{ip} ({nobody})" if nobody else ip)


def _context(row: Row, zone: str) -> dict[str, Any]:
    # What the service itself says is never cut.
    text = wording.text_of(row)
    shown = text if row.kind == "notice" else shorten(text, _MOST_CONTEXT, "full text at source")
    return {**_said(row, zone), "text": Flow(shown)}


def _said(row: Row, zone: str) -> dict[str, Any]:
    """Who said something when, and on which side of a chat it stands: in, out, or neither."""
    side = "" if row.kind == "notice" else row.direction or ""
    return {
        "when": wording.time_of(row, zone),
        "from": Line("the service" if row.kind == "notice" and row.by is None else wording.shown(row.by)),
        "direction": wording.direction(row),
        "side": side,
    }


def _attachment(number: int, attached: Attachment) -> list[Any]:
    return [
        str(number),
        Line(attached.name or "without a name"),
        Line(attached.media_type or "not stated"),
        f"{attached.size:,} bytes" if attached.size is not None else "not known",
        attached.sha256 or Line(f"no bytes: {attached.missing}" if attached.missing else "not computed"),
    ]
