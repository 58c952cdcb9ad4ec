"""What of the person's life would leave with a paper: to be pointed out, and proposed to be taken out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from ipaddress import ip_address

import msgspec

from holdfast.formats.identifying import Identifying, Prepared, folded
from holdfast.model.account import Account
from holdfast.model.redaction import DetailKind
from holdfast.model.row import Row
from holdfast.outputs.redaction import Labelled

_FACTS: dict[str, DetailKind] = {
    "name": "name",
    "home": "home",
    "workplace": "workplace",
    "school": "school",
    "place": "place",
    "contact": "phone",
}
_MAIL = re.compile(r"[^\s<>()\[\]\",;:@\\/]{1,64}@(?:[^\s<>()\[\]\",;:@\\/.]{1,63}\.)+[^\W\d_]{2,24}")
_PHONE = re.compile(r"(?<![\w.:/-])\+?\d[\d\s().\-/\u00a0]{6,18}\d(?![\w:-])")
_FOUR = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_SIX = re.compile(r"(?<![0-9A-Za-z:])(?:[0-9A-Fa-f]{1,4}:){2,7}[0-9A-Fa-f:]{1,30}")
_NUMBERED = re.compile(r"\d")
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_MOST = 500
_APART = "\n\0\0\0\0\n"
"""Further apart than the parts of one name or number can be."""


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """Words that tell something about the person or somebody around them, and how it is known."""

    kind: DetailKind
    words: str
    because: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where such words stand in what would leave: numbers of entries in the log, and other parts by name."""

    watched: Watched
    entries: tuple[int, ...]
    others: tuple[str, ...]


def own(
    facts: Sequence[tuple[str, str]],
    mine: Sequence[Account],
    around: Sequence[tuple[Account, str]],
    rows: Sequence[Row],
) -> list[Watched]:
    """What is known to be about the person or people around them; each once.

    `facts` are (kind, words); `around` accounts of people around the person with what they are to them.
    """
    found = [
        Watched(kind=_FACTS.get(kind, "other"), words=words, because=f"you named it ({kind})")
        for kind, words in facts
    ]
    for account in mine:
        found += _of_account(account, "your own account")
    for account, relation in around:
        found += _of_account(account, f"an account around you ({relation})")
    for row in rows:
        if row.direction == "out":
            found += [
                Watched(kind="network address", words=each.ip, because="it stands in what you sent")
                for each in row.addresses
            ]
        if row.kind == "incident" and row.fields.get("witnesses"):
            found.append(
                Watched(kind="witness", words=row.fields["witnesses"], because="you wrote that they saw it")
            )
    return list({(one.kind, folded(one.words).text): one for one in found if len(one.words) > 1}.values())


def sought(rows: Sequence[Row], known: Sequence[Watched], others: Sequence[Account]) -> list[Watched]:
    """Mail addresses, numbers and network addresses anywhere in these rows that are nobody's known ones.

    `others` are the accounts the paper is about: theirs are left out.
    """
    counted: Counter[tuple[DetailKind, str]] = Counter()
    for row in rows:
        for text in texts(row):
            counted.update(set(_candidates(text)))
    finders = [Identifying(one.kind, one.words) for one in known]
    finders += [
        Identifying(one.kind, one.words) for account in others for one in _of_account(account, "theirs")
    ]
    return [
        Watched(kind=kind, words=words, because=f"it stands in {number} of the texts")
        for (kind, words), number in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        if not any(finder.find(words) for finder in finders)
    ][:_MOST]


def texts(row: Row) -> Iterator[str]:
    """Every word that an entry could print, wherever it is kept."""
    yield from (row.subject, row.text, row.as_written, row.source_name, row.member, row.thread, row.reply_to)
    for account in (row.by, *row.to):
        if account:
            yield from (account.handle, account.shown_as, account.native_id)
    for attached in row.attached:
        yield from (attached.name, attached.member, attached.missing)
    for address in row.addresses:
        yield from (address.ip, address.said_by)
    yield from row.links
    for key, value in row.fields.items():
        if not key.startswith("private:"):
            yield from (key, value)
    yield row.gone_from


def labels(watched: Sequence[Watched]) -> list[Labelled]:
    """As `Redactor` takes them, to mark what would leave."""
    return [Labelled(label=f"[{one.kind}]", kind=one.kind, words=one.words) for one in watched]


def standing(
    watched: Sequence[Watched], rows: Sequence[Row], others: Sequence[tuple[str, Sequence[str]]]
) -> list[Standing]:
    """What of it stands where, the most entries first; `others` are other parts with their texts."""
    entries = [Prepared(_APART.join(texts(row))) for row in rows]
    parts = [(name, Prepared(_APART.join(words))) for name, words in others]
    found = []
    for one in watched:
        finder = Identifying(one.kind, one.words)
        numbers = tuple(number for number, text in enumerate(entries, 1) if finder.find(text))
        places = tuple(name for name, text in parts if finder.find(text))
        if numbers or places:
            found.append(Standing(watched=one, entries=numbers, others=places))
    return sorted(found, key=lambda one: (-len(one.entries), one.watched.words))


def _of_account(account: Account, because: str) -> Iterator[Watched]:
    for words in dict.fromkeys((account.handle, account.native_id)):
        if words:
            yield Watched(kind=_kind_of(words), words=words, because=because)
    name = account.shown_as
    if name and name not in (account.handle, account.native_id):
        yield Watched(kind="name", words=name, because=f"the name of {because}")


def _kind_of(words: str) -> DetailKind:
    if "@" in words.strip("@"):
        return "mail address"
    return "phone" if _PHONE.fullmatch(words) else "account"


def _candidates(text: str) -> Iterator[tuple[DetailKind, str]]:
    if "@" in text:
        yield from (("mail address", found.group()) for found in _MAIL.finditer(text))
    if not _NUMBERED.search(text):
        return
    for pattern in (_FOUR, _SIX):
        for found in pattern.finditer(text):
            # A time has colons too, and a version number dots.
            with suppress(ValueError):
                ip_address(found.group())
                yield "network address", found.group()
    for found in _PHONE.finditer(text):
        # A day or a time is no number to call.
        if 8 <= sum(c.isdecimal() for c in found.group()) <= 15 and not _DAY.search(found.group()):
            yield "phone", found.group().strip()
