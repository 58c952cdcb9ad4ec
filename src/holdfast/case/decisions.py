"""What people decided, as the log tells it: answers, markers, exhibits, notes, folded in order."""

import re
from collections.abc import Iterable
from typing import Any, TypeVar, get_args

import msgspec

from holdfast.case.preparations import Preparations
from holdfast.formats import phones
from holdfast.formats.clocks import zone as known_zone
from holdfast.model.account import plain_name
from holdfast.model.errors import RequestError
from holdfast.model.exhibit import Exhibit
from holdfast.model.fact import Fact
from holdfast.model.link import Link
from holdfast.model.marker import Marker
from holdfast.model.not_so import NotSo
from holdfast.model.objection import Objection
from holdfast.model.question import About
from holdfast.model.relation import Relation
from holdfast.model.told import DateOrder, Told
from holdfast.model.ways import Ways
from holdfast.timeline.tellings import Pair, Said

NOBODY = "none"

Value = TypeVar("Value", bound=str)
State = TypeVar("State", bound=msgspec.Struct)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the person told, about a source (SHA-256), about what was handed in together, or the whole case.

    An empty value takes it back. About "me": the account's key, handle or number, and "-" before it takes it
    back; "none" with a source says that none of the authors in that file is the person.
    """

    about: About
    value: str
    source: str = ""
    batch: int = 0


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the person about an event. `at` is UTC milliseconds by this machine's clock."""

    event: str
    at: int
    text: str
    private: bool


class Decisions(msgspec.Struct, kw_only=True):
    """The state that all entries of the log so far add up to."""

    mine: dict[str, None] = {}
    nobody: dict[str, None] = {}
    providers: dict[str, None] = {}
    zones: dict[str, str] = {}
    date_orders: dict[str, DateOrder] = {}
    countries: dict[str, str] = {}
    markers: dict[str, Marker] = {}
    relations: dict[str, Relation] = {}
    facts: dict[str, Fact] = {}
    exhibits: dict[str, Exhibit] = {}
    labels_used: int = 0
    notes: list[Note] = []
    not_so: dict[tuple[str, str], NotSo] = {}
    objections: dict[str, Objection] = {}
    apart: dict[str, str] = {}
    together: list[Pair] = []
    links: dict[tuple[str, str], Link] = {}
    ways: Ways = Ways()
    left: dict[str, None] = {}
    papers: Preparations = msgspec.field(default_factory=Preparations)

    def told(self, batch: int) -> Told:
        """The answers for the readers of a batch: about the source, else the batch, else the case."""
        return Told(
            zones=_for(batch, self.zones),
            date_orders=_for(batch, self.date_orders),
            countries=_for(batch, self.countries),
        )

    def answers(self) -> list[Answer]:
        """The answers in force."""
        return [
            *(Answer(about="me", value=value) for value in self.mine),
            *(Answer(about="me", value=NOBODY, source=s) for s in self.nobody),
            *(Answer(about="provider", value=value) for value in self.providers),
            *(_scoped("zone", value, scope) for scope, value in self.zones.items()),
            *(_scoped("date_order", value, scope) for scope, value in self.date_orders.items()),
            *(_scoped("country", value, scope) for scope, value in self.countries.items()),
        ]

    def said(self) -> Said:
        """What the person said about which events tell one act."""
        return Said(apart=tuple(self.apart.items()), together=tuple(self.together))

    def words_for_me(self) -> frozenset[str]:
        """The person's own accounts in every form in which an account can be named by them."""
        words: set[str] = set()
        for value in self.mine:
            service, colon, rest = value.partition(":")
            # As it was given as well: some services tell capital letters apart in their ids.
            words.add(value)
            words.add(f"{service}:{plain_name(rest)}" if colon and service.isalpha() else plain_name(value))
            digits = re.sub(r"[\s\u00a0()./-]", "", value)
            if re.fullmatch(r"\+?\d{5,}", digits):
                words.add(digits)
                words.update(filter(None, (phones.international(digits, c) for c in self.countries.values())))
        return frozenset(words)

    def take(self, action: str, body: dict[str, Any]) -> None:
        """Adds one entry of the log."""
        if action == "answer":
            self._answer(msgspec.convert(body["answer"], Answer))
        elif action == "decide":
            match body["what"]:
                case "mark":
                    marker = msgspec.convert(body["marker"], Marker)
                    self.markers[marker.id] = marker
                case "unmark":
                    self.markers.pop(body["marker"], None)
                case (
                    "relate" | "unrelate" | "tell" | "untell" | "link" | "unlink" | "not so" | "so after all"
                    | "object" | "agree"
                ):  # fmt: skip
                    self._told(body)
                case "choose" | "unchoose" | "caption" | "arrange":
                    self._shown(body)
                case "apart":
                    event = body["event"]
                    self.apart[event] = body["why"]
                    self.together = [p for p in self.together if event not in (p.event, p.other)]
                case "together":
                    pair = msgspec.convert(body["pair"], Pair)
                    for event in (pair.event, pair.other):
                        self.apart.pop(event, None)
                    self.together.append(pair)
                case "ways" | "leave" | "take up":
                    self._gently(body)
                case "note":
                    self.notes.append(msgspec.convert(body["note"], Note))
                case _:
                    self.papers.take(body)

    def _shown(self, body: dict[str, Any]) -> None:
        """What is to be shown, under which label and caption, in which order."""
        match body["what"]:
            case "choose":
                exhibit = msgspec.convert(body["exhibit"], Exhibit)
                self.exhibits[exhibit.label] = exhibit
                self.labels_used += 1
            case "unchoose":
                self.exhibits.pop(body["label"], None)
            case "caption":
                exhibit = msgspec.convert(body["exhibit"], Exhibit)
                if exhibit.label in self.exhibits:
                    self.exhibits[exhibit.label] = exhibit
            case "arrange":
                self._arrange(body["labels"], body["before"])

    def _arrange(self, labels: list[str], before: str) -> None:
        moved = [self.exhibits.pop(label) for label in labels if label in self.exhibits]
        others = list(self.exhibits.values())
        place = next((n for n, one in enumerate(others) if one.label == before), len(others))
        self.exhibits = {one.label: one for one in (*others[:place], *moved, *others[place:])}

    def _gently(self, body: dict[str, Any]) -> None:
        """How things are shown, and what somebody else reads instead."""
        match body["what"]:
            case "ways":
                self.ways = msgspec.convert(body["ways"], Ways)
            case "leave":
                self.left[body["event"]] = None
            case "take up":
                self.left.pop(body["event"], None)

    def _told(self, body: dict[str, Any]) -> None:
        """Who is around the person, what few should know, what belongs together, what is not so."""
        match body["what"]:
            case "relate":
                relation = msgspec.convert(body["relation"], Relation)
                self.relations[relation.account] = relation
            case "unrelate":
                self.relations.pop(body["account"], None)
            case "tell":
                fact = msgspec.convert(body["fact"], Fact)
                self.facts[fact.id] = fact
            case "untell":
                self.facts.pop(body["fact"], None)
            case "link":
                link = msgspec.convert(body["link"], Link)
                self.links[link.accounts] = link
            case "unlink":
                one, other = body["accounts"]
                self.links.pop((one, other), None)
            case "not so":
                said = msgspec.convert(body["said"], NotSo)
                self.not_so[said.event, said.head] = said
            case "so after all":
                self.not_so.pop((body["event"], body["head"]), None)
            case "object":
                objection = msgspec.convert(body["objection"], Objection)
                self.objections[objection.finding] = objection
            case "agree":
                self.objections.pop(body["finding"], None)

    def _answer(self, answer: Answer) -> None:
        if answer.about == "me":
            if answer.value == NOBODY:
                self.nobody[answer.source] = None
            elif answer.value.startswith("-"):
                self.mine.pop(answer.value[1:], None)
            else:
                self.mine[answer.value] = None
            return
        if answer.about == "provider":
            if answer.value.startswith("-"):
                self.providers.pop(answer.value[1:], None)
            else:
                self.providers[answer.value] = None
            return
        told: dict[str, dict[str, Any]] = {
            "zone": self.zones,
            "date_order": self.date_orders,
            "country": self.countries,
        }
        where = told[answer.about]
        scope = f"{_BATCH}{answer.batch}" if answer.batch else answer.source
        where.pop(scope, None)
        if answer.value:
            where[scope] = answer.value


