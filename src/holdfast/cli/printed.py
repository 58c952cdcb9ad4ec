"""What is printed: words for people, which no evidence can bend, and JSON for programs.

Words go out in the encoding of the terminal or file; a character it does not know is written as an escape.
JSON is UTF-8 everywhere.
"""

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\n\t\u2028\u2029]+")
_ESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_HALF = re.compile("[\ud800-\udfff]")


def say(text: str = "", *, trouble: bool = False) -> None:
    """A line on standard output, or with `trouble` on standard error."""
    click.echo(plain(text), err=trouble)


def plain(text: str) -> str:
    """Text as a terminal may show it.

    Characters that would steer it become U+FFFD. Those that turn the order of reading are left out: they are
    invisible, and would reach beyond the text they stand in.
    """
    return _TURNS.sub("", _STEERS.sub("\ufffd", text))


def one_line(text: str) -> str:
    """Evidence inside a line of ours: it cannot begin a line of its own."""
    return plain(_BREAKS.sub(" ", text))


def number(count: int, one: str) -> str:
    """A number with its word: "1 file" or "2 files"."""
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def typed(path: Path) -> str:
    """A path as it can be typed again after a command."""
    return f'"{path}"' if re.search(r"\s", str(path)) else str(path)


def write_json(value: Any) -> None:
    """One JSON document on standard output."""
    stream = sys.stdout.buffer
    stream.write(_encoded(value, indent=2) + b"\n")
    stream.flush()


def write_lines(values: Iterable[Any]) -> None:
    """JSON Lines on standard output, one at a time."""
    stream = sys.stdout.buffer
    stream.writelines(_encoded(value) + b"\n" for value in values)
    stream.flush()


def _encoded(value: Any, *, indent: int | None = None) -> bytes:
    """JSON in which nothing steers a terminal, and a line is a line for every program that reads lines."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED.sub(lambda c: f"\\u{ord(c[0]):04x}", _HALF.sub("\ufffd", text)).encode()
