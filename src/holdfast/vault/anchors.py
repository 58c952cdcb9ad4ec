"""The anchors of a case: checkpoints that an authority outside has stamped, or that somebody was handed.

Each stands in the log, and once more as an age file in `anchors/`: so a log whose end was cut off, or that
was put back to an older state, no longer fits what lies beside it.
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from holdfast.model.errors import DamageError, RequestError
from holdfast.vault import age, checkpoint, durable, merkle, stamp
from holdfast.vault.entry import Entry
from holdfast.vault.keys import Keys
from holdfast.vault.log import Log

FOLDER = "anchors"
ACTION = "anchor"
_SOON = 90 * 86_400_000  # milliseconds before a certificate ends in which a stamp should be renewed


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody outside who stamps times. `roots` are its root certificates (PEM), as the person gave them."""

    url: str
    roots: str


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A checkpoint with the time stamp over its text.

    `number` and `at` are those of its entry in the log, `size` the number of entries that `note` speaks for,
    `response` the answer of the authority as it came (DER, TimeStampResp), `time` the time in it, `expires`
    when the first certificate behind it ends. Times are UTC milliseconds.
    """

    number: int
    at: int
    url: str
    roots: str
    size: int
    note: str
    response: bytes
    time: int
    expires: int


class HandedOut(msgspec.Struct, frozen=True, kw_only=True):
    """A checkpoint that was shown to be given to somebody."""

    number: int
    at: int
    size: int
    note: str


class Outside(msgspec.Struct, frozen=True, kw_only=True):
    """What a file in `anchors/` holds. `url`, `roots` and `response` (Base64) are those of a time stamp."""

    note: str
    url: str = ""
    roots: str = ""
    response: str = ""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How things stand with one authority: its newest stamp, what waits, and whether it is to be asked.

    `waiting` is when it was first asked in vain since then (UTC milliseconds), `why` what went wrong last.
    """

    url: str
    newest: Token | None
    waiting: int | None
    why: str
    is_due: bool
    ends_soon: bool


