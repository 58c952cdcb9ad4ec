"""What may be worth reading first is listed in both directions, with its words, and the person has the last word."""

from holdfast.analysis.read_first import find
from holdfast.model.finding import Finding, Table
from holdfast.model.frame import Frame
from holdfast.model.not_so import NotSo
from tests.analysis.frames import DAY, START, Happening, frame

MAYA, ROWAN = "mail:maya@example.com", "mail:rowan@example.org"


def said(*texts: str, way: str = "in", kind: str = "message", **more: object) -> list[Happening]:
    by, to = (ROWAN, MAYA) if way == "in" else (MAYA, ROWAN)
    return [
        Happening(at=START + i * DAY, by=by, to=(to,), way=way, kind=kind, text=text, **more)  # type: ignore[arg-type]
        for i, text in enumerate(texts)
    ]


def about(happenings: list[Happening], **more: object) -> list[Finding]:
    made: Frame = frame(happenings)
    return find(made if not more else Frame(**{**vars(made), **more}))


def one(happenings: list[Happening], **more: object) -> Finding:
    (finding,) = about(happenings, **more)
    return finding


def table(finding: Finding, title: str) -> Table:
    (found,) = [t for t in finding.tables if t.title.startswith(title)]
    return found


THREAT = "I will stab you with a knife tonight"
INSULT = "you stupid ugly bitch"
PLAIN = "see you at the station at six"


def test_ordinary_talk_gives_no_finding() -> None:
    assert about(said(PLAIN, "this homework is killing me", "we were late again")) == []
    assert about([Happening(at=START, kind="call")]) == []


def test_a_threat_is_listed_with_its_words_and_what_found_them() -> None:
    finding = one(said(PLAIN, THREAT))
    assert finding.figures["listed"] == 1
    assert finding.figures["listed_threat"] == 1
    ((when, account, _, way, held, _, entry),) = table(finding, "What may be").rows
    assert when == "2 March 2025, 00:00 Europe/London"
    assert (account, way) == ("rowan@example.org", "came in")
    assert str(held).startswith("a threat: ")
    (words,) = [row for row in table(finding, "The words").rows if row[1] == "a threat"]
    assert "stab you" in str(words[2])
    assert "will be hurt" in str(words[3])
    assert finding.rests_on[0].startswith(str(entry))


def test_the_words_are_hidden_until_somebody_asks() -> None:
    finding = one(said(THREAT))
    assert [t.is_hidden for t in finding.tables] == [False, True]
    shown = finding.says + str([t for t in finding.tables if not t.is_hidden])
    assert "stab" not in shown


def test_the_persons_own_messages_are_looked_through_alike() -> None:
    finding = one([*said(INSULT), *said(INSULT, way="out")])
    assert (finding.figures["listed_in"], finding.figures["listed_own"]) == (1, 1)
    assert [row[3] for row in table(finding, "What may be").rows] == ["came in", "own"]
    assert "1 of the person's own" in finding.says


def test_who_sent_it_may_be_unknown() -> None:
    finding = one([Happening(at=None, by="", way="", text=THREAT)])
    assert finding.figures["listed_undecided"] == 1
    ((when, account, _, way, *_),) = table(finding, "What may be").rows
    assert (when, account, way) == ("time not known", "unknown sender", "not known")
    assert "it is not yet known who sent them" in finding.says


def test_several_heads_stand_side_by_side_and_are_not_added_up() -> None:
    finding = one(said(f"{INSULT}, {THREAT}"))
    ((*_, held, _, _),) = table(finding, "What may be").rows
    assert "a threat: " in str(held)
    assert "an insult: " in str(held)
    assert len([row for row in table(finding, "The words").rows if row[1] in ("a threat", "an insult")]) == 2


def test_threats_come_before_insults_whenever_they_were_sent() -> None:
    finding = one(said(INSULT, PLAIN, THREAT))
    assert [str(row[4]).partition(":")[0] for row in table(finding, "What may be").rows] == [
        "a threat",
        "an insult",
    ]
    assert list(finding.rests_on) == sorted(finding.rests_on)


def test_what_is_quoted_told_or_denied_is_set_aside_with_the_reason() -> None:
    finding = one(said("I will never stab you", PLAIN))
    assert finding.figures["listed"] == 0
    assert finding.says.startswith("Of 2 messages, none stands out")
    ((*_, held, why, _),) = table(finding, "Set aside").rows
    assert (held, why) == ("a threat", "is said with “not” or “never”")
    assert len(finding.rests_on) == 1


def test_what_was_set_aside_is_counted_beside_what_is_listed() -> None:
    finding = one(said(THREAT, "I will never stab you"))
    assert "1 more hold such words" in finding.says


def test_lines_that_a_mail_quotes_are_somebody_elses() -> None:
    assert about(said(f"What did you mean?\n> {THREAT}\n> {INSULT}")) == []


def test_the_subject_is_looked_at_too() -> None:
    assert one(said("", subject=THREAT)).figures["listed"] == 1


def test_posts_are_looked_through_and_what_the_person_wrote_down_is_not() -> None:
    assert one(said(THREAT, kind="post")).figures["listed"] == 1
    assert about(said(THREAT, kind="incident")) == []


def test_the_persons_name_stands_for_the_person() -> None:
    assert one(said("I will stab Maya")).figures["listed_threat"] == 1


def test_the_person_can_say_not_so_of_one_message_and_head() -> None:
    happenings = said(THREAT, THREAT)
    before = one(happenings)
    event = before.rests_on[0]
    after = one(happenings, not_so=(NotSo(event=event, head="threat", why="a line from our play"),))
    assert after.figures["said_not_so"] == 1
    assert after.figures["listed_threat"] == 1
    assert all(
        not str(row[4]).startswith("a threat") for row in table(after, "What may be").rows if row[-1] == event
    )


def test_not_so_of_something_else_changes_nothing() -> None:
    happenings = said(THREAT)
    event = one(happenings).rests_on[0]
    others = (
        NotSo(event=event, head="exposure", why="no"),
        NotSo(event="0" * 32 + "1", head="threat", why="gone"),
        NotSo(event=event, head="of a newer version", why="no"),
    )
    finding = one(happenings, not_so=others)
    assert finding.figures["said_not_so"] == 0
    assert finding.figures["listed_threat"] == 1


def test_other_languages_are_said_not_to_be_covered() -> None:
    finding = one(said(THREAT, "Bis morgen dann am alten Bahnhof"))
    assert finding.figures["mostly_not_english"] == 1
    assert any("seems not to be in English" in limit for limit in finding.limits)


def test_long_words_are_cut_and_a_score_without_a_phrase_says_so() -> None:
    finding = one(
        said(
            "I will, and this I promise you by everything that was ever dear to me, stab you",
            "fuck this bitch",
        )
    )
    rows = table(finding, "The words").rows
    assert all(len(part) <= 60 for row in rows for part in str(row[2]).split(" … "))
    assert any(row[3] == "its words as a whole" for row in rows)


def test_it_takes_time_in_proportion_to_the_messages(monkeypatch: object) -> None:
    """Counted in looks at patterns, not in seconds."""
    from holdfast.wording import signals as looking

    counted: list[int] = []
    real = looking.hit

    def counting(*given: object) -> object:
        counted.append(1)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(looking, "hit", counting)  # type: ignore[attr-defined]
    about(said(*[THREAT, PLAIN, INSULT] * 20))
    first = len(counted)
    about(said(*[THREAT, PLAIN, INSULT] * 80))
    assert len(counted) - first == 4 * first
