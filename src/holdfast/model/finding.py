"""What a rule says about events; anyone can run it again."""

import msgspec

Scalar = str | int | float | None


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Figures that belong side by side. Every row is as long as `columns`.

    `is_hidden`: it holds words of the evidence, which are shown only where somebody asks for them.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Scalar, ...], ...]
    is_hidden: bool = False


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """`says` is one plain paragraph; `otherwise` the ordinary explanations; `limits` what it cannot tell.

    `figures` are the numbers behind `says`, by name; `tables` the same at length; `rests_on` the ids of the
    events, in order of time. Words: "consistent with", never "is"; no level, no score, no motive.
    """

    rule: str
    version: str
    parameters: dict[str, Scalar]
    says: str
    figures: dict[str, Scalar]
    tables: tuple[Table, ...] = ()
    otherwise: tuple[str, ...]
    limits: tuple[str, ...]
    rests_on: tuple[str, ...]
