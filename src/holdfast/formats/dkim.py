"""What a DKIM signature in a mail covers, and whether the text below it is still the one that was signed.

The key of the signer stands in the DNS: whether the signature itself is right cannot be checked offline. The
hash of the text can be (RFC 6376, 3.4 and 3.7).
"""

import hashlib
import re
from collections.abc import Mapping

import msgspec

from holdfast.formats import transfer

_TAG = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*=\s*([^;]*)")
_SPACES = re.compile(rb"[ \t]+")
_TRAILING = re.compile(rb"[ \t]+(?=\r\n)")
_HASHES = {"rsa-sha256": "sha256", "ed25519-sha256": "sha256", "rsa-sha1": "sha1"}


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """One `DKIM-Signature`. `body`: same, changed, or unknown where the hash cannot be worked out.

    `signed` counts the lines of each header that the signature covers; `open_to_more` names those to which
    another line could be added without breaking it. `length` is how many bytes of the text are covered.
    """

    domain: str
    selector: str
    algorithm: str
    is_aligned: bool
    body: str
    length: int | None
    signed: dict[str, int]
    open_to_more: tuple[str, ...]


def signature(value: str, body: bytes | None, from_domain: str, present: Mapping[str, int]) -> Signature:
    """Reads one header. `present` counts the mail's header lines by name.

    `body` is all after the headers, None where it was written anew and says nothing about the signature.
    """
    tags = {m[1]: "".join(m[2].split()) for m in _TAG.finditer(value[:20_000])}
    signed: dict[str, int] = {}
    for name in tags.get("h", "").lower().split(":")[:500]:
        if name:
            signed[name] = signed.get(name, 0) + 1
    length = int(tags["l"]) if tags.get("l", "").isdecimal() and len(tags["l"]) < 15 else None
    domain = tags.get("d", "").lower().rstrip(".")
    return Signature(
        domain=domain,
        selector=tags.get("s", ""),
        algorithm=tags.get("a", "").lower(),
        is_aligned=bool(domain) and (from_domain == domain or from_domain.endswith("." + domain)),
        body="unknown" if body is None else _body(tags, body, length),
        length=length,
        signed={name: min(n, present.get(name, 0)) for name, n in signed.items() if present.get(name)},
        open_to_more=tuple(
            name for name in ("from", "to", "subject", "date") if signed.get(name, 0) <= present.get(name, 0)
        ),
    )


def _body(tags: dict[str, str], body: bytes, length: int | None) -> str:
    kind = _HASHES.get(tags.get("a", "").lower())
    _, _, how = tags.get("c", "simple/simple").lower().partition("/")
    if kind is None or how not in ("", "simple", "relaxed") or "bh" not in tags:
        return "unknown"
    told, sound = transfer.base64(tags["bh"].encode("ascii", "replace"))
    text = canonical(body, is_relaxed=how == "relaxed")
    if not sound or (length is not None and length > len(text)):
        return "changed"
    return "same" if hashlib.new(kind, text[:length], usedforsecurity=False).digest() == told else "changed"


def canonical(body: bytes, *, is_relaxed: bool) -> bytes:
    """The text in the form whose hash is signed. Mailboxes keep LF alone: it was CRLF on the way."""
    body = body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    if is_relaxed:
        body = _TRAILING.sub(b"", _SPACES.sub(b" ", body))
        body = body[:-1] if body.endswith(b" ") else body
    while body.endswith(b"\r\n\r\n"):
        body = body.rstrip(b"\r\n") + b"\r\n"
    if body == b"\r\n" and is_relaxed:
        return b""
    return body + b"\r\n" if not body.endswith(b"\r\n") and (body or not is_relaxed) else body
