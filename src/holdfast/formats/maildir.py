"""What the path of a file in a Maildir says: which folder it stands in, and that a mail server named it."""

import re

_PLACE = re.compile(r"(?:(.*)/)?(cur|new|tmp)/([^/]+)\Z", re.DOTALL)
# A delivery time and two more pieces, or the marks that a mail gets once it was seen.
_NAME = re.compile(r"\d{6,}\.|.*[:;!]2,[A-Za-z]*\Z", re.DOTALL)


def folder_of(path: str) -> str | None:
    """The path of the mailbox folder ("" at the top), None where the file is none of a Maildir's mails."""
    place = _PLACE.match(path)
    return (place[1] or "") if place and is_named(place[3]) else None


def is_named(file_name: str) -> bool:
    """Whether a mail server, or a mail program on a Maildir, gives such names."""
    return _NAME.match(file_name) is not None