class Anchors:
    """Those of one vault."""

    def __init__(self, folder: Path, keys: Keys, log: Log) -> None:
        self._folder, self._keys, self._log = folder, keys, log

    def authorities(self) -> list[Authority]:
        """Whom the person named, in order."""
        found: dict[str, Authority] = {}
        for entry in self._entries():
            if entry.body.get("what") == "authority":
                found[entry.body["url"]] = Authority(url=entry.body["url"], roots=entry.body["roots"])
            elif entry.body.get("what") == "authority removed":
                found.pop(entry.body["url"], None)
        return list(found.values())

    def name(self, authority: Authority, *, at: int) -> None:
        """Writes an authority down. Raises RequestError where its root certificates cannot be read."""
        stamp.roots(authority.roots)
        self._append("authority", at=at, url=authority.url, roots=authority.roots)

    def remove(self, url: str, *, at: int) -> None:
        """Takes an authority out; its stamps stay. Raises RequestError where it is not there."""
        if url not in [authority.url for authority in self.authorities()]:
            raise RequestError("No such authority is named in this case.", "See which ones are.")
        self._append("authority removed", at=at, url=url)

    def tokens(self) -> list[Token]:
        """All time stamps in order, as the log keeps them."""
        return [_token(entry) for entry in self._entries() if entry.body.get("what") == "token"]

    def handed_out(self) -> list[HandedOut]:
        """All checkpoints that were shown to be given to somebody, in order."""
        return [
            HandedOut(number=e.number, at=e.at, size=e.body["size"], note=e.body["note"])
            for e in self._entries()
            if e.body.get("what") == "handed out"
        ]

    def keep(self, authority: Authority, note: str, response: bytes, *, nonce: int, at: int) -> stamp.Stamped:
        """Keeps an answer, once it proves what it should: beside the log first, then in it.

        Raises DamageError that says what is wrong with it; then nothing is kept.
        """
        says = stamp.check(response, note, authority.roots, nonce)
        coded = base64.b64encode(response).decode()
        outside = Outside(note=note, url=authority.url, roots=authority.roots, response=coded)
        self._append(
            "token",
            at=at,
            size=checkpoint.size_of(note),
            note=note,
            url=authority.url,
            roots=authority.roots,
            response=coded,
            time=says.time,
            expires=says.expires,
            files=self._write(outside),
        )
        return says

    def wait(self, authority: Authority, why: str, *, at: int) -> None:
        """Writes down that an authority was asked in vain."""
        self._append("waiting", at=at, url=authority.url, why=why)

    def hand_out(self, *, at: int) -> str:
        """Signs the log as it stands, writes down that this was shown, and returns the signed text."""
        note = self._log.checkpoint(at=at)
        files = self._write(Outside(note=note))
        self._append("handed out", at=at, size=checkpoint.size_of(note), note=note, files=files)
        return note

    def compare(self, line: str) -> checkpoint.Checkpoint:
        """The checkpoint of a line, if the log still begins with the very entries that it signed.

        Raises RequestError for a line that is mistyped or of another case, DamageError where it does not.
        """
        note, origin = checkpoint.from_line(line), self._log.origin()
        if not note.startswith(f"{origin}\n"):
            raise RequestError("That line was handed out by another case.", "Look at its first part.")
        try:
            point = checkpoint.check(note, origin, self._keys.public)
        except DamageError:
            raise RequestError(
                "That line is mistyped, or was not handed out by this case.", "Compare it letter by letter."
            ) from None
        frontier = merkle.Frontier()
        for _, _, _, data, _ in self._log.rows():
            if frontier.size == point.size:
                break
            frontier.extend([merkle.leaf_hash(data)])
        if (frontier.size, frontier.root()) != (point.size, point.root):
            raise DamageError(
                f"The log does not begin with the {point.size} entries that this line was made for:"
                " something was taken away or changed.",
                "Keep this copy as it is, and look for another copy of the case folder.",
            )
        return point

    def standing(self, *, at: int) -> list[Standing]:
        """How things stand with each authority, at this time (UTC milliseconds)."""
        entries = list(self._entries())
        others = self._log.size() - sum(1 for _ in entries)
        return [self._standing(one.url, entries, others, at) for one in self.authorities()]

    def outside(self) -> Iterator[tuple[str, Outside]]:
        """What lies in `anchors/` and can be read, with its path. Whatever else lies there is left out."""
        for path in sorted((self._folder / FOLDER).glob("*.age")):
            try:
                plain = age.decrypt(path.read_bytes(), self._keys.identity)
                yield f"{FOLDER}/{path.name}", msgspec.json.decode(plain, type=Outside)
            except (OSError, ValueError, DamageError):
                continue

    def _standing(self, url: str, entries: list[Entry], others: int, at: int) -> Standing:
        newest, waiting, why = None, None, ""
        for entry in entries:
            if entry.body.get("url") != url:
                continue
            if entry.body["what"] == "token":
                newest, waiting, why = _token(entry), None, ""
            elif entry.body["what"] == "waiting":
                waiting = entry.at if waiting is None else waiting
                why = entry.body["why"]
        ends_soon = newest is not None and newest.expires - at < _SOON
        is_new = newest is None or others > newest.size - sum(e.number < newest.size for e in entries)
        return Standing(
            url=url,
            newest=newest,
            waiting=waiting,
            why=why,
            is_due=is_new or ends_soon or waiting is not None,
            ends_soon=ends_soon,
        )

    def _entries(self) -> Iterator[Entry]:
        return self._log.entries({ACTION})

    def _append(self, what: str, *, at: int, **body: Any) -> None:
        self._log.append(ACTION, {"what": what, **body}, at=at)

    def _write(self, outside: Outside) -> dict[str, str]:
        """Writes a file into `anchors/`; its path and SHA-256, as an entry names them."""
        folder = self._folder / FOLDER
        durable.new_folder(folder)
        name = f"{secrets.token_hex(16)}.age"
        data = age.encrypt(msgspec.json.encode(outside), self._keys.recipient)
        durable.write_file(folder / name, data)
        durable.sync_folder(folder)
        return {f"{FOLDER}/{name}": hashlib.sha256(data).hexdigest()}


def response_of(coded: str) -> bytes:
    """The answer of an authority out of its Base64. Raises DamageError."""
    try:
        return base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        raise DamageError("A time stamp cannot be read.") from None


def _token(entry: Entry) -> Token:
    body = entry.body
    return Token(
        number=entry.number,
        at=entry.at,
        url=body["url"],
        roots=body["roots"],
        size=body["size"],
        note=body["note"],
        response=response_of(body["response"]),
        time=body["time"],
        expires=body["expires"],
    )
