"""A page of plain values and evidence made ready for the typesetter, which knows of neither."""

from collections.abc import Mapping
from typing import Any

import msgspec

from holdfast.outputs.glyphs import Coverage
from holdfast.outputs.lettering import set_in_type
from holdfast.outputs.typesetting import Manuscript


def manuscript(
    template: str,
    page: dict[str, Any],
    coverage: Coverage,
    made_at: int,
    files: Mapping[str, bytes] | None = None,
) -> Manuscript:
    """The page with its evidence made printable, for a template. `made_at`, `files`: as in `Manuscript`."""
    printable = set_in_type(page, coverage.missing)
    return Manuscript(
        template=template,
        page=msgspec.json.encode({**printable, "fonts": coverage.families}, enc_hook=str),
        fonts=coverage.folders,
        made_at=made_at,
        files=files or {},
    )
