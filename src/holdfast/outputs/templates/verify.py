#!/usr/bin/env python3
"""Checks the folder it lies in, or the one named: python3 -I verify.py [FOLDER]. Exit code 0 if all holds.

It uses Python's standard library only (3.9 or newer), no network and no secret, and it writes nothing. It
checks that the folder is a whole BagIt bag with nothing missing, altered or added; that the list of its files
was signed; that the log entries shown are in the signed log; and where each exhibit stood in its file.
"""

import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
NAMESPACE = b"holdfast-package"
SIGNED = "tagmanifest-sha256.txt"
UNLISTED = {SIGNED, "tagmanifest-sha512.txt", f"signature/{SIGNED}.ed25519", f"signature/{SIGNED}.sig"}
STAMP = re.compile(r"signature/stamp-[1-9]\.tsr")
PEM = "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n"
KEY_KIND = b"\n\x01"
KEY_HEAD = bytes.fromhex("302a300506032b6570032100")
NOT_PROVEN = """What this does not prove:
  - that what is written in the records is true, or who wrote it: an account is a name, not a person
  - that a file was not altered before it was handed in to the case
  - that what was read from a record (who, when, which text) was read rightly: look at the record itself
  - that the clock of the computer was right
  - that whoever holds the key above did not make another case: compare the key, and what was stamped or
    handed out earlier, with what you got in another way
  - the signatures of time-stamping authorities, and the PDF's: VERIFY.txt has the commands for them
  - whether other records exist: what was not chosen is not here"""


class Wrong(Exception):  # noqa: N818  it is what is printed
    """Something is not as it should be; the text says what."""


