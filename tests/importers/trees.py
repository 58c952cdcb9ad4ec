"""Trees made of bytes, for tests that need no fixture folder."""

import hashlib
import io

from holdfast.formats.tree import Handed, Tree
from holdfast.importers import Importer, Record
from holdfast.model.told import Told


def tree(files: dict[str, bytes]) -> Tree:
    return Tree(
        [
            Handed(
                sha256=hashlib.sha256(data).hexdigest(),
                name=name,
                size=len(data),
                open=lambda data=data: io.BytesIO(data),
            )
            for name, data in files.items()
        ]
    )


def read_all(importer: Importer, files: dict[str, bytes], told: Told | None = None) -> list[Record]:
    """All records that one importer makes of the members it claims."""
    made = tree(files)
    members = [m for m in made if importer.claims(m, made)]
    return list(importer.read(members, made, told or Told()))
