"""From a template and plain values to PDF bytes, by Typst, without a network, a disk or a clock."""

from datetime import UTC, datetime
from importlib import resources
from typing import Any

import msgspec
import typst

from holdfast.outputs.glyphs import Coverage


def pdf(template: str, page: dict[str, Any], coverage: Coverage, made_at: int) -> bytes:
    """The template, after base.typ, set with `page`, which it reads as JSON. `made_at`: UTC ms, for the date.

    Where the strict standards refuse something (an odd font of this computer, say), the same paper comes out
    as plain tagged PDF 1.7: nothing that stands in the evidence may keep a packet from being printed.
    """
    folder = resources.files("holdfast.outputs").joinpath("templates")
    source = b"".join(folder.joinpath(name).read_bytes() for name in ("base.typ", template))
    data = msgspec.json.encode({**page, "fonts": coverage.families}).decode()
    fonts = typst.Fonts(False, True, list(coverage.folders))  # noqa: FBT003
    inputs = {"page": data}
    day = datetime.fromtimestamp(made_at // 1000, UTC)
    try:
        # Archive (PDF/A-3a) and screen readers (PDF/UA-1): both are checked while the file is written.
        return typst.compile(
            source,
            None,
            None,
            fonts,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["a-3a", "ua-1"],
            timestamp=day,
        )
    except typst.TypstError:
        return typst.compile(source, None, None, fonts, format="pdf", sys_inputs=inputs, timestamp=day)
