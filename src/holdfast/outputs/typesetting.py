"""From a template and plain values to PDF bytes, by Typst, without a network, a disk or a clock."""

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources

import msgspec
import typst


class Manuscript(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that is ready to be typeset. `page` is the JSON that the template reads; `made_at` UTC ms.

    `fonts` are the folders of its fonts. `files` are what the template can show, by name: text only, so
    pictures come as SVG with the bytes inside.
    """

    template: str
    page: bytes
    fonts: tuple[str, ...]
    made_at: int
    files: Mapping[str, bytes] = {}


def pdf(manuscript: Manuscript) -> bytes:
    """The template, after base.typ, as a tagged PDF. The same manuscript gives the same bytes.

    It takes several hundred MB for a large paper and keeps them: call it in a process of its own.

    Where the strict standards refuse something (an odd font of this computer, say), the same paper comes out
    as plain tagged PDF 1.7: nothing that stands in the evidence may keep a packet from being printed.
    """
    folder = resources.files("holdfast.outputs").joinpath("templates")
    text = b"".join(folder.joinpath(name).read_bytes() for name in ("base.typ", manuscript.template))
    source = {"main.typ": text, **manuscript.files}
    data = manuscript.page.decode()
    fonts = typst.Fonts(False, True, list(manuscript.fonts))  # noqa: FBT003
    day = datetime.fromtimestamp(manuscript.made_at // 1000, UTC)
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
