"""A case as the place where the original bytes behind what is shown can be had."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from holdfast.case import originals
from holdfast.case.apart import apart
from holdfast.case.decided import Decided
from holdfast.formats.tree import Member
from holdfast.model.errors import HoldfastError, RequestError
from holdfast.model.event import Attachment
from holdfast.model.row import Row
from holdfast.outputs.picture import NOT_SHOWN, redrawn


class WithOriginals(Decided):
    """Finds the bytes of records, of what came with them, and of whole files."""

    def original(self, event: str, most: int = 262_144) -> bytes:
        """The original bytes of the record behind an event, cut at `most`."""
        row = self._event(event)
        return originals.record(row, self._member(row), most)

    def attachment(self, event: str, number: int) -> tuple[Attachment, bytes]:
        """What came with an event, decoded. Raises RequestError where there are no such bytes."""
        row = self._event(event)
        if not 0 <= number < len(row.attached) or row.attached[number].missing:
            raise RequestError("There is no such attachment in this export.", "See what came with the event.")
        attached = row.attached[number]
        if attached.member:
            return attached, self._beside(row, attached)
        return attached, originals.attached(row, self._member(row), number)

    def picture(self, event: str, number: int, *, is_grey: bool = False) -> bytes:
        """A picture that came with an event, drawn anew as a JPEG no larger than a screen.

        Raises RequestError where it cannot be shown; a picture that breaks its decoder breaks nothing else.
        """
        _, given = self.attachment(event, number)
        try:
            return apart(partial(redrawn, given, is_grey=is_grey))
        except RequestError:
            raise
        except HoldfastError as error:
            raise RequestError(*NOT_SHOWN) from error

    def _beside(self, row: Row, attached: Attachment) -> bytes:
        # Several files may have been handed in under one name: that of the record goes first.
        sources = sorted(self.vault.log.sources(), key=lambda source: source.sha256 != row.source)
        return originals.beside(attached, sources, self.source_bytes)

    def _member(self, row: Row) -> Member:
        place = self.vault.log.placement(row.source)
        size, opener = place.size if place else 0, partial(self.source_bytes, row.source)
        return originals.member_of(row.source, row.member, self._names(row), size, opener)

    def _names(self, row: Row) -> Iterator[str]:
        yield row.source_name
        # Looked up only where the first name was not the one that told what it is.
        for source in self.vault.log.sources():
            if source.sha256 == row.source:
                yield from source.also

    def source_bytes(self, source: str) -> BinaryIO:
        """The original bytes of a source. Raises RequestError where there is none of this SHA-256."""
        if self.vault.log.placement(source) is None:
            raise RequestError("No file of this SHA-256 is kept here.", "`holdfast sources` lists them.")
        return self.vault.open_object(source)
