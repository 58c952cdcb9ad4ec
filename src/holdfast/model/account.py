"""An identifier on a service. An account is not a person."""

import hashlib
import unicodedata

import msgspec

_INVISIBLE = dict.fromkeys([0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain_name(text: str) -> str:
    """The form in which two spellings of one name are equal: NFC, no invisible marks, one case."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).casefold().split())


class Account(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """`service` is "mail", "phone", "whatsapp" …; `handle` is written as the source writes it.

    `native_id` is the service's own unchanging id where the export gives one, or a normal form of the
    handle (a phone number in E.164). `is_owner` says that the export itself marks this account as the
    one it was made from.
    """

    service: str
    handle: str
    native_id: str = ""
    shown_as: str = ""
    is_owner: bool = False

    @property
    def key(self) -> str:
        """What makes two mentions the same account: `service:native id`, or the plain form of the handle."""
        return f"{self.service}:{self.native_id or plain_name(self.handle)}"

    @property
    def number(self) -> int:
        """A 63-bit number made from `key`, the same in every run, so that rebuilding gives the same index."""
        return number_of(self.key)


def number_of(words: str) -> int:
    """A 63-bit number made from words, the same in every run."""
    digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
