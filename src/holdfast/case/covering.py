"""A case as a place where parts of pictures are covered for a reader: black, and nothing beneath."""

import re
from functools import partial
from hashlib import sha256

from holdfast.case.apart import apart
from holdfast.case.evidence import WithOriginals
from holdfast.case.redacting import Redacting
from holdfast.model.errors import HoldfastError, RequestError
from holdfast.model.redaction import Box, DetailKind, Redaction
from holdfast.outputs.picture import NOT_SHOWN, size
from holdfast.timeline.looks import is_picture

_AREA = re.compile(r"(?:\d{1,6}(?:\.\d{1,4})?%?,){3}\d{1,6}(?:\.\d{1,4})?%?", re.ASCII)
_EXAMPLE = "Write left, top, width and height, in pixels or per cent: 120,80,300,60 or 10%,20%,30%,5%."


class Covering(WithOriginals, Redacting):
    """Covers rectangles of pictures."""

    def cover(
        self, event: str, number: int, kind: DetailKind, area: str, why: str, *, recipient: str = ""
    ) -> Redaction:
        """Covers a part of the `number`th picture (from 1) that came with an event, wherever it leaves.

        `area` is left, top, width and height of the picture as it is shown, in pixels or per cent. Raises
        RequestError where there is no such picture, or the area is none of it.
        """
        row = self._event(event)
        pictures = [n for n, one in enumerate(row.attached) if is_picture(one) and not one.missing]
        if not 1 <= number <= len(pictures):
            raise RequestError("This event has no such picture.", f"See `holdfast show` for {row.id[:8]}.")
        _, data = self.attachment(row.id, pictures[number - 1])
        try:
            width, height = apart(partial(size, data))
        except RequestError:
            raise
        except HoldfastError as error:
            raise RequestError(*NOT_SHOWN) from error
        left, top, right, bottom = _corners(area.replace(" ", ""), width, height)
        box = Box(picture=sha256(data).hexdigest(), left=left, top=top, right=right, bottom=bottom)
        return self._redact(kind, "", why, recipient, box)

    def boxes(self, recipient: str) -> dict[str, list[Box]]:
        """What is covered for this kind of reader, by SHA-256 of the picture."""
        found: dict[str, list[Box]] = {}
        for one in self.redactions(recipient):
            if one.box:
                found.setdefault(one.box.picture, []).append(one.box)
        return found


def _corners(area: str, width: int, height: int) -> tuple[int, int, int, int]:
    if not _AREA.fullmatch(area):
        raise RequestError("That is no part of a picture.", _EXAMPLE)
    left, top, wide, tall = (
        float(word.rstrip("%")) * (side / 100 if word.endswith("%") else 1)
        for word, side in zip(area.split(","), (width, height, width, height), strict=True)
    )
    # Outwards to whole pixels, so that no edge of what is meant is left.
    right, bottom = min(width, -int(-(left + wide) // 1)), min(height, -int(-(top + tall) // 1))
    if int(left) >= right or int(top) >= bottom:
        raise RequestError(f"That is outside the picture, which is {width} by {height} pixels.", _EXAMPLE)
    return int(left), int(top), right, bottom
