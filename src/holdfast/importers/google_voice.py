"""Texts, calls and voicemail of Google Voice, from Google Takeout.

*Where it comes from.* At takeout.google.com choose *Voice*. You get a zip with a folder `Voice/Calls`, which
holds one page (HTML) for each call, voicemail or stretch of texts, with recordings and pictures beside them.
Hand in the zip as it is.

*What it reads.* Every text: when, from which number, the words, and the pictures that came with it. Every
call, placed, received or missed, with its length. Every voicemail and recording, with what Google's machine
understood of it, marked as such, and the fingerprint of the sound file. Labels such as spam and bin.

*What it cannot tell.* Who a text went to, where a page holds only texts that you sent: then it knows the name
in the file's name only. The number of a caller who hid it. A number can be faked. Calls and texts that were
deleted for good. Whether somebody read a text. Contacts are named as in the address book on the day of the
export.

*Tested with.* Invented pages in the layout that public examples of other readers show: texts, groups, calls,
voicemail, deleted ones, narrow spaces, and damaged ones. Shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from holdfast.formats import clocks, phones
from holdfast.formats.attached import attachment
from holdfast.formats.markup import links_in_text, text_of
from holdfast.formats.stamps import stamp
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Direction, Event
from holdfast.model.locator import Locator, Position
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import When

_PAGES = (".html", ".htm")
_OURS = re.compile(rb"""class\s*=\s*["'](?:hChatLog|haudio|participants hChatLog)""")
_BLOCK = re.compile(rb"""<div\s+class\s*=\s*["']message["']""")
_AFTER = re.compile(rb"""<div\s+class\s*=\s*["'](?:tags|deletedStatusContainer)["']|</body""")
_STEM = re.compile(r"(.*?)(?: ?- [^-]+)? - (\d{4}-\d\d-\d\dT\d\d_\d\d_\d\dZ)(.*)")
_LABEL = re.compile(r"#([\w-]+)")
_KINDS: dict[str, tuple[Direction, str]] = {
    "placed": ("out", "dialled"),
    "received": ("in", "answered"),
    "missed": ("in", "missed"),
    "voicemail": ("in", "voicemail"),
    "recorded": ("in", "recorded"),
}
_HEAD = 16_384
_LONGEST = 1 << 20  # bytes of one entry that are looked at
_RAW = 2000

_NO_TIME = "The time of this entry is missing or makes no sense."
_NO_KIND = "This page does not say whether the call came in or went out."
_CUT = "This page breaks off: its end is missing."
_NOTHING = "This page holds no text and no call."
_UNNAMED = "This file lies beside the pages, but none of them names it."


def _claims(member: Member, tree: Tree) -> bool:
    if member.suffix in _PAGES:
        return _OURS.search(member.head(_HEAD)) is not None
    page = _page_of(member, tree)
    return page is not None and _OURS.search(page.head(_HEAD)) is not None


def _page_of(member: Member, tree: Tree) -> Member | None:
    """The page that a picture or a recording lies beside, by the name that both begin with."""
    found = _STEM.fullmatch(member.file_name)
    if found is None or member.suffix in _PAGES:
        return None
    stem = member.file_name[: found.end(2)]
    return next((p for e in _PAGES if (p := tree.get(f"{member.folder}{stem}{e}")) is not None), None)


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    named: set[str] = set()
    for member in members:
        if member.suffix not in _PAGES:
            continue
        try:
            data = member.read()
        except InputError as error:
            yield Problem(found_at=member.at(), loss="member", what=error.what)
            continue
        page = _Page(member, tree, data, named)
        yield from page.read()
    for member in members:
        if member.suffix not in _PAGES and member.path not in named:
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)


