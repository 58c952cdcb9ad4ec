"""Watching, sign-ins, what somebody knows, and what reaches others: found where planted, and weighed fairly."""

import random
from dataclasses import replace

from holdfast.analysis import (
    appearances,
    knowledge,
    set_off,
    sign_ins,
    soon_after,
    spread,
    third_parties,
    visits,
)
from holdfast.counting.claims import claims
from holdfast.model.details import Details
from holdfast.model.event import Address
from holdfast.model.fact import Fact
from holdfast.model.finding import Finding
from holdfast.model.link import Link
from holdfast.model.relation import Relation
from tests.analysis.followed import (
    CLAIM,
    FIREFOX,
    GUESSER,
    MAYA,
    ODD,
    OFFICE,
    ROWAN,
    STRANGER,
    TILDA,
    WATCHER,
    followed,
    sign_in,
    visit,
)  # fmt: skip
from tests.analysis.frames import DAY, HOUR, MINUTE, START, Happening, frame, marker


def table(finding: Finding, beginning: str) -> list[tuple]:
    """The rows of the table whose title begins so; none where there is no such table."""
    return [row for one in finding.tables if one.title.startswith(beginning) for row in one.rows]


def readers(number: int = 800, days: int = 60) -> list[Happening]:
    rng = random.Random(2)
    pages = [f"/post/{n}" for n in range(30)] + ["/"] * 20
    return [
        visit(START + rng.randrange(days * DAY), f"192.0.2.{rng.randrange(1, 30)}", rng.choice(pages))
        for _ in range(number)
    ]


def test_a_page_that_one_address_comes_back_to_daily_is_told_and_ordinary_readers_are_not() -> None:
    (finding,) = visits.find(followed())
    (row,) = table(finding, "Pages that one address")
    assert row[:4] == (WATCHER, "/photos/", 60, 60)
    assert row[5].startswith("22:00 to 22:59")
    assert row[-1] == "a sign-in to your account (5)"
    (plain,) = visits.find(frame(readers()))
    assert table(plain, "Pages that one address") == []
    assert "No address came back" in plain.says


def test_the_front_page_is_everybody_s_however_often_one_comes() -> None:
    daily = [visit(START + n * DAY, "203.0.113.50", "/") for n in range(60)]
    (finding,) = visits.find(frame([*readers(), *daily]))
    assert table(finding, "Pages that one address") == []
    assert table(finding, "Addresses that came on most days")[0][:2] == ("203.0.113.50", 60)


def test_an_address_that_changes_while_browser_page_and_hour_stay_is_told() -> None:
    (finding,) = visits.find(followed())
    (row,) = table(finding, "One browser name")
    assert row[:4] == (ODD, "/about", 9, 60)
    both = [visit(START + n * DAY, f"198.51.100.{1 + k}", "/about", ODD) for n in range(60) for k in range(2)]
    (finding,) = visits.find(frame([*readers(), *both]))
    assert table(finding, "One browser name") == []


def test_refused_sign_ins_programs_and_words_searched_for_are_listed() -> None:
    (finding,) = visits.find(followed())
    (guesser,) = table(finding, "Refused at sign-in pages")
    assert guesser[:3] == ("2001:db8::/64", 12, 1)
    assert GUESSER.startswith("2001:db8::")
    assert [row[0] for row in table(finding, "Programs")] == ["python-requests/2.31"]
    assert [row[:4] for row in table(finding, "Words")] == [
        ("maya lind new address", 3, 1, 3),
        ("kestrel lane", 1, 1, 1),
    ]


def test_files_that_belong_to_pages_and_nonsense_are_no_pages() -> None:
    odd = [visit(START + n * DAY, "203.0.113.9", "/style.css") for n in range(60)]
    odd += [visit(START + n * DAY, "203.0.113.10", "\\x16\\x03") for n in range(60)]
    odd += [visit(START, "host-7.example.net", "/%C3%A9t%C3%A9?q=%41+b", FIREFOX)]
    odd += [visit(START, "host-7.example.net", "/x", referer="https://www.example.com/?q=not+an+engine")]
    (finding,) = visits.find(frame([*readers(), *odd]))
    assert table(finding, "Pages that one address") == []
    assert [row[0] for row in table(finding, "Words")] == ["a b"]


