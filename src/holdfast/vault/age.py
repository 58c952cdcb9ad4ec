"""Writes and opens age files (age-encryption.org/v1) for one X25519 recipient, whole in memory.

The same files as the `age` program and `pyrage` make: the tests open each one's files with the others.
Written here because a piece of 8 MiB takes a quarter of the time, and other threads run meanwhile.
Format: https://c2sp.org/age
"""

import base64
import hmac
import os
import re
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from holdfast.model.errors import DamageError

_CHUNK = 1 << 16
_TAG = 16
_LABEL = b"age-encryption.org/v1/X25519"
_BECH32 = {c: n for n, c in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_STANZA = re.compile(rb"->((?: [!-~]+)+)\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63})\n")
_HEAD = re.compile(rb"age-encryption\.org/v1\n(?:%b)+--- ([A-Za-z0-9+/]{43})\n" % _STANZA.pattern)
_LONGEST_HEADER = 1 << 14

Stanza = tuple[list[bytes], bytes]
"""The words of its first line, and its body."""


def encrypt(plain: bytes | memoryview, recipient: str) -> bytearray:
    """The age file of these bytes for "age1…"."""
    theirs = _raw(recipient)
    mine = X25519PrivateKey.generate()
    share = mine.public_key().public_bytes_raw()
    wrap = hkdf(mine.exchange(X25519PublicKey.from_public_bytes(theirs)), share + theirs, _LABEL)
    file_key = os.urandom(16)
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    return seal(f"X25519 {unpadded(share)}", body, file_key, plain)


def decrypt(data: bytes | bytearray, identity: str) -> bytearray:
    """What is inside, for "AGE-SECRET-KEY-…". Raises DamageError when a single bit is not as written."""
    private = X25519PrivateKey.from_private_bytes(_raw(identity))
    own = private.public_key().public_bytes_raw()

    def unwrapped(stanzas: list[Stanza]) -> bytes | None:
        for (kind, *arguments), body in stanzas:
            if kind != b"X25519":
                continue
            shares = [unbase64(argument) for argument in arguments]
            if [len(part) for part in (*shares, body)] != [32, 32]:
                raise DamageError("The head of an encrypted piece is altered.")
            file_key = _unwrap(private, own, shares[0], body)
            if file_key is not None:
                return file_key
        return None

    return opened(data, unwrapped)


def opened(data: bytes | bytearray, unwrapped: Callable[[list[Stanza]], bytes | None]) -> bytearray:
    """What is inside; `unwrapped` gets the file key out of the stanzas of the head. Raises DamageError."""
    head = _head(data)
    mac = unbase64(head[3])
    header = data[: head.start(3) - 1]
    file_key = unwrapped(
        [(words.split(), unbase64(body.replace(b"\n", b""))) for words, body in _STANZA.findall(header)]
    )
    if file_key is None:
        raise DamageError("An encrypted piece was not made for the key of this case, or its head is altered.")
    if not hmac.compare_digest(_mac(file_key, header), mac):
        raise DamageError("The head of an encrypted piece is altered.")
    return _open_payload(memoryview(data)[head.end() :], file_key)


def seal(stanza: str, body: bytes, file_key: bytes, plain: bytes | memoryview) -> bytearray:
    """A whole age file from one stanza (its first line without the arrow), its body and the file key."""
    header = f"age-encryption.org/v1\n-> {stanza}\n{unpadded(body)}\n---".encode()
    mac = _mac(file_key, header)
    nonce = os.urandom(16)
    cipher = ChaCha20Poly1305(hkdf(file_key, nonce, b"payload"))
    head = b"%b %b\n%b" % (header, unpadded(mac).encode(), nonce)
    view, last = memoryview(plain), max(0, len(plain) - 1) // _CHUNK
    out = bytearray(len(head) + len(plain) + (last + 1) * _TAG)
    out[: len(head)] = head
    room = memoryview(out)[len(head) :]
    for number in range(last + 1):
        chunk = view[number * _CHUNK : (number + 1) * _CHUNK]
        begin = number * (_CHUNK + _TAG)
        cipher.encrypt_into(_counter(number, last), chunk, None, room[begin : begin + len(chunk) + _TAG])
    return out


def header_mac(data: bytes | bytearray) -> bytes:
    """The 32 bytes that close the head. They name this very file: the key of the payload hangs on them.

    Raises DamageError when there is no such head.
    """
    return unbase64(_head(data)[3])


def hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 with 32 bytes of output (RFC 5869)."""
    return hmac.digest(hmac.digest(salt or bytes(32), key, "sha256"), info + b"\x01", "sha256")


def _mac(file_key: bytes, header: bytes | bytearray) -> bytes:
    return hmac.digest(hkdf(file_key, b"", b"header"), header, "sha256")


def _head(data: bytes | bytearray) -> re.Match[bytes]:
    """The whole head, by the letter of the format; its third group is what closes it."""
    found = _HEAD.match(data, 0, _LONGEST_HEADER)
    if found is None:
        raise DamageError("An encrypted piece has no readable head.")
    return found


def _unwrap(private: X25519PrivateKey, own: bytes, theirs: bytes, body: bytes) -> bytes | None:
    try:
        wrap = hkdf(private.exchange(X25519PublicKey.from_public_bytes(theirs)), theirs + own, _LABEL)
        return ChaCha20Poly1305(wrap).decrypt(bytes(12), body, None)
    except (InvalidTag, ValueError):
        return None


def _open_payload(payload: memoryview, file_key: bytes) -> bytearray:
    cipher = ChaCha20Poly1305(hkdf(file_key, bytes(payload[:16]), b"payload"))
    sealed, step = payload[16:], _CHUNK + _TAG
    last = max(0, len(sealed) - 1) // step
    if len(sealed) - last * step < _TAG:
        raise DamageError("An encrypted piece is altered or cut short.")
    plain = bytearray(len(sealed) - (last + 1) * _TAG)
    room = memoryview(plain)
    try:
        for number in range(last + 1):
            chunk = sealed[number * step : (number + 1) * step]
            begin = number * _CHUNK
            cipher.decrypt_into(_counter(number, last), chunk, None, room[begin : begin + len(chunk) - _TAG])
    except InvalidTag:
        raise DamageError("An encrypted piece is altered or cut short.") from None
    if last and len(sealed) - last * step == _TAG:
        raise DamageError("An encrypted piece ends in a way it never ends.")
    return plain


def _counter(number: int, last: int) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if number == last else b"\x00")


def _raw(key: str) -> bytes:
    # The check sum at the end was checked by pyrage when the key was made or unlocked.
    number = 0
    for letter in key.lower().rpartition("1")[2][:-6]:
        number = number << 5 | _BECH32[letter]
    return (number >> 4).to_bytes(32, "big")


def unpadded(data: bytes) -> str:
    """Base64 as age writes it: without the equals signs at the end."""
    return base64.b64encode(data).rstrip(b"=").decode()


def unbase64(text: bytes) -> bytes:
    """The bytes of such a text. Raises DamageError for what is not the one spelling of them."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError:
        data = b""
    if unpadded(data).encode() != text:
        # Unused bits that are set would be a second spelling of the same bytes.
        raise DamageError("The head of an encrypted piece is altered.")
    return data
