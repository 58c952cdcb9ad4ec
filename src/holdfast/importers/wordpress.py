"""WordPress: comments on the person's own website, with the addresses that they came from.

*Where it comes from.* In the administration of the website: *Tools*, *Export*, *All content*. You get a
file such as `mysite.WordPress.2026-01-13.xml`. WordPress leaves out what is marked as spam: look at
*Comments*, *Spam* before, and mark what matters as *Not spam*. Or ask whoever runs the database for the
table `wp_comments` as CSV, with titles: it has them all.

*What it reads.* Every comment: when, under which name and mail address, from which IP address, the words,
what it answers, whether it was shown, held back or in the bin, and what filters noted about it. Posts and
pages: when, and by whom. Of the table, each comment, also those marked as spam. Files of other programs
that write the same layout are read as well.

*What it cannot tell.* Comments marked as spam, and those deleted for good. Whether a name or a mail address
is true: whoever comments writes what they like. Who sat behind an IP address; where the site stands behind
another service, the address may be that service's own. When a comment was changed, and what it said before.
Menus, files and other parts of a site are only counted.

*Tested with.* Invented exports of versions 1.0 to 1.2, with bins, answers, entities, dates of nothing, odd
addresses, control characters, and damaged ones. Proven on real files: one published export of WordPress
6.9, every comment and page of it counted.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape

from holdfast.formats import headed_rows, xml_records
from holdfast.formats.addresses import addresses
from holdfast.formats.asked import Asked
from holdfast.formats.headed_rows import HeadedRows
from holdfast.formats.markup import links_in_page, links_in_text, text_of
from holdfast.formats.stamps import stamp
from holdfast.formats.tree import Member, Tree
from holdfast.formats.xml_records import Found, Values
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.event import Event
from holdfast.model.locator import Locator
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from holdfast.model.when import When

_SIGN = re.compile(rb"xmlns:\w+\s*=\s*[\"']https?://wordpress\.org/export/\d")
_INSIDE = {"channel": "", "item": "channel", "comment": "item"}
_STATES = {
    "spam": "marked as spam",
    "0": "held back",
    "1": "shown",
    "trash": "in the bin",
    "post-trashed": "in the bin with its post",
}
_TITLES = ("comment_id", "comment_author_ip", "comment_date_gmt", "comment_content")
_POSTS = ("post", "page")
_TAG = re.compile(r"<[a-zA-Z/!]|&(?:#\d|#x|[a-z]{2,8};)")
_COMMENT = (
    *("comment_id", "comment_author", "comment_author_email", "comment_author_url", "comment_author_IP"),
    *("comment_date", "comment_date_gmt", "comment_content", "comment_approved", "comment_parent"),
    *("commentmeta/meta_key", "commentmeta/meta_value"),
)
_POST = (
    "title",
    "link",
    "creator",
    "encoded",
    "post_date",
    "post_date_gmt",
    "pubDate",
    "status",
    "post_type",
)
_HEAD = 1 << 14
_LONGEST = 20_000
_RAW = 2000

_NO_TIME = "The time of this entry is missing or makes no sense."


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    if member.suffix == ".csv":
        return headed_rows.has(member, _TITLES)
    if member.suffix not in (".xml", ".wxr", ".txt"):
        return False
    return _SIGN.search(member.head(_HEAD).replace(b"\0", b"")) is not None


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    for member in members:
        asked = Asked()
        site = _Site(member, told.zone(member.source), asked)
        yield from site.table() if member.suffix == ".csv" else site.read()
        yield from asked.questions(member.source, "wordpress")


class _Site:
    def __init__(self, member: Member, zone: str | None, asked: Asked) -> None:
        self._member = member
        self._zone = zone
        self._asked = asked

    def table(self) -> Iterator[Record]:
        """The comments of a table that the site's database gave."""
        for row in HeadedRows(self._member):
            if isinstance(row, Problem):
                yield row
            else:
                yield from self._checked(self._in_table(*row))

    def read(self) -> Iterator[Record]:
        """The comments and posts of an export."""
        others: dict[str, int] = {}
        for found in xml_records.records(self._member, _INSIDE):
            if isinstance(found, Problem):
                yield found
                continue
            if found.name == "comment":
                yield from self._checked(self._in_file(found))
            elif found.name == "item" and found.first("post_type") in _POSTS and found.first("post_date"):
                yield from self._checked(self._post(found))
            elif found.name == "item":
                sort = found.first("post_type")
                others[sort] = others.get(sort, 0) + 1
        for sort in sorted(others):
            what = f"{others[sort]} parts of the site are only counted: menus, files, pages without a date."
            yield Problem(found_at=self._member.at(), loss="part", what=what, raw=sort[:_RAW])

    def _checked(self, event: Event) -> Iterator[Record]:
        yield event
        if event.when.at is None:
            written = event.when.as_written
            if event.when.precision != "none":
                self._asked.time(written)
            else:
                yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=written[:_RAW])

    def _in_file(self, found: Found) -> Event:
        """A comment as it stands below its post in the export."""
        site, post = found.around
        keys, values = (found.values.get(f"commentmeta/meta_{part}", []) for part in ("key", "value"))
        kept = {key.strip(): value.strip()[:_LONGEST] for key, value in zip(keys, values, strict=False)}
        return self._comment(
            found.first,
            found.found_at,
            _rest(found.values, _COMMENT) | kept,
            site=_first(site, "base_site_url") or _first(site, "link"),
            title=_first(post, "title"),
            thread=_first(post, "link"),
        )

    def _in_table(self, here: Locator, row: headed_rows.Values) -> Event:
        """A comment as it stands in the site's own table, where a post is known by its number only."""
        used = [name.lower() for name in _COMMENT]
        held = {name: value.strip() for name, value in row.items() if value.strip() not in ("", "NULL")}
        kept = {name: value[:_LONGEST] for name, value in held.items() if name not in used and value != "0"}
        post = held.get("comment_post_id", "")
        return self._comment(
            lambda name: held.get(name.lower(), ""),
            here,
            kept,
            site="",
            title="",
            thread=f"post {post}" if post else "",
        )

    def _comment(
        self,
        get: Callable[[str], str],
        here: Locator,
        fields: dict[str, str],
        *,
        site: str,
        title: str,
        thread: str,
    ) -> Event:
        written = get("comment_content")
        text = _text(written)
        if text != written:
            fields["text as stored"] = written[:_LONGEST]
        state, number, parent = get("comment_approved"), get("comment_id"), get("comment_parent")
        fields["state"] = _STATES.get(state, state)
        url, ip = get("comment_author_url"), get("comment_author_IP")
        known = addresses(ip, "WordPress")
        if ip and (not known or known[0].ip != ip):
            fields["IP as stored"] = ip
        links = [url] if url.startswith(("http://", "https://")) else []
        links += [*links_in_page(written.encode("utf-8", "replace")), *links_in_text(text)]
        # Numbers are counted anew on each site.
        name = f"{site} comment" if site else ""
        return Event(
            kind="comment",
            service="wordpress",
            when=self._when(get("comment_date_gmt"), get("comment_date")),
            found_at=here,
            by=_account(get("comment_author"), get("comment_author_email")),
            subject=title,
            text=text,
            addresses=known,
            links=tuple(dict.fromkeys(links)),
            reply_to=f"{name} {parent}" if name and parent not in ("", "0") else "",
            act=f"{name} {number}" if name and number else "",
            thread=thread,
            fields={key: value for key, value in fields.items() if value},
        )

    def _post(self, found: Found) -> Event:
        text = _text(found.first("encoded"))
        fields = {"type": found.first("post_type"), "state": found.first("status")}
        return Event(
            kind="post",
            service="wordpress",
            when=self._when(found.first("post_date_gmt"), found.first("post_date")),
            found_at=found.found_at,
            by=_account(found.first("creator"), ""),
            subject=found.first("title"),
            text=text,
            links=tuple(links_in_text(text)),
            thread=found.first("link"),
            fields=_rest(found.values, _POST) | {key: value for key, value in fields.items() if value},
        )

    def _when(self, in_utc: str, local: str) -> When:
        when = stamp(in_utc, is_utc=True)
        return when if when.at is not None else stamp(local or in_utc, self._zone)


def _first(values: Values, path: str) -> str:
    return values.get(path, [""])[0].strip()


def _rest(values: Values, used: Sequence[str]) -> dict[str, str]:
    """What else is stored, by its path; of lists, which only a site uses, nothing."""
    return {
        path: held[0].strip()[:_LONGEST]
        for path, held in values.items()
        if path not in used and len(held) == 1 and held[0].strip() not in ("", "0")
    }


def _text(written: str) -> str:
    return text_of(written.replace("\n", "<br>")) if _TAG.search(written) else written


def _account(name: str, mail: str) -> Account | None:
    """Whoever comments gives a name and an address, and nobody checks either."""
    if not name and not mail:
        return None
    shown = unescape(name)
    return Account(service="wordpress", handle=mail or shown, native_id=mail.casefold(), shown_as=shown)


IMPORTER = Importer(title="WordPress export (comments)", version="1", claims=_claims, read=_read)
