"""A server on this machine that stands for an authority, and can be made to misbehave."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.vault.authority import TestAuthority


class Behaviour:
    """What the next answer is like; `asked` are the requests that came, with their headers."""

    def __init__(self, authority: TestAuthority) -> None:
        self.authority = authority
        self.status = 200
        self.body: bytes | None = None
        self.waits = 0.0
        self.asked: list[tuple[dict[str, str], bytes]] = []
        self.url = ""


@contextmanager
def serving(authority: TestAuthority) -> Iterator[Behaviour]:
    """The server, for as long as the block lasts."""
    behaviour = Behaviour(authority)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["content-length"]))
            behaviour.asked.append((dict(self.headers), request))
            time.sleep(behaviour.waits)
            body = authority_answer(request) if behaviour.body is None else behaviour.body
            self.send_response(behaviour.status)
            self.send_header("location", "http://192.0.2.1/elsewhere")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    def authority_answer(request: bytes) -> bytes:
        return behaviour.authority.answer(request)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    behaviour.url = f"http://127.0.0.1:{server.server_port}/stamp?policy=1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield behaviour
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
