"""What machines say to machines in a mail: deliveries that failed, receipts, and complaints.

RFC 3464 (delivery), RFC 8098 (receipts), RFC 5965 (complaints), and RFC 6533 for other letters.
"""

from holdfast.formats import addresses, mail_headers
from holdfast.formats.mail_headers import Remarks
from holdfast.formats.mail_parts import Part
from holdfast.model.event import Address

KINDS = frozenset(
    f"message/{name}"
    for name in (
        *("delivery-status", "disposition-notification", "feedback-report"),
        *("global-delivery-status", "global-disposition-notification"),
    )
)
"""Media types of the part that a program is to read."""

HEADERS = frozenset(("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"))
"""Media types of a returned mail of which only the headers came back."""

BROKEN = "A report for programs in the mail is damaged or very long. It was read as far as it goes."

_BLOCKS = 200  # of one report: the first is about the mail, each other about one addressee
_FIELDS = 1_000
_LONGEST = 4_000  # characters of one field
_UPPER = frozenset(("mta", "ip", "uri", "id", "dkim", "spf", "ua"))


def is_report(whole: Part, report: dict[str, str]) -> bool:
    """Whether a mail is a report, by what it calls itself and the fields that were read in it.

    Not what only holds one among other things: anybody could add one to what they write.
    """
    if whole.media_type != "multipart/report":
        return False
    return bool(report) or f"message/{whole.parameters.get('report-type', '').lower()}" in KINDS


def read(data: bytes, remarks: Remarks) -> dict[str, str]:
    """The fields of a report. "Report 2 NAME" is of the second addressee, the first goes without."""
    found: dict[str, str] = {}
    at, number = 0, 0
    while at < len(data) and number < _BLOCKS and len(found) < _FIELDS:
        lines, after = mail_headers.split(data, at, len(data), remarks)
        if after <= at:
            break
        at = after
        number += bool(lines)
        for key, values in lines.items():
            name = f"Report {_name(key)}" if number < 3 else f"Report {number - 1} {_name(key)}"
            found.setdefault(name, "\n".join(mail_headers.text(v, remarks) for v in values)[:_LONGEST])
    if rest := data[at:].strip():
        remarks.setdefault(BROKEN, rest[:200].decode("utf-8", "replace"))
    return found


def _name(key: bytes) -> str:
    words = key.decode("latin-1").split("-")
    return "-".join(word.upper() if word in _UPPER else word.capitalize() for word in words)


def seen(fields: dict[str, str]) -> tuple[Address, ...]:
    """The address that whoever complained saw the mail come from."""
    seen_from = fields.get("Report Source-IP")
    return addresses.addresses(seen_from, "Report Source-IP 1") if seen_from else ()
