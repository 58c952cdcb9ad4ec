"""What the parts of one mail come to: its text, its links, what is attached, and the mails inside it."""

import hashlib

from holdfast.formats import charsets, mail_parts, mail_reports, markup, tnef
from holdfast.formats.mail_headers import Remarks
from holdfast.formats.mail_parts import Part
from holdfast.formats.mapi import TOO_DEEP, Message
from holdfast.model.event import Attachment

ODD_TEXT = "The text of the mail is not in the encoding that it states. It was read as best as possible."
CLOSED = "A part of the mail is encrypted, or packed so that only a mail program opens it. It is only listed."
_CLOSED = (
    "application/pgp-encrypted",
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
    "application/ms-tnef",
    "application/vnd.ms-tnef",
)
_CALENDARS = ("text/calendar", "application/ics")
_PACKETS = 20  # packets from Outlook in one mail, also inside each other


class Content:
    """What the parts of one mail come to: its text, links, attachments, and mails inside it."""

    __slots__ = (
        "_opened",
        "_whole",
        "attached",
        "calendars",
        "charset",
        "heads",
        "inside",
        "links",
        "mails",
        "noted",
        "packed",
        "pictures",
        "remarks",
        "report",
        "text",
    )

    def __init__(self, whole: Part, remarks: Remarks) -> None:
        self.remarks = remarks
        self.attached: list[Attachment] = []
        self.links: list[str] = []
        self.pictures: list[str] = []  # that its pages would load from elsewhere; nothing is ever loaded
        self.mails: list[bytes] = []
        self.calendars: dict[
            bytes, None
        ] = {}  # the same invitation often comes twice, to be seen and to be saved
        self.heads: list[bytes] = []  # mails of which only the headers came back
        self.report: dict[str, str] = {}
        self.charset = ""
        # Of a packet from Outlook: its text, what it notes beside it, and beside the messages inside it.
        self.packed = ""
        self.noted: dict[str, str] = {}
        self.inside: dict[bytes, dict[str, str]] = {}
        self._opened = 0
        self._whole = whole
        said = self._text_of(whole).strip("\n").rstrip()
        self.text = said or self.packed

    def _text_of(self, part: Part) -> str:
        """The text of this part and of all below it; everything else in it is listed on the way."""
        if part.children is None:
            return self._leaf(part)
        if part.media_type == "multipart/alternative":
            return self._alternative(part.children)
        texts = [t for child in part.children if (t := self._text_of(child))]
        return texts[0] if len(texts) == 1 else "\n".join(texts)

    def _alternative(self, children: list[Part]) -> str:
        """One text of several that say the same: the plain one, or what the page says."""
        plain = ""
        pages: list[Part] = []
        for child in children:
            if child.media_type == "text/html" and child.children is None and not self._is_file(child):
                pages.append(child)
            else:
                said = self._text_of(child)
                plain = plain if plain.strip() else said
        texts = [self._page(page, is_needed=not plain.strip()) for page in pages]
        return plain if plain.strip() else "\n".join(t for t in texts if t)

    def _leaf(self, part: Part) -> str:
        kind = part.media_type
        if kind in ("text/plain", "text/html") and not self._is_file(part):
            if kind == "text/html":
                return self._page(part, is_needed=True)
            plain = self._decoded(part.payload(self.remarks), part.parameters.get("charset", ""))
            self.links += markup.links_in_text(plain)
            return plain
        self._attach(part)
        return ""

    def _page(self, part: Part, *, is_needed: bool) -> str:
        """The text of an HTML part; only its links where the text is not needed."""
        page = part.payload(self.remarks)
        label = part.parameters.get("charset", "")
        self.pictures += markup.pictures_in_page(page)
        if not is_needed and not label.lower().startswith(("utf-16", "utf-32")):
            self.links += markup.links_in_page(page)
            return ""
        written = self._decoded(page, label or markup.declared_charset(page))
        wide = label.lower().startswith(("utf-16", "utf-32"))
        self.links += markup.links_in_page(written.encode() if wide else page)
        if not is_needed:
            return ""
        seen = markup.text_of(written)
        self.links += markup.links_in_text(seen)
        return seen

    def _decoded(self, data: bytes, label: str) -> str:
        written, codec, sound = charsets.decode(data, label)
        self.charset = self.charset or codec
        if not sound:
            self.remarks.setdefault(ODD_TEXT, written[:200])
        if "\r" in written:
            written = written.replace("\r\n", "\n").replace("\r", "\n")
        return written

    def _is_file(self, part: Part) -> bool:
        """Whether a text part is a file that was attached, not something that was written."""
        if b"content-disposition" not in part.lines and not part.parameters.get("name"):
            return False
        if part.disposition(self.remarks)[0] == "attachment":
            return True
        # A name alone makes a file of a part, but not of a whole mail.
        return part is not self._whole and bool(part.file_name(self.remarks))

    def _attach(self, part: Part) -> None:
        data = part.payload(self.remarks)
        self.attached.append(
            Attachment(
                name=part.file_name(self.remarks),
                media_type=part.media_type,
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
            )
        )
        if part.media_type in ("message/rfc822", "message/global"):
            self.mails.append(data)
        elif part.media_type in mail_reports.HEADERS:
            self.heads.append(data)
        elif part.media_type in mail_reports.KINDS:
            self.report = mail_reports.read(data, self.remarks) | self.report
        elif part.media_type in _CALENDARS:
            self.calendars[data] = None
        elif data.startswith(tnef.MAGIC):
            self._open(data)
        elif part.media_type in _CLOSED:
            self.remarks.setdefault(CLOSED, part.media_type)

    def _open(self, data: bytes) -> None:
        """Takes in what a packet from Outlook holds, as if it stood in the mail itself."""
        self._opened += 1
        if self._opened > _PACKETS:
            self.remarks.setdefault(TOO_DEEP, "")
            return
        packet = tnef.Packet(data)
        message = Message(packet)
        said = self._text_of(mail_parts.parse(message.mail(), self.remarks))
        self.packed = self.packed or said.strip("\n").rstrip()
        self.noted = self.noted or message.stored()
        self.inside |= message.inside
        for what in packet.remarks:
            self.remarks.setdefault(what, "")
