"""What records of a JSON export from Telegram share: how times, texts and files are written in them."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime

from holdfast.formats import clocks, stored
from holdfast.formats.attached import attachment
from holdfast.formats.stored import Record as Stored
from holdfast.formats.tree import Member
from holdfast.model.event import Attachment
from holdfast.model.when import NamedTime, When

_MISSING = re.compile(r"\((?:File|Photo) (not included|unavailable|exceeds maximum size)")
_WHY = {
    "not included": "left out of the export",
    "unavailable": "could not be had at the time of the export",
    "exceeds maximum size": "larger than the export was told to take",
}


def time(kept: Stored, name: str, zone: str | None) -> When:
    """The time of this name: in seconds since 1970, or, as older exports have it, a clock without a zone."""
    epoch = stored.word(kept.get(f"{name}_unixtime"))
    if epoch and epoch != "0":
        return clocks.epoch(epoch, per_second=1)
    written = stored.word(kept.get(name))
    try:
        local = datetime.fromisoformat(written)
    except ValueError:
        return clocks.unknown(written)
    if local.tzinfo is not None:
        return clocks.instant(clocks.milliseconds(local), written, precision="second")
    # Old exports write 1970 for a time that there is not.
    return clocks.unknown("") if local.year <= 1970 else clocks.wall(local, written, zone)


def named(name: str, when: When) -> tuple[NamedTime, ...]:
    """A further time of a record, where it is told at all."""
    return (NamedTime(name=name, when=when),) if when.at is not None or when.earliest is not None else ()


def text(kept: Stored) -> tuple[str, list[str]]:
    """The text without its marks, and the addresses that lie behind words of it."""
    parts = kept.get("text")
    if not parts:
        parts = kept.get("text_entities")
    if isinstance(parts, str):
        return parts, []
    texts, links = [], []
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict):
            texts.append(stored.word(part.get("text")))
            if href := stored.word(part.get("href")):
                links.append(href)
        else:
            texts.append(stored.word(part))
    return "".join(texts), links


def attached(kept: Stored, find: Callable[[str], Member | None]) -> Iterator[Attachment]:
    """What came with a record; `find` gives the file at a way that the export names."""
    for key in ("photo", "file", "contact_vcard", "media"):
        if not (path := stored.word(kept.get(key))):
            continue
        media_type = stored.word(kept.get("mime_type")) if key == "file" else ""
        name = stored.word(kept.get("file_name")) if key == "file" else ""
        if found := _MISSING.search(path):
            label = name or path[: found.start()].strip() or stored.word(kept.get("media_type")) or key
            yield Attachment(name=label, media_type=media_type, missing=_WHY[found[1]])
            continue
        size = kept.get(f"{key}_size" if key == "file" else f"{key}_file_size")
        yield attachment(
            name or path.rpartition("/")[2], media_type, size if isinstance(size, int) else None, find(path)
        )
