"""Messages that may be worth reading first, by their words alone: threats, hints, insults and the like.

*What it looks for.* Every message, post and comment is looked through, in both directions, for ten things,
each by a definition of its own: a threat, a hint of harm or watching, private things made public, a demand
with a consequence, pressure about hurting oneself, something sexual, an insult, rough words, words against
women, words against a group. A small model and readable phrases look at the words. A second list holds what
was set aside, and why: words that are quoted, told of somebody else, denied, said with a laugh, or about a
game, a film or a machine.

*Why it matters.* Nobody can read thousands of messages at once. An order helps to find those that weigh most,
and to rest from the others. It only orders the reading; what a message means is for people to say.

*When it is wrong.* Often. It knows words, not people: friends who swear, a song, a joke, a quotation can be
listed, and a threat that only the two of them understand is not. It reads English; of Spanish, French and
German only a few set phrases; of other languages nothing. You can say "not so" of any message, with a reason,
and take that back.

*Source.* A linear model of words and pieces of words, trained on public collections and on sentences written
for this project: see "The words model" in the documents for its figures. Davidson and others (2017), Kirk and
others (2022, 2023), Cercas Curry and others (2021), Guest and others (2021), Pavlopoulos and others (2021).
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.counting.contact import Contact, many
from holdfast.counting.tally import moment_if_known
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import IN, OUT, Frame
from holdfast.model.sentence import in_turn, listed, phrase, said, side_by_side
from holdfast.wording.context import REASONS
from holdfast.wording.heads import COLUMNS, HEADS, NAMES, TO_THE_READER
from holdfast.wording.model import model
from holdfast.wording.phrases import known, phrases
from holdfast.wording.reading import Reading, reading
from holdfast.wording.signals import WITH_PHRASE, reader
from holdfast.wording.spans import marked, merged, of_phrase
from holdfast.wording.tokens import Words

VERSION = "1"

_LIMITS = (
    "Words alone are looked at. What a message means, and whether it frightens, only people can say.",
    (
        "A hint that only the two of them understand is not found. A message that is not listed can be the "
        "worst of all."
    ),
    (
        "The numbers say how many of 100 sentences like it people marked so, in the collections that were "
        "learnt from. They are not about this case, and they are not to be added up."
    ),
    "Both directions are looked through alike, the person's own messages too.",
    "It reads English. Of Spanish, French and German it knows a few set phrases, of other languages nothing.",
    (
        "The words that caused a line stand in a list of their own, which papers leave out: "
        "`holdfast findings --json` has it."
    ),
)

_KINDS = ("message", "post", "comment", "invitation")
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_NAME = re.compile(r"[^\W\d_]{3,}")
_SHORTENED = 60  # signs of what caused a line, in the table of words
_WAYS = {IN: phrase("came in"), OUT: phrase("own")}


@dataclass(frozen=True)
class _Looked:
    """What was looked at: rows of the frame, what was found, and what is listed after the person's word."""

    rows: NDArray[np.intp]
    read: Reading
    listed: NDArray[np.bool_]
    words: Words


def find(frame: Frame) -> list[Finding]:
    """One finding, or none where no message is listed and none was set aside."""
    looked, struck = _looked(frame)
    order = _order(looked)
    aside = [place for place in looked.read.with_phrases() if _reasons(looked, place)]
    if not order and not aside:
        return []
    contact = Contact(frame)
    figures = _figures(contact, looked, order, aside, struck)
    ids = {int(looked.rows[place]) for place in order or aside}
    return [
        Finding(
            rule="read_first",
            version=VERSION,
            parameters={
                "model": model().version,
                "phrases": phrases().version,
                "from_with_phrase": WITH_PHRASE,
                **{f"from_{name}": round(from_, 3) for name, from_ in zip(NAMES, _from(), strict=True)},
            },
            says=_says(figures),
            figures=figures,
            tables=tuple(table for table in _tables(contact, looked, order, aside) if table.rows),
            otherwise=(
                "Friends joke, tease and swear; what is rough between strangers can be warm between them.",
                "Somebody may quote what was said to them, tell of it, or answer it in anger.",
                "Songs, films, games and figures of speech are full of such words.",
            ),
            limits=(*_LIMITS, *_foreign(figures), *contact.left_out()),
            rests_on=tuple(frame.ids[row] for row in sorted(ids)),
        )
    ]


