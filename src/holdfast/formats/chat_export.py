"""An exported chat as files: how its text is recognised, what it is called, which media belong to it."""

import hashlib
import re

from holdfast.formats.chat_head import WEAK, Head, head
from holdfast.formats.chat_words import CHAT_NAME, plain, unmarked
from holdfast.formats.text_lines import first_lines
from holdfast.formats.tree import Member

TYPES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
    ".webp": "image/webp", ".heic": "image/heic", ".mp4": "video/mp4", ".mov": "video/quicktime",
    ".3gp": "video/3gpp", ".opus": "audio/ogg", ".ogg": "audio/ogg", ".oga": "audio/ogg",
    ".m4a": "audio/mp4", ".mp3": "audio/mpeg", ".aac": "audio/aac", ".amr": "audio/amr",
    ".wav": "audio/wav", ".pdf": "application/pdf", ".vcf": "text/vcard",
}  # fmt: skip
"""Media types by the ending of a file."""

_MEDIA_NAME = re.compile(
    r"(?:IMG|VID|AUD|PTT|STK|DOC|GIF)-\d{8}-WA\d{4}|\d{8}-[A-Z][A-Z_]*-\d{4}-|\d{8}-.+\.\w{2,5}$"
)
_FIRST_LINES = 20


def may_be_media(member: Member) -> bool:
    """Whether a file with this name may have come with a chat, if it lies beside one."""
    return bool(_MEDIA_NAME.match(member.file_name)) or (bool(member.inner) and member.suffix in TYPES)


def is_chat(member: Member) -> bool:
    """Whether one of the first lines is the head of a message under a name, written as this app writes it."""
    hint = member.file_name.lower() == "_chat.txt" or "whatsapp" in unmarked(member.path).lower()
    seen = 0
    for text in first_lines(member):
        if not plain(text):
            continue
        seen += 1
        found = head(text, weak=WEAK if hint else frozenset())
        if found is None:
            if seen > _FIRST_LINES and not hint:
                return False
            continue
        if hint:
            return True
        if _is_elsewhere(found):
            return False
        # Without a telling name, there has to be an author: other programs' logs have none.
        seen = 0
        if ": " in found.rest[:120]:
            return True
    return False


def _is_elsewhere(found: Head) -> bool:
    """Whether a line with this head could be a log of another program."""
    is_iso = found.shape[1:] == ("-", "0")
    return found.form == "colon" or (found.form == "dash" and found.has_seconds and is_iso)


def digest(member: Member) -> tuple[int, str]:
    """The size in bytes and the SHA-256 of a file. Raises InputError where it cannot be read."""
    size, whole = 0, hashlib.sha256()
    with member.open() as stream:
        while piece := stream.read(1 << 18):
            size += len(piece)
            whole.update(piece)
    return size, whole.hexdigest()


def title(member: Member) -> str:
    """The name of the chat as the name of its file has it, "" where it has none."""
    for part in reversed(member.path.replace("!/", "/").split("/")):
        stem = re.sub(r"(?i)\.(txt|zip)$", "", plain(part))
        if found := CHAT_NAME.fullmatch(stem):
            return next(group for group in found.groups() if group)
    return ""
