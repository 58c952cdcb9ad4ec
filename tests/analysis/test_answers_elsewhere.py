"""Mails whose answer goes elsewhere, and mails in a known name that failed their checks."""

import pytest

from holdfast.analysis import answers_elsewhere
from holdfast.model.details import Details
from holdfast.model.finding import Finding
from tests.analysis.frames import DAY, START, Happening, frame

MAYA = "mail:maya@example.com"
TILDA = "mail:tilda@example.org"
EXCHANGE = [
    *(Happening(at=START + n * DAY, by=TILDA, to=(MAYA,)) for n in range(3)),
    *(Happening(at=START + n * DAY + 1, by=MAYA, to=(TILDA,), way="out") for n in range(3)),
]


def mail(by: str = TILDA, at: int | None = START + 9 * DAY, way: str = "in", **fields: str) -> Happening:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return Happening(at=at, by=by, to=(MAYA,), way=way, details=Details(fields=named))


def found(*mails: Happening) -> Finding | None:
    findings = answers_elsewhere.find(frame([*EXCHANGE, *mails]))
    return findings[0] if findings else None


def test_an_answer_that_goes_elsewhere_is_told_by_sender_and_address() -> None:
    mails = [
        mail(Reply_To="Tilda <Kite@example.net>"),
        mail(Reply_To="kite@example.net", at=START + 12 * DAY),
    ]
    finding = found(*mails, mail("mail:x@example.net", at=None, Reply_To="y@example.net"))
    assert finding is not None
    assert finding.tables[0].rows == (
        (
            *("tilda@example.org", "kite@example.net", "yes", 2),
            *("10 March 2025, 00:00 Europe/London", "13 March 2025, 00:00 Europe/London"),
        ),
        ("x@example.net", "y@example.net", "no", 1, "time not known", "time not known"),
    )
    assert len(finding.rests_on) == 3


def test_lists_programs_and_answers_to_the_same_or_an_own_address_are_ordinary() -> None:
    ordinary = [
        mail(Reply_To="Tilda <TILDA@example.org>"),
        mail(Reply_To="maya@example.com"),
        mail(Reply_To="club@example.net", List_Id="<club.example.net>"),
        mail("mail:no-reply@example.net", Reply_To="help@example.net"),
        mail(MAYA, way="out", Reply_To="maya.work@example.com"),
    ]
    assert found(*ordinary) is None
    finding = found(*ordinary, mail(Reply_To="kite@example.net"))
    assert finding is not None
    assert (finding.figures["answer_goes_elsewhere"], finding.figures["programs_left_out"]) == (1, 2)


@pytest.mark.parametrize(
    ("results", "has_failed"),
    [
        ("mx.example.com; spf=pass; dkim=pass; dmarc=fail", True),
        ("mx.example.com; spf=softfail; dkim=none", True),
        ("mx.example.com; spf=fail; dkim=pass", False),
        ("mx.example.com; spf=pass; dkim=pass; dmarc=pass", False),
        ("mx.example.com; none", False),
        ("mx.example.com; spf=pass\nelsewhere.example; dmarc=fail", False),
    ],
)
def test_failed_checks_are_told_for_known_names_only(results: str, has_failed: bool) -> None:
    for by, way, own in ((TILDA, "in", "no"), (MAYA, "out", "yes")):
        finding = found(mail(by, way=way, Authentication_Results=results))
        assert (finding is not None) == has_failed
        if finding:
            assert [row[1:3] for row in finding.tables[0].rows] == [(own, 1)]
    assert found(mail("mail:stranger@example.net", Authentication_Results=results)) is None


def test_a_record_without_mail_says_nothing() -> None:
    assert answers_elsewhere.find(frame([Happening(at=START, service="chat")])) == []
