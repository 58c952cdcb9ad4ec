"""Every number on paper, found again by another route: from the events that `holdfast events` prints.

Each part of the paper is read back from the PDF. What is worked out here must stand in it, and is struck out;
no digit may be left over. So a number that nobody works out here makes these tests fail.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from holdfast.knowledge.behaviours import indicators
from tests.demonstration.told import (
    CONTACT,
    SERVICES,
    Told,
    around,
    at,
    body,
    channel,
    cited,
    day,
    named,
    nothing_left,
    occasions,
    ran,
    received,
    span,
    struck,
    utc,
)
from tests.outputs.test_packet import squeezed

# The parts


def test_the_cover(told: Told) -> None:
    directions = Counter(event["direction"] for event in told.once)
    channels = Counter(map(channel, told.once))
    members = sum(s["members"]["claimed"] + len(s["members"]["unclaimed"]) for s in told.sources)
    text = body(told.pages[0])
    text = re.sub(r"Puttogetheron.*?UTC[+]\d\)|Holdfast[\d.]+", "", text)
    nothing_left(
        struck(
            text,
            [
                f"Time covered{span(told.once)}",
                f"Entries{len(told.once):,}",
                f"{directions['in']} / {directions['out']} / {directions[None]}",
                *(f"{name}: {count}" for name, count in channels.items()),
                f"Exhibits{len(told.exhibits)}",
                f"Dated steps (notices, reports){len(told.markers)}",
                f"Files handed in{len(told.sources)}",
                f"not printed: {len(told.all) - len(told.once)}.",
                f"not shown: {sum(len(s['members']['unclaimed']) for s in told.sources)} of {members}.",
                f"Problems met while reading: {len(told.problems)}.",
            ],
        )
    )


def test_the_summary(told: Told) -> None:
    came = received(told, named(told))
    known = [moment for event in came if (moment := at(event))]
    days = Counter(map(day, known))
    most = max(days.values())
    busiest = next(name for name, count in days.items() if count == most)
    on_it = [told.numbers[e["id"]] for e in came if (moment := at(e)) and day(moment) == busiest]
    stop = next(marker for marker in told.markers if marker["kind"] == "stop notice")
    _, after, _ = around(told, stop)
    sent = [
        told.numbers[e["id"]]
        for e in told.once
        if e["kind"] in CONTACT and e["direction"] == "out" and named(told).intersection(e["to_accounts"])
    ]
    incidents = [told.numbers[event["id"]] for event in told.once if event["kind"] == "incident"]
    directions = Counter(event["direction"] for event in told.once)
    months = Counter(f"{moment:%b %Y}" for event in told.once if (moment := at(event)))
    month, in_it = months.most_common(1)[0]
    told_at = utc(stop["when"]["at"])
    text = told.part("Summary", "Contents")
    # What the rules say is theirs: each is looked at with its rule. Here it stands as they say it.
    asked_first = ("notice_line", "contact_span", "own_replies", "switched_accounts", "spread")
    rules = [finding["rule"] for finding in told.findings]
    labels = [f"F-{rules.index(rule) + 1}" for rule in asked_first]
    for label, after_it in zip(labels, [*labels[1:], "morestandinthepart"], strict=True):
        begin = text.index(label)
        end = text.index(after_it, begin)
        shown = text[begin:end].partition(".")[2].partition("…")[0]
        says = squeezed(told.findings[int(label[2:]) - 1]["says"])
        assert says.startswith(re.sub(r"\d+$", "", shown) if label == labels[-1] else shown)
        text = text[:begin] + text[end:]
    nothing_left(
        struck(
            text,
            [
                f"Between {day(min(known))} and {day(max(known))}, {len(came)} messages and calls were received",
                f"name ({cited(told.numbers[e['id']] for e in came)})",
                f"The most on one day were {most}, on {busiest} ({cited(on_it)})",
                f"On {day(told_at)}, {told_at:%H:%M} (Europe/London, UTC+1)",
                f"After that, {len(after)} messages and calls were received ({cited(after)})",
                f"{len(sent)} messages and calls went to these accounts ({cited(sent)})",
                f"wrote down {len(incidents)} incidents ({cited(incidents)})",
                f"Entries in all{len(told.once):,}",
                f"Received{directions['in']}",
                f"Sent{directions['out']}",
                f"Direction undecided{directions[None]}",
                f"Accounts that wrote{len({e['by_account'] for e in told.once if e['by']})}",
                f"Time covered{span(told.once)}",
                f"{month}: {in_it}",
            ],
        )
    )


def test_the_notice_line(told: Told) -> None:
    text = told.part("Notice line", "The whole on one line of time").partition("Findings,byname")[0]
    for marker in told.markers:
        before, after, undecided = around(told, marker)
        begins = utc(marker["when"]["at"])
        clock = "" if marker["when"]["precision"] == "day" else f", {begins:%H:%M} (Europe/London, UTC+1)"
        words = [
            f"{marker['kind'].capitalize()}: {day(begins)}{clock}",
            f"Received before: {len(before)}. Received after: {len(after)}.",
        ]
        if undecided:
            words.append(f"before or after: {len(undecided)}.")
        text = struck(text, words)
        text = text.replace(squeezed(marker["note"]), "", 1)
    nothing_left(text)


def test_the_log_has_each_entry_once_under_its_number(told: Told) -> None:
    text = told.part("Log in order of time", "Exhibits")
    assert text.count("Foundat") == len(told.once)
    place = 0
    for number, event in enumerate(told.once, 1):
        unit, start, length = (event["position"][key] for key in ("unit", "start", "length"))
        where = {
            "byte": f"bytes{start:,}to{start + length - 1:,}",
            "line": f"line{start:,}" if length <= 1 else f"lines{start:,}to{start + length - 1:,}",
            "row": f"record{start:,}",
            "file": "",
        }[unit]
        found = re.compile(rf"Foundat{event['source'][:8]}.*?{where}", re.DOTALL).search(text, place)
        assert found, number
        moment = at(event)
        if moment and event["precision"] in ("second", "minute"):
            clock = f"{moment:%H:%M:%S}" if event["precision"] == "second" else f"{moment:%H:%M}"
            assert squeezed(f"{number:,}{day(moment)}, {clock}") in text[place : found.end()]
        place = found.end()


def test_what_the_law_asks(told: Told) -> None:
    came = sorted((moment, e) for e in received(told, named(told)) if (moment := at(e)))
    moments = [moment for moment, _ in came]

    calls = sum(event["kind"] == "call" for _, event in came)
    shown = (
        f"{len(came)} messages and calls ({calls} of them calls); {occasions(moments, 1)} occasions at least 1 hour"
        f" apart; {occasions(moments, 24)} at least 24 hours apart; on {len(set(map(day, moments)))} different days."
    )
    text = told.part("What the law asks", "Indicators")
    assert squeezed(shown) in text
    text = text.replace(squeezed(shown), "")
    authors = Counter(event["by_shown_as"] for _, event in came)
    for words in re.findall(r"Byaccount:(.*?)\.Anaccount", text):
        assert (
            Counter({name: int(n) for name, n in re.findall(r"([^:;]+):(\d+)", words)}).total()
            == authors.total()
        )
    text = re.sub(r"Byaccount:.*?\.Anaccount", "", text)
    by_channel = Counter(SERVICES[event["service"]] for _, event in came)
    for words in re.findall(r"Bychannel:(.*?)\.", text):
        shown = {name: int(n) for name, n in re.findall(r"([^:;]+):(\d+)", words)}
        assert shown == {squeezed(name): n for name, n in by_channel.items()}
    text = re.sub(r"Bychannel:.*?\.", "", text)
    # The rest are the laws' own words, numbers of paragraphs, and days on which they were read.
    # At the end of a line a hyphen is no part of the text that is read back.
    text = text.replace("-", "")
    for words in sorted(set(strings(told.laws)), key=len, reverse=True):
        text = text.replace(squeezed(words).replace("-", ""), "")
    withheld = re.search(r"Not shown: (\d+)", ran("laws", "GB-EAW"))
    if withheld:
        text = struck(text, [f"read too long ago: {withheld[1]}."])
    nothing_left(re.sub(r"Numberofactsitnames\d+", "", text))


def strings(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str) and re.search(r"\d", value):
        yield value


def test_the_indicators(told: Told) -> None:
    text = told.part("Indicators", "Contacts made for help").replace("-", "")
    assert "Hetoldmysistertwice." in text
    known = msgspec.to_builtins(indicators(datetime.now(UTC).date()))
    for words in sorted(set(strings(known)), key=len, reverse=True):
        text = text.replace(squeezed(words).replace("-", ""), "")
    nothing_left(re.sub(r"writtenon\d+[A-Z][a-z]{2}\d{4}", "", text))


def test_the_findings_are_printed_with_their_figures(told: Told) -> None:
    text = told.part("Findings", "Outline of a statement")
    for n, finding in enumerate(told.findings, 1):
        start, end = (text.find(f"F-{m}:") for m in (n, n + 1))
        shown = text[start : end if end > 0 else None]
        assert squeezed(finding["says"]) in shown
        for name, value in finding["figures"].items():
            if isinstance(value, int):
                assert squeezed(f"{name.replace('_', ' ')}{value:,}") in shown
        assert squeezed(f"Entries: {cited_all(told, finding)}") in shown


def cited_all(told: Told, finding: dict[str, Any]) -> str:
    """All entries it rests on, or that there are none."""
    found = [told.numbers[event] for event in finding["rests_on"] if event in told.numbers]
    listed = cited(found, most=len(found)).split(" ", 1)[-1] if found else ""
    rest = len(finding["rests_on"]) - len(found)
    other = f"{rest} that are not in this log" if rest else ""
    return "; ".join(filter(None, (listed, other))) or "no single entries"


def test_people_and_accounts(told: Told) -> None:
    text = told.part("People and accounts", "What could not be read")
    sent, got = Counter[str](), Counter[str]()
    for event in told.once:
        sent.update({event["by_account"]} - {None})
        got.update(set(event["to_accounts"]))
    for account in told.accounts:
        key = account["account"]
        own = "yes" if account["yours"] else "no"
        text = struck(text, [f"{key}{sent[key]}{got[key]}{own}"])
    for account in sorted(told.accounts, key=lambda one: -len(one["shown_as"] or one["handle"])):
        text = text.replace(squeezed(account["shown_as"] or account["handle"]), "", 1)
    nothing_left(text)


def test_what_could_not_be_read_and_every_file(told: Told) -> None:
    by_file = Counter(problem["source_name"] for problem in told.problems)
    text = told.part("What could not be read", "Files and their hashes").partition(":whatitcannottell")[0]
    text = struck(text, [f"Records that could not be read: {len(told.problems)}."])
    text = struck(text, [f"{name}{count}" for name, count in by_file.items()])
    nothing_left(re.sub(r"[A-Z][^.]*$", "", text))
    files = told.part("Files and their hashes", "How to check")
    events = Counter(event["source"] for event in told.all)
    for source in told.sources:
        files = struck(files, [f"{source['size']:,} bytes. Recorded", source["sha256"]])
        assert sum(one["events"] for one in source["importers"].values()) == events[source["sha256"]]
        for one in source["importers"].values():
            read, lost = one["events"], one["problems"]
            words = f"{read:,} {'entry' if read == 1 else 'entries'}"
            files = struck(files, [f"{words}, {lost} {'problem' if lost == 1 else 'problems'}."])
    assert re.search(r"\d(entr|problem)", files) is None


def test_the_log_of_the_case_and_the_index(told: Told) -> None:
    check = told.part("How to check", "Index")
    # The paper is an entry of the log itself, made after it was counted.
    assert squeezed(f"It held {len(told.log) - 1} entries") in check
    index = "".join(map(body, told.pages[told.marks["Index"] - 1 :]))
    by_channel: dict[str, list[int]] = {}
    for event in told.once:
        by_channel.setdefault(channel(event), []).append(told.numbers[event["id"]])
    for name, numbers in by_channel.items():
        assert squeezed(f"{name}{cited(numbers)}") in index


def test_a_number_that_nobody_works_out_is_found() -> None:
    with pytest.raises(AssertionError):
        nothing_left(struck("Received838Sent2", ["Received838"]))
    with pytest.raises(AssertionError):
        struck("Received8381", ["Received838"])
