"""Repositories as Bluesky's servers give them, written by an encoder that knows nothing of the reader."""

import hashlib
import struct
from typing import Any

from tests.importers.fixtures import HERE

DID, OTHER = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"


class Cid(bytes):
    pass


def head(kind: int, number: int) -> bytes:
    for low, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 24:
            return bytes([kind << 5 | number])
        if number < 1 << (8 * size):
            return bytes([kind << 5 | low]) + number.to_bytes(size, "big")
    raise ValueError(number)


def cbor(value: Any) -> bytes:
    match value:
        case None | True | False:
            return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
        case Cid():
            return head(6, 42) + cbor(b"\0" + bytes(value))
        case bytes():
            return head(2, len(value)) + value
        case str():
            return head(3, len(value.encode())) + value.encode()
        case int():
            return head(0, value) if value >= 0 else head(1, -1 - value)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case list():
            return head(4, len(value)) + b"".join(map(cbor, value))
        case dict():
            keys = sorted(value, key=lambda k: (len(k), k))
            return head(5, len(value)) + b"".join(cbor(k) + cbor(value[k]) for k in keys)
    raise TypeError(value)


def varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


class Archive:
    def __init__(self) -> None:
        self.blocks: list[tuple[Cid, bytes]] = []

    def put(self, value: Any) -> Cid:
        data = cbor(value)
        cid = Cid(b"\x01\x71\x12\x20" + hashlib.sha256(data).digest())
        self.blocks.append((cid, data))
        return cid

    def node(self, entries: list[tuple[str, Cid]], left: Cid | None = None, right: Cid | None = None) -> Cid:
        before, listed = b"", []
        for name, value in entries:
            key = name.encode()
            shared = 0
            while shared < min(len(before), len(key)) and before[shared] == key[shared]:
                shared += 1
            listed.append({"p": shared, "k": key[shared:], "v": value, "t": None})
            before = key
        if listed:
            listed[-1]["t"] = right
        return self.put({"l": left, "e": listed})

    def commit(self, data: Cid) -> Cid:
        return self.put(
            {"did": DID, "version": 3, "data": data, "rev": "3l7aaaaaaaa2a", "prev": None, "sig": b"x"}
        )

    def written(self, root: Cid) -> bytes:
        header = cbor({"roots": [root], "version": 1})
        out = varint(len(header)) + header
        for cid, data in self.blocks:
            out += varint(len(cid) + len(data)) + cid + data
        return out


def post(text: str, at: str, **more: Any) -> dict[str, Any]:
    return {"$type": "app.bsky.feed.post", "text": text, "createdAt": at, "langs": ["en"], **more}


def make() -> None:
    repo = Archive()
    uri = f"at://{OTHER}/app.bsky.feed.post/3l7xxxxxxxx2a"
    pointed = {"uri": uri, "cid": "bafy"}
    picture = {
        "$type": "blob",
        "ref": Cid(b"\x01\x55\x12\x20" + bytes(32)),
        "mimeType": "image/jpeg",
        "size": 1234,
    }
    first = repo.put(
        post(
            "stop, @robin https://example.org/a",
            "2024-10-28T10:00:00.000Z",
            reply={"root": pointed, "parent": pointed},
            facets=[
                {
                    "index": {"byteStart": 6, "byteEnd": 12},
                    "features": [{"$type": "app.bsky.richtext.facet#mention", "did": OTHER}],
                }
            ],
            embed={"$type": "app.bsky.embed.images", "images": [{"alt": "a gate", "image": picture}]},
        )
    )
    second = repo.put(post("when", "some day"))
    like = repo.put({"$type": "app.bsky.feed.like", "subject": pointed, "createdAt": "2024-10-28T10:01:00Z"})
    follow = repo.put(
        {"$type": "app.bsky.graph.follow", "subject": OTHER, "createdAt": "2024-10-28T10:02:00Z"}
    )
    block = repo.put({"$type": "app.bsky.graph.block", "subject": OTHER, "createdAt": "2024-10-29T10:00:00Z"})
    profile = repo.put({"$type": "app.bsky.actor.profile", "displayName": "Tess", "description": "a garden"})
    absent = Cid(b"\x01\x71\x12\x20" + bytes(32))
    old = repo.node([("app.bsky.graph.follow/3l7nzaaaaaa2a", follow)])
    repo.commit(old)
    low = repo.node([("app.bsky.actor.profile/self", profile), ("app.bsky.feed.like/3l7nzbbbbbb2a", like)])
    top = repo.node(
        [
            ("app.bsky.feed.post/3l7nzcccccc2a", first),
            ("app.bsky.feed.post/3l7nzdddddd2a", second),
            ("app.bsky.feed.post/3l7nzeeeeee2a", absent),
            ("app.bsky.graph.block/3l7nzffffff2a", block),
        ],
        left=low,
    )
    root = repo.commit(top)
    folder = HERE / "bluesky" / "repository" / "input"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "repo.car").write_bytes(repo.written(root))
    # In the second one a letter was changed afterwards, a part of the tree is left out, and a block is no value.
    broken = Archive()
    broken.blocks = [b for b in repo.blocks if b[0] != low]
    broken.blocks.append((Cid(b"\x01\x71\x12\x20" + hashlib.sha256(b"\xff").digest()), b"\xff"))
    data = broken.written(root).replace(b"a garden", b"a hidden")
    folder = HERE / "bluesky" / "damaged" / "input"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "repo.car").write_bytes(data)
