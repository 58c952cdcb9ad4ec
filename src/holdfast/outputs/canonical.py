"""JSON that is signed, in the one form that RFC 8785 gives it."""

from typing import Any

import rfc8785

_LARGEST = 2**53 - 1


def canonical(value: Any) -> bytes:
    """The bytes. RFC 8785 knows no half characters, which become U+FFFD, and no numbers from 2**53 on."""
    return rfc8785.dumps(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else _whole(value)
    if isinstance(value, dict):
        return {_whole(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, int) and abs(value) > _LARGEST:
        return str(value)
    return value


def _whole(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