def test_an_address_in_a_message_is_told_beside_its_visits() -> None:
    seen = Details(addresses=(Address(ip=WATCHER, said_by="a mail server"),))
    mail = Happening(at=START, by=ROWAN, to=(MAYA,), details=seen)
    daily = [visit(START + n * DAY, WATCHER, "/photos/") for n in range(60)]
    (finding,) = visits.find(frame([*readers(), *daily, mail]))
    assert table(finding, "Pages that one address")[0][-1] == "rowan@example.org (1)"


def test_a_site_without_other_readers_compares_with_nobody() -> None:
    daily = [visit(START + n * DAY, WATCHER, "/photos/") for n in range(60)]
    (finding,) = visits.find(frame(daily))
    assert table(finding, "Pages that one address") == []


def test_a_network_that_appears_later_is_told_with_what_the_service_noted_then() -> None:
    (finding,) = sign_ins.find(followed())
    new = table(finding, "Networks first seen later")
    assert [(row[1], row[2], row[-1]) for row in new] == [("198.51.100.0/24", 1, 0), ("203.0.113.0/24", 5, 1)]
    assert new[1][6] == "Another browser"
    assert finding.figures["next_from_a_new_network_in_100"] == 4


def test_an_ordinary_list_of_sign_ins_says_how_usual_new_networks_are() -> None:
    moving = [sign_in(START + n * DAY, f"198.51.{n}.1") for n in range(30)]
    (finding,) = sign_ins.find(frame(moving, mine=("instagram:maya.photos",)))
    assert finding.figures["next_from_a_new_network_in_100"] == 100
    assert "about 100 in every hundred" in finding.says


def test_few_sign_ins_and_addresses_inside_a_network_are_only_listed_or_left_out() -> None:
    (finding,) = sign_ins.find(frame([sign_in(START, "192.0.2.1"), sign_in(START + 30 * DAY, "203.0.113.7")]))
    assert table(finding, "Networks first seen later") == []
    assert sign_ins.find(frame([sign_in(START, "192.168.1.4")])) == []


def test_the_device_is_found_wherever_a_service_keeps_it() -> None:
    stored = '[{"title":"Device","dict":[{"label":"User agent","value":"Instagram 400"}]}]'
    one = replace_fields(sign_in(START, "192.0.2.1"), {"entry": "sign-in", "label_values": stored})
    (finding,) = sign_ins.find(frame([one]))
    assert table(finding, "Networks, ")[0][-1] == "Instagram 400"
    none = replace_fields(sign_in(START, "192.0.2.1"), {"entry": '"sign-in"'})
    assert table(sign_ins.find(frame([none]))[0], "Networks, ")[0][-1] == "not told"


def replace_fields(one: Happening, fields: dict[str, str]) -> Happening:
    details = Details(fields=fields, addresses=one.details.addresses)
    return Happening(at=one.at, by="", to=one.to, service=one.service, kind=one.kind, way="", details=details)


def test_what_somebody_knew_is_told_with_what_could_have_told_it() -> None:
    (finding,) = knowledge.find(followed())
    rows = table(finding, "Each account")
    assert [(row[0], row[1], row[5], row[-1]) for row in rows] == [
        ("place 1", "rowan@example.org", "an own picture with a position", 1),
        ("plate 2", "rowan@example.org", "none found in the record", 0),
        ("place 1", "tilda@example.net", "none found in the record", 1),
    ]
    assert "Kestrel" not in str(finding)


def knowing(*before: Happening) -> str:
    """Where one later message could have its knowledge from, after these entries."""
    used = Happening(at=START + 9 * DAY, by=ROWAN, to=(MAYA,), text="so you go to Crow Street", thread="t")
    facts = (Fact(id="1", kind="place", words="crow street"),)
    rows = table(knowledge.find(frame([*before, used], facts=facts))[0], "Each account")
    return next(row[5] for row in rows if row[1] == "rowan@example.org")


