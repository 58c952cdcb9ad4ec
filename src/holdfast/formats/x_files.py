"""The files of an archive from X (Twitter): what each holds, how times are written, what their list says."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from holdfast.formats import clocks, json_items, stored
from holdfast.formats.json_items import ANY
from holdfast.formats.tree import Member
from holdfast.model.when import When

_HEAD = re.compile(rb"\s*window\.YTD\.(\w{1,80})\.part\d{1,6}\s*=")
_OLD = re.compile(rb"\s*Grailbird\.data\.tweets_\d{4}_\d\d\s*=")
_LIST = re.compile(rb"\s*window\.__THAR_CONFIG\s*=")
_TWEET_TIME = re.compile(
    r"(?:\w{3} )?(\w{3}) (\d{1,2}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) (\d{4})", re.ASCII
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
_MARK = b"\xef\xbb\xbf"

LIST = "manifest"
OLD = "tweets of a month"


def kind_of(member: Member) -> str:
    """What a script holds, by X's name for it ("tweets", "direct_messages"); "" for other scripts."""
    head = member.head(200).removeprefix(_MARK)
    if found := _HEAD.match(head):
        return found[1].decode()
    if _OLD.match(head):
        return OLD
    return LIST if _LIST.match(head) else ""


def moment(value: object) -> When:
    """A time as X writes it: ISO with Z, or "Wed Aug 09 16:19:22 +0000 2023", or a count of milliseconds."""
    written = stored.word(value)
    if written.isdecimal():
        return clocks.epoch(written)
    if found := _TWEET_TIME.fullmatch(written):
        month, day, hour, minute, second, sign, hours, minutes, year = found.groups()
        ahead = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
        try:
            at = datetime(
                int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second),
                tzinfo=timezone(ahead),
            )  # fmt: skip
        except ValueError:
            return clocks.unknown(written)
        return clocks.instant(clocks.milliseconds(at), written, precision="second")
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return clocks.unknown(written)
    if at.tzinfo is None:
        # The tweets of old archives; X writes all its times in UTC.
        return clocks.instant(clocks.milliseconds(at.replace(tzinfo=UTC)), written, "documented", "second")
    return clocks.instant(
        clocks.milliseconds(at), written, precision="millisecond" if "." in written else "second"
    )


def counts(member: Member) -> Iterator[tuple[str, int]]:
    """What the list of files says: the name of each file, and how many entries it holds."""
    with member.open() as stream:
        for item in json_items.items(stream, ("dataTypes", ANY, "files", ANY)):
            kept = stored.record(item.value)
            name, count = stored.word(kept.get("fileName")), stored.word(kept.get("count"))
            if name and count.isdecimal():
                yield name, int(count[:18])
