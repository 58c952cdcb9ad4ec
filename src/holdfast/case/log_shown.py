"""The entries of the log that go with a package, each with a proof that it is in the log, and the anchors."""

import os
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import msgspec

from holdfast.case.kept import now
from holdfast.model.row import iso
from holdfast.model.source import Source
from holdfast.outputs.exhibit_record import Shown
from holdfast.outputs.package_texts import Stamp
from holdfast.vault import checkpoint, merkle
from holdfast.vault.anchors import HandedOut, Token
from holdfast.vault.pieces import Commitment, committed
from holdfast.vault.vault import Vault

FOLDER = "data/log/"
FORMAT = 1


class LogShown(msgspec.Struct, frozen=True, kw_only=True):
    """`values` are those of log.json, `files` what lies beside it, `stamps` the time stamps among them."""

    values: dict[str, Any]
    files: dict[str, bytes]
    stamps: tuple[Stamp, ...]


def log_shown(vault: Vault, note: str, numbers: Collection[int]) -> LogShown:
    """The log as the checkpoint `note` signed it, of which the entries with these numbers are shown."""
    leaves = vault.log.leaves()[: checkpoint.size_of(note)]
    files: dict[str, bytes] = {}
    stamps: list[Stamp] = []
    anchors = []
    for authority_number, authority in enumerate(vault.anchors.authorities(), 1):
        files[f"{FOLDER}authority-{authority_number}.pem"] = authority.roots.encode()
    for anchor in _anchors(vault):
        told = _anchor(anchor, leaves)
        if isinstance(anchor, Token):
            stamp = _stamp(anchor, len(stamps) + 1, files)
            stamps.append(stamp)
            told |= {"kind": "time stamp", "time": iso(stamp.time), "stamp": stamp.stamp, "url": stamp.url}
        anchors.append(told)
    values = {
        "format": FORMAT,
        "origin": vault.description.id,
        "key": vault.description.log_key,
        "checkpoint": note,
        "anchors": anchors,
        "entries": [
            {
                "number": number,
                "body": data.decode(),
                "proof": [node.hex() for node in merkle.inclusion(leaves, number)],
            }
            for number, _, _, data, _ in vault.log.rows()
            if number in numbers
        ],
    }
    return LogShown(values=values, files=files, stamps=tuple(stamps))


def _anchors(vault: Vault) -> Iterator[Token | HandedOut]:
    """Of each kind and authority the oldest, which reaches back, and the newest, which holds most."""
    kinds: dict[str, list[Token | HandedOut]] = {}
    for token in vault.anchors.tokens():
        kinds.setdefault(token.url, []).append(token)
    for handed_out in vault.anchors.handed_out():
        kinds.setdefault("", []).append(handed_out)
    chosen = {one.number: one for found in kinds.values() for one in (found[0], found[-1])}
    yield from (chosen[number] for number in sorted(chosen))


def _anchor(anchor: Token | HandedOut, leaves: list[bytes]) -> dict[str, Any]:
    proof = merkle.consistency(leaves, anchor.size)
    return {
        "kind": "handed out",
        "at": iso(anchor.at),
        "note": anchor.note,
        "consistency": [node.hex() for node in proof],
    }


def _stamp(token: Token, number: int, files: dict[str, bytes]) -> Stamp:
    base = f"{FOLDER}stamp-{number}"
    files[f"{base}.tsr"] = token.response
    files[f"{base}.txt"] = token.note.encode()
    files[f"{base}.pem"] = token.roots.encode()
    return Stamp(stamp=f"{base}.tsr", note=f"{base}.txt", roots=f"{base}.pem", url=token.url, time=token.time)


class LogTold:
    """What the log says about files and exhibits: which entries, and what is committed to."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.imported: dict[str, int] = {}
        self.commitments: dict[str, tuple[Commitment, int]] = {}
        self.chosen: dict[str, int] = {}
        for entry in vault.log.entries({"import", "commit", "decide"}):
            if entry.action == "decide":
                if entry.body["what"] in ("choose", "caption"):
                    self.chosen[entry.body["exhibit"]["label"]] = entry.number
                continue
            if entry.action == "import":
                if entry.body["already"]:
                    continue
                # A file that was withdrawn and handed in again counts from then on.
                self.imported[entry.body["sha256"]] = entry.number
                self.commitments.pop(entry.body["sha256"], None)
            if "pieces" in entry.body:
                commitment = msgspec.convert(entry.body["pieces"], Commitment)
                self.commitments.setdefault(entry.body["sha256"], (commitment, entry.number))

    def commitment(self, source: Source) -> Commitment | None:
        """What the log commits to of a file's pieces; where it does not yet, it does from now on."""
        if source.sha256 in self.commitments:
            return self.commitments[source.sha256][0]
        with self._vault.open_object(source.sha256) as stream:
            made = committed(stream, self._vault.objects.piece_key, os.urandom(16))
        if made is None:
            return None
        body = {"sha256": source.sha256, "pieces": msgspec.structs.asdict(made)}
        self.commitments[source.sha256] = made, self._vault.log.append("commit", body, at=now())
        return made

    def numbers(self, shown: Sequence[Shown]) -> set[int]:
        """The entries that go with these exhibits; the first of all names the case's key files."""
        found = {0}
        for one in shown:
            found |= {one.imported, one.chosen, *({one.place["entry"]} if "entry" in one.place else ())}
        return found