_BATCH = "batch "
_DOMAIN = re.compile(r"-?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.IGNORECASE)


def _for(batch: int, answers: dict[str, Value]) -> dict[str, Value]:
    chosen = {scope: value for scope, value in answers.items() if not scope.startswith(_BATCH)}
    if (own := answers.get(f"{_BATCH}{batch}")) is not None:
        chosen[""] = own
    return chosen


def _scoped(about: About, value: str, scope: str) -> Answer:
    if scope.startswith(_BATCH):
        return Answer(about=about, value=value, batch=int(scope.removeprefix(_BATCH)))
    return Answer(about=about, value=value, source=scope)


def fold(entries: Iterable[tuple[str, dict[str, Any]]], before: Decisions | None = None) -> Decisions:
    """The decisions that these entries, as (action, body) in order, add up to after those `before`.

    `before` stays as it is: somebody may still be looking through it.
    """
    decisions = _copied(before) if before else Decisions()
    for action, body in entries:
        decisions.take(action, body)
    return decisions


def _copied(state: State) -> State:
    fields = msgspec.structs.asdict(state)
    for name, value in fields.items():
        if isinstance(value, dict | list):
            fields[name] = value.copy()
        elif isinstance(value, Preparations):
            fields[name] = _copied(value)
    return type(state)(**fields)


def checked(answer: Answer) -> Answer:
    """The answer, if it can be one. Raises RequestError for an unknown zone or a word that is none."""
    if answer.about == "zone" and answer.value:
        known_zone(answer.value)
    if answer.about == "country" and answer.value:
        answer = msgspec.structs.replace(answer, value=phones.country(answer.value))
    if answer.about == "date_order" and answer.value not in ("", *get_args(DateOrder)):
        raise RequestError("That is not an order of date.", f"Use one of {', '.join(get_args(DateOrder))}.")
    if answer.about == "provider" and not _DOMAIN.fullmatch(answer.value):
        raise RequestError(
            "That is not the name of a mail provider.",
            "Write the domain of its servers, such as example.org.",
        )
    if answer.about == "me" and not answer.value.strip("- "):
        raise RequestError(
            "Which account is yours was left empty.", "Name the account as the export shows it."
        )
    if answer.about == "me" and answer.value == NOBODY and not answer.source:
        raise RequestError('"None of them" is an answer for one file.', "Say for which file.")
    return answer
