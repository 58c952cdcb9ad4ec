"""The archive of one's own account from X (Twitter).

*Where it comes from.* On X: *Settings, Your account, Download an archive of your data*. It comes as a zip
file with `Your archive.html` and a folder `data`. Hand it in as it is; if there are several, all of them.

*What it reads.* Direct messages, also in groups: who, when, the text, links, pictures with their
fingerprints, reactions, earlier versions; who joined, left, or renamed a group. Your posts and replies, also
deleted ones, with the time of deletion. Sign-ins with their IP addresses, devices, programs you let in,
changed names and addresses. Whom you blocked and muted, who follows you and whom you follow, what you liked.
The numbers that the archive states of itself are compared with what is in it.

*What it cannot tell.* What others posted about you, or in answer to you. People are numbers; a name is shown
where one of your posts names it, and it may have changed since. Messages that the other side or you deleted
are left out without a trace. Lists of followers, blocked and liked things say no times. Whether somebody was
warned, or suspended.

*Tested with.* Invented archives in the layouts of 2013, 2019 and 2024, written after the layouts that public
programs read, damaged ones too. Shape only, not proven on a real export.
"""

import html
import re
from collections.abc import Iterator, Sequence

from holdfast.formats import json_items, markup, stored, x_files
from holdfast.formats.asked import Asked
from holdfast.formats.json_items import ANY, Item
from holdfast.formats.roots import Roots
from holdfast.formats.stored import Record as Stored
from holdfast.formats.tree import Member, Tree
from holdfast.formats.x_messages import Media, Messages
from holdfast.formats.x_people import People
from holdfast.importers import Importer, Record
from holdfast.model.event import Address, Direction, Event, Kind
from holdfast.model.locator import Locator
from holdfast.model.problem import Loss, Problem
from holdfast.model.told import Told
from holdfast.model.when import NamedTime

_MESSAGES = ("direct_message", "direct_messages", "direct_message_group", "direct_messages_group")
_HEADERS = re.compile(r"(?:direct_messages?(?:_group)?|(?:deleted_)?tweet)_headers")
_POSTS = {
    "tweet": "tweet",
    "tweets": "tweet",
    "deleted_tweet": "tweet",
    "deleted_tweets": "tweet",
    "community_tweet": "tweet",
    "note_tweet": "noteTweet",
    x_files.OLD: "",
}
_LISTS: dict[str, tuple[str, Kind, str, Direction | None]] = {
    "follower": ("follower", "follow", "follower", "in"),
    "following": ("following", "follow", "followed", "out"),
    "block": ("blocking", "notice", "blocked", "out"),
    "mute": ("muting", "notice", "muted", "out"),
    "like": ("like", "reaction", "like", "out"),
    "ip_audit": ("ipAudit", "sign-in", "sign-in", None),
    "device_token": ("deviceToken", "sign-in", "device", None),
    "connected_application": ("connectedApplication", "notice", "program that was let in", None),
    "screen_name_change": ("screenNameChange", "notice", "user name changed", None),
    "email_address_change": ("emailAddressChange", "notice", "e-mail address changed", None),
    "account_creation_ip": ("accountCreationIp", "sign-in", "account made", None),
    "account_suspension": ("accountSuspension", "notice", "account suspended", None),
    "protected_history": ("protectedHistory", "notice", "account protected", None),
}
_TIMES = ("createdAt", "changedAt", "approvedAt", "timeStamp", "protectedAt", "lastSeenAt")
_IPS = ("loginIp", "userCreationIp", "ip")
_EMPTY = re.compile(
    r"account$|manifest|profile|ad_|ads_|personalization|verified|phone_number|account_(?:timezone|label)|ageinfo|"
    r"key_registry|app$|smartblock|saved_search|moment|branch_links|product_|professional_|shop|catalog|contact$"
)
_INSIDE = re.compile(r"(?:data/)?(?:\w+_media/|README\.txt$)|assets/|Your archive\.html$|index\.html$")

_NO_TIME = "The time of this entry is missing or makes no sense."
_NO_SENSE = "This entry is not of a kind that is known."
_NOT_READ = "This file of the archive is kept, but what it holds is not read. Its entries: "
_NO_EVENTS = "This file of the archive is understood; it tells of nothing that happened. Its entries: "
_AGAIN = "This file holds numbers and times only, of entries that stand in another file. Its entries: "
_COUNT = "The archive says that this file holds another number of entries than were found. Said, and found: "
_GONE = "The archive names files that are not in it. Their number: "
_UNNAMED = "This file lies in the archive, but no entry that was read names it."
_VIEWER = "The pages for looking at the archive are kept, and not read: they hold nothing of their own."


