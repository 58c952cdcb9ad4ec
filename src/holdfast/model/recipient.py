"""For whom a paper is made. What each gets is in `outputs`; here are only the names."""

from typing import Literal, get_args

RecipientKind = Literal["police", "lawyer", "court", "employer", "school", "platform", "self"]
RECIPIENTS: tuple[str, ...] = get_args(RecipientKind)
"""Each by one word, as on the command line. self: the person who keeps the case."""
