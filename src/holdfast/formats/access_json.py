"""Lines of a web server's log in JSON, as Caddy, Traefik and nginx write them."""

from typing import Any

import msgspec

from holdfast.formats import access_lines, clocks
from holdfast.formats.access_lines import Visit
from holdfast.formats.stamps import stamp
from holdfast.formats.stored import Record, record, rest, word
from holdfast.model.when import When

_CLIENT = ("client_ip", "remote_ip", "remote_addr", "ClientHost", "ClientAddr", "clientip", "client", "ip")
_TIME = ("ts", "StartUTC", "time_iso8601", "time_local", "@timestamp", "timestamp", "time", "msec")
_METHOD = ("method", "RequestMethod", "request_method", "verb")
_TARGET = ("uri", "RequestPath", "request_uri", "path", "url")
_PROTOCOL = ("proto", "RequestProtocol", "server_protocol", "protocol")
_SITE = ("host", "RequestHost", "http_host", "server_name", "RequestAddr")
_FIELDS = {
    "status": ("status", "DownstreamStatus", "OriginStatus"),
    "bytes": ("size", "DownstreamContentSize", "body_bytes_sent", "bytes_sent"),
    "user": ("user_id", "ClientUsername", "remote_user"),
    "referer": ("request_Referer", "http_referer", "referer", "referrer"),
    "agent": ("request_User-Agent", "http_user_agent", "user_agent", "agent"),
}
_FORWARDED = ("request_X-Forwarded-For", "http_x_forwarded_for", "x_forwarded_for")
_SECRETS = ("headers", "resp_headers")


def decoded(line: str) -> Record | None:
    """The object on this line, None where there is none."""
    try:
        found: Any = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    return found if isinstance(found, dict) else None


def is_visit(stored: Record) -> bool:
    """Whether it tells of a request, and not of the server itself."""
    inner = record(stored.get("request"))
    has_client = any(word(inner.get(name)) or word(stored.get(name)) for name in _CLIENT)
    has_target = any(word(inner.get(n)) or word(stored.get(n)) for n in (*_TARGET, *_METHOD, "request"))
    return has_client and has_target and any(name in stored for name in _TIME)


def visit(stored: Record) -> Visit:
    """The request. What was sent along is kept as stored, but for the many lines of the headers."""
    inner = record(stored.get("request"))
    headers = {key.lower(): value for key, value in record(inner.get("headers")).items()}

    def first(names: tuple[str, ...]) -> str:
        found = (word(inner.get(name)) or word(stored.get(name)) for name in names)
        return next((value for value in found if value), "")

    line = word(stored.get("request")) or " ".join(
        part for part in (first(_METHOD), first(_TARGET), first(_PROTOCOL)) if part
    )
    fields = {name: found for name, names in _FIELDS.items() if (found := first(names))}
    for name, header in (("referer", "referer"), ("agent", "user-agent")):
        if name not in fields and (value := _header(headers.get(header))):
            fields[name] = value
    used = {"request", *_METHOD, *_TARGET, *_PROTOCOL, *_SITE, *_TIME, *_SECRETS}
    used |= {name for names in _FIELDS.values() for name in names}
    client = first(_CLIENT)
    kept = {
        name: value for name, value in (rest(stored, *used) | rest(inner, *used)).items() if value != client
    }
    told = first(_FORWARDED) or _header(headers.get("x-forwarded-for"))
    return Visit(
        when=_when(stored),
        client=client,
        request=line,
        site=first(_SITE),
        forwarded=access_lines.addresses(told),
        fields=kept | {name: value for name, value in fields.items() if value != "-"},
    )


def _header(value: object) -> str:
    """Caddy keeps the values of each header in a list."""
    if isinstance(value, list):
        return ", ".join(text for one in value if (text := word(one)))
    return word(value)


def _when(stored: Record) -> When:
    for name in _TIME:
        value = stored.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            # Seconds with a fraction; some servers are set to write milliseconds.
            if 0 < value < 1e14:
                milliseconds = int(value if value > 1e11 else value * 1000)
                return clocks.instant(milliseconds, str(value))
        elif isinstance(value, str) and value:
            for known in (stamp(value), access_lines.clock(value)):
                if known.precision != "none":
                    return known
            return clocks.unknown(value)
    return clocks.unknown("")
