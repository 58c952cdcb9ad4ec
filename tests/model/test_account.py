"""When two mentions are the same account."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from holdfast.model.account import Account, plain_name


def account(handle: str, **more: str) -> Account:
    return Account(service="phone", handle=handle, **more)  # type: ignore[arg-type]


def test_the_native_id_decides_where_there_is_one() -> None:
    assert account("+44 7700 900123", native_id="+447700900123").key == "phone:+447700900123"
    assert account("07700", native_id="n").key == account("other", native_id="n", shown_as="x").key
    assert account("a", native_id="1").key != account("a", native_id="2").key


def test_two_spellings_of_a_name_are_one_account() -> None:
    assert account("Zoë  ASHBY").key == account("zoe\u0308 ashby\u200e").key == "phone:zoë ashby"


def test_the_same_name_on_two_services_is_two_accounts() -> None:
    assert account("rowan").number != Account(service="mail", handle="rowan").number


def test_the_number_of_an_account_is_the_same_in_every_run() -> None:
    assert account("+447700900123").number == 1_710_055_249_883_413_402


@given(st.text())
def test_it_does_not_matter_how_accents_are_put_together(name: str) -> None:
    apart, together = (unicodedata.normalize(form, name) for form in ("NFD", "NFC"))
    assert plain_name(apart) == plain_name(together) == plain_name(f" \u200e{name}\ufeff ")


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_handle_has_a_number_that_fits_a_signed_column(handle: str) -> None:
    assert 0 <= account(handle).number < 1 << 63
