"""What a browser sends: small forms, one raw file, or a form with files, each read as it streams in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import parse_qsl

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.errors import RequestError

LARGEST_FORM = 1 << 20
"""Bytes of a form without files."""

_MOST_FIELDS = 2000

Form = ImmutableMultiDict[str, str]


def with_form(handler: Callable[[Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads the form first and runs the handler in a thread."""

    async def endpoint(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_FORM:
                raise RequestError("That is too long for one form.", "Add long texts as a file.")
        text = body.decode("utf-8", "replace")
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        except ValueError as error:
            raise RequestError("That form has too many fields.") from error
        return await run_in_threadpool(handler, request, Form(pairs))

    return endpoint


class Part:
    """One field of a form with files. `filename` is None for an ordinary field."""

    def __init__(self, name: str, filename: str | None) -> None:
        self.name = name
        self.filename = filename


async def parts(request: Request) -> AsyncIterator[Part | bytes | None]:
    """A form with files, in order: for each field a `Part`, its bytes in chunks, then None.

    Nothing is held but the chunk that is being read. Raises RequestError when it is no such form.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise RequestError("No files came with this form.")
    found: list[Part | bytes | None] = []
    headers: dict[str, bytes] = {}
    header = [b"", b""]

    def name_of_header(data: bytes, start: int, end: int) -> None:
        header[0] += data[start:end]

    def value_of_header(data: bytes, start: int, end: int) -> None:
        header[1] += data[start:end]

    def header_ends() -> None:
        headers[header[0].decode("latin-1").lower()] = header[1]
        header[:] = [b"", b""]

    def headers_end() -> None:
        _, told = parse_options_header(headers.get("content-disposition", b""))
        filename = told.get(b"filename")
        found.append(
            Part(
                told.get(b"name", b"").decode("utf-8", "replace"),
                None if filename is None else filename.decode("utf-8", "replace"),
            )
        )
        headers.clear()

    parser = MultipartParser(
        options[b"boundary"],
        {
            "on_header_field": name_of_header,
            "on_header_value": value_of_header,
            "on_header_end": header_ends,
            "on_headers_finished": headers_end,
            "on_part_data": lambda data, start, end: found.append(data[start:end]),
            "on_part_end": lambda: found.append(None),
        },
    )
    async for chunk in request.stream():
        try:
            parser.write(chunk)
        except MultipartParseError as error:
            raise RequestError("The form arrived broken.", "Add the files once more.") from error
        for piece in found:
            yield piece
        found.clear()
