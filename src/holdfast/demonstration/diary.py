"""What Maya wrote down herself: a sheet of paper's worth of rows, some with a vague hour, some noted days later."""

# ruff: noqa: E501 - an entry to a line.

import csv
import io
from functools import partial

from holdfast.demonstration.pieces import ZONE
from holdfast.formats.incident_sheet import TITLES, VERSION, Incident, template

_entry = partial(Incident, holdfast_incident=VERSION, zone=ZONE)

SHEET: tuple[Incident, ...] = (
    _entry(date="2025-04-19", time="09:30", what="A chocolate egg stood at my door. The caretaker said a person from pottery class left it.", where="my front door", who="Rowan Ashdown, by their own message", witnesses="the caretaker", evidence="WhatsApp message of the same morning", effect="I felt silly for minding it.", written_down="2025-06-15"),
    _entry(date="2025-05-22", time="evening", what="Message: saw your light on. My curtains were shut.", where="at home", who="Rowan Ashdown", technology="telephone", evidence="WhatsApp and SMS", effect="I sat in the kitchen with the light off.", written_down="2025-06-15"),
    _entry(date="2025-06-09", time="15:30", what="Flowers without a card at the library desk.", where="library", witnesses="Bettina Crowhurst", evidence="mail from Bettina", written_down="2025-06-15"),
    _entry(date="2025-06-14", time="18:31", what="I wrote once, by mail and WhatsApp, that I want no more contact.", where="mail and WhatsApp", technology="mail, WhatsApp", witnesses="Tilda Marchetti sat next to me", evidence="both messages", written_down="2025-06-15"),
    _entry(date="2025-07-02", time="17:50", what="A person I took to be Rowan stood at the stop of the 41. I walked back in and waited for Priya.", where="bus stop, Canal Street", who="I think Rowan Ashdown, about 30 metres away", witnesses="Priya Raman saw someone leave", effect="I go home by taxi on late days.", written_down="2025-07-02"),
    _entry(date="2025-07-12", time="20:14", what="Flowers on my step. I took a photograph.", where="my front door", evidence="IMG_20250712_201455.jpg", written_down="2025-07-12"),
    _entry(date="2025-07-29", time="around eleven", what="Someone rang the library desk and asked when I am back. No name given.", where="library, by telephone", witnesses="Bettina Crowhurst", evidence="mail from Bettina", written_down="2025-07-30"),
    _entry(date="2025-08-03", time="20:06", what="Many messages and calls in one evening. I put the phone in a drawer and went to Tilda.", where="telephone", technology="SMS, calls", witnesses="Tilda Marchetti", evidence="screenshot of 23:15", effect="No sleep. I took the next day off.", written_down="2025-08-04"),
    _entry(date="2025-08-06", time="11:00", what="I went to the police station with a printed list.", where="police station", reported_to="police", officer="desk officer", badge="0000", report_number="EX-0000-25", evidence="the list", written_down="2025-08-06"),
    _entry(date="2025-08-19", time="afternoon", what="Flowers on my step again when I came home from the sea.", where="my front door", witnesses="Idris from number 14", written_down="2025-08-20"),
    _entry(date="2025-08-21", time="20:15", what="About sixty mails from lists that I never joined, all within an hour.", where="mail", technology="mail", evidence="the mailbox", written_down="2025-08-22"),
    _entry(date="2025-09", what="For most of the month it was quiet. I kept waiting.", effect="I count the days.", written_down="2025-09-23"),
)  # fmt: skip

NOTED_HERE: tuple[Incident, ...] = (
    _entry(date="2025-10-03", time="18:20", what="The chair by the window in the community room had a paper with my first name on it.", where="community room", witnesses="Priya Raman", effect="We left at once.", written_down="2025-10-03"),
    _entry(date="2025-10-05", time="evening", what="I read the message about seven months and rang the officer.", where="at home", reported_to="police", report_number="EX-0000-25", written_down="2025-10-05"),
)  # fmt: skip


def sheet() -> bytes:
    """The rows below the titles of the empty sheet: UTF-8 with its mark, commas, CRLF."""
    out = io.StringIO()
    out.write(template())
    table = csv.writer(out)
    for entry in SHEET:
        table.writerow([getattr(entry, column) for column in TITLES])
    return out.getvalue().encode("utf-8-sig")
