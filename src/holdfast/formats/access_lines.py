"""Lines of a web server's log in text: the common layout with all that is put around it, and W3C columns."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

import msgspec

from holdfast.formats import clocks
from holdfast.formats.stamps import stamp
from holdfast.model.when import When

# Servers write quotation marks inside a request as they came: it ends at the first that a status follows.
_LINE = re.compile(
    r"(\S[^\[]*?) \[(\d\d/[A-Za-z]{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "
    r'"([\s\S]*?)" (\d{3}|-) (\d+|-)(?: (.*))?'
)
_TAIL = re.compile(r'"((?:[^"\\]++|\\.)*+)" "((?:[^"\\]++|\\.)*+)"?(.*)')
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"')
_CLOCK = re.compile(r"(\d\d)/([A-Za-z]{3})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_SITE = re.compile(r"[\w.*-]+:\d{1,5}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_USED = ("date", "time", "c-ip", "cs-method", "cs-uri-stem", "cs-uri-query", "cs(referer)", "cs(user-agent)")
_SITES = ("cs-host", "x-host-header", "cs(host)", "s-sitename", "s-computername")
_NAMED = {"sc-status": "status", "sc-bytes": "bytes", "cs-username": "user"}
_COMMA = re.compile(r"[,\s]+")
_NOTHING = ("", "-")
_LONGEST = 64  # characters of an address with a port
_COLUMNS = 2000  # characters behind the usual columns that are looked through


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One request: `client` is who the server says it came from, `forwarded` who others said it came from."""

    when: When
    client: str
    request: str
    site: str = ""
    forwarded: tuple[str, ...] = ()
    fields: dict[str, str] = {}


def address(written: str) -> str:
    """The IP address in its normal form, "" for anything else. A port behind it is left away."""
    return _address(written) if len(written) < _LONGEST else ""


@lru_cache(maxsize=1 << 16)
def _address(written: str) -> str:
    bare = written.strip().removeprefix("[")
    if "]" in bare:
        bare = bare.partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        ip = ip_address(bare)
    except ValueError:
        return ""
    return str((ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip)


def addresses(written: str) -> tuple[str, ...]:
    """The IP addresses in a list such as "203.0.113.7, 192.0.2.1"; none where anything else is in it."""
    found = [address(one) for one in _COMMA.split(written.strip()) if one]
    return tuple(found) if all(found) else ()


@lru_cache(maxsize=4096)
def clock(written: str) -> When:
    """A time such as "13/Jan/2016:19:31:16 +0000"."""
    found = _CLOCK.fullmatch(written)
    if found is None:
        return clocks.unknown(written)
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        number = _MONTHS.index(month.lower()) + 1
        local = datetime(int(year), number, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
        at = clocks.milliseconds(local + ahead if sign == "-" else local - ahead)
    except (ValueError, OverflowError):
        return clocks.unknown(written)
    return clocks.instant(at, written, precision="second")


def common(line: str) -> Visit | None:
    """A line of the common or combined layout, also with the name of the site before or more behind it."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    before, written, request, status, size, after = found.groups()
    words = before.split(" ")
    site = ""
    if len(words) > 3 and not address(words[0]) and (address(words[1]) or _SITE.fullmatch(words[0])):
        site = words.pop(0)
    fields = {"status": status, "bytes": size, "ident": words[1] if len(words) > 2 else ""}
    fields["user"] = " ".join(words[2:] if len(words) > 2 else words[1:])
    forwarded: tuple[str, ...] = ()
    tail = _TAIL.fullmatch(after) if after else None
    if tail is not None:
        fields["referer"], fields["agent"], fields["more"] = tail[1], tail[2], tail[3].strip()
        # A further column in quotation marks is what a proxy says, where it holds nothing but addresses.
        columns = [addresses(one) for one in _QUOTED.findall(tail[3][:_COLUMNS])]
        forwarded = next((found for found in columns if found), ())
    elif after:
        fields["more"] = after
    return Visit(
        when=clock(written),
        client=words[0],
        request=request,
        site=site,
        forwarded=forwarded,
        fields={name: value for name, value in fields.items() if value not in _NOTHING},
    )


class Columns:
    """The columns of a W3C log, which its own lines with "#" name, and may name anew on the way."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._date = ""

    def told(self, line: str) -> None:
        """A line that begins with "#"."""
        name, _, value = line[1:].partition(":")
        if name.strip().lower() == "fields":
            self.names = value.lower().split()
        elif name.strip().lower() == "date":
            self._date = value.strip().partition(" ")[0]

    def __call__(self, line: str) -> Visit | None:
        """A line of values, None where they do not fit the columns."""
        values = line.split("\t") if "\t" in line else line.split(" ")
        if not self.names or len(values) != len(self.names):
            return None
        held = {name: value for name, value in zip(self.names, values, strict=True) if value not in _NOTHING}
        date, time = held.get("date", self._date), held.get("time", "")
        query = held.get("cs-uri-query", "")
        target = held.get("cs-uri-stem", "") + (f"?{query}" if query else "")
        fields = {_NAMED.get(name, name): value for name, value in held.items() if name not in _USED}
        for name, column in (("referer", "cs(referer)"), ("agent", "cs(user-agent)")):
            if column in held:
                fields[name] = held[column]
        forwarded = next((addresses(held[n].replace("+", " ")) for n in held if "forwarded-for" in n), ())
        return Visit(
            when=stamp(f"{date} {time}".strip(), is_utc=True),
            client=held.get("c-ip", ""),
            request=f"{held.get('cs-method', '')} {target}".strip(),
            site=next((held[name] for name in _SITES if name in held), ""),
            forwarded=forwarded,
            fields=fields,
        )
