"""From a template and plain values to PDF bytes, by Typst, without a network, a disk or a clock."""

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import msgspec
import typst

from holdfast.outputs.glyphs import Coverage


def pdf(
    template: str,
    page: dict[str, Any],
    coverage: Coverage,
    made_at: int,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """The template, after base.typ, set with `page`, which it reads as JSON. `made_at`: UTC ms, for the date.

    `files` are what the template can show, by name: text only, so pictures come as SVG with the bytes inside.

    Where the strict standards refuse something (an odd font of this computer, say), the same paper comes out
    as plain tagged PDF 1.7: nothing that stands in the evidence may keep a packet from being printed.
    """
    folder = resources.files("holdfast.outputs").joinpath("templates")
    text = b"".join(folder.joinpath(name).read_bytes() for name in ("base.typ", template))
    source = {"main.typ": text, **(files or {})}
    data = msgspec.json.encode({**page, "fonts": coverage.families}).decode()
    fonts = typst.Fonts(False, True, list(coverage.folders))  # noqa: FBT003
    day = datetime.fromtimestamp(made_at // 1000, UTC)
    try:
        # Archive (PDF/A-3a) and screen readers (PDF/UA-1): both are checked while the file is written.
        return _compiled(source, fonts, data, day, ["a-3a", "ua-1"])
    except typst.TypstError:
        return _compiled(source, fonts, data, day, None)


def _compiled(
    source: dict[str, bytes], fonts: typst.Fonts, data: str, day: datetime, standards: list[str] | None
) -> bytes:
    # The types that come with it know nothing of several files.
    made: bytes = typst.compile(  # type: ignore[call-overload]
        source,
        None,
        None,
        fonts,
        format="pdf",
        sys_inputs={"page": data},
        pdf_standards=standards,
        timestamp=day,
    )
    return made
