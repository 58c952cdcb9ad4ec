"""Pictures of the person's own that came back, or turned up elsewhere, whole or in part.

*What it looks for.* Among the pictures that `holdfast pictures` has looked at: those that came from others,
or were handed in without a camera's own words, and hold one of the person's pictures, or a part of one. The
person's are those that they sent or posted, and photos with the words of a camera that were handed in. For
each: where the own one and the copy were first seen, to whom the own one went, and what was done to it:
saved again, made smaller, cut, turned, mirrored, something put beside it. What a camera wrote into the two
stands beside them.

*Why it matters.* It tells since when a picture goes about, and from which of the own ones it was made. Only
the two files side by side show what was changed: `holdfast compare` draws them on top of each other.

*When it is wrong.* People send on what they were sent; services make pictures smaller and take a camera's
words out. Two photos of one motif, taken right after each other, can be alike. Who made a copy, and what
for, cannot be seen from it. Whether a picture was made up cannot be told at all, and is not looked for.
Pictures without much in them (sky, a wall), very small ones and films are not compared. Very small parts
are not found.

*Source.* Imprints like those of PDQ (2019) and landmarks like ORB's (E. Rublee and others, 2011), both
written anew, with a map between the two that at least 10 landmarks must agree on, and a tenth of those of
the part that both hold. Measured with `bench/evaluate_pictures.py` on 60 photographs, other than those that
the thresholds were chosen with but for some that first trials had drawn, out of 244 that come with packages
of Debian (gcompris-qt-data, lomiri-wallpapers, mate-backgrounds). Of 100 copies are found: with a bar of
words 98, with a sticker 98, with 5, 10 or 20 of 100 parts of width and height cut off 100, with 40 97,
turned by 3 degrees or by a quarter 100, mirrored 100, in a screenshot of a chat 88, at a quarter of the
size 95, in poor quality, grey, with more contrast or a border 100. Of 80 pictures of other packages
(tuxpaint-stamps-default, plasma-workspace-wallpapers, gnome-backgrounds, ukui-wallpapers), most of them small
ones of single things, fewer are found: with a bar of words 95, with a sticker 91, with 40 of 100 parts cut
off 86, in a screenshot 81, at a quarter of the size 51. Of 101,120 pairs of a changed picture and another
one, 4,930 pairs of different pictures and 7,140 pairs of screenshots of different invented chats none was
taken for one.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from holdfast.counting.contact import Contact, many
from holdfast.counting.picture_changes import changes, map_of
from holdfast.counting.tally import moment_if_known
from holdfast.model.event import Attachment
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import IN, OUT, Frame
from holdfast.model.look import Look, Pair
from holdfast.model.sentence import counted, names_listed, phrase, said, side_by_side

VERSION = "1"

_CAMERA = ("exif:Make", "exif:Model", "exif:LensModel", "exif:BodySerialNumber")
_WORDS = (*_CAMERA, "exif:Software")
_SHOWN = 3
_COLUMNS = (
    "own picture", "its entry", "its first entry", "went to", "copy", "entry of the copy", "from",
    "first entry of the copy", "times", "what was done", "pixels of the own one", "pixels of the copy",
    "camera's words in the own one", "camera's words in the copy",
)  # fmt: skip


@dataclass
class _Picture:
    """One picture: the rows where it is the person's own, and where it is of others."""

    name: str = ""
    own: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    words: str = ""


