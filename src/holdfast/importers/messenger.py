"""Facebook's and Messenger's own download, in JSON: messages, friends, comments, sign-ins.

*Where it comes from.* In Facebook: *Settings, Accounts Centre, Your information and permissions, Download
your information*. Choose the format **JSON**, all of the time, high quality. Chats that are encrypted end to
end come apart from it: in Messenger, *Privacy and safety, End-to-end encrypted chats, Message storage,
Download secure storage data*. Hand in all zip files as they are.

*What it reads.* Every message of every chat, also of message requests, filtered and archived chats: who,
when, the text, what was shared, attached and reacted, calls and how long they were, and that a message was
taken back. Facebook writes letters beyond English in a broken way; they are put right, and what the file has
is kept beside it. Your comments, posts and reactions; friends, requests, followers, whom you blocked; when
somebody signed in to your account, and from which IP address.

*What it cannot tell.* What others wrote below your posts: only your own comments are in it. What a message
that was taken back said. Messages have no lasting number, and people bear the names that they show: two of
one name look like one, who changed names looks like two, and accounts that are gone have lost their names.
The people of a chat are those of the day of the download. Whether a call of no seconds was missed or refused.

*Tested with.* Invented downloads in the layouts of 2018 to 2025 and of encrypted chats, damaged ones too.
Shape only, not proven on a real export.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.formats import json_items, meta_place
from holdfast.formats.asked import Asked
from holdfast.formats.json_items import ANY
from holdfast.formats.meta_lists import Entry, Lists
from holdfast.formats.meta_text import meant
from holdfast.formats.meta_thread import Thread
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.account import Account
from holdfast.model.problem import Problem
from holdfast.model.told import Told

_LISTS = {
    "comments": Entry("comment", "comment", "out"),
    "group_comments": Entry("comment", "comment in a group", "out"),
    "your_posts": Entry("post", "post", "out"),
    "your_posts__check_ins__photos_and_videos": Entry("post", "post", "out"),
    "status_updates": Entry("post", "post", "out"),
    "group_posts": Entry("post", "post in a group", "out"),
    "reactions": Entry("reaction", "reaction", "out"),
    "likes_and_reactions": Entry("reaction", "reaction", "out"),
    "friends": Entry("follow", "friend", None),
    "deleted_friends": Entry("follow", "friend removed", "out"),
    "removed_friends": Entry("follow", "friend removed", "out"),
    "received_requests": Entry("follow", "friend request received", "in"),
    "received_friend_requests": Entry("follow", "friend request received", "in"),
    "rejected_requests": Entry("follow", "friend request declined", "in"),
    "sent_requests": Entry("follow", "friend request sent", "out"),
    "followers": Entry("follow", "follower", "in"),
    "following": Entry("follow", "followed", "out"),
    "unfollowed": Entry("follow", "no longer followed", "out"),
    "blocked_users": Entry("notice", "blocked", "out"),
    "account_activity": Entry("sign-in", "account activity", None),
    "account_accesses": Entry("sign-in", "sign-in or sign-out", None),
    "active_sessions": Entry("sign-in", "device that is signed in", None),
    "recognized_devices": Entry("sign-in", "device that is known", None),
    "used_ip_address": Entry("sign-in", "IP address used", None),
    "admin_records": Entry("notice", "change of the account", None),
}
_PROFILE = re.compile(r"profile_information\.json$")
_NAMES = (("name", "full_name"), ("username",), ("previous_names", ANY, "name"))
_UNNAMED = "This file lies beside a chat, but no message of the chat names it."


def _claims(member: Member, tree: Tree) -> bool:
    service = meta_place.service_of(member, tree)
    if service is None:
        return meta_place.chat_of(member, tree) == "messenger"
    is_part = member.suffix == ".json" or bool(meta_place.thread_of(member)[0])
    if service != "messenger" or not is_part or member.suffix == ".html":
        return False
    return member.suffix == ".json" or not meta_place.is_of_pages(member, tree)


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    owner, names = _owner(members)
    lists = Lists("facebook", owner, _LISTS, tree)
    asked: dict[str, Asked] = {}
    named: set[str] = set()
    for member in members:
        if member.suffix != ".json":
            continue
        if meta_place.is_chat(member):
            thread = Thread(member, tree, "messenger", names, named)
            yield from thread.records()
            for account in thread.unknown.values():
                asked.setdefault(member.source, Asked()).author(account)
        elif not _PROFILE.search(member.file_name):
            yield from lists.records(member)
    for member in members:
        if member.suffix != ".json" and member.path not in named:
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)
    for source, questions in asked.items():
        yield from questions.questions(source, "messenger")


def _owner(members: Sequence[Member]) -> tuple[Account, set[str]]:
    """The owner's account, and all names under which the download may show them."""
    names: list[str] = []
    paths = [(profile, *way) for profile in ("profile_v2", "profile", "profile_v3") for way in _NAMES]
    for place in range(len(members)):
        member = members[place]
        if not _PROFILE.search(member.file_name):
            continue
        with member.open() as stream:
            found = [meant(item.value) for item in json_items.items(stream, *paths)]
        names += [name for name in found if name]
    shown = "" if names else "the owner of this account"
    owner = Account(service="facebook", handle=names[0] if names else "me", shown_as=shown, is_owner=True)
    return owner, set(names)


IMPORTER = Importer(title="Facebook and Messenger download (JSON)", version="1", claims=_claims, read=_read)