def _from() -> list[float]:
    """For each head the share from which on a message is listed."""
    return [float(one) for one in model().thresholds]


def _looked(frame: Frame) -> tuple[_Looked, int]:
    """Everything that was written, and how often the person said "not so" of what would be listed."""
    rows = np.flatnonzero(frame.is_kind(*_KINDS))
    texts = [_own_words(frame.subject[row], frame.text[row]) for row in rows.tolist()]
    names = _names(frame)
    read = reading(texts, names)
    found = read.listed.copy()
    places = {frame.ids[row]: place for place, row in enumerate(rows.tolist())}
    struck = 0
    for told in frame.not_so:
        if told.event in places and told.head in NAMES:
            at = places[told.event], NAMES.index(told.head)
            struck += int(found[at])
            found[at] = False
    return _Looked(rows, read, found, reader(names)), struck


def _own_words(subject: str, text: str) -> str:
    """Lines that a mail quotes are somebody else's."""
    own = _QUOTED.sub("", text) if ">" in text else text
    return f"{subject}\n{own}" if subject else own


def _names(frame: Frame) -> frozenset[str]:
    """The person's own names, in small letters, unless they are words of the phrases as well."""
    found = {
        name.lower()
        for place in np.flatnonzero(frame.mine).tolist()
        for name in _NAME.findall(frame.shown[place].partition("(")[0].partition("@")[0])
    }
    return frozenset(found - known())


def _order(looked: _Looked) -> list[int]:
    """Places of what is listed: by the first head that lists it, and within that the largest share first."""
    places = np.flatnonzero(looked.listed.any(axis=1))
    first = looked.listed[places].argmax(axis=1)
    share = looked.read.shares[places, first]
    return [int(place) for place in places[np.lexsort((places, -share, first))]]


def _reasons(looked: _Looked, place: int) -> dict[str, str]:
    """Heads whose phrases were set aside, each with the reason, where the message is not listed for them."""
    return {
        one.hit.phrase.head: one.aside
        for _, one in looked.read.found(place)
        if one.aside and not looked.listed[place, NAMES.index(one.hit.phrase.head)]
    }


def _figures(
    contact: Contact, looked: _Looked, order: list[int], aside: list[int], struck: int
) -> dict[str, Scalar]:
    way = contact.frame.direction[looked.rows[order]] if order else np.zeros(0, dtype=np.int8)
    by_head = looked.listed.sum(axis=0)
    return {
        "looked_at": len(looked.rows),
        "listed": len(order),
        "listed_in": int(np.count_nonzero(way == IN)),
        "listed_own": int(np.count_nonzero(way == OUT)),
        "listed_undecided": int(np.count_nonzero((way != IN) & (way != OUT))),
        **{f"listed_{name}": int(n) for name, n in zip(NAMES, by_head, strict=True) if n},
        "set_aside": len(aside),
        "said_not_so": struck,
        "mostly_not_english": int(np.count_nonzero(looked.read.foreign)),
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }


def _says(figures: dict[str, Scalar]) -> str:
    def of(name: str) -> int:
        return int(figures.get(name) or 0)

    looked = many(of("looked_at"), "message", "messages")
    if not of("listed"):
        return said(
            "Of %(looked)s, none stands out by its words alone. %(aside)s hold such words, but quoted, "
            "denied or told of somebody: a table gives each with the reason.",
            looked=looked,
            aside=of("set_aside"),
        )
    first = said(
        "By their words alone, %(listed)s of %(looked)s may be worth reading first: %(theirs)s that came in "
        "and %(own)s of the person's own.",
        listed=of("listed"),
        looked=looked,
        theirs=of("listed_in"),
        own=of("listed_own"),
    )
    sentences = [first]
    if unknown := of("listed_undecided"):
        sentences.append(said("Of %(unknown)s it is not yet known who sent them.", unknown=unknown))
    kinds = [
        said("%(kind)s (%(number)s)", kind=phrase(head.label), number=of(f"listed_{head.name}"))
        for head in HEADS
        if of(f"listed_{head.name}")
    ]
    sentences.append(
        said("They may hold %(kinds)s. One message can stand under several.", kinds=listed(kinds))
    )
    if aside := of("set_aside"):
        sentences.append(
            said("%(aside)s more hold such words, but quoted, denied or told of somebody.", aside=aside)
        )
    sentences.append("This is an order for reading, and says nothing about anybody.")
    return in_turn(sentences)


