"""Times that phones and programs write into the names of pictures and recordings."""

import re
from datetime import UTC, datetime

import msgspec

from holdfast.formats import clocks
from holdfast.model.when import Precision, When

_SECOND = re.compile(
    r"""(?P<maker>screenshot|screen[ ]shot|img|pxl|photo|(?<![a-z])(?:vid|video|aud|rec|recording|voice)
            |whatsapp[ ](?:image|video|audio|ptt)|signal|burst|dsc|^)
        [ _-]{0,2}
        (?P<year>(?:19|20)\d\d)(?P<dash>[-_]?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)
        (?:[ _T-]|[ ]at[ ])
        (?P<hour>\d\d?)(?P<colon>[-._:]?)(?P<minute>\d\d)(?P=colon)(?P<second>\d\d)
        (?:[-.]?(?P<fraction>\d{3}))?(?!\d)
        (?:[ \u00a0\u202f]?(?P<half>[ap])m)?""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY = re.compile(r"^(?:IMG|VID|AUD|PTT)-(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)-WA\d+", re.IGNORECASE)


class NameTime(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a name that tells a time, and the reading. `is_utc`: the maker is known to write UTC."""

    as_written: str
    reading: datetime
    precision: Precision
    is_utc: bool = False

    def when(self, zone_name: str | None) -> When:
        """The time, in the zone that the person told, where the maker does not write UTC."""
        if self.is_utc:
            at = clocks.milliseconds(self.reading.replace(tzinfo=UTC))
            return clocks.instant(at, self.as_written, "documented", self.precision)
        return clocks.wall(self.reading, self.as_written, zone_name, self.precision)


def find(name: str) -> NameTime | None:
    """The time in the name of a file, where it is one that a known kind of program writes."""
    try:
        if found := _SECOND.search(name):
            return _second(found)
        if found := _DAY.search(name):
            reading = datetime(int(found["year"]), int(found["month"]), int(found["day"]))  # noqa: DTZ001
            return NameTime(as_written=found[0], reading=reading, precision="day")
    except ValueError:  # the thirteenth month: it was no date after all
        return None
    return None


def _second(found: re.Match[str]) -> NameTime:
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + 12 * (found["half"] in "pP")
    fraction = int(found["fraction"] or 0)
    reading = datetime(  # noqa: DTZ001  a wall clock, whose zone nobody wrote
        int(found["year"]),
        int(found["month"]),
        int(found["day"]),
        hour,
        int(found["minute"]),
        int(found["second"]),
        fraction * 1000,
    )
    return NameTime(
        as_written=found[0],
        reading=reading,
        precision="millisecond" if found["fraction"] else "second",
        # The camera of Google's Pixel phones writes UTC: https://support.google.com/pixelphone
        is_utc=found["maker"].lower() == "pxl",
    )