def _is_root(tree: Tree, folder: str) -> bool:
    first = (
        m for inside in (f"{folder}data/", folder) if (one := tree.first_in(inside)) for m in tree.beside(one)
    )
    return any(m.suffix == ".js" and x_files.kind_of(m) for m in first)


_roots = Roots(_is_root)


def _claims(member: Member, tree: Tree) -> bool:
    if member.suffix == ".js" and x_files.kind_of(member):
        return True
    folder = _roots.of(member, tree)
    if folder is None:
        return False
    return bool(_INSIDE.match(member.path, len(folder.removesuffix("data/")))) or bool(
        _INSIDE.match(member.path, len(folder))
    )


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    kinds = {members[place].path: x_files.kind_of(members[place]) for place in range(len(members))}
    archive = _Archive(members, kinds, tree)
    has_viewer = False
    for member in members:
        if kinds[member.path]:
            yield from archive.file(member, kinds[member.path])
    for member in members:
        if kinds[member.path]:
            continue
        if "assets/" in member.path or member.suffix in (".html", ".txt"):
            if not has_viewer:
                yield Problem(found_at=member.at(), loss="part", what=_VIEWER)
            has_viewer = True
        elif member.path not in archive.media.named:
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)
    for source, asked in archive.asked.items():
        yield from asked.questions(source, "x_archive")


