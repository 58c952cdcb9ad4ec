"""Looks at the pictures of a case once, so that copies of one another are found; what was seen is kept."""

import hashlib
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

import msgspec

from holdfast.case.apart import apart
from holdfast.case.covering import Covering
from holdfast.case.handing import NOBODY, To, WithLedger
from holdfast.case.progress import Progress, quiet
from holdfast.counting.copied import pairs
from holdfast.formats.sight import VERSION
from holdfast.formats.tree import Handed, Member, Tree
from holdfast.model.errors import HoldfastError, RequestError
from holdfast.model.event import Attachment
from holdfast.model.look import Look
from holdfast.model.redaction import Redaction
from holdfast.model.source import Source
from holdfast.outputs.comparison import Comparison, compared
from holdfast.outputs.picture import NOT_SHOWN, covered
from holdfast.reading.looker import Looker
from holdfast.timeline.looks import Looks, Picture, is_picture

NOT_THERE = "its bytes could not be taken out of their file"

_LOT = 20
"""Pictures after which what was seen is kept, so that an interruption costs little."""

_LARGEST = 256 << 20


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """How many different pictures there are, how many of them were new, and how many pairs are alike.

    `without` counts by reason those of which nothing was seen.
    """

    pictures: int
    new: int
    pairs: int
    without: dict[str, int]


class Looking:
    """Looks at what was not looked at yet."""

    def __init__(
        self,
        looks: Looks,
        sources: list[Source],
        opened: Callable[[str], BinaryIO],
        attached: Callable[[str, int], tuple[Attachment, bytes]],
    ) -> None:
        """`opened` gives the bytes of a source, `attached` what came inside a record."""
        self._looks, self._opened, self._attached = looks, opened, attached
        self._sources: dict[str, list[Source]] = {}
        for source in sources:
            for name in (source.name, *source.also):
                self._sources.setdefault(name, []).append(source)
        self._outer = ""
        self._members: dict[str, list[Member]] = {}

    def all(self, progress: Progress) -> Looked:
        """Looks at every new picture, one after the other, then for those that are alike."""
        pictures, known = self._looks.pictures(), self._looks.known()
        # In the order of their containers, so that each is opened once.
        new = sorted(
            ((sha256, one) for sha256, one in pictures.items() if sha256 not in known),
            key=lambda each: (each[1].source, each[1].attached.member, each[1].number),
        )
        lot: list[tuple[str, int, Look]] = []
        done, total = 0, sum(one.attached.size or 0 for _, one in new)
        with Looker() as looker:
            for sha256, one in new:
                progress("looking", done, total)
                done += one.attached.size or 0
                data = self._bytes(one)
                look = Look(why=NOT_THERE) if data is None else looker.look(data)
                lot.append((sha256, one.source, look))
                if len(lot) == _LOT:
                    self._looks.keep(lot)
                    lot = []
        self._looks.keep(lot)
        looks = self._looks.all()
        if new:
            progress("comparing", 0, 0)
            self._looks.keep_pairs(pairs(looks, frozenset(sha256 for sha256, _ in new)))
        without = Counter(looks[name].why for name in pictures.keys() & looks.keys() if looks[name].why)
        return Looked(
            pictures=len(pictures), new=len(new), pairs=len(self._looks.pairs()), without=dict(without)
        )

    def _bytes(self, one: Picture) -> bytes | None:
        try:
            if not one.attached.member:
                return self._attached(one.event, one.number)[1]
            return self._beside(one.attached)
        except HoldfastError:
            return None

    def _beside(self, attached: Attachment) -> bytes | None:
        """The bytes of a file of its own, handed in by itself or inside a container."""
        outer = attached.member.partition("!/")[0]
        if outer != self._outer:
            self._outer, self._members = outer, {}
            for source in self._sources.get(outer, ()):
                opener = partial(self._opened, source.sha256)
                handed = Handed(sha256=source.sha256, name=outer, size=source.size, open=opener)
                for member in Tree([handed]):
                    self._members.setdefault(member.path, []).append(member)
        for member in self._members.get(attached.member, ()):
            data = member.read(_LARGEST)
            if hashlib.sha256(data).hexdigest() == attached.sha256:
                return data
        return None


class WithPictures(Covering, WithLedger):
    """A case whose pictures can be looked at and laid on each other."""

    def looks(self) -> Looks:
        """What was seen so far."""
        return Looks(self._shown, VERSION)

    def look_at_pictures(self, progress: Progress = quiet) -> Looked:
        """Looks at every picture that was not looked at yet. May take long; what was seen is kept."""
        with self._turn, self.vault.writing():
            sources = list(self.vault.log.sources())
            looking = Looking(Looks(self._index, VERSION), sources, self.source_bytes, self.attachment)
            return looking.all(progress)

    def compare_pictures(self, event: str, other: str, to: To = NOBODY) -> Comparison:
        """Lays the first picture of one event on that of another. The log keeps that it was made.

        Raises RequestError where an event has no picture, or nothing of one is found in the other.
        """
        names, given = [], []
        for one in (event, other):
            row = self._event(one)
            number = next((n for n, a in enumerate(row.attached) if is_picture(a) and not a.missing), None)
            if number is None:
                raise RequestError("This event has no picture.", f"See `holdfast show` for {row.id[:8]}.")
            attached, data = self.attachment(row.id, number)
            names.append(f"entry {row.id[:8]}, SHA-256 {attached.sha256}, {len(data):,} bytes")
            given.append(self._without_covered(data, to))
        try:
            made = apart(partial(compared, given[0], given[1], (names[0], names[1])))
        except RequestError:
            raise
        except HoldfastError as error:
            raise RequestError(*NOT_SHOWN) from error
        with self._turn, self.vault.writing():
            self._log_handed(
                "comparison", to, sha256=hashlib.sha256(made.drawing).hexdigest(), size=len(made.drawing)
            )
        return made

    def copies_not_covered(self, redaction: Redaction) -> list[str]:
        """Events with pictures that hold the same, whole or in part, of which nothing is covered there.

        Only pictures that were looked at are known to be alike.
        """
        covered_ones = self.boxes(redaction.recipient)
        sha256 = redaction.box.picture if redaction.box else ""
        alike = {
            name
            for pair in self.looks().pairs()
            if sha256 in (pair.one, pair.other)
            for name in (pair.one, pair.other)
        }
        pictures = self.looks().pictures()
        return [pictures[name].event for name in sorted(alike & pictures.keys()) if name not in covered_ones]

    def _without_covered(self, data: bytes, to: To) -> bytes:
        boxes = self.boxes(to.kind).get(hashlib.sha256(data).hexdigest())
        return apart(partial(covered, data, boxes)) if boxes else data