def _foreign(figures: dict[str, Scalar]) -> tuple[str, ...]:
    if number := int(figures["mostly_not_english"] or 0):
        return (
            said(
                "%(messages)s not to be in English: hardly looked through.",
                messages=many(number, "message seems", "messages seem"),
            ),
        )
    return ()


def _tables(contact: Contact, looked: _Looked, order: list[int], aside: list[int]) -> list[Table]:
    frame = contact.frame
    to_reader = looked.read.shares[:, COLUMNS.index(TO_THE_READER)]
    first: list[tuple[Scalar, ...]] = []
    words: list[tuple[Scalar, ...]] = []
    for place in order:
        row = int(looked.rows[place])
        heads = np.flatnonzero(looked.listed[place]).tolist()
        held = [
            said(
                "%(kind)s: %(share)s",
                kind=phrase(HEADS[h].label),
                share=f"{100 * looked.read.shares[place, h]:.0f}",
            )
            for h in heads
        ]
        reader_share = f"{100 * to_reader[place]:.0f}"
        first.append((*_whence(contact, row), side_by_side(held), reader_share, frame.ids[row][:8]))
        words += [(frame.ids[row][:8], phrase(HEADS[h].label), *_caused(looked, place, h)) for h in heads]
    set_aside = [
        (
            *_whence(contact, int(looked.rows[place])),
            _label(head),
            REASONS[why],
            frame.ids[looked.rows[place]][:8],
        )
        for place in aside
        for head, why in _reasons(looked, place).items()
    ]
    whence = ("when", "account", "channel", "way")
    return [
        Table(
            title="What may be worth reading first",
            columns=(*whence, "may hold: of 100 like it", "said to the reader: of 100", "entry"),
            rows=tuple(first),
        ),
        Table(
            title="Set aside, and why",
            columns=(*whence, "may hold", "but it", "entry"),
            rows=tuple(set_aside),
        ),
        Table(
            title="The words that caused it",
            columns=("entry", "may hold", "words", "why"),
            rows=tuple(words),
            is_hidden=True,
        ),
    ]


def _label(name: str) -> str:
    return phrase(HEADS[NAMES.index(name)].label)


def _whence(contact: Contact, row: int) -> tuple[str, str, str, str]:
    frame = contact.frame
    return (
        moment_if_known(contact, row),
        contact.account(int(frame.by[row])),
        frame.services[frame.service[row]],
        _WAYS.get(int(frame.direction[row]), phrase("not known")),
    )


def _caused(looked: _Looked, place: int, head: int) -> tuple[str, str]:
    """The words behind one line, as they were written, and what found them."""
    hits = [
        (part, one.hit)
        for part, one in looked.read.found(place)
        if not one.aside and one.hit.phrase.head == NAMES[head]
    ]
    said_why = list(dict.fromkeys(hit.phrase.says for _, hit in hits))
    why = side_by_side(said_why) if said_why else phrase("its words as a whole")
    shown = []
    for part in looked.read.parts[looked.read.begins[place] : looked.read.begins[place + 1]]:
        places = [of_phrase(part, hit, looked.words) for where, hit in hits if where == part]
        places = merged(part, places) if hits else marked(part, looked.words, model())
        shown += [" ".join(part[start:end].split()) for start, end in places]
    cut = [one if len(one) <= _SHORTENED else f"{one[: _SHORTENED - 1]}…" for one in dict.fromkeys(shown)]
    return " … ".join(cut) or phrase("no single word"), why