class _Archive:
    def __init__(self, members: Sequence[Member], kinds: dict[str, str], tree: Tree) -> None:
        self._tree = tree
        self.asked: dict[str, Asked] = {}
        self.media = Media(tree)
        self._people = People()
        self._messages = Messages(self._people, self.media, self.asked)
        self._counts: dict[str, int] = {}
        self._has_messages = any(kind in _MESSAGES for kind in kinds.values())
        for place in range(len(members)):
            member = members[place]
            match kinds[member.path]:
                case "account":
                    names = ("accountId", "username", "accountDisplayName")
                    self._people.learn_owner(member, (ANY, "account"), names)
                case x_files.LIST:
                    base = member.folder.removesuffix("data/")
                    self._counts |= {base + name: count for name, count in x_files.counts(member)}
                    self._people.learn_owner(member, ("userInfo",), ("accountId", "userName", "displayName"))
                case kind if _POSTS.get(kind) == "tweet":
                    self._people.learn_names(member)

    def file(self, member: Member, kind: str) -> Iterator[Record]:
        """One script of the archive, and whether it holds what the archive says that it does."""
        count = 0
        is_header = kind.startswith("direct") and _HEADERS.fullmatch(kind) is not None
        is_chat = kind in _MESSAGES or (is_header and not self._has_messages)
        chat = (ANY, "dmConversation")
        heads = ((*chat, "conversationId"), (*chat, "name"))
        paths = (*heads, (*chat, "messages", ANY)) if is_chat else ((ANY,),)
        told: dict[str, str] = {}
        chat_number = -1
        remark = "" if is_chat or kind in _POSTS or kind in _LISTS else self._remark(kind)
        with member.open() as stream:
            for item in json_items.items(stream, *paths):
                if problem := item.problem(member):
                    yield problem
                if item.path and isinstance(item.path[0], int):
                    count = max(count, item.path[0] + 1)
                if item.broken or remark:
                    continue
                if not is_chat:
                    yield from self._entry(item, kind, member)
                    continue
                if item.path[0] != chat_number:
                    told, chat_number = {}, int(item.path[0])
                if item.path[-1] in ("conversationId", "name"):
                    told[str(item.path[-1])] = stored.word(item.value)
                else:
                    thread, name = told.get("conversationId", ""), told.get("name", "")
                    yield from self._messages.read(item, thread, name, member)
        if remark and kind != x_files.LIST:
            loss: Loss = "member" if remark == _NOT_READ else "part"
            yield Problem(found_at=member.at(), loss=loss, what=f"{remark}{count}.")
        if kind == x_files.LIST:
            gone = sum(self._tree.get(name) is None for name in self._counts)
            if gone:
                yield Problem(found_at=member.at(), loss="part", what=f"{_GONE}{gone}.")
        elif (said := self._counts.get(member.path)) is not None and said != count:
            yield Problem(found_at=member.at(), loss="part", what=f"{_COUNT}{said}, {count}.")

    def _remark(self, kind: str) -> str:
        if _HEADERS.fullmatch(kind):
            return _AGAIN
        return _NO_EVENTS if _EMPTY.match(kind) else _NOT_READ

    def _entry(self, item: Item, kind: str, member: Member) -> Iterator[Record]:
        here = item.at(member)
        key = _POSTS.get(kind) if kind in _POSTS else _LISTS[kind][0]
        kept = item.value.get(key) if key and isinstance(item.value, dict) else item.value
        if not isinstance(kept, dict):
            raw = stored.as_field(item.value)[:2000]
            yield Problem(found_at=here, loss="record", what=_NO_SENSE, raw=raw)
        elif kind in _POSTS:
            yield from self._checked(self._post(kept, here, member, kind))
        else:
            yield self._listed(kept, here, kind)

    def _post(self, kept: Stored, here: Locator, member: Member, kind: str) -> Event:
        number = stored.word(kept.get("id_str", kept.get("noteTweetId", kept.get("id"))))
        core = stored.record(kept.get("core"))
        raw = stored.word(kept.get("full_text", kept.get("text", core.get("text"))))
        text = html.unescape(raw)
        entities = stored.record(kept.get("entities"))
        urls = [stored.word(one.get("expanded_url")) for one in stored.records(entities.get("urls"))]
        media = stored.records(stored.record(kept.get("extended_entities")).get("media"))
        media = media or stored.records(entities.get("media"))
        answered = stored.word(kept.get("in_reply_to_status_id_str", kept.get("in_reply_to_status_id")))
        whom = self._people.account(kept.get("in_reply_to_user_id_str", kept.get("in_reply_to_user_id")))
        deleted = x_files.moment(kept.get("deleted_at"))
        used = (
            "id",
            "id_str",
            "noteTweetId",
            "full_text",
            "text",
            "core",
            "created_at",
            "createdAt",
            "deleted_at",
        )
        fields = stored.rest(
            kept, *used, "display_text_range", "in_reply_to_status_id", "in_reply_to_user_id"
        )
        if text != raw:
            fields["text as stored"] = raw
        if kind.startswith("deleted"):
            fields["state"] = "deleted by the owner"
        return Event(
            kind="comment" if answered else "post",
            service="x",
            when=x_files.moment(kept.get("created_at", kept.get("createdAt"))),
            times=(NamedTime(name="deleted", when=deleted),) if deleted.at is not None else (),
            found_at=here,
            by=self._people.owner or self._people.writer(kept),
            to=(whom,) if whom and whom != self._people.owner else (),
            direction="out",
            text=text,
            attached=tuple(
                self.media.of(
                    number,
                    [stored.word(one.get("media_url_https", one.get("media_url"))) for one in media],
                    member,
                )
            ),
            links=tuple(dict.fromkeys((*filter(None, urls), *markup.links_in_text(text)))),
            reply_to=answered,
            act=number,
            fields=fields,
        )

    def _listed(self, kept: Stored, here: Locator, kind: str) -> Event:
        _, sort, name, direction = _LISTS[kind]
        # A change stands one level deeper, under the same name.
        inner = next((v for k, v in kept.items() if k.endswith("Change") and isinstance(v, dict)), {})
        other = self._people.account(kept.get("accountId")) if direction and sort != "reaction" else None
        time = next((v for one in (kept, inner) for key in _TIMES if (v := one.get(key))), None)
        ip = next((text for key in _IPS if (text := stored.word(kept.get(key)))), "")
        text = html.unescape(stored.word(kept.get("fullText")))
        by = {"out": self._people.owner, "in": other, None: None}[direction]
        # The token of a device is a key of its owner's, and is left where it is.
        return Event(
            kind=sort,
            service="x",
            when=x_files.moment(time),
            found_at=here,
            by=by,
            to=tuple(a for a in (other, self._people.owner) if a and a is not by),
            direction=direction,
            text=text,
            addresses=(Address(ip=ip, said_by="X"),) if ip else (),
            links=tuple(
                filter(None, (stored.word(kept.get("userLink")), stored.word(kept.get("expandedUrl"))))
            ),
            fields={"entry": name} | stored.rest(kept, "fullText", "userLink", "expandedUrl", "token"),
        )

    def _checked(self, event: Event) -> Iterator[Record]:
        yield event
        if event.when.at is None:
            yield Problem(found_at=event.found_at, loss="part", what=_NO_TIME, raw=event.when.as_written)


IMPORTER = Importer(title="X (Twitter) archive", version="1", claims=_claims, read=_read)
