"""Dates and times as people type them for a marker: ISO 8601, nothing else, so that no order is guessed."""

import re
from datetime import datetime

from holdfast.formats.clocks import instant, milliseconds, wall
from holdfast.model.errors import RequestError
from holdfast.model.when import Precision, When

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def moment(text: str, zone: str) -> When:
    """Reads "2025-06-14" or "2025-06-14T18:30", taken in `zone` unless an offset is written with it.

    Raises RequestError for anything else.
    """
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise RequestError(
            "That date cannot be read without guessing.", "Write it as 2025-06-14 or 2025-06-14T18:30."
        ) from error
    precision: Precision = "day" if _DAY.fullmatch(text.strip()) else "second" if read.second else "minute"
    if read.tzinfo is not None:
        return instant(milliseconds(read), text, "declared", precision)
    return wall(read, text, zone, precision)
