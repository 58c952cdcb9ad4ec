"""Who may talk to the page: this computer, this browser, and only pages of our own.

Every request passes here first. A page on the internet that the same browser has open cannot reach us: its
name is not ours (Host), its cookie is not sent (SameSite), and its forms come from elsewhere (Origin).
"""

import secrets
from hmac import compare_digest

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from holdfast.model.sentence import said
from holdfast.web.language import language_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page of ours may load: what we serve ourselves, and nothing inline."""

ENTRANCE = "/enter"

_HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-dns-prefetch-control": "off",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), display-capture=()",
}
_ONLY_LOOKING = frozenset({"GET", "HEAD"})


class Guard:
    """Lets in requests to our own name, from our own pages, by the browser that used the link."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        """`token`: the secret of the link, good for one browser; `port`: where we are reached."""
        self._app = app
        self._token = token.encode()
        self._is_used = False
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        # Browsers send cookies to every port of a host, so the name tells several cases apart.
        self._cookie = f"notes-{port}"
        self._session = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("content-security-policy", POLICY)
            await send(message)

        answer = self._refusal(scope) or self._entrance(scope)
        await (answer or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        if scope["type"] != "http":
            return _no(scope, 403, said("Nothing is served here."))
        headers = Headers(scope=scope)
        if headers.get("host") not in self._hosts:
            return _no(scope, 400, said("This address is not served here."))
        if scope["method"] not in _ONLY_LOOKING and not _is_from_here(headers):
            return _no(scope, 403, said("This did not come from a page of this program."))
        return None

    def _entrance(self, scope: Scope) -> Response | None:
        """The answer to a browser at the door; None to one that is inside already."""
        request = Request(scope)
        is_known = compare_digest(request.cookies.get(self._cookie, "").encode(), self._session.encode())
        if scope["path"] != ENTRANCE:
            refused = said("Open the link that was shown when the program was started.")
            return None if is_known else _no(scope, 403, refused)
        given = request.query_params.get("token", "").encode()
        if not is_known:
            if self._is_used or not compare_digest(given, self._token):
                return _no(
                    scope,
                    403,
                    said("This link is used up or not complete. Stop the program and start it again."),
                )
            self._is_used = True
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(self._cookie, self._session, httponly=True, samesite="strict")
        return answer


def _is_from_here(headers: Headers) -> bool:
    """Whether a form or upload was sent by a page of ours.

    Our pages send no referrer, and then browsers write `Origin: null` for plain forms; `Sec-Fetch-Site`,
    which no page can set, tells them apart from foreign ones.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    is_ours = origin == f"http://{headers['host']}"
    if site is None:
        return is_ours
    return site == "same-origin" and (is_ours or origin in {None, "null"})


def _no(scope: Scope, status: int, why: str) -> Response:
    language = language_of(HTTPConnection(scope))
    return PlainTextResponse(f"{language.gettext(why)}\n", status_code=status)
