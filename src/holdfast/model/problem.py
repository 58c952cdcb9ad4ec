"""What could not be read: kept, counted, shown."""

from typing import Literal

import msgspec

from holdfast.model.locator import Locator

Loss = Literal["record", "part", "member"]
"""record: a whole record gave no event. part: something of a record that did become an event, or a remark
about a whole file that was read. member: a file nobody understood, or that broke off."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """`what` is a plain sentence that never quotes the evidence; `raw` is the evidence itself, as text.

    `raw` may be shortened: the full bytes stand at `found_at`.
    """

    found_at: Locator
    loss: Loss
    what: str
    raw: str = ""
