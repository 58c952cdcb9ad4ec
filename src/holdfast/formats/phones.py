"""Phone numbers as accounts, so that two spellings of one number are one account.

A number without a country is never given one by itself: "07700 900123" and "+44 7700 900123" stay two
accounts until a person says in which country the numbers were written.
"""

import re
import unicodedata
from functools import lru_cache

import msgspec
import phonenumbers

from holdfast.model.account import Account
from holdfast.model.errors import RequestError

OWNER = Account(service="phone", handle="me", shown_as="the owner of this phone", is_owner=True)
"""The phone that an export was made on, where the export does not give its number."""

_BY_NUMBER = frozenset({"phone", "whatsapp", "signal"})
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


def is_national(account: Account) -> bool:
    """Whether this is known by a telephone number alone, and by one that names no country."""
    return account.service in _BY_NUMBER and account.native_id.isdecimal()


@lru_cache(maxsize=1 << 12)
def in_country(account: Account, country: str) -> Account:
    """The same account with its number in E.164, if it is one of that country's; its handle stays as written.

    Short codes, and numbers that the country does not have, stay as they are.
    """
    number = international(account.native_id, country)
    return msgspec.structs.replace(account, native_id=number) if number else account


def international(number: str, country: str) -> str:
    """A national number in E.164, "" where it is none of that country's."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return ""
    # Not `is_valid_number`: its lists lag behind, and leave out the numbers that are reserved for stories.
    if phonenumbers.is_possible_number_with_reason(parsed) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def country(written: str) -> str:
    """A country as two capital letters. Raises RequestError for any other word."""
    if (name := written.strip().upper()) in phonenumbers.SUPPORTED_REGIONS:
        return name
    raise RequestError("That is not a country.", "Use its two letters, such as GB, US, DE or IN.")
