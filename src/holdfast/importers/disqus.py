"""Disqus: comments on the person's own website, from the export for owners of a forum.

*Where it comes from.* At disqus.com, as owner of the forum: *Admin*, *Moderation*, *Export*. A link to a
file such as `mysite-2026-01-13T10_00_00-all.xml.gz` comes by mail. Hand it in as it is.

*What it reads.* Every comment: when, under which name, the words, on which page, what it answers, whether
it was deleted or marked as spam; the mail address and the IP address, where the export has them.

*What it cannot tell.* IP and mail addresses, in most exports of today: ask Disqus while the comments still
stand. When a comment was deleted, and by whom. What it said before it was changed. Votes. Whether a name is
true: guests write what they like.

*Tested with.* Invented exports, with deleted comments, spam, guests, answers, pages without a title, and
damaged ones. Shape only, not proven on a real export.
"""

from collections.abc import Iterator, Sequence

from holdfast.formats import xml_records
from holdfast.formats.addresses import addresses
from holdfast.formats.markup import links_in_page, links_in_text, text_of
from holdfast.formats.stamps import stamp
from holdfast.formats.tree import Member, Tree
from holdfast.formats.xml_records import Found
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told

_SIGN = b"disqus.com/disqus-internals"
_INSIDE = {"thread": "", "post": ""}
_USED = (
    *("message", "createdAt", "author/name", "author/email", "author/username", "ipAddress", "thread@id"),
    *("parent@id", "@id", "isDeleted", "isSpam", "@schemaLocation"),
)
_MOST = 500_000  # pages whose titles are remembered
_HEAD = 1 << 13
_LONGEST = 20_000
_RAW = 2000

_NO_TIME = "The time of this comment is missing or makes no sense."


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    return member.suffix in (".xml", ".txt") and _SIGN in member.head(_HEAD).replace(b"\0", b"")


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        pages: dict[str, tuple[str, str]] = {}
        for found in xml_records.records(member, _INSIDE):
            if isinstance(found, Problem):
                yield found
            elif found.name == "post":
                yield from _comment(found, pages)
            elif len(pages) < _MOST:
                # Pages stand before the comments on them, and are no events of their own.
                pages[found.first("@id")] = (found.first("link"), found.first("title"))


def _comment(found: Found, pages: dict[str, tuple[str, str]]) -> Iterator[Record]:
    page = found.first("thread@id")
    link, title = pages.get(page, ("", ""))
    written = found.first("message")
    text = text_of(written)
    fields = {
        path: held[0].strip()[:_LONGEST]
        for path, held in found.values.items()
        if path not in _USED and held[0].strip() not in ("", "false")
    }
    if text != written:
        fields["text as stored"] = written[:_LONGEST]
    states = [
        name for name, path in (("deleted", "isDeleted"), ("spam", "isSpam")) if found.first(path) == "true"
    ]
    if states:
        fields["state"] = ", ".join(states)
    ip = found.first("ipAddress")
    known = addresses(ip, "Disqus")
    if ip and (not known or known[0].ip != ip):
        fields["IP as stored"] = ip
    parent = found.first("parent@id")
    event = Event(
        kind="comment",
        service="disqus",
        when=stamp(found.first("createdAt"), is_utc=True),
        found_at=found.found_at,
        by=_account(found),
        subject=title,
        text=text,
        addresses=known,
        links=tuple(
            dict.fromkeys([*links_in_page(written.encode("utf-8", "replace")), *links_in_text(text)])
        ),
        reply_to=parent,
        act=found.first("@id"),
        thread=link or page,
        fields=fields,
    )
    yield event
    if event.when.at is None:
        yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=event.when.as_written[:_RAW])


def _account(found: Found) -> Account | None:
    """A name of an account at Disqus is lasting; guests have none."""
    name, mail, user = (found.first(f"author/{part}") for part in ("name", "email", "username"))
    if not name and not mail and not user:
        return None
    native = user.casefold() or mail.casefold()
    return Account(service="disqus", handle=user or mail or name, native_id=native, shown_as=name)


IMPORTER = Importer(title="Disqus export", version="1", claims=_claims, read=_read)
