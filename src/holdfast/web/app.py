"""The local page: one list of routes, served to one browser on this computer."""

import asyncio
import contextlib
import os
import secrets
import socket
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from holdfast.model.errors import HoldfastError
from holdfast.web import (
    accounts,
    anchoring,
    around,
    asking,
    calling,
    checking,
    comparing,
    copying,
    event,
    evidence,
    exporting,
    findings,
    giving,
    helping,
    holding,
    kindness,
    language,
    linking,
    made,
    marking,
    packaging,
    papers,
    redacting,
    sealing,
    showing,
    stating,
    stretching,
    timeline,
    today,
    unlock,
    work,
    writing,
)
from holdfast.web.body import with_form
from holdfast.web.desk import Desk
from holdfast.web.edge import Edge, explained, not_found
from holdfast.web.guard import ENTRANCE, Guard

ROUTES = [
    Route("/", today.today),
    Route("/unlock", unlock.door),
    Route("/unlock", with_form(unlock.unlock), methods=["POST"]),
    Route("/begin", with_form(unlock.begin), methods=["POST"]),
    Route("/recovery", unlock.recovery),
    Route("/recovery", with_form(unlock.written_down), methods=["POST"]),
    Route("/safety", unlock.safety),
    Route("/numbers", calling.numbers),
    Route("/numbers", with_form(calling.choose), methods=["POST"]),
    Route("/lock", with_form(unlock.lock), methods=["POST"]),
    Route("/here", with_form(unlock.here), methods=["POST"]),
    Route("/language", with_form(language.choose), methods=["POST"]),
    Route("/exit", with_form(unlock.leave), methods=["POST"]),
    Route("/blank", unlock.blank),
    Route("/texts", with_form(unlock.texts), methods=["POST"]),
    Route("/gently", kindness.gently),
    Route("/gently", with_form(kindness.keep), methods=["POST"]),
    Route("/gently/go-on", with_form(kindness.go_on), methods=["POST"]),
    Route("/sealed", sealing.sealed),
    Route("/sealed", sealing.seal, methods=["POST"]),
    Route("/add", giving.add),
    Route("/add/begin", with_form(giving.start), methods=["POST"]),
    Route("/add/file", giving.put, methods=["PUT"]),
    Route("/add/finish", with_form(giving.finish), methods=["POST"]),
    Route("/add/form", giving.plain_form, methods=["POST"]),
    Route("/added", giving.added),
    Route("/work", work.work),
    Route("/work.json", work.work_state),
    Route("/questions", asking.question),
    Route("/questions", with_form(asking.answer), methods=["POST"]),
    Route("/timeline", timeline.timeline),
    Route("/timeline/days.json", timeline.days),
    Route("/timeline/by/{what}", stretching.by),
    Route("/events/{id}", event.event),
    Route("/events/{id}/text", event.text),
    Route("/events/{id}/original", event.original),
    Route("/events/{id}/note", with_form(event.note), methods=["POST"]),
    Route("/events/{id}/choose", with_form(event.choose), methods=["POST"]),
    Route("/events/{id}/tag", with_form(event.tag), methods=["POST"]),
    Route("/events/{id}/not-so", with_form(event.not_so), methods=["POST"]),
    Route("/events/{id}/leave", with_form(event.leave), methods=["POST"]),
    Route("/events/{id}/together", with_form(event.together), methods=["POST"]),
    Route("/events/{id}/apart", with_form(event.apart), methods=["POST"]),
    Route("/events/{id}/frame", evidence.frame),
    Route("/events/{id}/attachments/{number}", evidence.attachment),
    Route("/events/{id}/pictures/{number}", evidence.picture),
    Route("/markers", marking.markers),
    Route("/markers", with_form(marking.mark), methods=["POST"]),
    Route("/markers/{id}/accounts", with_form(marking.name_accounts), methods=["POST"]),
    Route("/markers/{id}/withdraw", with_form(marking.unmark), methods=["POST"]),
    Route("/accounts", accounts.accounts),
    Route("/accounts", with_form(accounts.mine), methods=["POST"]),
    Route("/links", linking.links),
    Route("/links", with_form(linking.link), methods=["POST"]),
    Route("/links/take-back", with_form(linking.unlink), methods=["POST"]),
    Route("/around", around.around),
    Route("/around/people", with_form(around.relate), methods=["POST"]),
    Route("/around/people/take-back", with_form(around.unrelate), methods=["POST"]),
    Route("/around/facts", with_form(around.tell), methods=["POST"]),
    Route("/around/facts/{id}/take-back", with_form(around.untell), methods=["POST"]),
    Route("/findings", findings.findings),
    Route("/findings/pictures", with_form(findings.pictures), methods=["POST"]),
    Route("/findings/{number}", findings.finding),
    Route("/findings/{number}/choose", with_form(findings.choose), methods=["POST"]),
    Route("/findings/{number}/not-so", with_form(findings.not_so), methods=["POST"]),
    Route("/compare", comparing.compare),
    Route("/compare", with_form(comparing.draw), methods=["POST"]),
    Route("/write", writing.form),
    Route("/write", with_form(writing.write), methods=["POST"]),
    Route("/exhibits", showing.exhibits),
    Route("/exhibits/{label}/caption", with_form(showing.caption), methods=["POST"]),
    Route("/exhibits/{label}/move", with_form(showing.move), methods=["POST"]),
    Route("/exhibits/{label}/remove", with_form(showing.unchoose), methods=["POST"]),
    Route("/statements", stating.statements),
    Route("/statements", with_form(stating.state), methods=["POST"]),
    Route("/statements/{id}/take-back", with_form(stating.unstate), methods=["POST"]),
    Route("/laws", stating.laws),
    Route("/indicators", stating.indicators),
    Route("/indicators", with_form(stating.hide), methods=["POST"]),
    Route("/look", redacting.look),
    Route("/proposals", redacting.proposals),
    Route("/redactions", redacting.redactions),
    Route("/redactions", with_form(redacting.redact), methods=["POST"]),
    Route("/redactions/{id}/take-back", with_form(redacting.unredact), methods=["POST"]),
    Route("/papers", papers.papers),
    Route("/packet", papers.packet),
    Route("/packet", with_form(papers.make_packet), methods=["POST"]),
    Route("/export", exporting.export),
    Route("/export", with_form(exporting.write_log), methods=["POST"]),
    Route("/log-sheet", exporting.sheets),
    Route("/log-sheet", with_form(exporting.make_sheets), methods=["POST"]),
    Route("/portable", exporting.stick),
    Route("/portable", with_form(exporting.carry), methods=["POST"]),
    Route("/handed", exporting.handed),
    Route("/made", made.made),
    Route("/made/{name}", made.save),
    Route("/package", packaging.preview),
    Route("/package", with_form(packaging.make), methods=["POST"]),
    Route("/package/ready", packaging.ready),
    Route(f"/package/{packaging.FILE_NAME}", packaging.download),
    Route("/check", checking.check),
    Route("/check", with_form(checking.verify), methods=["POST"]),
    Route("/log", checking.log),
    Route("/keys", holding.keys),
    Route("/keys/passphrase", with_form(holding.change_passphrase), methods=["POST"]),
    Route("/keys/recovery", with_form(holding.renew_recovery), methods=["POST"]),
    Route("/keys/shares", with_form(holding.make_shares), methods=["POST"]),
    Route("/keys/shares/remove", with_form(holding.remove_shares), methods=["POST"]),
    Route("/keys/recipients", with_form(holding.add_recipient), methods=["POST"]),
    Route("/keys/recipients/remove", with_form(holding.remove_recipient), methods=["POST"]),
    Route("/copies", copying.copies),
    Route("/copies", with_form(copying.make), methods=["POST"]),
    Route("/copies/merge", with_form(copying.merge), methods=["POST"]),
    Route("/anchors", anchoring.anchors),
    Route("/anchors/authority", with_form(anchoring.name), methods=["POST"]),
    Route("/anchors/remove", with_form(anchoring.remove), methods=["POST"]),
    Route("/anchors/ask", with_form(anchoring.ask), methods=["POST"]),
    Route("/anchors/line", with_form(anchoring.hand_out), methods=["POST"]),
    Route("/anchors/compare", with_form(anchoring.compare), methods=["POST"]),
    Route("/sources", checking.sources),
    Route("/sources/{sha256}/extract", with_form(exporting.extract), methods=["POST"]),
    Route("/sources/{sha256}/withdraw", with_form(checking.withdraw), methods=["POST"]),
    Route("/problems", checking.problems),
    Route("/help", helping.help_page),
    Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
]

