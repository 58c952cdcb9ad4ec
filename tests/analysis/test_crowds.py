"""Floods, one text from many, crowds: found where they are planted, and nowhere in ordinary life."""

import random

from holdfast.analysis import floods, list_signups, near_copies, pile_ons
from holdfast.counting.copies import near_copies as groups_of
from holdfast.formats.skeleton import folded, skeleton
from holdfast.model.details import Details
from tests.analysis.crowded import COPIERS, CROWD, FLOOD, FRIENDS, TEXT, crowded
from tests.analysis.frames import DAY, HOUR, MINUTE, START, Happening, frame


def shown(account: str) -> str:
    return account.partition(":")[2]


def test_a_flood_is_told_with_its_account_and_its_length() -> None:
    (finding,) = floods.find(crowded())
    (row,) = finding.tables[0].rows
    assert finding.figures["largest_items"] >= 150
    assert row[4] == shown(FLOOD)
    assert finding.figures["largest_minutes"] == 149 * 20 // 60


def test_who_always_writes_much_and_only_happens_to_write_meanwhile_is_not_named() -> None:
    loud = FRIENDS[:2]
    happenings = [
        *(Happening(at=START + n * HOUR, by=loud[n % 2]) for n in range(1_000)),
        *(Happening(at=START + 20 * DAY + n * 2 * MINUTE, by=FLOOD) for n in range(18)),
        *(Happening(at=START + 20 * DAY + n * MINUTE, by=loud[n % 2]) for n in (7, 20, 31, 34)),
    ]
    (finding,) = floods.find(frame(happenings))
    (row,) = finding.tables[0].rows
    assert row[2] * 0.8 > 18
    assert row[4] == shown(FLOOD)


def test_a_flood_of_a_few_in_the_middle_of_a_busy_record_is_told() -> None:
    three = [f"mail:new{n}@example.org" for n in range(3)]
    happenings = [
        *(Happening(at=START + n * 4 * MINUTE, by=FRIENDS[n % 15]) for n in range(10_000)),
        *(Happening(at=START + 20 * DAY + n * MINUTE, by=three[n % 3]) for n in range(60)),
    ]
    (finding,) = floods.find(frame(happenings))
    (row,) = finding.tables[0].rows
    # A fifth of what came in that time is ordinary: the three alone are less than the usual share of all.
    assert row[2] * 0.8 > 60
    assert all(shown(account) in row[4] for account in three)


def test_a_conversation_as_lively_is_no_flood() -> None:
    happenings = [
        *(Happening(at=START + n * DAY, by=FRIENDS[0]) for n in range(60)),
        *(Happening(at=START + 30 * DAY + n * 30_000, by=FRIENDS[0]) for n in range(100)),
        *(
            Happening(at=START + 30 * DAY + n * 60_000, by="mail:maya@example.com", way="out")
            for n in range(50)
        ),
    ]
    assert floods.find(frame(happenings)) == []


def test_a_birthday_with_many_friends_is_no_flood() -> None:
    happenings = [
        *(Happening(at=START + n * HOUR * 5, by=FRIENDS[n % 15]) for n in range(240)),
        *(Happening(at=START + 20 * DAY + n * 120_000, by=FRIENDS[n % 15]) for n in range(45)),
    ]
    assert floods.find(frame(happenings)) == []


def test_one_text_from_accounts_that_write_nothing_else_is_told_apart_from_what_friends_pass_on() -> None:
    joint, other = near_copies.find(crowded())
    assert {row[1] for row in joint.tables[1].rows} == {shown(a) for a in COPIERS}
    assert all(row[2] == "yes" for row in joint.tables[1].rows)
    assert joint.tables[0].rows[0][:3] == (12, 4, 4)
    assert {row[1] for row in other.tables[1].rows} == {shown(a) for a in FRIENDS}
    assert all(row[2] == "no" for row in other.tables[1].rows)


def test_letters_that_only_look_alike_and_accents_do_not_hide_a_copy() -> None:
    disguised = TEXT.replace("a", "\u0430").replace("o", "0").upper()
    accented = TEXT.replace("e", "é").replace("i", "í")
    assert groups_of(
        [TEXT, disguised, accented, "something else that is said in as many words as that one"]
    ) == [[0, 1, 2]]


def test_what_a_mail_quotes_is_not_its_own_text() -> None:
    quoted = "\n".join(f"> {line}" for line in (TEXT, TEXT))
    assert (
        groups_of([f"no thank you\n{quoted}", f"not now please\n{quoted}", f"yes of course\n{quoted}"]) == []
    )


