"""Logs of IRC: each line with a time is an event, each other line a header, a wrapped end, or a lost record."""

import re

from holdfast.formats import irc_lines
from holdfast.importers.irc import IMPORTER
from holdfast.model.event import Event
from holdfast.model.problem import Problem
from holdfast.model.told import Told
from tests.importers.fixtures import HERE, handed
from tests.importers.trees import Tree, read_all, tree

CASES = sorted(p for p in (HERE / "irc").iterdir())


def test_every_line_that_holds_anything_is_accounted_for() -> None:
    for case in CASES:
        given = Tree(handed(case / "input"))
        members = [m for m in given if IMPORTER.claims(m, given)]
        records = list(IMPORTER.read(members, given, Told()))
        files = [p for p in (case / "input").rglob("*") if p.is_file()]
        assert len(files) == len(members)
        lines = [line for p in files for line in p.read_bytes().splitlines() if line.strip()]
        headers = [x for x in lines if re.match(rb"---? (Log|Day)|Session |\*\*\*\* ", x)]
        told = [
            r.found_at.position.length
            for r in records
            if isinstance(r, Event) or (r.__class__ is Problem and r.loss == "record")
        ]
        assert sum(told) == len(lines) - len(headers) > 0, case.name


def test_a_log_kept_open_over_midnight_without_a_new_day_guesses_none() -> None:
    log = b"Session Start: Sat Dec 04 23:00:00 2004\n[23:50] <robin> a\n[00:10] <robin> b\n"
    records = read_all(IMPORTER, {"x.log": log}, Told(zones={"": "UTC"}))
    at = [r.when.at for r in records if isinstance(r, Event)]
    assert at[0] is not None
    assert at[1] is None
    assert [p.loss for p in records if isinstance(p, Problem)] == ["part"]


def test_an_hour_that_winter_time_shows_twice_is_no_new_day() -> None:
    log = b"--- Log opened Sun Oct 27 01:00:00 2024\n02:59 <robin> a\n02:01 <robin> b\n"
    records = read_all(IMPORTER, {"x.log": log})
    assert [r.when.as_written for r in records if isinstance(r, Event)] == [
        "2024-10-27 02:59",
        "2024-10-27 02:01",
    ]


def test_who_does_something_is_told_only_where_the_log_shows_it() -> None:
    log = b"Session Start: Sat Dec 04 23:00:00 2004\n[23:50] * Rejoined after a while\n[23:51] <robin> b\n[23:52] * robin waves\n"
    records = read_all(IMPORTER, {"x.log": log})
    assert [(r.kind, r.by and r.by.handle) for r in records if isinstance(r, Event)] == [
        ("notice", None),
        ("message", "robin"),
        ("message", "robin"),
    ]


def test_only_a_literal_address_is_shown_as_one() -> None:
    assert irc_lines.address_in("~a@192.0.2.1") == "192.0.2.1"
    assert irc_lines.address_in("~a@2001:db8::1") == "2001:db8::1"
    assert irc_lines.address_in("~a@gateway/web/x/ip.192.0.2.9") == "192.0.2.9"
    for hidden in ("~a@user/robin", "~a@host-192-0-2-1.example.net", "~a@192.0.2.1.example.net", "x", ""):
        assert irc_lines.address_in(hidden) == ""


def test_other_text_files_are_left_alone() -> None:
    made = tree(
        {
            "notes.txt": b"12:00 lunch\n13:00 call\n",
            "access.log": b'192.0.2.1 - - [13/Jan/2016:19:31:16 +0000] "GET / HTTP/1.1" 200 1\n',
            "app.log": b"2024-05-01 10:00:00 INFO started\n2024-05-01 10:00:01 ERROR failed\n",
            "chat.txt": b"[30/12/2023, 14:29:00] Jane: hello\n",
            "readme": b"--- a/file\n+++ b/file\n",
        }
    )
    assert not [m.path for m in made if IMPORTER.claims(m, made)]
