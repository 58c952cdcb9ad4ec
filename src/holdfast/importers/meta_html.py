"""Facebook's, Messenger's and Instagram's own download as web pages (HTML): the messages.

*Where it comes from.* A download of your information from Facebook or Instagram in the format HTML, also
the old one of before 2018 with `messages.htm`. Hand in all zip files as they are. If you still can,
download again and choose the format **JSON**: it holds more, and its times are exact.

*What it reads.* Every message of every chat, also of message requests and archived chats: who, when, the
text, links, what was attached, with its fingerprint where the file is there, and reactions. In old pages,
people that are only numbers by their lasting number.

*What it cannot tell.* Who of the people is you: you are asked. Times stand by the clock of the account,
most of them without seconds and without a time zone: you are asked for it, and short names of zones, such
as CST, do not settle it. People bear the names that they show, so that two of one name look like one.
Whether a line is a message or a note of the service, a call or taken back: the page shows them all alike.
All other pages of the download, such as sign-ins, friends, comments and followers, are kept and not read.

*Tested with.* Invented pages in the layouts of 2013, 2019, 2021 and 2025 and in four languages, written
after what public programs read, damaged ones too. Shape only, not proven on a real export.
"""

from collections.abc import Callable, Iterator, Sequence

from holdfast.formats import meta_page, meta_place
from holdfast.formats.asked import Asked
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told

_UNREAD = "This page of the download is kept, and not read. Download again as JSON to have it read."
_UNNAMED = "This file lies beside a chat, but no message of the chat names it."


def _claims(member: Member, tree: Tree) -> bool:
    if member.suffix in (".html", ".htm"):
        return meta_place.service_of(member, tree) is not None or meta_page.is_chat(member)
    return meta_place.is_of_pages(member, tree)


def _read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:
    asked: dict[str, Asked] = {}
    named: set[str] = set()
    for member in members:
        if member.suffix not in (".html", ".htm"):
            continue
        section, _, thread = meta_place.thread_of(member)
        is_chat = bool(section) and member.file_name.startswith("message")
        if not is_chat and not meta_page.is_chat(member):
            yield Problem(found_at=member.at(), loss="member", what=_UNREAD)
            continue
        service = meta_place.service_of(member, tree) or "messenger"
        zone = told.zone(member.source)
        questions = asked.setdefault(member.source, Asked())
        for record in meta_page.Page(member, service, thread, zone, _finder(member, tree, named)).records():
            yield record
            if isinstance(record, Event):
                if record.when.at is None and record.when.earliest is not None:
                    questions.time(record.when.as_written)
                if record.by is not None:
                    questions.author(record.by)
    for member in members:
        if member.suffix not in (".html", ".htm") and member.path not in named:
            yield Problem(found_at=member.at(), loss="part", what=_UNNAMED)
    for source, questions in asked.items():
        yield from questions.questions(source, "meta_html")


def _finder(member: Member, tree: Tree, named: set[str]) -> Callable[[str], Member | None]:
    def find(way: str) -> Member | None:
        found = meta_place.find(member, tree, way)
        if found is not None:
            named.add(found.path)
        return found

    return find


IMPORTER = Importer(
    title="Facebook and Instagram download (web pages)", version="1", claims=_claims, read=_read
)