def test_copies_are_found_among_many_other_texts_in_any_order() -> None:
    rng = random.Random(5)
    vocabulary = ["".join(rng.choices("abcdefghij", k=5)) for _ in range(400)]
    texts = [" ".join(rng.choices(vocabulary, k=rng.randint(8, 40))) for _ in range(3000)]
    places = sorted(rng.sample(range(3000), 9))
    for n, place in enumerate(places):
        said = TEXT.split()
        said[(n * 5) % len(said)] = vocabulary[n]
        texts[place] = " ".join(said)
    assert groups_of(texts) == [places]


def test_a_crowd_is_told_without_the_friends_and_without_the_copiers() -> None:
    (finding,) = pile_ons.find(crowded())
    assert (finding.figures["crowds"], finding.figures["accounts"]) == (1, len(CROWD))
    assert finding.tables[0].rows[0][2] == len(CROWD)
    assert finding.tables[0].rows[0][-1] == "yes"


def test_who_used_the_word_first_is_told_and_need_not_be_of_the_crowd() -> None:
    caller = "mail:caller@example.org"
    happenings = [
        *(Happening(at=START + n * DAY, by=caller, text="about other things entirely") for n in range(30)),
        Happening(at=START + 30 * DAY, by=caller, text="go and tell her #liarmaya"),
        *(
            Happening(at=START + 31 * DAY + n * HOUR, by=a, text=f"you {n} #liarmaya")
            for n, a in enumerate(CROWD)
        ),
    ]
    (row,) = pile_ons.find(frame(happenings))[0].tables[0].rows
    assert row[-2:] == (shown(caller), "no")
    assert row[5] == pile_ons.find(frame(happenings))[0].rests_on[0][:8]


def test_a_tag_is_a_word_of_theirs_however_short() -> None:
    def told(tag: str) -> int:
        before = (Happening(at=START + n * DAY, by=FRIENDS[0], text="good morning") for n in range(30))
        came = (
            Happening(at=START + 31 * DAY + n * HOUR, by=a, text=f"you {n} {tag}")
            for n, a in enumerate(CROWD)
        )
        return len(pile_ons.find(frame([*before, *came])))

    assert told("#nal") == 1
    assert told("nal") == 0


def test_new_people_who_share_only_everyday_words_are_no_crowd() -> None:
    happenings = [
        *(Happening(at=START + n * HOUR, by=FRIENDS[n % 15], text="hello about dinner") for n in range(200)),
        *(
            Happening(at=START + 9 * DAY + n * HOUR, by=a, text="hello about dinner")
            for n, a in enumerate(CROWD)
        ),
    ]
    assert pile_ons.find(frame(happenings)) == []


