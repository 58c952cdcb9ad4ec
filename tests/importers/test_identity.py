"""One account is one account in every export: the service's own id before names, numbers in E.164, one case.

`KNOWN_BY` says what an export gives to know somebody by, where that is not the service's own id; what is yielded
is checked against that over all fixtures.
"""

import re
from collections import defaultdict

import pytest

from holdfast.importers import importers
from holdfast.model.account import Account
from holdfast.model.event import Event
from tests.importers.fixtures import cases, read

# id: the service's unchanging id. number: a telephone number. address: a mail address. handle: the name that the
# service allows once. name: a display name only, because the export holds nothing else.
KNOWN_BY = {
    "android_messages": "number",
    "apple_calls": "number",
    "calendar": "address",
    "call_backup": "number",
    "eml": "address",
    "emlx": "address",
    "google_chat": "address",
    "google_voice": "number",
    "imessage": "number",
    "incident_log": "name",
    "instagram": "handle",
    "iphone_backup": "number",
    "irc": "handle",
    "maildir": "address",
    "mbox": "address",
    "messenger": "name",
    "meta_html": "name",
    "outlook_msg": "address",
    "outlook_store": "address",
    "signal_export": "name",
    "sms_backup": "number",
    "telegram_html": "name",
    "tiktok": "handle",
    "web_log": "address",
    "whatsapp": "name",
    "whatsapp_android": "number",
    "whatsapp_ios": "number",
    "wordpress": "name",
}
# Of some people even these exports hold a name only.
NAMES_ALL_THE_SAME = {
    # Its texts; a user name is the service's only while nobody else has taken it.
    "discord_exporter": {"Ines#1111", "Nora", "Rowan#0042", "helper", "ines.mora", "rowan.vale"},
    "google_chat": {"Seed Bot"},
    "linkedin": {"Robin Example", "Tess Example"},
    "sms_backup": {"ExampleBank"},
}


def accounts() -> dict[str, set[Account]]:
    """Every account that each importer yields, over all fixtures of its own."""
    found: dict[str, set[Account]] = defaultdict(set)
    for case in cases():
        for record in read(case):
            if isinstance(record, Event):
                found[case.parent.name].update(a for a in (record.by, *record.to) if a)
    return found


FOUND = accounts()


def test_no_importer_is_named_here_that_is_gone() -> None:
    assert set(KNOWN_BY) <= set(importers())


@pytest.mark.parametrize("name", sorted(n for n in FOUND if KNOWN_BY.get(n, "id") in ("id", "number")))
def test_where_the_export_gives_an_id_or_a_number_everybody_has_it(name: str) -> None:
    lacking = {
        a.handle
        for a in FOUND[name]
        if not a.native_id and a.service != "mail" and not (a.is_owner and a.handle == "me")
    }
    assert lacking == NAMES_ALL_THE_SAME.get(name, set())


@pytest.mark.parametrize("name", sorted(FOUND))
def test_two_spellings_of_one_number_address_or_handle_are_one_account(name: str) -> None:
    for account in FOUND[name]:
        written = account.handle
        if account.service in ("phone", "whatsapp") and written.startswith("+"):
            assert re.fullmatch(r"\+\d{4,15}", account.native_id), written
        if "@" in written and not account.native_id:
            spelled = Account(service=account.service, handle=written.upper())
            assert spelled.key == account.key
        # A sign that is no part of a name would make a second account of it.
        assert not written.startswith("@"), written
        assert account.native_id == account.native_id.strip()


@pytest.mark.parametrize("name", sorted(n for n in FOUND if KNOWN_BY.get(n, "id") == "id"))
def test_one_id_is_one_account_whatever_it_is_called(name: str) -> None:
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for account in FOUND[name]:
        if account.native_id:
            names[account.service, account.native_id].add(account.key)
    assert all(len(keys) == 1 for keys in names.values())


def test_dots_and_plus_in_an_address_are_never_taken_away() -> None:
    written = ("ro.wan@example.com", "rowan@example.com", "rowan+x@example.com")
    assert len({Account(service="mail", handle=w).key for w in written}) == 3