def find(frame: Frame) -> list[Finding]:
    """One finding about all copies of own pictures, or none."""
    if not frame.looks:
        return []
    contact = Contact(frame)
    pictures = _pictures(frame)
    found = [(p.one, p.other, p) for p in frame.pairs] + [(p.other, p.one, p) for p in frame.pairs]
    found = [
        (own, copy, pair)
        for own, copy, pair in found
        if own in pictures and copy in pictures and pictures[own].own and pictures[copy].others
    ]
    same = [sha256 for sha256, one in pictures.items() if one.own and one.others]
    if not (found or same):
        return []
    rows = [
        *(
            _row(contact, pictures[own], pictures[copy], frame.looks, (own, copy), pair)
            for own, copy, pair in found
        ),
        *(_row(contact, pictures[one], pictures[one], frame.looks, (one, one), None) for one in same),
    ]
    mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for own, copy in [*((own, copy) for own, copy, _ in found), *((one, one) for one in same)]:
        mask[pictures[own].own + pictures[copy].others] = True
    unseen = len(pictures.keys() - frame.looks.keys())
    without = sum(bool(frame.looks[one].why) for one in pictures.keys() & frame.looks.keys())
    figures: dict[str, Scalar] = {
        "own_pictures_with_copies": len({own for own, *_ in found} | set(same)),
        "changed_copies": len({copy for _, copy, _ in found}),
        "very_same_files": len(same),
        "pictures": len(pictures),
        "not_looked_at": unseen,
        "nothing_seen_of": without,
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }
    return [
        Finding(
            rule="copied_pictures",
            version=VERSION,
            parameters={},
            says=_says(figures),
            figures=figures,
            tables=(Table(title="Own pictures and their copies", columns=_COLUMNS, rows=tuple(rows)),),
            otherwise=(
                "The person may have sent or shown the picture, and it was sent on or back.",
                "Both may be from one place that anybody can see.",
                "Services make pictures smaller and take out what a camera wrote: nobody has to do that.",
                "Photos taken right after each other can be alike, though none was made from the other.",
            ),
            limits=(
                "It does not tell who made a copy, nor whether anything in a picture is made up.",
                "What was changed inside a picture is not told here: `holdfast compare` draws it.",
                said(
                    "Not looked at yet: %(pictures)s; `holdfast pictures` does that.",
                    pictures=many(unseen, "picture"),
                ),
                said(
                    "Of %(pictures)s nothing could be seen: damaged, too small, or not taken out.",
                    pictures=many(without, "picture"),
                ),
                "A loose picture counts as the person's own where a camera's own words stand in it.",
                "Profile pictures of others are not read from any export so far. Films are not compared.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _says(figures: dict[str, Scalar]) -> str:
    own, changed = int(figures["own_pictures_with_copies"] or 0), int(figures["changed_copies"] or 0)
    same = int(figures["very_same_files"] or 0)
    again, met = many(changed, "picture"), many(same, "was", "were")
    return said(
        "%(pictures)s of the person's own turned up again. One of them, or a part of one, is in "
        "%(again)s from others, or handed in without a camera's own words; %(met)s met as the "
        "very same file. This is consistent with copying them, and with sending them on.",
        pictures=many(own, "picture"),
        again=again,
        met=met,
    )


def _pictures(frame: Frame) -> dict[str, _Picture]:
    """Every picture, by SHA-256, and whose it was where."""
    found: dict[str, _Picture] = defaultdict(_Picture)
    named = {name for pair in frame.pairs for name in (pair.one, pair.other)} | frame.looks.keys()
    for row, details in enumerate(frame.details):
        for one in details.attached:
            if not one.sha256 or not (one.sha256 in named or _is_picture(one)):
                continue
            picture = found[one.sha256]
            picture.name = picture.name or one.name
            is_loose = frame.by[row] < 0 and frame.kinds[frame.kind[row]] == "picture"
            if is_loose:
                picture.words = picture.words or " ".join(
                    details.fields[name] for name in _WORDS if name in details.fields
                )
            if _is_own(frame, row, has_camera=is_loose and any(name in details.fields for name in _CAMERA)):
                picture.own.append(row)
            elif (
                is_loose
                or frame.direction[row] == IN
                or (frame.by[row] >= 0 and not frame.mine[frame.by[row]])
            ):
                picture.others.append(row)
    return dict(found)


def _is_picture(attached: Attachment) -> bool:
    return not attached.missing and attached.media_type.startswith("image/")


def _is_own(frame: Frame, row: int, *, has_camera: bool) -> bool:
    by = int(frame.by[row])
    return has_camera or frame.direction[row] == OUT or (by >= 0 and bool(frame.mine[by]))


def _row(
    contact: Contact,
    own: _Picture,
    copy: _Picture,
    looks: Mapping[str, Look],
    names: tuple[str, str],
    pair: Pair | None,
) -> tuple[Scalar, ...]:
    frame = contact.frame
    one, other = (looks.get(name, Look()) for name in names)
    done = (phrase("the very same file"),) if pair is None else changes(map_of(pair, names[0]), one, other)
    by = sorted({int(frame.by[row]) for row in copy.others})
    to = sorted({account for row in own.own for account in frame.to[row]})
    return (
        own.name,
        frame.ids[own.own[0]][:8],
        _first(contact, own.own),
        _some(contact, to) or phrase("not told"),
        copy.name,
        frame.ids[copy.others[0]][:8],
        _some(contact, [account for account in by if account >= 0]) or phrase("handed in by itself"),
        _first(contact, copy.others),
        len(copy.others),
        side_by_side(done),
        f"{one.width} x {one.height}",
        f"{other.width} x {other.height}",
        own.words or phrase("none known"),
        copy.words or phrase("none known"),
    )


def _first(contact: Contact, rows: list[int]) -> str:
    return moment_if_known(contact, next((row for row in rows if contact.timed[row]), None))


def _some(contact: Contact, accounts: list[int]) -> str:
    names = names_listed([contact.account(account) for account in accounts[:_SHOWN]])
    more = len(accounts) - _SHOWN
    if more <= 0:
        return names
    return counted(more, "%(names)s and %(n)s more", "%(names)s and %(n)s more", names=names)