def test_every_way_in_which_it_could_have_been_told_is_looked_at() -> None:
    said = "I moved to crow street"
    ways = {
        "an own message to that account": Happening(at=START, by=MAYA, to=(ROWAN,), way="out", text=said),
        "an own post or comment": Happening(at=START, by=MAYA, way="out", kind="post", text=said),
        "an entry of somebody else in that conversation": Happening(
            at=START, by=TILDA, text="see you in Crow Street", thread="t"
        ),
        "a post or comment of somebody else": Happening(at=START, by=TILDA, kind="comment", text=said),
        "an own message to somebody else": Happening(at=START, by=MAYA, to=(TILDA,), way="out", text=said),
        "none found in the record": Happening(
            at=START, by=MAYA, to=(ROWAN,), way="out", text="crows in a street"
        ),
    }
    for how, entry in ways.items():
        assert knowing(entry) == how
    assert knowing(Happening(at=START + 20 * DAY, by=MAYA, to=(ROWAN,), way="out", text=said)) == (
        "none found in the record"
    )


def test_nothing_told_or_nothing_used_says_nothing() -> None:
    assert knowledge.find(replace(followed(), facts=())) == []
    assert (
        knowledge.find(replace(followed(), facts=(Fact(id="1", kind="other", words="zebra crossing"),))) == []
    )


def test_what_went_to_people_around_the_person_is_told_by_who_sent_it() -> None:
    (finding,) = third_parties.find(followed())
    (row,) = table(finding, "Entries that went to people")
    assert row[:5] == ("rowan@example.org", "yes", 1, "friend, work", 2)
    assert {TILDA, OFFICE} == {one.account for one in followed().relations}


def test_one_claim_in_several_places_is_one_text_with_its_places() -> None:
    (finding,) = third_parties.find(followed())
    (row,) = table(finding, "Texts in several places")
    assert row[:5] == (3, 3, 3, "mail, x", 1)
    assert STRANGER.startswith("x:")


def test_both_sides_are_counted_where_words_accuse() -> None:
    (finding,) = third_parties.find(followed())
    rows = {row[0]: (row[1], row[-1]) for row in table(finding, "Words that accuse")}
    assert rows == {
        "words that accuse, before others": (3, 0),
        "words that turn the roles round": (1, 1),
        "notices of a complaint": (1, 0),
    }


def test_a_quarrel_between_two_is_not_told_as_a_claim_before_others() -> None:
    quarrel = [
        Happening(at=START + n * HOUR, by=ROWAN, to=(MAYA,), text="you liar, you stole it") for n in range(9)
    ]
    assert third_parties.find(frame(quarrel)) == []
    group = [
        Happening(at=START + n * HOUR, by=by, service="signal", thread="choir", text="she lied to us")
        for n, by in enumerate((ROWAN, TILDA))
    ]
    (finding,) = third_parties.find(frame(group))
    assert finding.figures["damaging_claim_theirs"] == 2


def test_friends_who_write_to_friends_say_nothing_without_such_words() -> None:
    happenings = [
        Happening(at=START + n * DAY, by=TILDA, to=(MAYA, OFFICE), text=f"see you at the lake, part {n}")
        for n in range(9)
    ]
    assert third_parties.find(frame(happenings)) == []
    told = frame(happenings, relations=(Relation(account=OFFICE, kind="work"),))
    assert third_parties.find(told)[0].figures["entries_that_reached_them"] == 9


def test_claims_are_found_in_other_languages_and_not_in_plain_words() -> None:
    assert claims("Sie lügt doch, die Betrügerin") == ("damaging claim",)
    assert claims("arrête de me harceler") == ("roles turned round",)
    assert claims("Hemos recibido una queja") == ("complaint received",)
    assert claims("I\u2019m the victim") == ("roles turned round",)
    for plain in ("the line lies along the coast road", "believe me", "we follow the river", CLAIM[:3], ""):
        assert claims(plain) in ((), ("damaging claim",)[: "lies" in plain])


def test_minutes_matter_for_occasions() -> None:
    twice = [
        visit(START + n * DAY + k * 40 * MINUTE, "203.0.113.50", "/") for n in range(40) for k in range(2)
    ]
    (finding,) = visits.find(frame([*readers(), *twice]))
    row = next(row for row in table(finding, "Addresses that came") if row[0] == "203.0.113.50")
    assert row[1:4] == (40, 80, 80)


