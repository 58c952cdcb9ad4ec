"""Short messages and calls as the backup program of an Android telephone writes them."""

import base64
from datetime import datetime
from xml.sax.saxutils import escape

from holdfast.demonstration import daily, people, pictures
from holdfast.demonstration.people import INGRID, MAYA, SECOND_NUMBER, Person
from holdfast.demonstration.pieces import at, clock, days, dice, milliseconds
from holdfast.demonstration.texts import Call, Text, course_calls, course_texts

BACKUP = clock("2025-10-06 09:14:22")
_HEAD = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
    "<!--File Created By SMS Backup & Restore v10.20.002 on 06/10/2025 09:14:22-->\n"
)
_PICTURE_AT = clock("2025-07-20 21:31:08")


def messages(seed: int) -> list[Text]:
    """All short messages of the telephone, in order of time."""
    texts = course_texts(seed)
    for who, written, text in (*daily.NEWCOMER_TEXTS, *daily.OTHER_SCRIPTS):
        texts.append(Text(clock(written), getattr(people, who), text))
    chance = dice(seed, "ingrid")
    for day in days():
        if chance.random() < 0.66:
            continue
        words = chance.choice(daily.INGRID_TEXTS)
        filled = words.format(day=chance.choice(daily.DAYS), thing=chance.choice(daily.THINGS))
        moment = at(day, chance.randint(8, 20), chance.randint(0, 59), chance.randint(0, 59))
        texts.append(Text(moment, INGRID, filled))
        if chance.random() < 0.55:
            answer = chance.choice(daily.MAYA_TEXTS).format(day=chance.choice(daily.DAYS))
            texts.append(
                Text(moment.replace(hour=21, minute=chance.randint(0, 59)), INGRID, answer, mine=True)
            )
    return sorted(texts, key=lambda text: text.at)


def calls(seed: int) -> list[Call]:
    """All calls of the telephone, in order of time."""
    log = course_calls(seed)
    chance = dice(seed, "calls")
    for day in days():
        if chance.random() < 0.3:
            who = chance.choice((INGRID, people.TILDA, people.LUCIA, people.BETTINA))
            moment = at(day, chance.randint(9, 20), chance.randint(0, 59), chance.randint(0, 59))
            log.append(
                Call(moment, who, chance.choice((0, 45, 130, 600, 1500)), outgoing=chance.random() < 0.5)
            )
    log.append(Call(clock("2025-06-23 10:31:10"), people.DENTIST, 74, outgoing=True))
    log.append(Call(clock("2025-07-17 09:40:02"), people.PLUMBER, 51))
    log.append(Call(clock("2025-09-18 09:55:47"), people.COURIER, 22))
    return sorted(log, key=lambda call: call.at)


def sms_backup(seed: int) -> bytes:
    """The file of short messages, with one picture message among them."""
    rows = [(text.at, _sms(text)) for text in messages(seed)]
    rows.append((_PICTURE_AT, _mms()))
    rows.sort(key=lambda row: row[0])
    style = '<?xml-stylesheet type="text/xsl" href="sms.xsl"?>\n'
    return _file("smses", style, [row for _, row in rows])


def sms_count(seed: int) -> int:
    """How many messages stand in that file."""
    return len(messages(seed)) + 1


def call_backup(seed: int) -> bytes:
    """The file of calls."""
    style = '<?xml-stylesheet type="text/xsl" href="calls.xsl"?>\n'
    return _file("calls", style, [_call(call) for call in calls(seed)])


def _file(root: str, style: str, rows: list[str]) -> bytes:
    opening = (
        f'<{root} count="{len(rows)}" backup_set="0f3a1c5e-7d21-4b8e-9a54-2c6e1d9b0a77" '
        f'backup_date="{milliseconds(BACKUP)}" type="full">\n'
    )
    return (_HEAD + style + opening + "".join(f"  {row}\n" for row in rows) + f"</{root}>").encode("ascii")


