"""Writes a bag: into a new folder, or into an archive in memory. Every file is hashed while it is written."""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from holdfast.model.errors import SpaceError
from holdfast.outputs import bag

SIGNATURES = "signature/"
"""What stands there signs the tag manifest, so no manifest can list it."""


class Place(Protocol):
    """Where files are written to, by path with "/"."""

    def open(self, path: str) -> BinaryIO:
        """A new file, to be closed by whoever opened it."""


class Folder:
    """A new folder on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()

    def open(self, path: str) -> BinaryIO:
        """As `Place`."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.open("xb")


class Archive:
    """A zip file in memory, with everything in one folder of this name. `made_at`: UTC milliseconds."""

    def __init__(self, name: str, made_at: int) -> None:
        self._name = name
        self._date = datetime.fromtimestamp(made_at // 1000, UTC).timetuple()[:6]
        self._bytes = io.BytesIO()
        self._zip = zipfile.ZipFile(self._bytes, "w", zipfile.ZIP_DEFLATED)

    def open(self, path: str) -> BinaryIO:
        """As `Place`."""
        entry = zipfile.ZipInfo(f"{self._name}/{path}", self._date)
        entry.compress_type = zipfile.ZIP_DEFLATED
        return cast("BinaryIO", self._zip.open(entry, "w"))

    def end(self) -> bytes:
        """The whole archive."""
        self._zip.close()
        return self._bytes.getvalue()


class Bag:
    """A bag in the making. Payload goes below data/; `close` writes the manifests, ready to sign."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._digests: dict[str, tuple[str, str]] = {}
        self.sizes: dict[str, int] = {}

    def put(self, path: str, data: bytes | Iterable[bytes]) -> str:
        """Writes a file and returns its SHA-256. Raises SpaceError."""
        hashers, size = [hashlib.new(name) for name in bag.ALGORITHMS], 0
        with new_file(self._place, path, "package") as file:
            for block in [data] if isinstance(data, bytes) else data:
                file.write(block)
                size += len(block)
                for hasher in hashers:
                    hasher.update(block)
        self._digests[path] = (hashers[0].hexdigest(), hashers[1].hexdigest())
        self.sizes[path] = size
        return self._digests[path][0]

    def close(self, facts: list[tuple[str, str]]) -> bytes:
        """Writes what makes it a bag. Returns tagmanifest-sha256.txt: who has that has the whole."""
        payload = {p: d for p, d in self._digests.items() if p.startswith(bag.PAYLOAD)}
        self.put("bagit.txt", bag.DECLARATION)
        self.put("bag-info.txt", bag.info(facts, [self.sizes[path] for path in payload]))
        for number, name in enumerate(bag.ALGORITHMS):
            self.put(f"manifest-{name}.txt", bag.manifest({p: d[number] for p, d in payload.items()}))
        tags = {p: d for p, d in self._digests.items() if p not in payload}
        first, second = (bag.manifest({p: d[number] for p, d in tags.items()}) for number in (0, 1))
        self.put("tagmanifest-sha256.txt", first)
        self.put("tagmanifest-sha512.txt", second)
        return first


@contextmanager
def new_file(place: Place, path: str, part_of: str) -> Iterator[BinaryIO]:
    """A new file, until the block ends. Raises SpaceError where the disk does not take it."""
    try:
        with place.open(path) as file:
            yield file
    except OSError as error:
        raise SpaceError(
            f"The {part_of} cannot be written there.", "Make room, or choose another place with --out."
        ) from error


@contextmanager
def new_folder(root: Path) -> Iterator[Folder]:
    """A new folder that is taken away again when the block ends with an error: half a package is none."""
    try:
        folder = Folder(root)
    except OSError as error:
        raise SpaceError("The folder cannot be made there.", "Choose another place with --out.") from error
    try:
        yield folder
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        raise
