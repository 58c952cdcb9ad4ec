"""Where an export of Telegram Desktop begins, as JSON or as pages, and which files belong to it."""

import re

from holdfast.formats import json_items, telegram_ids
from holdfast.formats.roots import Roots
from holdfast.formats.tree import Member, Tree

_MAIN = "result.json"
_PARTS = {
    "personal_information",
    "profile_pictures",
    "stories",
    "contacts",
    "frequent_contacts",
    "sessions",
    "web_sessions",
    "other_data",
    "chats",
    "left_chats",
}
_MEDIA = re.compile(
    r"(?:chats/chat_\d+/)?(?:photos|video_files|voice_messages|round_video_messages|stickers|files|animations|"
    r"contacts|profile_pictures|stories|userpics)/"
)
_LOOKS = re.compile(r"css/style\.css$|js/script\.js$|images/(?:back|media_\w+|section_\w+)(?:@2x)?\.png$")
_TYPE = re.compile(rb'"type"\s*:\s*"(?:%s)"' % "|".join(telegram_ids.KINDS).encode())
_ENTRY = re.compile(rb'"type"\s*:\s*"(?:message|service)"')
_SECONDS = re.compile(rb'"date_unixtime"\s*:\s*"\d')
_CHAT = re.compile(r"messages\d*\.html$")
_SUMMARY = "export_results.html"


def is_json(member: Member) -> bool:
    """Whether a JSON file is what Telegram Desktop writes: one chat, or the account."""
    head = member.head()
    keys = set(json_items.keys(head))
    if {"type", "id", "messages"} <= keys:
        return bool(_TYPE.search(head.replace(b"\0", b"")))
    if keys & {"messages", "chats", "left_chats"} and _ENTRY.search(head) and _SECONDS.search(head):
        return True  # Cut down or put in another order by some program.
    return "about" in keys and bool(keys & _PARTS)


def is_page(member: Member) -> bool:
    """Whether a web page is one that Telegram Desktop writes."""
    return member.suffix == ".html" and b"page_wrap" in (head := member.head()) and b"Exported Data" in head


def is_chat_page(member: Member) -> bool:
    """Whether a page of Telegram Desktop holds messages, by its name."""
    return bool(_CHAT.match(member.file_name))


def is_summary(member: Member) -> bool:
    """Whether a page of Telegram Desktop is the first one of the whole account, by its name."""
    return member.file_name == _SUMMARY


def _has_json(tree: Tree, folder: str) -> bool:
    member = tree.get(folder + _MAIN)
    return member is not None and is_json(member)


def _has_pages(tree: Tree, folder: str) -> bool:
    first = tree.get(f"{folder}{_SUMMARY}") or tree.get(f"{folder}messages.html")
    return first is not None and is_page(first)


_json = Roots(_has_json)
_pages = Roots(_has_pages)


def json_root(member: Member, tree: Tree) -> str | None:
    """The folder of the JSON export that this file is part of."""
    return _json.of(member, tree)


def is_media(member: Member, root: str) -> bool:
    """Whether this file lies where an export that begins in `root` puts what came with messages."""
    return bool(_MEDIA.match(member.path, len(root)))


def page_root(member: Member, tree: Tree) -> str | None:
    """The folder of the export as pages that this file is part of."""
    return _pages.of(member, tree)


def is_looks(member: Member, root: str) -> bool:
    """Whether this file only makes the pages look as they do."""
    return bool(_LOOKS.match(member.path, len(root)))