def _attribute(text: str) -> str:
    """As that program writes it: everything beyond ASCII as numbers, an emoji as two surrogate numbers."""
    plain = escape(text, {'"': "&quot;", "\n": "&#10;"})
    units = plain.encode("utf-16-be")
    codes = [int.from_bytes(units[i : i + 2], "big") for i in range(0, len(units), 2)]
    return "".join(chr(code) if code < 128 else f"&#{code};" for code in codes)


def _element(name: str, values: dict[str, str]) -> str:
    return f"<{name} " + " ".join(f'{key}="{_attribute(value)}"' for key, value in values.items())


def _sms(text: Text) -> str:
    sent = "0" if text.mine else str(milliseconds(text.at) - 1000)
    values = {
        "protocol": "0",
        "address": text.other.phone,
        "date": str(milliseconds(text.at) + _fraction(text.at)),
        "type": "2" if text.mine else "1",
        "subject": "null",
        "body": text.text,
        "toa": "null",
        "sc_toa": "null",
        "service_center": "null" if text.mine else "+447700900000",
        "read": "1",
        "status": "-1",
        "locked": "0",
        "date_sent": sent,
        "sub_id": "1",
        "readable_date": _readable(text.at),
        "contact_name": _saved(text.other),
    }
    return _element("sms", values) + " />"


def _mms() -> str:
    picture = base64.b64encode(pictures.small_jpeg((90, 120, 80))).decode()
    values = {
        "date": str(milliseconds(_PICTURE_AT)),
        "rr": "129",
        "sub": "null",
        "ct_t": "application/vnd.wap.multipart.related",
        "read_status": "null",
        "seen": "1",
        "msg_box": "1",
        "address": SECOND_NUMBER.phone,
        "text_only": "0",
        "locked": "0",
        "m_id": "null",
        "date_sent": str(milliseconds(_PICTURE_AT) // 1000 - 4),
        "read": "1",
        "m_cls": "personal",
        "sub_id": "1",
        "m_type": "132",
        "readable_date": _readable(_PICTURE_AT),
        "contact_name": "(Unknown)",
    }
    layout = (
        '<smil><body><par dur="5000ms"><img src="image000000.jpg"/>'
        '<text src="text000001.txt"/></par></body></smil>'
    )
    parts = [
        _part("-1", "application/smil", "smil.xml", text=layout),
        _part("0", "image/jpeg", "image000000.jpg", data=picture),
        _part("0", "text/plain", "text000001.txt", text="the two of them side by side, as ever"),
    ]
    people_of_it = [
        _element("addr", {"address": SECOND_NUMBER.phone, "type": "137", "charset": "106"}) + " />",
        _element("addr", {"address": MAYA.phone, "type": "151", "charset": "106"}) + " />",
    ]
    inside = "".join(f"      {part}\n" for part in parts)
    addresses = "".join(f"      {person}\n" for person in people_of_it)
    return (
        _element("mms", values)
        + f">\n    <parts>\n{inside}    </parts>\n    <addrs>\n{addresses}    </addrs>\n  </mms>"
    )


def _part(seq: str, media_type: str, name: str, *, text: str = "null", data: str = "") -> str:
    values = {"seq": seq, "ct": media_type, "name": name, "chset": "106", "cl": name, "text": text}
    return _element("part", values | ({"data": data} if data else {})) + " />"


def _call(call: Call) -> str:
    if call.outgoing:
        kind = "2"
    elif call.rejected:
        kind = "5"
    else:
        kind = "1" if call.seconds else "3"
    values = {
        "number": call.other.phone if call.other else "",
        "duration": str(call.seconds),
        "date": str(milliseconds(call.at) + _fraction(call.at)),
        "type": kind,
        "presentation": "1" if call.other else "2",
        "subscription_id": "1",
        "post_dial_digits": "",
        "subscription_component_name": "null",
        "readable_date": _readable(call.at),
        "contact_name": _saved(call.other),
    }
    return _element("call", values) + " />"


def _fraction(moment: datetime) -> int:
    """Milliseconds that look like chance and are the same in every run."""
    return (moment.minute * 7919 + moment.second * 4201 + moment.day * 613) % 1000


def _saved(person: Person | None) -> str:
    return (person.saved_as if person else "") or "(Unknown)"


def _readable(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y %H:%M:%S}"