# Ed25519 (RFC 8032, 5.1), with points as (X, Y, Z, T).

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def add(a: Point, b: Point) -> Point:
    """The sum of two points."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    g, h = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    """A point added to itself so many times."""
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def decoded(data: bytes, what: str) -> Point:
    """The point that 32 bytes of `what` stand for."""
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    if y >= P:
        raise Wrong(f"{what}: it, or the key, holds no point")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P)
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        raise Wrong(f"{what}: it, or the key, holds no point")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = decoded((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"), "the base")


def check_signature(public: bytes, message: bytes, signature: bytes, what: str) -> None:
    """Raises Wrong unless this key signed this message."""
    scalar = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or scalar >= ORDER:
        raise Wrong(f"{what}: it is no signature")
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    number = int.from_bytes(digest, "little") % ORDER
    left = times(scalar, BASE)
    right = add(decoded(signature[:32], what), times(number, decoded(public, what)))
    if (left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P:
        raise Wrong(f"{what}: the signature does not fit")


# Hash trees (RFC 9162, 2.1)


def leaf_hash(data: bytes) -> bytes:
    """What stands for a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """What stands for two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """The root that an inclusion proof leads to (2.1.3.2); b"" where it can lead to none."""
    last, node = size - 1, leaf
    if not 0 <= index < size:
        return b""
    for beside in proof:
        if last == 0:
            return b""
        if index & 1 or index == last:
            node = node_hash(beside, node)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, beside)
        index, last = index >> 1, last >> 1
    return b"" if last else node


def check_growth(first: int, second: int, old: bytes, new: bytes, proof: list[bytes]) -> None:
    """Raises Wrong unless the tree of `second` leaves begins with that of `first` (2.1.4.2)."""
    if first == second:
        if proof or old != new:
            raise Wrong("two checkpoints of one size differ")
        return
    path = proof if first & (first - 1) else [old, *proof]
    if not 0 < first < second or not path:
        raise Wrong("a checkpoint cannot be compared")
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    left = right = path[0]
    for beside in path[1:]:
        if last == 0:
            raise Wrong("a proof is too long")
        if place & 1 or place == last:
            left, right = node_hash(beside, left), node_hash(beside, right)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            right = node_hash(right, beside)
        place, last = place >> 1, last >> 1
    if last or (left, right) != (old, new):
        raise Wrong("the log does not begin with an earlier checkpoint")


# The folder


def files_in(folder: Path) -> Iterator[str]:
    """Every file by its path with "/"; anything that is neither file nor folder is Wrong."""
    for path in folder.rglob("*"):
        told = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise Wrong(f"{told}: it is a link or a device")
        if path.is_file():
            yield told


def opened(folder: Path, path: str) -> BinaryIO:
    """A file of this folder."""
    if not re.fullmatch(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*", path) or ".." in path.split("/"):
        raise Wrong(f"{path!a}: its name is none that a package has")
    try:
        return (folder / path).open("rb")
    except OSError:
        raise Wrong(f"{path}: it is missing or cannot be read") from None


def read(folder: Path, path: str) -> bytes:
    """The bytes of a file of this folder."""
    with opened(folder, path) as file:
        return file.read()


def digests(folder: Path, path: str) -> tuple[str, str, int]:
    """SHA-256 and SHA-512 of a file, in hex, and its size; with the memory of one block."""
    first, second, size = hashlib.sha256(), hashlib.sha512(), 0
    with opened(folder, path) as file:
        while block := file.read(1 << 20):
            first.update(block)
            second.update(block)
            size += len(block)
    return first.hexdigest(), second.hexdigest(), size


def check_bag(folder: Path) -> Iterator[str]:
    """Yields what is wrong with the files: missing, altered, extra."""
    found = sorted(files_in(folder))
    hashed = {path: digests(folder, path) for path in found}
    payload = [path for path in found if path.startswith("data/")]
    tags = [path for path in found if path not in UNLISTED | set(payload) and not STAMP.fullmatch(path)]
    for number, name in enumerate(("sha256", "sha512")):
        for title, whole in (("manifest", payload), ("tagmanifest", tags)):
            manifest = f"{title}-{name}.txt"
            text = read(folder, manifest).decode("ascii", "replace")
            listed = dict(line.split("  ", 1)[::-1] for line in text.split("\n") if "  " in line)
            for path in sorted({*listed, *whole}):
                if path not in listed:
                    yield f"{path}: it does not belong here ({manifest} does not list it)"
                elif path not in hashed:
                    yield f"{path}: it is missing ({manifest} lists it)"
                elif listed[path] != hashed[path][number]:
                    yield f"{path}: it is altered, or {manifest} is"
            if text != "".join(f"{digest}  {path}\n" for path, digest in sorted(listed.items())):
                yield f"{manifest}: it is not written as it should be"
    for path in UNLISTED - set(found):
        yield f"{path}: it is missing"
    if read(folder, "bagit.txt") != DECLARATION:
        yield "bagit.txt: it is not the one of a BagIt 1.0 bag"
    size = sum(hashed[path][2] for path in payload)
    if f"Payload-Oxum: {size}.{len(payload)}\n".encode() not in read(folder, "bag-info.txt"):
        yield "bag-info.txt: the number or size of the files is another"


def field(data: bytes) -> bytes:
    """A string as SSH writes it."""
    return len(data).to_bytes(4, "big") + data


def check_signatures(folder: Path, log: dict[str, Any]) -> bytes:
    """The public key, once it is found to have signed the list of files in both forms."""
    public = base64.b64decode(log["key"].split("+", 2)[2])[1:]
    if read(folder, "log-key.pem").decode() != PEM.format(base64.b64encode(KEY_HEAD + public).decode()):
        raise Wrong("log-key.pem: it is another key than that of the log")
    number = hashlib.sha256(log["origin"].encode() + KEY_KIND + public).digest()[:4].hex()
    if log["key"] != f"{log['origin']}+{number}+{base64.b64encode(KEY_KIND[1:] + public).decode()}":
        raise Wrong("data/log/log.json: its key is not written as it should be")
    listed, base = read(folder, SIGNED), f"signature/{SIGNED}"
    check_signature(public, listed, read(folder, f"{base}.ed25519"), f"{base}.ed25519")
    armored = read(folder, f"{base}.sig").decode("ascii", "replace")
    try:
        blob = base64.b64decode("".join(armored.split("\n")[1:-2]), validate=True)
    except ValueError:
        raise Wrong(f"{base}.sig: it cannot be read") from None
    frame = field(NAMESPACE) + field(b"") + field(b"sha512")
    key = field(b"ssh-ed25519") + field(public)
    body = b"SSHSIG\x00\x00\x00\x01" + field(key) + frame
    signature = blob[-64:]
    text = base64.b64encode(body + field(field(b"ssh-ed25519") + field(signature))).decode()
    lines = [text[at : at + 70] for at in range(0, len(text), 70)]
    marks = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
    if armored != "\n".join((marks[0], *lines, marks[1], "")):
        raise Wrong(f"{base}.sig: it is not written as it should be, or by another key")
    check_signature(
        public, b"SSHSIG" + frame + field(hashlib.sha512(listed).digest()), signature, f"{base}.sig"
    )
    signer = (
        f'{log["origin"]} namespaces="{NAMESPACE.decode()}" ssh-ed25519 {base64.b64encode(key).decode()}\n'
    )
    if read(folder, "allowed_signers").decode() != signer:
        raise Wrong("allowed_signers: it names another key or case")
    return public


def check_point(note: str, log: dict[str, Any], public: bytes) -> tuple[int, bytes]:
    """The size and root of a checkpoint (c2sp.org/tlog-checkpoint) that this key signed."""
    body, _, signed = note.partition("\n\n")
    origin, size, root = body.split("\n")
    raw = base64.b64decode(signed.rstrip("\n").rpartition(" ")[2])
    number = hashlib.sha256(origin.encode() + KEY_KIND + public).digest()[:4]
    if origin != log["origin"] or raw[:4] != number:
        raise Wrong("a checkpoint is of another case")
    if note != f"{body}\n\n\u2014 {origin} {base64.b64encode(raw).decode()}\n":
        raise Wrong("a checkpoint is not written as it should be")
    check_signature(public, f"{body}\n".encode(), raw[4:], "a checkpoint")
    return int(size), base64.b64decode(root)


def check_log(folder: Path, log: dict[str, Any], public: bytes) -> tuple[dict[int, Any], str]:
    """The entries shown, by number, once each is found to be in the signed log; and a line about it."""
    size, root = check_point(log["checkpoint"], log, public)
    entries = {}
    for entry in log["entries"]:
        proof = [bytes.fromhex(node) for node in entry["proof"]]
        if root_from(leaf_hash(entry["body"].encode()), entry["number"], size, proof) != root:
            raise Wrong(f"entry {entry['number']} of the log: it is not in the signed log")
        entries[entry["number"]] = json.loads(entry["body"])
    for anchor in log["anchors"]:
        first, old = check_point(anchor["note"], log, public)
        check_growth(first, size, old, root, [bytes.fromhex(node) for node in anchor["consistency"]])
        if "stamp" in anchor:
            stamped = anchor["note"].encode()
            if read(folder, anchor["stamp"].replace(".tsr", ".txt")) != stamped:
                raise Wrong(f"{anchor['stamp']}: the text beside it is not the checkpoint")
            check_stamp(folder, anchor["stamp"], stamped)
    anchors = f"; {len(log['anchors'])} earlier checkpoint(s) are its beginning" if log["anchors"] else ""
    return entries, f"{len(entries)} entries are in the signed log of {size}{anchors}"


def check_stamp(folder: Path, path: str, stamped: bytes) -> None:
    """A time stamp must at least be about this text; who signed it is not looked at here."""
    if b"\x04\x20" + hashlib.sha256(stamped).digest() not in read(folder, path):
        raise Wrong(f"{path}: the time stamp is about something else")


# The exhibits


def moment(text: str) -> int:
    """A time as the log has it: milliseconds since 1970 in UTC."""
    with_offset = text.replace("Z", "+00:00")  # Python 3.11 is the first that reads the letter.
    return round(datetime.fromisoformat(with_offset).timestamp() * 1000)


def check_exhibit(folder: Path, record: dict[str, Any], entries: dict[int, Any]) -> str:
    """What is proven about one exhibit, in words."""
    label, place = record["label"], record["place"]
    imported, chosen = entries[record["log"]["imported"]], entries[record["log"]["chosen"]]
    source, when, exhibit = record["from_where"], record["when"], chosen["exhibit"]
    took = [imported[name] for name in ("action", "sha256", "sha256", "size", "name", "obtained", "at")]
    said = ["import", place["sha256"], source["sha256"], source["size"], source["name"]]
    if took != [*said, source["in_their_words"], moment(when["handed_in"])]:
        raise Wrong(f"{label}: the log tells of another file than its record")
    chose = [exhibit[name] for name in ("label", "event", "caption", "digest", "chosen")]
    said = [label, record["event"]["id"], record["caption"], record["digest_when_chosen"]]
    if chose != [*said, moment(when["chosen"])]:
        raise Wrong(f"{label}: the log tells of another choice than its record")
    for given in record["files"]:
        if digests(folder, given["path"])[0] != given["sha256"]:
            raise Wrong(f"{given['path']}: it is not the file that {label} speaks of")
    if place["proven"] == "no":
        return f"{label}: signed; its place in the file is not proven here. {place['why']}"
    (given,) = [given for given in record["files"] if given["part"] in ("original", "slice")]
    if place["proven"] == "whole":
        if given["sha256"] != place["sha256"]:
            raise Wrong(f"{given['path']}: it is not the original that the log tells of")
        return f"{label}: the whole original, as it was handed in"
    told = entries[place["entry"]]
    if told["sha256"] != place["sha256"]:
        raise Wrong(f"{label}: its place was logged for another file")
    data, at = read(folder, given["path"]), place["start"]
    for piece in place["pieces"]:
        start, length = piece["start"], piece["length"]
        if start != at:
            raise Wrong(f"{label}: its pieces do not follow each other")
        stood = data[start - place["start"] : start - place["start"] + length]
        leaf = leaf_hash(bytes.fromhex(piece["salt"]) + start.to_bytes(8, "big") + stood)
        proof = [bytes.fromhex(node) for node in piece["proof"]]
        if root_from(leaf, piece["number"], told["pieces"]["count"], proof).hex() != told["pieces"]["root"]:
            raise Wrong(f"{given['path']}: it did not stand at that place in the file")
        at += length
    if at - place["start"] != len(data) or len(data) != place["length"]:
        raise Wrong(f"{given['path']}: more is shown than is proven")
    since = "when it was handed in" if told["action"] == "import" else "later, as its own entry says"
    return f"{label}: bytes {place['start']} to {at - 1} of the file, whose pieces were logged {since}"


def check_finding(record: dict[str, Any], entries: dict[int, Any]) -> str:
    """That a finding is the one that the log holds: its words, its figures, what it rests on."""
    exhibit = entries[record["log"]["chosen"]]["exhibit"]
    chose = [exhibit[name] for name in ("label", "caption", "finding", "digest", "chosen")]
    said = [record[name] for name in ("label", "caption", "finding", "digest_when_chosen")]
    if chose != [*said, moment(record["when"]["chosen"])]:
        raise Wrong(f"{record['label']}: the log tells of another finding")
    return f"{record['label']}: the finding that was chosen, as the log holds it"


def check(folder: Path) -> Iterator[str]:
    """Checks all of it, and yields what holds in words. Raises Wrong."""
    trouble = list(check_bag(folder))
    if trouble:
        raise Wrong("\n".join(trouble))
    yield "nothing is missing, altered or added (SHA-256 and SHA-512 of every file)"
    log = json.loads(read(folder, "data/log/log.json"))
    public = check_signatures(folder, log)
    yield "the list of files was signed by the key below (raw and as SSH signature)"
    entries, words = check_log(folder, log, public)
    yield words
    for path in sorted(path for path in files_in(folder) if path.endswith("/record.json")):
        yield check_exhibit(folder, json.loads(read(folder, path)), entries)
    for path in sorted(path for path in files_in(folder) if path.endswith("/finding.json")):
        yield check_finding(json.loads(read(folder, path)), entries)
    for path in filter(STAMP.fullmatch, files_in(folder)):
        check_stamp(folder, path, read(folder, SIGNED))
        yield f"{path} is about this list of files (see VERIFY.txt for who signed it)"
    yield f"the key: {log['key']}"


def main() -> int:
    """Prints what holds and what does not."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    try:
        for line in check(folder):
            print(f"OK      {line}")
    except Wrong as trouble:
        for line in str(trouble).split("\n"):
            print(f"NOT OK  {line}")
        return 1
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as trouble:
        print(f"NOT OK  something is not written as it should be ({type(trouble).__name__})")
        return 1
    print(NOT_PROVEN)
    return 0


if __name__ == "__main__":
    sys.exit(main())
