"""Makes the packet: what goes into it for which reader, and what of that must not."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from holdfast.case.apart import apart
from holdfast.case.covering import Covering
from holdfast.case.handing import To
from holdfast.case.papers import gather
from holdfast.case.redacting import pinned
from holdfast.case.watching import labels
from holdfast.counting.acts import acts
from holdfast.formats.mail_route import Route
from holdfast.knowledge.behaviours import behaviours, indicators
from holdfast.knowledge.laws import laws, places, withheld
from holdfast.model.course import Course
from holdfast.model.errors import HoldfastError, RequestError
from holdfast.model.exhibit import Exhibit
from holdfast.model.finding import Finding
from holdfast.model.frame import Frame
from holdfast.model.link import Link
from holdfast.model.redaction import Box
from holdfast.model.statement import IMPACT
from holdfast.outputs.given import MANY, PacketInput, Paper, Picture
from holdfast.outputs.picture import for_paper
from holdfast.outputs.recipients import ASKED_FOR, parts
from holdfast.outputs.redaction import Redactor, black_boxes
from holdfast.timeline.filter import Filter

Drawn = TypeVar("Drawn")

_AT_ONCE = 20
"""Pictures that one process draws, one after the other."""

_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".bmp", ".tif", ".tiff")


class Ordered(msgspec.Struct, frozen=True, kw_only=True):
    """What a packet is to be.

    parts: those that have to be asked for, see `recipients`. pictures: labels of exhibits whose pictures are
    printed. place: the id of the place whose laws are asked about. exhibits_only: no other entry, no findings
    and no steps. is_marking: not to be handed over; what is
    known of the person's life is marked in it, as the other person would read it.
    """

    title: str = ""
    prepared_by: str = ""
    paper: Paper = "a4"
    large_print: bool = False
    which: Filter | None = None
    parts: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    place: str = ""
    exhibits_only: bool = False
    is_marking: bool = False


class Printing(Covering):
    """Gathers a packet and takes out of it what must not reach its reader."""

    def _packet_input(
        self,
        ordered: Ordered,
        to: To,
        found: tuple[list[Finding], Course],
        routes: dict[str, Route],
        frame: Frame,
    ) -> tuple[PacketInput, dict[str, Any]]:
        """All that the paper is made of, and what the log is told of it."""
        _checked(ordered, to)
        given = gather(
            self,
            *found,
            routes,
            title=ordered.title,
            prepared_by=ordered.prepared_by,
            paper=ordered.paper,
            large_print=ordered.large_print,
            which=ordered.which,
            recipient=to.kind,
            exhibits_only=ordered.exhibits_only,
        )
        given = msgspec.structs.replace(
            given,
            asked_for=frozenset(ordered.parts),
            pictures=self._pictures(ordered.pictures, self.boxes(to.kind)),
            tags=self.tags(),
            notes=self._for_papers({row.id for row in given.rows} | set(given.exhibit_rows)),
            links=self._links_between({account.key for account in given.accounts}),
            behaviours={one.id: one.name for one in behaviours(_day(given))},
            **self._written(ordered, given),
            **_asked_by_law(ordered, given, frame),
        )
        return self._taken_out(given, ordered, to)

    def _links_between(self, keys: set[str]) -> tuple[Link, ...]:
        """What the person said of pairs of accounts that both stand in the paper."""
        return tuple(link for link in self._decisions().links.values() if keys.issuperset(link.accounts))

    def _for_papers(self, events: set[str]) -> dict[str, Sequence[tuple[int, str]]]:
        """The notes that may leave, of entries that are in the paper."""
        found: dict[str, list[tuple[int, str]]] = {}
        for note in self._decisions().notes:
            if not note.private and note.event in events:
                found.setdefault(note.event, []).append((note.at, note.text))
        return {event: tuple(notes) for event, notes in found.items()}

    def _written(self, ordered: Ordered, given: PacketInput) -> dict[str, Any]:
        """What the person wrote for papers, as far as this one asks for it."""
        statements = self.statements()
        hidden = self.hidden()
        return {
            "statements": [one for one in statements if one.about != IMPACT],
            "impact": [one for one in statements if one.about == IMPACT and IMPACT in ordered.parts],
            "indicators": [one for one in indicators(_day(given)) if one.id not in hidden],
        }

    def _taken_out(self, given: PacketInput, ordered: Ordered, to: To) -> tuple[PacketInput, dict[str, Any]]:
        redactor = self.redactor(to.kind)
        done = redactor.apply(given)
        redactions = self.redactions(to.kind)
        shown = Counter(one.sha256 for several in given.pictures.values() for one in several)
        printed = Counter({one.id: shown[one.box.picture] for one in redactions if one.box})
        listed = [*redactor.listed(), *black_boxes(redactions, printed)]
        if listed:
            done = msgspec.structs.replace(
                done,
                exhibits=pinned(given, done),
                taken_out=listed,
            )
        if ordered.is_marking:
            done = Redactor(labels(self.watched()), is_marking=True).apply(done)
            done = msgspec.structs.replace(done, title=f"Not to be handed over: {done.title}".strip(": "))
        return done, {"taken_out": len(listed)}

    def _pictures(
        self, labels_chosen: Collection[str], boxes: dict[str, list[Box]]
    ) -> dict[str, Sequence[Picture]]:
        exhibits = {exhibit.label: exhibit for exhibit in self.exhibits()}
        unknown = [label for label in labels_chosen if label not in exhibits]
        if unknown:
            raise RequestError(
                "There is no exhibit of one of these labels.", "`holdfast exhibits` lists them."
            )
        wanted = [
            (exhibits[label].event, number, name)
            for label in dict.fromkeys(labels_chosen)
            if exhibits[label].event
            for number, name in self._pictures_of(exhibits[label])
        ]
        found: dict[str, list[Picture]] = {}
        draw = partial(for_paper, boxes=boxes, is_small=len(exhibits) > MANY, among=len(wanted))
        places = [(event, number) for event, number, _ in wanted]
        for (event, number, name), (data, drawn) in zip(wanted, self._drawn(places, draw), strict=True):
            if drawn is not None:
                jpeg, width, height = drawn
                digest = sha256(data).hexdigest()
                picture = Picture(
                    number=number,
                    name=name,
                    jpeg=jpeg,
                    width=width,
                    height=height,
                    sha256=digest,
                    boxes=len(boxes.get(digest, ())),
                )
                found.setdefault(event, []).append(picture)
        return {event: tuple(pictures) for event, pictures in found.items()}

    def _drawn(
        self, places: Sequence[tuple[str, int]], draw: Callable[[list[bytes]], list[Drawn | None]]
    ) -> Iterator[tuple[bytes, Drawn | None]]:
        """The pictures at these places (event, number of what came with it): as they are, and as drawn."""
        for begin in range(0, len(places), _AT_ONCE):
            data = [
                self.attachment(event, number - 1)[1] for event, number in places[begin : begin + _AT_ONCE]
            ]
            yield from zip(data, _together(data, draw), strict=True)

    def _pictures_of(self, exhibit: Exhibit) -> list[tuple[int, str]]:
        """The pictures that came with it: which attachment each is, from 1, and its name."""
        return [
            (number, attached.name)
            for number, attached in enumerate(self.line(exhibit.event).row.attached, 1)
            if not attached.missing
            and (attached.media_type.startswith("image/") or attached.name.lower().endswith(_ENDINGS))
        ]


def _together(data: list[bytes], draw: Callable[[list[bytes]], list[Drawn | None]]) -> list[Drawn | None]:
    """Several in one process; where one of them breaks it, each by itself, so that only that one is lost."""
    try:
        return apart(partial(draw, data))
    except HoldfastError:
        if len(data) == 1:
            return [None]
        return [one for each in data for one in _together([each], draw)]


def _checked(ordered: Ordered, to: To) -> None:
    unknown = set(ordered.parts) - ASKED_FOR
    if unknown:
        raise RequestError("There is no such part.", f"Choose from: {', '.join(sorted(ASKED_FOR))}.")
    refused = set(ordered.parts) - parts(to.kind, ordered.parts)
    if refused:
        raise RequestError(
            f"A paper for this reader has no part: {', '.join(sorted(refused))}.",
            "Leave it out, or make the paper for another reader.",
        )
    if "law" in ordered.parts and not ordered.place:
        raise RequestError("Which place's law?", "Name it with --place; `holdfast laws` lists them.")


def _asked_by_law(ordered: Ordered, given: PacketInput, frame: Frame) -> dict[str, Any]:
    if "law" not in ordered.parts:
        return {}
    on = _day(given)
    found = laws(ordered.place, on)
    keys = {key for marker in given.markers for key in marker.accounts}
    wanted = sorted({element.asks.occasions for law in found for element in law.elements} - {0})
    return {
        "place": next(place.name for place in places() if place.id == ordered.place),
        "laws": found,
        "laws_withheld": withheld(ordered.place, on),
        "acts": acts(frame, keys, wanted),
    }


def _day(given: PacketInput) -> date:
    return datetime.fromtimestamp(given.prepared_at // 1000, UTC).date()
