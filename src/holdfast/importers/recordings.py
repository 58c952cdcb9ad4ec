"""Sound and film: voicemail, voice messages, call recordings, videos.

*Where it comes from.* Any sound or video file: from the phone's recorder or gallery, a voicemail, a
messenger's folder, an export, or a download. Hand in the file as it is. A video that was sent through a
messenger, or cut, has mostly lost what the phone wrote.

*What it reads.* AMR, M4A, MP3, AAC, Ogg and Opus, WAV, FLAC, CAF, MP4, QuickTime, 3GP, WebM, AVI and Windows
Media, known by their first bytes. The kind, the size, the fingerprint; of M4A, MP4, QuickTime and 3GP also
how long it lasts, when it was made, with which device, and where. The place is kept private: papers leave it
out. If the file holds no time, one in its name is used, and marked so. The same file handed in twice counts
once. A file that came with a message is an entry of its own only where the device wrote its own words into
it.

*What it cannot tell.* What is said or shown, and by whom. Whether it was cut or made up. A device's clock may
be wrong. MP4 and 3GP hold their time in UTC by the standard, but some cameras write local time there. In
QuickTime files UTC is only recommended: without an offset the time stays undecided. AMR, WAV, MP3, Ogg and
the others hold no time that is looked for, and whether they were cut off is not looked at. The date of the
file itself is not used, because copying changes it.

*Tested with.* Small invented files of every kind above; names as phones write them; damaged and cut-off ones.
Shape only, not proven on a real export.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from holdfast.formats import clocks, name_times, picture, recording
from holdfast.formats.attached import attachment
from holdfast.formats.iphone_backup import told_name
from holdfast.formats.recording import Head
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.question import Question
from holdfast.model.told import Told
from holdfast.model.when import When

_EXAMPLES = 5
_BOXED = ("audio/mp4", "video/mp4", "video/quicktime", "video/3gpp")
_OWN_WORDS = {"creation date", "make", "model", "private:place"}
_DAMAGED = "This recording is damaged or cut off. Its fingerprint and what could be read are kept."


def _claims(member: Member, tree: Tree) -> bool:  # noqa: ARG001  the neighbours do not matter
    return bool(_kind(member))


def _kind(member: Member) -> str:
    head = member.head(64)
    return "" if picture.kind_of(head[:32]) else recording.kind_of(head, member.suffix)


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:
    undecided: dict[str, list[str]] = {}
    for member in members:
        for record in _recording(member, tree, told.zone(member.source)):
            yield record
            # A told zone decides the time in a name. It does not decide one that may be in UTC already.
            if isinstance(record, Event) and record.when.at is None and "time from" in record.fields:
                undecided.setdefault(member.source, []).append(record.when.as_written)
    for source, examples in undecided.items():
        yield Question(
            about="zone", source=source, importer="recordings", examples=tuple(examples[:_EXAMPLES])
        )


def _recording(member: Member, tree: Tree, zone: str | None) -> Iterator[Record]:
    media_type = _kind(member)
    path, naming = told_name(member, tree), tree.named.get(member.path)
    name = path.rpartition("/")[2] or member.file_name
    file = attachment(name, media_type, None, member)
    head = Head(is_whole=True)
    if media_type in _BOXED and not file.missing:
        with member.open() as stream:
            head = recording.head_of(stream, file.size or 0)
    if media_type in ("video/mp4", "video/3gpp") and head.has_film is False:
        media_type = media_type.replace("video", "audio")
    when, fields = _when(head, media_type, name, zone)
    fields |= head.words
    if head.seconds is not None:
        fields["duration seconds"] = f"{head.seconds:.3f}".rstrip("0").rstrip(".")
    if path:
        fields["name in the backup"] = path
    if naming is None or fields.keys() & _OWN_WORDS:
        yield Event(
            kind="recording",
            service="recording",
            when=when,
            found_at=member.at(),
            parent=naming.event if naming else "",
            attached=(msgspec.structs.replace(file, media_type=media_type),),
            act=f"sha256:{file.sha256}" if file.sha256 else "",
            fields=fields,
        )
    if file.missing or not head.is_whole:
        yield Problem(found_at=member.at(), loss="part", what=_DAMAGED)


def _when(head: Head, media_type: str, name: str, zone: str | None) -> tuple[When, dict[str, str]]:
    """When it was made, and where that is from: the device's words, the head of the file, or its name."""
    told = head.words.get("creation date", "")
    if found := recording.written(told):
        return clocks.instant(found, told, "explicit", "second"), {}
    if head.made is not None:
        moment = datetime.fromtimestamp(head.made / 1000, UTC)
        text = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
        if media_type != "video/quicktime":
            return clocks.instant(head.made, text, "documented", "second"), {}
        return clocks.undecided(head.made, text.removesuffix("Z")), {}
    if named := name_times.find(name):
        return named.when(zone), {"time from": "file name"}
    return clocks.unknown(told), {}


IMPORTER = Importer(title="Sound and film", version="1", claims=_claims, read=_read, loose=True)
