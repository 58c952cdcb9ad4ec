"""Instagram's own download, in JSON: messages, followers, comments, sign-ins.

*Where it comes from.* In Instagram: *Accounts Centre, Your information and permissions, Download your
information*. Choose the format **JSON**, all of the time, high quality. It comes as one or more zip files:
hand in all of them as they are. The format HTML holds less, and its times are not exact.

*What it reads.* Every message of every chat, also of message requests and of chats that were put away: who,
when, the text, what was shared, attached and reacted, calls, and that a message was taken back. Instagram
writes letters beyond English in a broken way; they are put right, and what the file has is kept beside it.
Your comments, posts, likes; who follows you and whom you follow; whom you blocked, restricted or took for a
close friend; when somebody signed in to your account, and from which IP address.

*What it cannot tell.* What others wrote below your posts: only your own comments are in it. What a message
that was taken back said. Messages have no lasting number, and people bear the name that they show, not their
user name, so that two of one name look like one; who changed names looks like two. Accounts that are gone
have lost their names. "Liked a message" is a line of Instagram's own that looks like a message. Vanished and
disappearing messages. The times are said to be those of the service; compare one message whose time you know.

*Tested with.* Invented downloads in the layouts of 2019 to 2026, damaged ones too. Shape only, not proven
on a real export.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.formats import json_items, meta_place, stored
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
    "relationships_followers": Entry("follow", "follower", "in"),
    "followers": Entry("follow", "follower", "in"),
    "relationships_following": Entry("follow", "followed", "out"),
    "following": Entry("follow", "followed", "out"),
    "relationships_follow_requests_received": Entry("follow", "follow request received", "in"),
    "relationships_follow_requests_sent": Entry("follow", "follow request sent", "out"),
    "relationships_permanent_follow_requests": Entry("follow", "follow request sent", "out"),
    "relationships_unfollowed_users": Entry("follow", "no longer followed", "out"),
    "relationships_blocked_users": Entry("notice", "blocked", "out"),
    "relationships_restricted_users": Entry("notice", "restricted", "out"),
    "relationships_close_friends": Entry("notice", "close friend", "out"),
    "relationships_hide_stories_from": Entry("notice", "stories hidden from", "out"),
    "relationships_dismissed_suggested_users": Entry("notice", "suggestion removed", "out"),
    "post_comments": Entry("comment", "comment", "out"),
    "comments_media_comments": Entry("comment", "comment", "out"),
    "comments_reels_comments": Entry("comment", "comment", "out"),
    "reels_comments": Entry("comment", "comment", "out"),
    "likes_media_likes": Entry("reaction", "like of a post", "out"),
    "likes_comment_likes": Entry("reaction", "like of a comment", "out"),
    "liked_posts": Entry("reaction", "like of a post", "out"),
    "liked_comments": Entry("reaction", "like of a comment", "out"),
    "story_activities_story_likes": Entry("reaction", "like of a story", "out"),
    "story_activities_polls": Entry("reaction", "answer to a poll in a story", "out"),
    "story_activities_quizzes": Entry("reaction", "answer to a quiz in a story", "out"),
    "story_activities_questions": Entry("reaction", "answer to a question in a story", "out"),
    "story_activities_emoji_sliders": Entry("reaction", "answer to a slider in a story", "out"),
    "posts": Entry("post", "post", "out"),
    "ig_stories": Entry("post", "story", "out"),
    "ig_reels_media": Entry("post", "reel", "out"),
    "ig_archived_post_media": Entry("post", "archived post", "out"),
    "ig_profile_picture": Entry("picture", "profile picture", "out"),
    "account_history_login_history": Entry("sign-in", "sign-in", None),
    "account_history_logout_history": Entry("sign-in", "sign-out", None),
    "account_history_password_change_history": Entry("notice", "password changed", None),
    "account_history_registration_info": Entry("notice", "account made", None),
    "account_history_account_privacy_history": Entry("notice", "privacy of the account changed", None),
    "login_activity": Entry("sign-in", "sign-in", None),
    "logout_activity": Entry("sign-in", "sign-out", None),
    "password_change_activity": Entry("notice", "password changed", None),
    "profile_profile_change": Entry("notice", "profile changed", None),
}
_PROFILE = re.compile(r"personal_information\.json$|profile\.json$")
_USER_NAME = re.compile(
    r"user ?name|benutzername|nom d.utilisateur|nom de profil|nombre de usuario|nome utente|nome de usu|"
    r"gebruikersnaam|nazwa użytkownika|имя пользователя|användarnamn",
    re.IGNORECASE,
)
_UNNAMED = "This file lies beside a chat, but no message of the chat names it."


def _claims(member: Member, tree: Tree) -> bool:
    service = meta_place.service_of(member, tree)
    if service is None:
        return meta_place.chat_of(member, tree) == "instagram"
    is_part = member.suffix == ".json" or bool(meta_place.thread_of(member)[0])
    if service != "instagram" or not is_part or member.suffix == ".html":
        return False
    return member.suffix == ".json" or not meta_place.is_of_pages(member, tree)


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:  # noqa: ARG001
    owner, names = _owner(members)
    lists = Lists("instagram", owner, _LISTS, tree)
    asked: dict[str, Asked] = {}
    named: set[str] = set()
    for member in members:
        if member.suffix != ".json":
            continue
        thread = Thread(member, tree, "instagram", names, named)
        if meta_place.is_chat(member):
            yield from thread.records()
        elif meta_place.is_old_chats(member):
            yield from _old_chats(member, thread)
        elif not _PROFILE.search(member.file_name):
            yield from lists.records(member)
        for account in thread.unknown.values():
            asked.setdefault(member.source, Asked()).author(account)
    for member in members:
        if member.suffix != ".json" and member.path not in named:
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)
    for source, questions in asked.items():
        yield from questions.questions(source, "instagram")


def _old_chats(member: Member, thread: Thread) -> Iterator[Record]:
    with member.open() as stream:
        for item in json_items.items(stream, (ANY, "participants"), (ANY, "conversation", ANY)):
            if problem := item.problem(member):
                yield problem
            if item.broken:
                continue
            if item.path[1] == "participants":
                thread.enter(stored.words(item.value))
            else:
                yield from thread.message(item.value, item.at(member))


def _owner(members: Sequence[Member]) -> tuple[Account, set[str]]:
    """The owner's account, and all names under which the download may show them."""
    names: set[str] = set()
    handle = ""
    for place in range(len(members)):
        member = members[place]
        if not _PROFILE.search(member.file_name):
            continue
        with member.open() as stream:
            for item in json_items.items(
                stream, ("profile_user", ANY, "string_map_data", ANY), ("username",)
            ):
                if not item.broken:
                    value = item.value.get("value") if isinstance(item.value, dict) else item.value
                    if text := meant(value):
                        names.add(text)
                        if _USER_NAME.search(meant(str(item.path[-1]))):
                            handle = handle or text
    shown = "" if handle else "the owner of this account"
    return Account(service="instagram", handle=handle or "me", shown_as=shown, is_owner=True), names


IMPORTER = Importer(title="Instagram download (JSON)", version="1", claims=_claims, read=_read)
