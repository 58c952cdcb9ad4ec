"""The mail services that are known by name, from the data file beside this module."""

from functools import cache

import msgspec

from holdfast.knowledge.data_file import data_file
from holdfast.model.mail_service import MailService


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    service: tuple[MailService, ...]


@cache
def mail_services() -> tuple[MailService, ...]:
    """All of them, in the order of the file."""
    return data_file("mail_services.toml", _File).service