def test_a_birthday_to_which_old_friends_come_too_is_no_crowd() -> None:
    def told(old: int) -> int:
        before = (Happening(at=START + n * HOUR, by=FRIENDS[n % 15], text=f"so {n}") for n in range(200))
        day = START + 20 * DAY
        came = (
            Happening(at=day + n * MINUTE, by=a, text=f"{n} #mayathirty")
            for n, a in enumerate([*CROWD, *FRIENDS[:old]])
        )
        return len(pile_ons.find(frame([*before, *came])))

    assert told(2) == 1
    # Two in three are new.
    assert told(len(CROWD) // 2) == 0


def test_a_skeleton_is_what_a_hurried_reader_sees() -> None:
    assert skeleton("Maya.Lind") == skeleton("m\u0430y\u0430_l1nd") == skeleton("MAYA  LlND")
    assert skeleton("rnaya") == skeleton("maya")
    assert folded("\u200bÉté") == "ete"
    assert skeleton("maya") != skeleton("mira")


def sign_up(n: int, at: int, subject: str = "Please confirm your subscription") -> Happening:
    return Happening(at=at, by=f"mail:lists@kites{n}.example.com", subject=subject, text="one click")


def test_a_wave_of_sign_ups_is_told_and_the_mail_that_matters_is_pulled_out_of_it() -> None:
    (finding,) = list_signups.find(crowded())
    assert (finding.figures["senders"], finding.figures["may_matter"]) == (24, 1)
    assert finding.tables[0].title == "Mail among them that may matter: look at these first"
    assert [row[1] for row in finding.tables[0].rows] == ["no-reply@bank.example.net"]


def test_what_is_about_a_password_or_an_order_stands_before_other_mail_of_the_wave() -> None:
    wave = [sign_up(n, START + 9 * DAY + n * MINUTE) for n in range(30)]
    friend = Happening(at=START + 9 * DAY + 5 * MINUTE, by=FRIENDS[0], text="tea on sunday?")
    reset = Happening(
        at=START + 9 * DAY + 20 * MINUTE, by="mail:a@b.example.net", subject="Your password was reset"
    )
    earlier = [
        Happening(at=START + n * DAY, by=by, text="hello") for n, by in enumerate((FRIENDS[0], reset.by))
    ]
    (finding,) = list_signups.find(frame([*earlier, *wave, friend, reset]))
    assert [(row[1], row[2]) for row in finding.tables[0].rows] == [
        ("a@b.example.net", "yes"),
        ("friend0@example.org", "no"),
    ]


def test_confirmations_are_grouped_by_the_service_that_sent_them_with_where_it_takes_reports() -> None:
    def sent(n: int) -> Happening:
        service = ("bounce.sender.example.net", "lists.example.co.uk")[n % 2]
        fields = (
            {"Return-Path": f"<b-{n}@{service}>"},
            {"List-Unsubscribe": f"<https://u{n}.{service}/off?x=1>"},
        )[n % 2]
        one = sign_up(n, START + 9 * DAY + n * MINUTE)
        return Happening(
            at=one.at, by=one.by, subject=one.subject, text=one.text, details=Details(fields=fields)
        )

    (finding,) = list_signups.find(frame([*(sent(n) for n in range(30)), sign_up(99, START + 9 * DAY)]))
    (table,) = [one for one in finding.tables if one.title.startswith("Services that sent")]
    assert [(row[0], row[1], row[-1]) for row in table.rows] == [
        ("example.co.uk", 15, "abuse@example.co.uk"),
        ("example.net", 15, "abuse@example.net"),
        ("example.com", 1, "abuse@example.com"),
    ]


def test_lists_that_come_now_and_then_are_no_wave() -> None:
    assert list_signups.find(frame([sign_up(n, START + n * DAY) for n in range(60)])) == []


def test_new_people_who_write_words_of_their_own_are_no_wave() -> None:
    happenings = [sign_up(n, START + n * MINUTE, "hello from the reading circle") for n in range(40)]
    happenings = [Happening(at=h.at, by=h.by, subject=h.subject, text="see you") for h in happenings]
    assert list_signups.find(frame(happenings)) == []


def test_many_lists_of_one_house_are_no_wave() -> None:
    happenings = [
        Happening(at=START + n * MINUTE, by=f"mail:list{n}@shop.example.com", subject="Please confirm")
        for n in range(40)
    ]
    assert list_signups.find(frame(happenings)) == []


def test_one_text_from_many_lists_is_theirs_to_repeat() -> None:
    news = Details(fields={"List-Unsubscribe": "<mailto:off@example.com>"})
    happenings = [
        Happening(at=START + n * DAY, by=f"mail:list{n}@example.com", text=TEXT, details=news)
        for n in range(6)
    ]
    (finding,) = near_copies.find(frame(happenings))
    assert "accounts_that_write_little_else" not in finding.figures


def test_who_asks_for_a_new_page_of_the_website_is_no_crowd() -> None:
    happenings = [
        Happening(at=START + n * HOUR, by=FRIENDS[n % 15], text="hello about dinner") for n in range(200)
    ]
    happenings += [
        Happening(
            at=START + 9 * DAY + n * HOUR,
            by=f"web:192.0.2.{n}",
            service="web",
            kind="visit",
            way="",
            text="GET /newpage",
        )
        for n in range(20)
    ]
    assert pile_ons.find(frame(happenings)) == []


def test_a_mail_about_a_password_within_a_flood_is_listed_before_the_flood() -> None:
    quiet = [Happening(at=START + n * DAY, by=FRIENDS[0]) for n in range(60)]
    flood = [Happening(at=START + 30 * DAY + n * 20_000, by=FLOOD, text="answer") for n in range(150)]
    bank = Happening(
        at=START + 30 * DAY + 9 * MINUTE, by="mail:a@bank.example.net", subject="New sign-in to your bank"
    )
    (finding,) = floods.find(frame([*quiet, *flood, bank]))
    assert [row[1] for row in finding.tables[0].rows] == ["a@bank.example.net"]
    assert finding.figures["may_matter"] == 1
