"""What the packet is made from: values that were chosen, counted and read elsewhere."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from holdfast.formats.mail_route import Route
from holdfast.model.acts import Acts
from holdfast.model.behaviour import Indicator
from holdfast.model.course import Course
from holdfast.model.exhibit import Exhibit
from holdfast.model.finding import Finding
from holdfast.model.law import Law
from holdfast.model.link import Link
from holdfast.model.marker import Marker
from holdfast.model.objection import Objection
from holdfast.model.row import Row
from holdfast.model.source import Source
from holdfast.model.statement import Statement
from holdfast.model.tag import Tag
from holdfast.outputs.redaction import Listed

Paper = Literal["a4", "letter"]

MANY = 400
"""More exhibits than this are printed short, or the paper would take minutes and several GB to make."""


class AccountLine(msgspec.Struct, frozen=True, kw_only=True):
    """One account with how many entries came from it and went to it. `key` as in `Account.key`."""

    key: str
    shown: str
    count_in: int
    count_out: int
    is_mine: bool


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as it is printed, drawn anew; sizes in pixels, `number` counts from 1.

    `sha256` is that of the original; `boxes` how many parts of it are black.
    """

    number: int
    name: str
    jpeg: bytes
    width: int
    height: int
    sha256: str = ""
    boxes: int = 0


class PacketInput(msgspec.Struct, frozen=True, kw_only=True):
    """All that a packet is made from. Instants are UTC milliseconds.

    rows: the log, in order of time. exhibit_rows: the row of each exhibit by event id. context: by event id
    of the exhibit, the rows around it in the same conversation, in order (the exhibit's own row may be among
    them). left_out: whole sentences. problems: records that could not be read, by name of the source. read:
    whole sentences about what became of each source, by SHA-256. routes: how a mail came, by event id, for
    exhibits that are mails. loss_statements: sentences by title of the importer. zone: IANA name or "UTC";
    zone_basis: where it comes from. is_part: not every entry of the case is in `rows`, on which all that is
    counted here rests, but for findings. is_selection: only what was chosen, without the steps and findings
    that rest on the whole case. taken_out: what was redacted, and why; the digest of an exhibit in which
    that was is "". recipient: the kind of reader, see `recipients`; asked_for: parts that were switched on.
    pictures: those that were chosen to be printed, by event id. tags, behaviours (names by id), links,
    statements: what the person said. notes: what the person wrote about an event and lets leave, by its id,
    as (UTC milliseconds, words). place: the name of the place whose laws stand in `laws`; laws_withheld: how
    many are not shown because nobody verified them, because they expired. acts: what came in, counted in
    every way. said_again: by label of an exhibit that is a finding, its label among `findings` where the
    rule still says the same. objections: what the person says is not so, by the key of the finding;
    outdated: the keys of those findings that have changed since. course: the findings on one line of time,
    which are those of `findings`; None leaves that part out.
    """

    title: str
    prepared_at: int
    prepared_by: str
    zone: str
    zone_basis: str
    rows: Sequence[Row]
    exhibits: Sequence[Exhibit]
    exhibit_rows: dict[str, Row]
    context: dict[str, Sequence[Row]]
    routes: dict[str, Route] = {}
    markers: Sequence[Marker]
    findings: Sequence[Finding]
    sources: Sequence[Source]
    left_out: Sequence[str]
    problems: dict[str, int]
    read: dict[str, Sequence[str]]
    loss_statements: dict[str, Sequence[str]]
    accounts: Sequence[AccountLine]
    log_root: str
    log_size: int
    checkpoint: str
    vault_id: str
    version: str
    paper: Paper = "a4"
    large_print: bool = False
    is_part: bool = False
    is_selection: bool = False
    taken_out: Sequence[Listed] = ()
    recipient: str = ""
    asked_for: frozenset[str] = frozenset()
    pictures: dict[str, Sequence[Picture]] = {}
    tags: Sequence[Tag] = ()
    links: Sequence[Link] = ()
    behaviours: dict[str, str] = {}
    notes: dict[str, Sequence[tuple[int, str]]] = {}
    statements: Sequence[Statement] = ()
    impact: Sequence[Statement] = ()
    indicators: Sequence[Indicator] = ()
    place: str = ""
    laws: Sequence[Law] = ()
    laws_withheld: tuple[int, int] = (0, 0)
    acts: Acts | None = None
    said_again: dict[str, str] = {}
    objections: dict[str, Objection] = {}
    outdated: frozenset[str] = frozenset()
    course: Course | None = None
