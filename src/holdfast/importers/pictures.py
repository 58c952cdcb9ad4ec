"""Photos and screenshots, with what the camera or the phone wrote into them.

*Where it comes from.* Any picture file: from the phone's gallery, a messenger's folder, an export, or a
download. Hand in the file as it is. A picture that was sent through a messenger, or edited, has mostly lost
what the camera wrote.

*What it reads.* JPEG, PNG, HEIC, AVIF, WebP, GIF, TIFF and BMP, known by their first bytes and not by their
name. When it was taken, if the camera wrote that; the camera's make, model and lens; the program that saved
it; its size; where it was taken. The place is kept private: papers leave it out. If the picture itself
holds no time, the time in its name is used, and marked so. The same picture handed in twice counts once.
A picture that came with a message is an entry of its own only where the camera wrote something into it.

*What it cannot tell.* Who took it, and whether it was changed. A camera's clock may be wrong, and most do
not say their time zone: you are asked for it. A screenshot shows what was on a screen; it does not prove
who wrote it. The date of the file itself is not used, because copying changes it. Text inside the picture
is not read.

*Tested with.* Small invented pictures of every kind above: with and without time zone, place, lens; phones'
names for screenshots; damaged, cut-off and absurdly large ones. Shape only, not proven on a real export.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone

from holdfast.formats import clocks, exif, iphone_backup, name_times, picture
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.errors import InputError
from holdfast.model.event import Attachment, Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told
from holdfast.model.when import NamedTime, Precision, When

_CHUNK = 1 << 20
_KEPT = 32 << 20
_EXAMPLES = 5

_STAMP = re.compile(r"(\d{4})[:/.-](\d\d)[:/.-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)|Z")
_FIELDS = (
    "Make",
    "Model",
    "LensMake",
    "LensModel",
    "BodySerialNumber",
    "Software",
    "DateTime",
    "OffsetTime",
    "DateTimeDigitized",
    "OffsetTimeDigitized",
    "ImageDescription",
    "UserComment",
    "Artist",
    "Copyright",
)
_DAMAGED = "This picture is damaged or cut off. Its fingerprint and what could be read are kept."
_NO_SENSE = "The time that the camera wrote into this picture makes no sense."


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    return bool(picture.kind_of(member.head(32)))


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:
    source = ""
    undecided: list[str] = []
    for member in members:
        if member.source != source:
            yield from _ask(source, undecided)
            source, undecided = member.source, []
        for record in _picture(member, tree, told.zone(source)):
            yield record
            if isinstance(record, Event) and record.when.at is None and record.when.earliest is not None:
                undecided = [*undecided, record.when.as_written][:_EXAMPLES]
    yield from _ask(source, undecided)


def _ask(source: str, undecided: list[str]) -> Iterator[Question]:
    if undecided:
        yield Question(about="zone", source=source, importer="pictures", examples=tuple(undecided))


def _picture(member: Member, tree: Tree, zone: str | None) -> Iterator[Record]:
    media_type = picture.kind_of(member.head(32))
    naming, path = tree.named.get(member.path), iphone_backup.told_name(member, tree)
    parent, name = naming.event if naming else "", path.rpartition("/")[2] or member.file_name
    try:
        data, size, sha256 = _bytes(member)
    except InputError as error:
        file = Attachment(name=name, media_type=media_type, missing="its container is damaged")
        yield Event(
            kind="picture",
            service="photo",
            when=clocks.unknown(""),
            found_at=member.at(),
            parent=parent,
            attached=(file,),
        )
        yield Problem(found_at=member.at(), loss="part", what=error.what)
        return
    head = picture.look(media_type, data, size)
    fields = _fields(head)
    if path:
        fields["name in the backup"] = path
    when: When | None = _taken(head.tags, zone)
    stamp = _text(head.tags, "DateTimeOriginal")
    if when is None and (name_time := name_times.find(name)):
        when = name_time.when(zone)
        fields["time from"] = "file name"
    file = Attachment(name=name, media_type=media_type, size=size, sha256=sha256, member=member.path)
    # The message that names the file tells all that is known of a picture without a camera's own words.
    if naming is None or fields.keys() - {"pixels", "time from", "name in the backup"}:
        yield Event(
            kind="picture",
            service="photo",
            when=when or clocks.unknown(stamp),
            times=_gps_time(head.tags),
            found_at=member.at(),
            parent=parent,
            attached=(file,),
            act=f"sha256:{sha256}",
            fields=fields,
        )
    if not head.is_whole:
        yield Problem(found_at=member.at(), loss="part", what=_DAMAGED)
    if _taken(head.tags, None) is None and re.search("[1-9]", stamp):
        yield Problem(found_at=member.at(), loss="part", what=_NO_SENSE, raw=stamp[:2000])


def _bytes(member: Member) -> tuple[bytes, int, str]:
    """The beginning of a file, its size in bytes, and the hash of all of it."""
    digest, size, kept = hashlib.sha256(), 0, []
    with member.open() as stream:
        while chunk := stream.read(_CHUNK):
            if size < _KEPT:
                kept.append(chunk)
            size += len(chunk)
            digest.update(chunk)
    return b"".join(kept), size, digest.hexdigest()


def _taken(tags: dict[str, exif.Value], zone: str | None) -> When | None:
    """When the camera says that the picture was taken; None where it does not say, or not sensibly."""
    written = _text(tags, "DateTimeOriginal")
    found = _STAMP.fullmatch(written)
    if not found:
        return None
    digits = _text(tags, "SubSecTimeOriginal")
    fraction = digits[:6].ljust(6, "0") if digits.isdecimal() else ""
    precision: Precision = "millisecond" if fraction else "second"
    try:
        local = datetime.fromisoformat("{}-{}-{} {}:{}:{}".format(*found.groups()))
    except ValueError:
        return None
    local = local.replace(microsecond=int(fraction or 0))
    if fraction:
        written = f"{written}.{digits}"
    offset = _text(tags, "OffsetTimeOriginal")
    if zoned := _OFFSET.fullmatch(offset):
        minutes = int(zoned[2] or 0) * 60 + int(zoned[3] or 0)
        if minutes <= 14 * 60:
            ahead = timedelta(minutes=-minutes if zoned[1] == "-" else minutes)
            at = clocks.milliseconds(local.replace(tzinfo=timezone(ahead)))
            return clocks.instant(at, f"{written} {offset}", "explicit", precision)
    return clocks.wall(local, written, zone, precision)


def _gps_time(tags: dict[str, exif.Value]) -> tuple[NamedTime, ...]:
    """The time of the satellites, which is UTC by the standard."""
    day, time = _text(tags, "GPSDateStamp"), tags.get("GPSTimeStamp")
    found = re.fullmatch(r"(\d{4})[:-](\d\d)[:-](\d\d)", day)
    if not found or not isinstance(time, tuple) or len(time) != 3:
        return ()
    try:
        hour, minute, second = (int(part) for part in time)
        moment = datetime(int(found[1]), int(found[2]), int(found[3]), hour, minute, second, tzinfo=UTC)
    except (ValueError, OverflowError):
        return ()
    written = f"{day} {hour:02d}:{minute:02d}:{second:02d} UTC"
    when = clocks.instant(clocks.milliseconds(moment), written, "documented", "second")
    return (NamedTime(name="gps", when=when),)


def _fields(head: picture.Head) -> dict[str, str]:
    fields = {f"exif:{name}": text for name in _FIELDS if (text := _text(head.tags, name))}
    if orientation := head.tags.get("Orientation"):
        fields["exif:Orientation"] = f"{orientation[0]:.0f}"
    if head.width and head.height:
        fields["pixels"] = f"{head.width} x {head.height}"
    latitude = _degrees(head.tags, "GPSLatitude", "S", 90)
    longitude = _degrees(head.tags, "GPSLongitude", "W", 180)
    if latitude is not None and longitude is not None:
        fields["private:exif:GPS position"] = f"{latitude:.6f}, {longitude:.6f}"
    return fields


def _degrees(tags: dict[str, exif.Value], name: str, negative: str, most: int) -> float | None:
    parts, side = tags.get(name), _text(tags, f"{name}Ref").upper()
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    if not 0 <= degrees <= most:  # also where it is no number at all
        return None
    return -degrees if side == negative else degrees


def _text(tags: dict[str, exif.Value], name: str) -> str:
    value = tags.get(name, "")
    return value if isinstance(value, str) else ""


IMPORTER = Importer(title="Photos and screenshots", version="2", claims=_claims, read=_read, loose=True)