def test_how_contact_spread_is_told_in_order_of_first_times() -> None:
    block = marker(START + DAY, "block", accounts=(ROWAN, "telegram:rowan"))
    happenings = [
        Happening(at=START, by=ROWAN, to=(MAYA,)),
        Happening(at=START + 5 * DAY, by="telegram:rowan", service="telegram"),
        Happening(at=START + 6 * DAY, by="telegram:rowan", service="telegram", kind="call"),
        Happening(at=START + 8 * DAY, by=ROWAN, to=(MAYA, TILDA)),
        Happening(
            at=START + 9 * DAY, by="", service="incident log", kind="incident", way="", text="he followed me"
        ),
        Happening(
            at=START + 9 * DAY, by="", service="incident log", kind="incident", way="", text="I slept badly"
        ),
    ]
    told = frame(happenings, (block,), relations=(Relation(account=TILDA, kind="friend"),))
    (finding,) = spread.find(told)
    rows = [(row[1], row[2]) for row in table(finding, "First times")]
    assert rows == [
        ("account", "rowan@example.org"),
        ("channel", "mail"),
        ("way", "messages"),
        ("account", "rowan"),
        ("channel", "telegram"),
        ("way", "calls"),
        ("people", "friend"),
        ("nearby", "written down by the person"),
    ]
    assert table(finding, "Entries with words of coming near")[0][-1] == "24 hours"
    assert "The latest to appear is calls (way)" in finding.says


def test_without_a_named_account_or_a_near_entry_nothing_is_told_to_spread() -> None:
    assert spread.find(frame([Happening(at=START, by=ROWAN, to=(MAYA,))])) == []
    near = Happening(
        at=START, by="", service="incident log", kind="incident", way="", text="jemand stand vor dem Haus"
    )
    (finding,) = spread.find(frame([near]))
    assert finding.figures["entries_about_nearness"] == 1
    assert table(finding, "Entries with words of coming near")[0][-1] == "nothing before"


def test_entries_about_nearness_are_compared_with_how_much_of_the_time_follows_contact() -> None:
    (finding,) = spread.find(followed())
    assert finding.figures["near_soon_after"] == 6
    assert finding.figures["chance_in_1000"] > 500


def test_who_answers_posts_at_once_is_told_and_who_is_only_online_then_is_not() -> None:
    (finding,) = soon_after.find(followed())
    (row,) = finding.tables[0].rows
    assert (row[0], row[1], row[3], row[4]) == ("first.to.answer", 30, 0, 5)
    posts = [
        Happening(at=START + (40 + n * 2) * DAY + 9 * HOUR, by=MAYA, kind="post", service="x", way="out")
        for n in range(30)
    ]
    online = [
        Happening(
            at=START + (40 + n) * DAY + 9 * HOUR + 10 * MINUTE, by="x:early.bird", service="x", kind="comment"
        )
        for n in range(60)
    ]
    assert soon_after.find(frame([*posts, *online])) == []
    assert soon_after.find(frame(posts[:5])) == []
    assert soon_after.find(frame(posts)) == []


def burst(day: int) -> list[Happening]:
    return [Happening(at=START + day * DAY + n * MINUTE, by=ROWAN, to=(MAYA,)) for n in range(40)]


def test_what_came_before_a_burst_is_told_and_what_came_before_nothing_too() -> None:
    block = marker(START + 20 * DAY, "block", "day", accounts=(ROWAN,))
    quiet = [Happening(at=START + n * 3 * DAY, by=ROWAN, to=(MAYA,)) for n in range(150)]
    own = [
        Happening(at=START + 40 * DAY - HOUR, by=MAYA, kind="post", service="x", way="out"),
        Happening(at=START + 60 * DAY - HOUR, by=MAYA, to=(ROWAN,), way="out"),
        Happening(at=START + 80 * DAY - HOUR, by=MAYA, to=(TILDA,), way="out"),
    ]
    days = (21, 40, 60, 80, 385)
    (finding,) = set_off.find(frame([*quiet, *own, *(h for day in days for h in burst(day))], (block,)))
    rows = [row[5:8] for row in finding.tables[0].rows]
    assert rows == [
        (0, 0, "block"),
        (1, 0, "none"),
        (0, 1, "none"),
        (0, 0, "none"),
        (0, 0, "1 year after block"),
    ]
    assert finding.figures["after_nothing_known"] == 1
    assert "chance_in_1000" not in finding.figures


