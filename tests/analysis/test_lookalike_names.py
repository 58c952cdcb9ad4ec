"""Accounts that pass for others are told; namesakes, second accounts and programs are left in peace."""

from holdfast.analysis import lookalike_names
from holdfast.model.details import Details
from holdfast.model.finding import Finding
from holdfast.model.relation import Relation
from tests.analysis.crowded import crowded
from tests.analysis.frames import DAY, START, Happening, frame

MAYA = "mail:maya.lindqvist@example.com"
TILDA = "mail:tilda.marchetti@circle.example.org"
NEW = "chat:4711"


def exchange(other: str = TILDA, name: str = "Tilda Marchetti", **more: str) -> list[Happening]:
    """Three messages each way with somebody."""
    return [
        *(Happening(at=START + n * DAY, by=other, to=(MAYA,), shown_as=name, **more) for n in range(3)),
        *(Happening(at=START + n * DAY + 1, by=MAYA, to=(other,), way="out", **more) for n in range(3)),
    ]


def found(*happenings: Happening, **more: object) -> Finding | None:
    findings = lookalike_names.find(frame([*exchange(), *happenings], mine=(MAYA,), **more))
    return findings[0] if findings else None


def rows(finding: Finding | None) -> list[tuple[object, ...]]:
    assert finding is not None
    return [row for table in finding.tables for row in table.rows]


def came(by: str, shown_as: str = "", day: int = 9, **more: object) -> Happening:
    return Happening(at=START + day * DAY, by=by, to=(MAYA,), shown_as=shown_as, **more)


def test_an_account_named_like_the_person_is_told_with_when_it_was_first_seen() -> None:
    finding = found(came(NEW, "M4ya Lindqvist"), came(NEW, "M4ya Lindqvist", day=12))
    (row,) = rows(finding)
    assert row[:5] == ("4711", MAYA[5:], "M4ya Lindqvist", "maya.lindqvist", "signs that look like its own")
    assert row[5:8] == ("10 March 2025, 00:00 Europe/London", "13 March 2025, 00:00 Europe/London", 2)
    assert finding is not None
    assert finding.tables[0].title == "Accounts that look like one of the person's own"
    assert (finding.figures["like_own"], finding.figures["like_others"]) == (1, 0)
    assert len(finding.rests_on) == 2


def test_an_account_named_like_somebody_they_write_with_is_told_apart() -> None:
    finding = found(came("mail:tilda.marchetti@other.example.net", "Tilda Marchetti"))
    (row,) = rows(finding)
    assert row[1] == TILDA[5:]
    assert finding is not None
    assert finding.tables[0].title == "Accounts that look like somebody they write with"
    assert finding.figures["with_signs_that_stand_for_others"] == 0


def test_whom_the_person_hardly_knows_is_not_looked_out_for() -> None:
    stranger = [came("mail:ingrid.solberg@example.org", "Ingrid Solberg"), came(NEW, "Ingrid Solberg")]
    assert found(*stranger) is None


def test_whom_the_person_named_as_somebody_around_them_is_looked_out_for() -> None:
    sister = "mail:ingrid.solberg@example.org"
    named = (Relation(account=sister, kind="family"),)
    finding = found(came(sister, "Ingrid Solberg"), came(NEW, "Ingrid Solberg"), relations=named)
    assert [(row[0], row[1]) for row in rows(finding)] == [("4711", sister[5:])]


def test_every_name_that_an_account_was_shown_under_counts() -> None:
    finding = found(
        came(NEW, "Blue Kite"), came(NEW, "Tilda Marchettl", day=11), came(NEW, "Blue Kite", day=12)
    )
    (row,) = rows(finding)
    assert (row[2], row[7]) == ("Tilda Marchettl", 3)


def test_a_second_account_with_which_the_person_also_writes_is_ordinary() -> None:
    finding = found(*exchange("chat:99", service="chat"), came(NEW, "MayaLindqvist7"))
    assert finding is not None
    assert [row[0] for row in rows(finding)] == ["4711"]
    assert finding.figures["common_or_known_names_left_out"]