_LOOK_AFTER = 15.0
"""Seconds between looks at whether the case should be locked."""


def build(folder: Path, *, token: str, port: int, secret: str | None = None, speaks: str = "") -> Starlette:
    """The application for the case in this folder, reached at this port with the link's token.

    With `secret` the case is open from the start. `speaks`: the tag of a language, "" for the browser's own.
    Raises what `Case.open` raises.
    """
    desk = Desk(folder, speaks)
    if secret is not None:
        desk.open(secret)

    @contextlib.asynccontextmanager
    async def looked_after(_app: Starlette) -> AsyncIterator[None]:
        watch = asyncio.create_task(_look_after(desk))
        yield
        watch.cancel()

    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(Guard, token=token, port=port), Middleware(Edge, desk=desk)],
        exception_handlers={HoldfastError: explained, 404: not_found, 405: not_found},
        lifespan=looked_after,
    )
    app.state.desk = desk
    return app


def serve(
    folder: Path,
    *,
    open_browser: bool = True,
    port: int = 0,
    secret: str | None = None,
    speaks: str = "",
    announce: Callable[[str], None],
) -> None:
    """Serves the page on this computer only until Ctrl-C. `announce` is handed the link, once.

    `port` 0 takes any free one; `speaks` is as for `build`. Raises OSError when the port is taken, and
    what `Case.open` raises.
    """
    # The event loop sends small answers at once (TCP_NODELAY) only where the protocol is named.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        if os.name == "posix":  # Elsewhere this would let another program take the same port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        at = listener.getsockname()[1]
        token = secrets.token_urlsafe(32)
        app = build(folder, token=token, port=at, secret=secret, speaks=speaks)
        link = f"http://127.0.0.1:{at}{ENTRANCE}?token={token}"
        announce(link)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=30,
        )
        # Ctrl-C is the ordinary way to end.
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
        desk: Desk = app.state.desk
        desk.lock()


async def _look_after(desk: Desk) -> None:
    """Reads what an abandoned upload brought, and locks a case that nobody uses."""
    while True:
        await asyncio.sleep(_LOOK_AFTER)
        await asyncio.to_thread(giving.take_up, desk)
        await asyncio.to_thread(desk.lock_if_idle)
