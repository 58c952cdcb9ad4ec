"""What came with an event and is not ours: mail as HTML, attachments, pictures. Never trusted, never run."""

import re
from html import escape

import nh3
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from holdfast.formats.mail_parts import parse
from holdfast.formats.outlook import as_mail
from holdfast.model.sentence import said
from holdfast.web.event import row_of
from holdfast.web.language import language_of
from holdfast.web.page import desk_of, number

FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
"""The frame loads nothing at all, runs nothing, and is of no origin."""

_LARGEST_MAIL = 262_144

_LINK = re.compile(r'<a(?: href="([^"]*)")?>(.*?)</a>', re.DOTALL)
_TAGS = {
    *(
        "p",
        "br",
        "div",
        "span",
        "b",
        "i",
        "u",
        "s",
        "em",
        "strong",
        "small",
        "sub",
        "sup",
        "blockquote",
        "pre",
    ),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "a", "code", "center", "font"),
}
_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;margin:1rem;overflow-wrap:anywhere}"
    "a{text-decoration:underline}"
)

_PLAIN = said("There is no laid out version of this message.")


def frame(request: Request) -> Response:
    """A mail's HTML, cleaned, for a frame that can do nothing."""
    desk = desk_of(request)
    row = row_of(desk, request)
    page = cleaned(html_of(as_mail(desk.case.original(row.id, _LARGEST_MAIL))))
    language = language_of(request)
    page = (
        page or f'<p lang="{language.tag}" dir="{language.direction}">{escape(language.gettext(_PLAIN))}</p>'
    )
    title = escape(language.gettext("The message as it was laid out"))
    whole = (
        f'<!doctype html><html dir="auto"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style><body>{page}</body></html>"
    )
    return HTMLResponse(whole, headers={"content-security-policy": FRAME_POLICY})


def html_of(mail: bytes) -> str:
    """The first HTML part of a mail, "" if there is none."""
    start = mail.find(b"\n") + 1 if mail.startswith(b"From ") else 0
    waiting = [parse(mail, {}, start)]
    while waiting:
        part = waiting.pop(0)
        waiting = [*(part.children or ()), *waiting]
        if part.media_type == "text/html" and part.children is None:
            return decoded(part.payload({}), part.parameters.get("charset", "utf-8"))
    return ""


def decoded(payload: bytes, charset: str) -> str:
    """Text in the charset the mail names; what is not so written stays visible as a replacement mark."""
    try:
        return payload.decode(charset, "replace")
    except (LookupError, UnicodeError, ValueError):
        return payload.decode("utf-8", "replace")


def cleaned(html: str) -> str:
    """HTML with nothing that runs, loads, or leads anywhere. Addresses of links stay, as text."""
    safe = nh3.clean(
        html[:_LARGEST_MAIL],
        tags=_TAGS,
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )
    return _LINK.sub(lambda link: f"{link[2]} ⟨{link[1]}⟩ " if link[1] else link[2], safe)


def attachment(request: Request) -> Response:
    """An attachment, byte for byte, to be saved; never opened here."""
    desk = desk_of(request)
    row = row_of(desk, request)
    found, given = desk.case.attachment(row.id, number(request.path_params["number"]))
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", found.name).strip("._")[-80:] or "attachment"
    return Response(
        given,
        media_type="application/octet-stream",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "content-security-policy": FRAME_POLICY,
        },
    )


def picture(request: Request) -> Response:
    """A picture, drawn anew as JPEG and no larger than a screen; `?grey=1` without colour."""
    desk = desk_of(request)
    row = row_of(desk, request)
    is_grey = request.query_params.get("grey") == "1"
    drawn = desk.case.picture(row.id, number(request.path_params["number"]), is_grey=is_grey)
    return Response(drawn, media_type="image/jpeg")