class _Page:
    """One page: a stretch of texts, or one call."""

    def __init__(self, member: Member, tree: Tree, data: bytes, named: set[str]) -> None:
        self._member = member
        self._tree = tree
        self._data = data
        self._named = named
        end = _AFTER.search(data)
        self._end = end.start() if end else len(data)
        self._rest = LexborHTMLParser(data[self._end :].decode("utf-8", "replace"))
        self._labels = self._told_labels()

    def read(self) -> Iterator[Record]:
        starts = [found.start() for found in _BLOCK.finditer(self._data, 0, self._end)]
        if starts:
            head = LexborHTMLParser(self._data[: starts[0]].decode("utf-8", "replace"))
            blocks = list(zip(starts, [*starts[1:], self._end], strict=True))
            everyone = self._everyone(head, blocks)
            for start, end in blocks:
                here = self._member.at(Position(unit="byte", start=start, length=end - start))
                yield from self._text(self._block(start, end), here, everyone)
        elif b"haudio" in self._data[: self._end]:
            yield from self._call(self._block(0, self._end), self._member.at())
        else:
            yield Problem(found_at=self._member.at(), loss="part", what=_NOTHING)
        if b"</body" not in self._data and b"</html" not in self._data:
            yield Problem(found_at=self._member.at(), loss="part", what=_CUT)

    def _block(self, start: int, end: int) -> LexborHTMLParser:
        return LexborHTMLParser(self._data[start : min(end, start + _LONGEST)].decode("utf-8", "replace"))

    def _everyone(self, head: LexborHTMLParser, blocks: list[tuple[int, int]]) -> dict[str, Account]:
        """All who take part, by key: those that the page lists, those who wrote, else whom its name tells."""
        found = [_account(node) for node in head.css(".participants a.tel, .participants .vcard")]
        found += [_account(n) for start, end in blocks for n in self._block(start, end).css("cite.sender")]
        accounts = {account.key: account for account in found if account is not None}
        if not any(not account.is_owner for account in accounts.values()):
            named = _STEM.fullmatch(self._member.file_name)
            if named and named[1].strip():
                other = phones.account(named[1].strip())
                accounts[other.key] = other
        return accounts

    def _text(self, block: LexborHTMLParser, here: Locator, everyone: dict[str, Account]) -> Iterator[Record]:
        sender = block.css_first("cite.sender, cite")
        by = _account(sender) if sender is not None else None
        quote = block.css_first("q")
        text = text_of(quote.html or "") if quote is not None else ""
        is_mine = by is not None and by.is_owner
        when = _when(block, "abbr.dt")
        others = tuple(a for key, a in everyone.items() if by is None or key != by.key)
        event = Event(
            kind="message",
            service="google-voice",
            when=when,
            found_at=here,
            by=by,
            to=others if by is not None else (),
            direction="out" if is_mine else "in" if by is not None else None,
            text=text,
            attached=tuple(self._attached(block)),
            links=tuple(links_in_text(text)),
            thread=" ".join(sorted(a.native_id or a.handle for a in everyone.values() if not a.is_owner)),
            fields=self._labels,
        )
        yield event
        if when.at is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=when.as_written[:_RAW])

    def _call(self, block: LexborHTMLParser, here: Locator) -> Iterator[Record]:
        labels = self._labels.get("labels", "").split(", ")
        direction, outcome = next((_KINDS[label] for label in labels if label in _KINDS), (None, ""))
        contributor = block.css_first(".contributor")
        other = _account(contributor) if contributor is not None else None
        when = _when(block, "abbr.published")
        fields = dict(self._labels) | ({"type": outcome} if outcome else {})
        duration = block.css_first("abbr.duration")
        if duration is not None:
            fields["duration"] = duration.attributes.get("title") or duration.text(strip=True)
        transcript = block.css_first(".full-text, .description")
        if transcript is not None and (words := transcript.text(strip=True)):
            fields["transcript by a machine"] = words
        is_out = direction == "out"
        yield Event(
            kind="call",
            service="google-voice",
            when=when,
            found_at=here,
            by=_OWNER if is_out else other,
            to=((other,) if other else ()) if is_out else (_OWNER,),
            direction=direction,
            attached=tuple(self._attached(block)),
            fields=fields,
        )
        if when.at is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=when.as_written[:_RAW])
        if direction is None:
            yield Problem(found_at=here, loss="part", what=_NO_KIND)

    def _attached(self, block: LexborHTMLParser) -> Iterator[Attachment]:
        for node in block.css("img, audio, video, a.vcard, a.video"):
            name = node.attributes.get("src") or node.attributes.get("href") or ""
            if not name or "://" in name:
                continue
            member = self._beside(name)
            if member is not None:
                self._named.add(member.path)
            yield attachment(name, "", None, member)

    def _beside(self, name: str) -> Member | None:
        """The file of this name; pages leave the ending out, and the file's own name may be cut."""
        if (member := self._tree.get(self._member.folder + name)) is not None:
            return member
        begins = f"{name}."
        return next((m for m in self._tree.beside(self._member) if m.file_name.startswith(begins)), None)

    def _told_labels(self) -> dict[str, str]:
        links = [node.attributes.get("href") or "" for node in self._rest.css("a[rel=tag]")]
        labels = [found[1].lower() for link in links if (found := _LABEL.search(link))]
        told = {"labels": ", ".join(labels)} if labels else {}
        deleted = self._rest.css_first(".deletedStatusContainer")
        if deleted is not None:
            status = " ".join(deleted.text().split())
            if "False" not in status:
                told["deleted"] = status
        return told


_OWNER = Account(service="phone", handle="me", shown_as="the owner of this account", is_owner=True)


def _account(node: LexborNode) -> Account | None:
    """A number or a name. Google sets the owner's own name in another element than everybody else's."""
    link = node if node.tag == "a" else node.css_first("a.tel")
    number = ((link.attributes.get("href") or "") if link is not None else "").removeprefix("tel:").strip()
    name = node.css_first(".fn")
    shown = name.text(strip=True) if name is not None else ""
    if name is not None and name.tag == "abbr":
        return Account(
            service="phone",
            handle=number or _OWNER.handle,
            native_id=phones.normal(number),
            shown_as=shown or _OWNER.shown_as,
            is_owner=True,
        )
    if not number and not shown:
        return None
    return phones.account(number, shown) if number else Account(service="phone", handle=shown)


def _when(block: LexborHTMLParser, selector: str) -> When:
    node = block.css_first(selector)
    if node is None:
        return clocks.unknown("")
    return stamp(node.attributes.get("title") or node.text(strip=True))


IMPORTER = Importer(title="Google Voice (Google Takeout)", version="1", claims=_claims, read=_read)
