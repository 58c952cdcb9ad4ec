"""Where in a download from Facebook or Instagram a file lies, and from which of the two it is."""

import re
from typing import Literal
from weakref import WeakKeyDictionary

from holdfast.formats import json_items
from holdfast.formats.roots import Roots
from holdfast.formats.tree import Member, Tree

Service = Literal["messenger", "instagram"]

_SECTIONS = (
    "inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover|broadcast|secret_conversations"
)
_MARK = re.compile(
    r"(?:^|(?<=/))(?:(?P<instagram>your_instagram_activity|(?:connections/)?followers_and_following|"
    r"login_and_account_creation|personal_information/personal_information/personal_information\.json)|"
    r"(?P<messenger>your_facebook_activity|your_activity_across_facebook|connections/friends|"
    r"friends_and_followers|(?:personal_information/)?profile_information|"
    r"(?:personal_information/)?profile_information\.json|"
    r"security_and_login_information/account_activity\.json)|"
    rf"(?P<either>messages/(?:{_SECTIONS})))(?:/|$)"
)
_TOP = re.compile(
    r"(?:your_instagram_activity|your_facebook_activity|your_activity_across_facebook|connections|messages|"
    r"personal_information|security_and_login_information|followers_and_following|friends_and_followers|friends|"
    r"comments_and_reactions|comments|likes_and_reactions|likes|posts|content|stories|reels|profile_information|"
    r"login_and_account_creation|account_information|logged_information|ads_information|preferences|"
    r"apps_and_websites(?:_off_of_\w+)?|about_you|groups|pages|events|search|search_history|recent_searches|"
    r"story_sticker_interactions|information_about_you|device_information|your_topics|contacts|following_and_\w+|"
    r"other_activity|location|notifications|marketplace|saved_items_and_collections|archived_stories|guides)/"
)
_THREAD = re.compile(rf"(?:^|/)messages/(?P<section>{_SECTIONS})/(?P<folder>[^/]+)/")
_LASTING = re.compile(r"_([A-Za-z0-9-]{10,}|\d{6,})$")

_CHAT = {"participants", "messages"}
_OLD_CHAT = {"participants", "conversation"}
_SENDER = re.compile(rb'"(?:sender_name|senderName|thread_path|threadName)"')
_STAMPED = re.compile(rb'"timestamp_ms"\s*:')
# What only files of Instagram name: the folder of its download, and its own short links.
_INSTAGRAM = re.compile(rb'"your_instagram_activity\\?/|https:\\?/\\?/ig\.me\\?/')
_MEDIA = re.compile(r"(?:^|/)media/$")
_HEAD = 1 << 15  # bytes, within which even the list of a large group's people ends

_known: WeakKeyDictionary[Tree, dict[str, Service]] = WeakKeyDictionary()
_layouts: WeakKeyDictionary[Tree, dict[str, set[str]]] = WeakKeyDictionary()
_ends: WeakKeyDictionary[Tree, dict[str, Member]] = WeakKeyDictionary()


def service_of(member: Member, tree: Tree) -> Service | None:
    """Whose download this file is part of, None where it is part of neither."""
    roots = _roots(tree)
    path = member.path
    end = len(path)
    while end >= 0:
        if path[:end] in roots:
            return roots[path[:end]] if _TOP.match(path, end) else None
        end = path.rfind("/", 0, max(0, end - 1)) + 1 if end else -1
    return None


def is_of_pages(member: Member, tree: Tree) -> bool:
    """Whether a file that came with a chat belongs to a download as web pages.

    A part of a download that holds no chats itself, but only what came with them, is of the layout that all
    other parts have.
    """
    section, folder, _ = thread_of(member)
    if not section or service_of(member, tree) is None:
        return False
    if tree not in _layouts:
        found: dict[str, set[str]] = {}
        for one in tree:
            part, name, _ = thread_of(one)
            if part and one.suffix in (".json", ".html"):
                for key in ("", name):
                    found.setdefault(key, set()).add(one.suffix)
        _layouts[tree] = found
    known = _layouts[tree]
    return known.get(folder, known.get("", set())) == {".html"}


def find(member: Member, tree: Tree, way: str) -> Member | None:
    """The file that a chat names, in this part of the download or in another."""
    if way.startswith(("http:", "https:")):
        return None
    near = tree.get(f"{member.folder}{way.removeprefix('./')}")
    if near is None and tree not in _ends:
        ends: dict[str, Member] = {}
        for one in tree:
            ends.setdefault(_end(one.path), one)
        _ends[tree] = ends
    return near or _ends[tree].get(_end(way))


def _end(path: str) -> str:
    """The last three parts of a path, which stay the same however a download was cut into files."""
    return "/".join(path.rsplit("/", 3)[-3:])


def chat_of(member: Member, tree: Tree) -> Service | None:
    """Whose chat this file is, or belongs to, where it lies outside of a whole download."""
    if member.suffix == ".json":
        head = member.head(_HEAD)
        keys = set(json_items.keys(head))
        if keys >= _OLD_CHAT:
            return "instagram"
        if not _is_chat(keys, head):
            return None
        if _INSTAGRAM.search(head):
            return "instagram"
    elif _loose.of(member, tree) is None or not _MEDIA.search(member.folder):
        return None
    return "instagram" if "instagram" in member.path.lower() else "messenger"


def is_chat(member: Member) -> bool:
    """Whether a file of a download is a chat."""
    if thread_of(member)[0] and member.file_name.startswith("message"):
        return True
    head = member.head(_HEAD)
    keys = set(json_items.keys(head))
    return keys >= _CHAT or _is_chat(keys, head)


def _is_chat(keys: set[str], head: bytes) -> bool:
    """Whether a file is a chat, by its keys and how it begins.

    The people may stand behind the messages, in a file that another program has put in order.
    """
    if "messages" not in keys or not _SENDER.search(head):
        return False
    return "participants" in keys or bool(_STAMPED.search(head))


def is_old_chats(member: Member) -> bool:
    """Whether a file holds all chats in the layout that Instagram had until 2020."""
    return set(json_items.keys(member.head(_HEAD))) >= _OLD_CHAT


def _has_chats(tree: Tree, folder: str) -> bool:
    first = tree.first_in(folder)
    return first is not None and any(
        m.suffix == ".json" and chat_of(m, tree) is not None for m in tree.beside(first)
    )


_loose = Roots(_has_chats)


def _roots(tree: Tree) -> dict[str, Service]:
    """The folders in which downloads begin: what only one of the two services writes decides for all."""
    if tree not in _known:
        found: dict[str, Service] = {}
        either: set[str] = set()
        for member in tree:
            path = member.path
            # Whatever the pattern finds has one of these; most files of other large folders have none.
            if ("_" in path or "messages/" in path or "connections/" in path) and (
                mark := _MARK.search(path)
            ):
                root = path[: mark.start()]
                if mark["either"]:
                    either.add(root)
                else:
                    found.setdefault(root, "instagram" if mark["instagram"] else "messenger")
        for root in either - found.keys():
            found[root] = "instagram" if "instagram" in root.lower() else "messenger"
        _known[tree] = found
    return _known[tree]


def thread_of(member: Member) -> tuple[str, str, str]:
    """(section such as "inbox", folder of the chat, its lasting id) of a file of a chat; empty elsewhere."""
    found = _THREAD.search(member.path)
    if found is None:
        return "", "", ""
    return found["section"], found["folder"], lasting_of(found["folder"])


def lasting_of(folder: str) -> str:
    """The lasting id at the end of the name of a chat's folder; all of the name where there is none."""
    found = _LASTING.search(folder)
    return found[1] if found else folder
