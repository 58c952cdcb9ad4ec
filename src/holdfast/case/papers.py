"""Gathers what a packet shows: chosen rows and exhibits, and honestly what it leaves out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any, Literal

import msgspec

from holdfast.case.decided import Decided
from holdfast.case.kept import now
from holdfast.formats.mail_route import Route
from holdfast.importers import cannot_tell, importers
from holdfast.model.course import Course
from holdfast.model.errors import RequestError
from holdfast.model.exhibit import Exhibit
from holdfast.model.finding import Finding, digest, key
from holdfast.model.objection import Objection
from holdfast.model.row import Row
from holdfast.outputs.given import MANY
from holdfast.outputs.log_pages import position
from holdfast.outputs.packet import AccountLine, PacketInput
from holdfast.outputs.recipients import EXHIBITS_ONLY, parts
from holdfast.timeline.filter import Filter
from holdfast.timeline.query import Line

_AROUND = 3
"""How many rows of the same conversation stand before and after an exhibit."""

_NAMED = 5
"""How many of the files inside one that nobody understands are named."""

_MOST = 20_000
"""More rows than this make a paper that nobody can print or read."""


def gather(
    case: Decided,
    findings: list[Finding],
    course: Course,
    routes: dict[str, Route],
    *,
    title: str,
    prepared_by: str,
    paper: Literal["a4", "letter"],
    large_print: bool,
    which: Filter | None,
    recipient: str = "",
    exhibits_only: bool = False,
) -> PacketInput:
    """All the packet needs of what was read and decided, as plain values.

    Raises RequestError if there is too much for one paper.
    """
    which = about(case, which or Filter())
    every = case.query.count()
    exhibits, withheld = for_reader(case.exhibits(), recipient)
    is_limited = exhibits_only or recipient in EXHIBITS_ONLY
    if is_limited:
        chosen = [case.line(exhibit.event).row for exhibit in exhibits if exhibit.event]
        rows = sorted(chosen, key=lambda row: (position(row) or 0, row.id))
        number = len(rows)
    else:
        number = case.query.count(which)
        rows = [line.row for line in case.query.lines(which)] if number <= _MOST else []
    if number > _MOST:
        raise RequestError(
            f"{number} events are too many for one paper.",
            "Choose a span with --since and --until, or fewer accounts.",
        )
    zone, basis = case.zone()
    lines = {exhibit.event: case.line(exhibit.event) for exhibit in exhibits if exhibit.event}
    # Many exhibits are each printed short, without what stands around them.
    are_whole = len(exhibits) <= MANY
    checkpoint = case.vault.log.checkpoint(at=now())
    inside = {row.source for row in rows}
    sources = [one for one in case.vault.log.sources() if not is_limited or one.sha256 in inside]
    kept = {source.sha256 for source in sources}
    read = {source["sha256"]: source for source in case.query.sources() if source["sha256"] in kept}
    used = sorted({name for source in read.values() for name in source["importers"]})
    problems: dict[str, int] = {}
    for problem in case.query.problems():
        if problem["source"] not in kept:
            continue
        problems[problem["source_name"]] = problems.get(problem["source_name"], 0) + 1
    return PacketInput(
        title=title,
        prepared_at=now(),
        prepared_by=prepared_by,
        zone=zone,
        zone_basis=basis,
        rows=rows,
        exhibits=exhibits,
        exhibit_rows={event: line.row for event, line in lines.items()},
        routes=routes,
        context={event: _around(case, line) for event, line in lines.items() if are_whole},
        markers=() if exhibits_only else case.markers(),
        findings=() if is_limited else findings,
        course=None if is_limited else course,
        said_again={} if is_limited else _said_again(exhibits, findings),
        objections=(said := case.objections()),
        outdated=_outdated(said, findings),
        sources=sources,
        left_out=(*left_out(case, number, which.accounts), *withheld),
        problems=problems,
        read={sha256: tuple(_became(source)) for sha256, source in read.items()},
        loss_statements={importers()[name].title: cannot_tell(name) for name in used},
        accounts=_of_case(case) if number == every else _of_rows(case, rows),
        log_root=case.vault.log.root().hex(),
        log_size=case.vault.log.size(),
        checkpoint=checkpoint,
        vault_id=case.vault.description.id,
        version=version("holdfast"),
        paper=paper,
        large_print=large_print,
        recipient=recipient,
        is_part=number != every,
        is_selection=exhibits_only,
    )


def for_reader(exhibits: Sequence[Exhibit], recipient: str) -> tuple[list[Exhibit], list[str]]:
    """The exhibits that this kind of reader gets, and a sentence about the others.

    A finding rests on the whole case: who gets none gets none as an exhibit either.
    """
    if "findings" in parts(recipient):
        return list(exhibits), []
    kept = [exhibit for exhibit in exhibits if not exhibit.finding]
    others = [exhibit.label for exhibit in exhibits if exhibit.finding]
    return kept, [f"Findings are not for this reader: {', '.join(others)}."] if others else []


def _said_again(exhibits: Sequence[Exhibit], findings: Sequence[Finding]) -> dict[str, str]:
    """By label of a finding that is an exhibit: where the rule says the very same now."""
    now_said = {digest(finding): f"F-{n}" for n, finding in enumerate(findings, 1)}
    return {one.label: now_said[one.digest] for one in exhibits if one.finding and one.digest in now_said}


def _outdated(said: dict[str, Objection], findings: Sequence[Finding]) -> frozenset[str]:
    """The keys of the findings that say something else than when the person objected to them."""
    names = ((key(finding), digest(finding)) for finding in findings)
    return frozenset(name for name, as_it_is in names if name in said and said[name].digest != as_it_is)


def gather_only(
    case: Decided,
    shown: Sequence[tuple[Exhibit, Row | None]],
    left_out: Sequence[str],
    problems: dict[str, int],
    *,
    made_at: int,
    checkpoint: str,
    title: str,
    prepared_by: str,
    paper: Literal["a4", "letter"],
) -> PacketInput:
    """What a paper about these exhibits alone needs: no findings, no steps, nothing around them.

    `problems` counts by SHA-256 what could not be read in their files.
    """
    zone, basis = case.zone()
    rows = sorted((row for _, row in shown if row), key=lambda row: (position(row) or 0, row.id))
    used = sorted({case.query.reader(row.id)[0] for row in rows})
    wanted = {row.source for row in rows}
    sources = [source for source in case.vault.log.sources() if source.sha256 in wanted]
    return PacketInput(
        title=title,
        prepared_at=made_at,
        prepared_by=prepared_by,
        zone=zone,
        zone_basis=basis,
        rows=rows,
        exhibits=[exhibit for exhibit, _ in shown],
        exhibit_rows={exhibit.event: row for exhibit, row in shown if row},
        context={},
        markers=(),
        findings=(),
        sources=sources,
        left_out=left_out,
        problems={one.name: problems[one.sha256] for one in sources if one.sha256 in problems},
        read={},
        loss_statements={importers()[name].title: cannot_tell(name) for name in used},
        accounts=_of_rows(case, rows),
        log_root=case.vault.log.root().hex(),
        log_size=case.vault.log.size(),
        checkpoint=checkpoint,
        vault_id=case.vault.description.id,
        version=version("holdfast"),
        paper=paper,
        is_selection=True,
    )


def _of_case(case: Decided) -> tuple[AccountLine, ...]:
    """Every account of the case."""
    return tuple(
        AccountLine(
            key=account.key,
            shown=account.shown_as or account.handle,
            count_in=by,
            count_out=to,
            is_mine=mine,
        )
        for account, mine, by, to, _, _ in case.query.accounts()
    )


def _of_rows(case: Decided, rows: Sequence[Row]) -> tuple[AccountLine, ...]:
    """The accounts that stand in these rows alone."""
    mine = case.query.mine()
    accounts = {account.key: account for row in rows for account in (row.by, *row.to) if account}
    by = Counter(row.by.key for row in rows if row.by)
    to = Counter(key for row in rows for key in {account.key for account in row.to})
    return tuple(
        AccountLine(
            key=key,
            shown=account.shown_as or account.handle,
            count_in=by[key],
            count_out=to[key],
            is_mine=key in mine,
        )
        for key, account in sorted(accounts.items(), key=lambda one: (-by[one[0]] - to[one[0]], one[0]))
    )


def _around(case: Decided, line: Line) -> tuple[Row, ...]:
    """The rows before and after in the same conversation, both directions, the exhibit itself among them.

    What the service says in between is always among them.
    """
    row = line.row
    others = [row.by, *row.to] if row.by else list(row.to)
    keys = tuple(account.key for account in others if account.key not in case.query.mine())
    same = Filter(services=(row.service,))
    if row.thread:
        same = msgspec.structs.replace(same, thread=row.thread)
    elif keys and row.to:
        same = msgspec.structs.replace(same, accounts=keys)
    else:
        same = msgspec.structs.replace(same, source=row.source)
    before = list(case.query.lines(same, before=line.cursor, limit=_AROUND))
    after = list(case.query.lines(same, after=line.cursor, limit=_AROUND))
    found = [*before, line, *after]
    if not row.thread and keys:
        known = {one.row.id for one in found}
        said = Filter(
            services=(row.service,),
            kinds=("notice",),
            source=row.source,
            since=found[0].cursor.sort,
            until=found[-1].cursor.sort + 1,
        )
        found += [one for one in case.query.lines(said, limit=_AROUND * 4) if one.row.id not in known]
    return tuple(one.row for one in sorted(found, key=lambda one: (one.cursor.sort, one.cursor.id)))


def _became(source: dict[str, Any]) -> Iterable[str]:
    """What became of one file: who read it, how much came of it, and what of it nobody understood."""
    for name, found in source["importers"].items():
        events, problems = found["events"], found["problems"]
        counts = f"{events:,} {'entry' if events == 1 else 'entries'}"
        counts += f", {problems:,} {'problem' if problems == 1 else 'problems'}"
        yield f"Read as {importers()[name].title}, version {found['version']}: {counts}."
    if unknown := source["members"]["unclaimed"]:
        inside = [path for path in unknown if path][:_NAMED]
        more = " and others" if len(unknown) > len(inside) else ""
        named = f": {', '.join(inside)}{more}" if inside else ""
        number = len(unknown) + source["members"]["claimed"]
        yield f"Not understood: {len(unknown):,} of {number:,} files{named}."


def about(case: Decided, which: Filter) -> Filter:
    """What a paper is about: of accounts their whole conversations, so that both sides are in it.

    Raises RequestError where an account is not in the case.
    """
    case.check_accounts(which.accounts)
    return msgspec.structs.replace(which, is_whole=bool(which.accounts))


def left_out(case: Decided, number: int, accounts: Sequence[str] = ()) -> Iterable[str]:
    """What a paper of so many entries leaves out, in whole sentences. `accounts`: those that were chosen."""
    totals = case.query.totals()
    every = case.query.count(Filter())
    if number != every:
        out = every - number
        yield f"{out:,} of {every:,} events are outside the span or the choice made for this paper."
    if accounts:
        yield (
            "Only conversations with some accounts were chosen, both sides of them: what they wrote or were "
            f"sent, and the whole of each chat in which they wrote. They are {', '.join(accounts)}."
        )
    if repeats := totals["events"] - totals["occurrences"]:
        yield f"Further tellings of acts that another source tells too, not printed: {repeats:,}."
    if totals["unclaimed"]:
        yield f"Files not understood, and not shown: {totals['unclaimed']:,} of {totals['members']:,}."
    if totals["problems"]:
        yield f"Problems met while reading: {totals['problems']:,}. A packet's annex counts them by file."
    yield "Private notes, and fields marked private, are not printed."
    yield "Attachments are named with their hash; pictures are shown only where the person chose that."
