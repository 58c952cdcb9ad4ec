"""Asks a time-stamping authority over the network (RFC 3161, 3.4): one request, one answer, nothing else."""

import http.client
import ssl
from urllib.parse import urlsplit

from holdfast.model.errors import InputError, RequestError

SECONDS = 20.0
"""How long an authority may take for each step."""

_LARGEST = 1 << 20


def ask(url: str, request: bytes) -> bytes:
    """Sends a request (DER) and gives the answer. The other side sees an IP address, the time and the hash.

    Nothing names this program; no cookie is kept and no other address is gone to. Raises InputError that
    says what went wrong, RequestError for what is no address.
    """
    connection = _connection(url)
    at = urlsplit(url)
    path = f"{at.path or '/'}{'?' if at.query else ''}{at.query}"
    try:
        connection.request("POST", path, request, {"Content-Type": "application/timestamp-query"})
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise InputError(f"The authority answers with HTTP {answer.status}.", "Try again later.")
        data = answer.read(_LARGEST + 1)
    except TimeoutError:
        raise InputError("The authority does not answer in time.", "Try again later.") from None
    except ssl.SSLError:
        raise InputError(
            "The connection is not safe: the certificate of the server is wrong.", "Look at the address."
        ) from None
    except OSError:
        raise InputError(
            "The authority cannot be reached.", "Look at the connection to the internet, and try again."
        ) from None
    except http.client.HTTPException:
        raise InputError("The authority does not answer as it should.", "Try again later.") from None
    finally:
        connection.close()
    if len(data) > _LARGEST:
        raise InputError("The answer is too long for a time stamp.", "Look at the address.")
    return data


def checked(url: str) -> str:
    """The address, if it can be one. Raises RequestError."""
    _connection(url).close()
    return url


def _connection(url: str) -> http.client.HTTPConnection:
    """Not connected yet."""
    try:
        at = urlsplit(url)
        host, port = at.hostname, at.port
    except ValueError:
        host, port = None, None
    plain = url.isascii() and url.isprintable() and " " not in url
    if not plain or not host or at.scheme not in {"http", "https"} or at.username is not None:
        raise RequestError("That is not the address of an authority.", "It begins with https:// or http://.")
    if at.scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=SECONDS)
    return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
