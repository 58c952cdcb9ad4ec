"""What the person chose to show, under a label: a record, or a finding."""

import msgspec

from holdfast.model.finding import Finding


class Exhibit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`label` is "A-1" …; `digest` pins what was seen when it was chosen (SHA-256 of the shown record).

    Of a finding `event` is "", and `finding` is the finding itself as it was seen: a rule says something else
    as more is handed in, and an exhibit must not change beneath its label.
    """

    label: str
    event: str
    caption: str
    digest: str
    chosen: int
    finding: Finding | None = None
