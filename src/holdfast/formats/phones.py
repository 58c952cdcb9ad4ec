"""Phone numbers as accounts, so that two spellings of one number are one account.

A number without a country is never given one: "07700 900123" and "+44 7700 900123" stay two accounts until a
person says that they are the same.
"""

import re
import unicodedata
from functools import lru_cache

import phonenumbers

from holdfast.model.account import Account

OWNER = Account(service="phone", handle="me", shown_as="the owner of this phone", is_owner=True)
"""The phone that an export was made on, where the export does not give its number."""

_INVISIBLE = dict.fromkeys([0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_NATIONAL = re.compile(r"[\d\s().\-‐-―/]*\d[\d\s().\-‐-―/]*")


@lru_cache(maxsize=1 << 14)
def normal(written: str) -> str:
    """E.164 for a number that names its country, bare digits for one that does not, "" for other words.

    Only a leading "+" names a country; "00" means that in some countries only.
    """
    number = written.translate(_INVISIBLE).strip()
    if number.startswith(("+", "\uff0b")):
        try:
            parsed = phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            return ""
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if _NATIONAL.fullmatch(number):
        return "".join(str(unicodedata.decimal(c)) for c in number if c.isdecimal())
    return ""


@lru_cache(maxsize=1 << 12)
def account(written: str, shown_as: str = "") -> Account:
    """The account behind a number, a short code or a sender's name, its handle as written."""
    return Account(service="phone", handle=written, native_id=normal(written), shown_as=shown_as)
