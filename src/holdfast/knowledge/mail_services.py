"""The mail services that are known by name, from the data file beside this module."""

from functools import cache
from importlib.resources import files

import msgspec

from holdfast.model.mail_service import MailService


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    service: tuple[MailService, ...]


@cache
def mail_services() -> tuple[MailService, ...]:
    """All of them, in the order of the file."""
    data = files(__package__).joinpath("mail_services.toml").read_bytes()
    return msgspec.toml.decode(data, type=_File).service
