"""Direct messages in an archive from X (Twitter), and the media that came with them or with posts."""

from collections.abc import Iterator

from holdfast.formats import markup, stored, x_files
from holdfast.formats.asked import Asked
from holdfast.formats.attached import attachment
from holdfast.formats.json_items import Item
from holdfast.formats.tree import Member, Tree
from holdfast.formats.x_people import People
from holdfast.model.event import Attachment, Event, Kind
from holdfast.model.problem import Problem

_FOLDERS = ("direct_messages_media/", "direct_messages_group_media/", "direct_message_media/",
            "direct_message_group_media/", "tweets_media/", "tweet_media/", "deleted_tweets_media/",
            "deleted_tweet_media/", "community_tweet_media/")  # fmt: skip
_KINDS: dict[str, Kind] = {
    "messageCreate": "message",
    "welcomeMessageCreate": "message",
    "reactionCreate": "reaction",
}
_NO_TIME = "The time of this entry is missing or makes no sense."
_NO_SENSE = "This entry is not of a kind that is known."


class Media:
    """The files beside messages and posts; `named` has the paths of those that one of them names."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.named: set[str] = set()

    def of(self, number: str, urls: list[str], member: Member) -> Iterator[Attachment]:
        """What came with the message or post of this number, whose file is `member`."""
        for url in filter(None, urls):
            name = f"{number}-{url.rpartition('/')[2].partition('?')[0]}"
            found = next((m for f in _FOLDERS if (m := self._tree.get(f"{member.folder}{f}{name}"))), None)
            if found is not None:
                self.named.add(found.path)
            yield attachment(name, "", None, found)


class Messages:
    """Reads one message after the other; `asked` takes in whom the owner may be, where nothing says it."""

    def __init__(self, people: People, media: Media, asked: dict[str, Asked]) -> None:
        self._people = people
        self._media = media
        self._asked = asked

    def read(self, item: Item, thread: str, name: str, member: Member) -> Iterator[Event | Problem]:
        """The message as an event, its reactions, and what is missing in it.

        `thread` and `name` are of the chat that it belongs to.
        """
        here = item.at(member)
        sort, kept = next(iter(stored.record(item.value).items()), ("", None))
        if not isinstance(kept, dict):
            raw = stored.as_field(item.value)[:2000]
            yield Problem(found_at=here, loss="record", what=_NO_SENSE, raw=raw)
            return
        number = stored.word(kept.get("id"))
        sender = next((kept[k] for k in ("senderId", "initiatingUserId", "userId") if kept.get(k)), None)
        if sort == "participantsLeave" and len(left := stored.words(kept.get("userIds"))) == 1:
            sender = left[0]
        by = self._people.account(sender)
        receiver = self._people.account(kept.get("recipientId"))
        text = stored.word(kept.get("text"))
        urls = [stored.word(one.get("expanded")) for one in stored.records(kept.get("urls"))]
        joined = [*stored.words(kept.get("participantsSnapshot")), *stored.words(kept.get("userIds"))]
        used = ("id", "senderId", "recipientId", "createdAt", "text", "urls", "reactions", "initiatingUserId")
        event = Event(
            kind=_KINDS.get(sort, "notice"),
            service="x",
            when=x_files.moment(kept.get("createdAt")),
            found_at=here,
            by=by,
            to=(receiver,)
            if receiver
            else tuple(a for one in joined if (a := self._people.account(one)) and a != by),
            direction=self._people.direction(by),
            text=text,
            attached=tuple(self._media.of(number, stored.words(kept.get("mediaUrls")), member)),
            links=tuple(dict.fromkeys((*filter(None, urls), *markup.links_in_text(text)))),
            act=number,
            thread=thread,
            fields=({} if sort == "messageCreate" else {"entry": sort})
            | ({"chat": name} if name else {})
            | stored.rest(kept, *used),
        )
        yield event
        if event.when.at is None:
            yield Problem(found_at=here, loss="part", what=_NO_TIME, raw=event.when.as_written)
        for place, reaction in enumerate(stored.records(kept.get("reactions")), 1):
            who = self._people.account(reaction.get("senderId"))
            yield Event(
                kind="reaction",
                service="x",
                when=x_files.moment(reaction.get("createdAt")),
                found_at=here,
                ordinal=place,
                by=who,
                to=(by,) if by and by != who else (),
                direction=self._people.direction(who),
                reply_to=number,
                act=stored.word(reaction.get("eventId")),
                thread=thread,
                fields={"reaction": stored.word(reaction.get("reactionKey"))},
            )
        if self._people.owner is None:
            for account in (by, *event.to):
                if account:
                    self._asked.setdefault(member.source, Asked()).author(account)
