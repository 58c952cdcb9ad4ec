"""What came with a message, where the export names a file that may be among those handed in."""

from holdfast.formats.chat_export import digest
from holdfast.formats.tree import Member
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment

_NOT_HANDED_IN = "the file was not handed in"
_DAMAGED = "its bytes are damaged"


def attachment(name: str, media_type: str, size: int | None, member: Member | None) -> Attachment:
    """With size and fingerprint of the file itself; without it, the size in bytes that the export tells."""
    if member is None:
        return Attachment(name=name, media_type=media_type, size=size, missing=_NOT_HANDED_IN)
    try:
        length, sha256 = digest(member)
    except InputError:
        return Attachment(name=name, media_type=media_type, size=size, missing=_DAMAGED)
    return Attachment(name=name, media_type=media_type, size=length, sha256=sha256, member=member.path)