def test_signs_of_another_alphabet_are_told_even_where_both_write() -> None:
    late = [
        Happening(at=START + (20 + n) * DAY, by=by, to=to, way=way, shown_as=name)
        for n in range(3)
        for by, to, way, name in (
            ("chat:99", (MAYA,), "in", "Til\u0501a Marchetti"),
            (MAYA, ("chat:99",), "out", ""),
        )
    ]
    (row,) = rows(found(*late))
    assert (row[0], row[4]) == ("99", "signs that look like its own")


def test_short_and_common_names_are_left_in_peace_but_not_with_other_signs() -> None:
    sam = exchange("mail:s@example.org", "Sam")
    assert found(*sam, came(NEW, "Sam")) is None
    (row,) = rows(found(*sam, came(NEW, "5am")))
    assert row[2:5] == ("5am", "Sam", "signs that look like its own")


def test_programs_that_send_in_the_name_of_others_are_only_counted() -> None:
    finding = found(
        came("mail:no-reply@shares.example.net", "Maya Lindqvist"),
        came("mail:x@lists.example.net", "Tilda Marchetti", details=Details(fields={"List-Id": "<x>"})),
        came(NEW, "real maya lindqvist"),
    )
    (row,) = rows(finding)
    assert row[0] == "4711"
    assert finding is not None
    assert finding.figures["programs_left_out"] == 2


def test_an_account_that_calls_itself_a_parody_is_marked_so() -> None:
    assert [row[8] for row in rows(found(came(NEW, "Maya Lindqvist (parody)")))] == ["yes"]
    assert [row[8] for row in rows(found(came(NEW, "Maya Lindqvist 2")))] == ["no"]


def test_mail_domains_that_look_like_known_ones_are_told() -> None:
    known = exchange("mail:kim@lakeside-school.example", "Kim Aurland")
    for host in (
        "lakeside-schoo1.example",
        "lakesideschool.example",
        "lakeside-schol.example",
        "lakeside-school.example.login.example.net",
    ):
        (row,) = rows(found(*known, came(f"mail:office@{host}")))
        assert (row[2], row[3], row[4]) == (
            host,
            "lakeside-school.example",
            "a mail domain that looks like it",
        )
    for host in (
        "lakeside-school.example",
        "mail.lakeside-school.example",
        "lakeside-school.test",
        "lake.example",
    ):
        assert found(*known, came(f"mail:office@{host}")) is None


def test_the_part_of_a_domain_that_somebody_chose_is_compared() -> None:
    known = exchange("mail:kim@lakeside-school.co.uk", "Kim Aurland")
    (row,) = rows(found(*known, came("mail:office@lakeside-schoo1.co.uk")))
    assert row[3] == "lakeside-school.co.uk"
    assert found(*known, came("mail:office@other-school.co.uk")) is None
    assert found(*known, came("mail:office@localhost")) is None


def test_an_international_domain_is_looked_at_as_it_is_shown() -> None:
    known = exchange("mail:kim@lakeside.example", "Kim Aurland")
    host = "xn--" + "l\u0430keside".encode("punycode").decode() + ".example"
    (row,) = rows(found(*known, came(f"mail:office@{host}")))
    assert row[2] == "l\u0430keside.example"
    assert found(*known, came("mail:office@xn--\u0661.example")) is None


def test_sites_with_the_persons_name_are_listed_unless_the_person_uses_them() -> None:
    finding = found(
        came(NEW, text="look at https://maya-lindqvist.example/all and http://news.example/maya"),
        came(NEW, details=Details(links=("https://maya-lindqvist.example/more",)), day=10),
    )
    (row,) = rows(finding)
    assert (row[0], row[1]) == ("maya-lindqvist.example", 2)
    assert finding is not None
    assert finding.says.startswith("No account passes for another.")
    own = Happening(at=START, by=MAYA, to=(TILDA,), way="out", text="mine: https://maya-lindqvist.example/")
    assert found(own, came(NEW, text="https://maya-lindqvist.example/all")) is None


def test_a_likeness_in_a_crowd_is_told_and_nothing_else() -> None:
    (finding,) = lookalike_names.find(crowded())
    assert [row[0] for row in rows(finding)] == ["m4ya@example.net"]