def test_many_bursts_behind_own_posts_are_compared_with_chance() -> None:
    quiet = [Happening(at=START + n * 2 * DAY, by=ROWAN, to=(MAYA,)) for n in range(150)]
    posts = [
        Happening(at=START + n * 30 * DAY - HOUR, by=MAYA, kind="post", service="x", way="out")
        for n in range(1, 10)
    ]
    bursts = [h for n in range(1, 10) for h in burst(n * 30)]
    (finding,) = set_off.find(frame([*quiet, *posts, *bursts]))
    assert finding.figures["after_own_posts"] == 9
    assert finding.figures["chance_in_1000"] == 0
    assert set_off.find(frame(quiet)) == []


CHANNELS = ("bluesky", "signal", "telegram")


def moving(first: str, friends: int = 20) -> list[Happening]:
    """The person moves to three channels in turn; one name is there at once, the others in their own order."""
    rng = random.Random(8)
    found = [Happening(at=START + n * DAY, by=TILDA, to=(MAYA,)) for n in range(30)]
    for n, channel in enumerate(CHANNELS):
        begin = START + (40 + 20 * n) * DAY
        found.append(Happening(at=begin, by=f"{channel}:maya", service=channel, way="out"))
        found.append(Happening(at=begin + HOUR, by=f"{channel}:{first}", service=channel))
        places = rng.sample(range(2, 400), friends)
        found += [
            Happening(at=begin + place * HOUR, by=f"{channel}:friend.{k:02d}x", service=channel)
            for k, place in enumerate(places)
        ]
    return found


OWN = (MAYA, *(f"{channel}:maya" for channel in CHANNELS))


def test_a_name_that_is_everywhere_first_is_told_beside_how_soon_all_others_came() -> None:
    (finding,) = appearances.find(frame(moving("night.her0n"), mine=OWN))
    assert (finding.figures["channels"], finding.figures["names_earlier_than_chance"]) == (3, 1)
    row = table(finding, "Names that appeared")[0]
    assert row[:5] == (
        "night.her0n",
        "no",
        "bluesky, signal, telegram",
        "60 minutes, 60 minutes, 60 minutes",
        "1 of 21, 1 of 21, 1 of 21",
    )
    assert [row[2] for row in table(finding, "When the person newly appears")] == [21, 21, 21]


def test_two_spellings_of_one_name_are_taken_together_and_named_ones_come_first() -> None:
    happenings = moving("night.her0n")
    happenings = [replace_by(h, "signal:night.her0n", "signal:nightheron") for h in happenings]
    block = marker(START + DAY, "block", accounts=("signal:nightheron",))
    (finding,) = appearances.find(frame(happenings, (block,), mine=OWN))
    assert table(finding, "Names that appeared")[0][1:3] == ("yes", "bluesky, signal, telegram")


def replace_by(one: Happening, old: str, new: str) -> Happening:
    return Happening(
        at=one.at, by=new if one.by == old else one.by, to=one.to, service=one.service, way=one.way
    )


def test_friends_who_move_along_in_any_order_are_not_early_and_old_channels_say_nothing() -> None:
    friends = [h for h in moving("zzz") if "zzz" not in h.by]
    (finding,) = appearances.find(frame(friends, mine=OWN))
    assert finding.figures["names_earlier_than_chance"] == 0
    from_the_start = [Happening(at=START, by=f"{c}:maya", service=c, way="out") for c in CHANNELS]
    assert appearances.find(frame([*from_the_start, *moving("zzz")], mine=OWN)) == []
    assert appearances.find(frame([])) == []


def test_an_account_that_the_person_joined_with_a_named_one_counts_as_named_and_that_is_said() -> None:
    other = "mail:night.heron@example.net"
    happenings = [Happening(at=START, by=ROWAN, to=(MAYA,)), Happening(at=START + DAY, by=other, to=(MAYA,))]
    block = marker(START, "block", accounts=(ROWAN,))
    apart = frame(happenings, (block,))
    assert spread.find(apart)[0].figures["accounts"] == 1
    why = "the same last line in both"
    is_one = Link(accounts=(other, ROWAN), is_one=True, why=why, at=START)
    (finding,) = spread.find(replace(apart, links=(is_one,)))
    assert finding.figures["accounts"] == 2
    assert any("says that they belong to one" in limit for limit in finding.limits)
    not_one = Link(accounts=(other, ROWAN), is_one=False, why=why, at=START)
    assert spread.find(replace(apart, links=(not_one,)))[0].figures["accounts"] == 1
