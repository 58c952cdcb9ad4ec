"""A data file beside this module, as a value."""

from importlib.resources import files
from typing import TypeVar

import msgspec

File = TypeVar("File")


def data_file(name: str, kind: type[File]) -> File:
    """What a TOML file of this package tells."""
    return msgspec.toml.decode(files(__package__).joinpath(name).read_bytes(), type=kind)
