"""A case to carry: a folder that opens in any browser, limited to what was chosen, read-only."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from typing import BinaryIO

import msgspec

from holdfast.case.apart import apart
from holdfast.case.bag import Place, new_file
from holdfast.case.handing import To
from holdfast.case.log_alone import Asked, LogAlone
from holdfast.case.moments import moment
from holdfast.case.package import Choice
from holdfast.case.packing import Packing
from holdfast.case.printing import Ordered, Printing
from holdfast.formats.mail_route import Route
from holdfast.model.course import Course
from holdfast.model.errors import RequestError
from holdfast.model.finding import Finding
from holdfast.model.frame import Frame
from holdfast.outputs import bag
from holdfast.outputs.packet import packet
from holdfast.outputs.picture import for_screen
from holdfast.outputs.portable import page
from holdfast.outputs.typesetting import pdf
from holdfast.vault import signature

_README = """NOTES

index.html   open it in a browser; it needs no installation and no network, and changes nothing
packet.pdf   the same on paper
{package}{pictures}
To check that nothing here was altered since it was made (on a Mac: shasum -a 256 -c):

    sha256sum -c SHA256SUMS
    ssh-keygen -Y verify -f allowed_signers -I {origin} \\
        -n {namespace} -s SHA256SUMS.sig < SHA256SUMS

This shows that whoever held the key of the case made this folder. It does not show that what is in it
is true.
{expires}"""
_PACKAGE = "package/     the exhibits out of their originals; package/VERIFY.txt says how to check them\n"
_PICTURES = (
    "pictures/    pictures of exhibits, drawn anew and smaller; the originals have the hashes on the paper\n"
)
_EXPIRES = """
The person asks that this folder, and every copy of it, be deleted after {day}. It cannot delete itself.
"""


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: how many entries and exhibits can be seen, and whether originals are there.

    `sha256` is that of SHA256SUMS, which lists every other file.
    """

    entries: int
    exhibits: int
    with_originals: bool
    sha256: str
    size: int


class _Within:
    """A folder in a place."""

    def __init__(self, place: Place, folder: str) -> None:
        self._place, self._folder = place, folder

    def open(self, path: str) -> BinaryIO:
        """As `Place`."""
        return self._place.open(f"{self._folder}{path}")


class PortableCase(LogAlone, Printing):
    """Writes a part of the case to be carried."""

    def _carry(
        self,
        packing: Packing | None,
        place: Place,
        asked: Asked,
        to: To,
        expires: str,
        made_of: tuple[tuple[list[Finding], Course], dict[str, Route], Frame],
    ) -> Carried:
        """Writes the folder. `packing` makes the package of originals, None where none may leave.

        `made_of`: findings, how mails came, and the frame, as for a packet. Raises RequestError for a day
        that is none, SpaceError where it cannot be written.
        """
        if expires and moment(expires, "UTC").precision != "day":
            raise RequestError("The day to delete it is not a day.", "Write it as 2026-12-31.")
        log, taken_out = self._log_input(asked, to)
        ordered = Ordered(
            title=asked.title,
            prepared_by=asked.prepared_by,
            paper=asked.paper,
            which=asked.which,
            exhibits_only=asked.exhibits_only,
            pictures=asked.pictures,
        )
        given, _ = self._packet_input(ordered, to, *made_of)
        written: dict[str, str] = {}
        files: dict[str, Sequence[str]] = {}
        size = 0
        if packing is not None:
            packed = packing.write(_Within(place, "package/"))
            files = {label: [f"package/{path}" for path in paths] for label, paths in packed.files_of.items()}
            size, written = packed.size, {"package/tagmanifest-sha256.txt": packed.sha256}
        drawn = self._drawn_anew(asked.pictures, to)
        for label, pictures in drawn.items():
            files[label] = [*files.get(label, ()), *pictures]
        origin = self.vault.description.id
        readme = _README.format(
            package=_PACKAGE if packing else "",
            pictures=_PICTURES if drawn else "",
            origin=origin,
            namespace=signature.NAMESPACE,
            expires=_EXPIRES.format(day=expires) if expires else "",
        )
        beside = ["packet.pdf", "README.txt", *(["package/VERIFY.txt"] if packing else [])]
        parts = {
            "index.html": page(log, sources=given.sources, files=beside, of_exhibits=files, expires=expires),
            "packet.pdf": apart(partial(pdf, packet(given))),
            "README.txt": readme.encode(),
            **{path: data for pictures in drawn.values() for path, data in pictures.items()},
            "allowed_signers": signature.allowed_signers(origin, self.vault.keys.public).encode(),
        }
        written |= {path: sha256(data).hexdigest() for path, data in parts.items()}
        sums = bag.manifest(written)
        parts["SHA256SUMS"] = sums
        parts["SHA256SUMS.sig"] = signature.ssh(sums, self.vault.keys.seed).encode()
        for path, data in parts.items():
            _put(place, path, data)
        made = Carried(
            entries=len(log.rows),
            exhibits=len(given.exhibits),
            with_originals=packing is not None,
            sha256=sha256(sums).hexdigest(),
            size=size + sum(map(len, parts.values())),
        )
        told = {"expires": expires} if expires else {}
        labels = [exhibit.label for exhibit in given.exhibits]
        self._log_handed(
            "portable case",
            to,
            sha256=made.sha256,
            size=made.size,
            exhibits=labels,
            taken_out=taken_out,
            **told,
        )
        return made

    def _drawn_anew(self, labels: Sequence[str], to: To) -> dict[str, dict[str, bytes]]:
        """Pictures of exhibits by label and path, as JPEG with nothing hidden, and black where covered."""
        wanted = [
            (exhibit, number)
            for exhibit in self.exhibits()
            if exhibit.event and exhibit.label in labels
            for number, _ in self._pictures_of(exhibit)
        ]
        places = [(exhibit.event, number) for exhibit, number in wanted]
        draw = partial(for_screen, boxes=self.boxes(to.kind))
        found: dict[str, dict[str, bytes]] = {}
        for (exhibit, number), (_, made) in zip(wanted, self._drawn(places, draw), strict=True):
            if made is not None:
                found.setdefault(exhibit.label, {})[f"pictures/{exhibit.label}-{number}.jpg"] = made
        return found


def choice_of(asked: Asked) -> Choice:
    """The package that goes with it: all exhibits, no whole files."""
    return Choice(title=asked.title, prepared_by=asked.prepared_by, paper=asked.paper)


def _put(place: Place, path: str, data: bytes) -> None:
    with new_file(place, path, "folder") as file:
        file.write(data)
