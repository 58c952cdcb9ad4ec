"""What a rule says about events; anyone can run it again."""

import hashlib
import json
from typing import Any

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


def seen(finding: Finding) -> Finding:
    """What of a finding is shown without being asked for, in plain English, so that it can be kept.

    Tables with words of the evidence are left out.
    """
    shown = tuple(table for table in finding.tables if not table.is_hidden)
    return msgspec.convert(plain(msgspec.structs.replace(finding, tables=shown)), Finding)


def key(finding: Finding) -> str:
    """What stays the same of a finding when more is added: its rule, and the dated line that it is about."""
    return f"{finding.rule}/{finding.parameters.get('marker', '')}"


def plain(finding: Finding) -> dict[str, Any]:
    """A finding as it leaves for other programs: in English, whatever its words were put together from."""
    values: dict[str, Any] = msgspec.to_builtins(finding, enc_hook=str)
    return values


def digest(finding: Finding) -> str:
    """SHA-256 of a finding as it is shown: rule, version, words, figures, what it rests on."""
    values = plain(seen(finding))
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
