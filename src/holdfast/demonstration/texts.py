"""The short messages and calls of the course, and the evening on which they came one after another."""

from datetime import datetime

import msgspec

from holdfast.demonstration.people import MAYA, ROWAN, SECOND_NUMBER, THIRD_NUMBER, Person
from holdfast.demonstration.pieces import clock, dice, later

FLOOD_FROM = "2025-08-03 20:06:10"
FLOOD_TEXTS = 46


class Text(msgspec.Struct, frozen=True):
    """One short message: `other` is the number it came from, or went to where `mine` is set."""

    at: datetime
    other: Person
    text: str
    mine: bool = False


class Call(msgspec.Struct, frozen=True):
    """One call. `other` None: the number was withheld. `seconds` 0: nobody answered."""

    at: datetime
    other: Person | None
    seconds: int
    outgoing: bool = False
    rejected: bool = False


_COURSE: tuple[tuple[str, Person, str], ...] = (
    ("2025-03-06 17:40:12", ROWAN, "running late for class, save me the wheel next to yours"),
    ("2025-03-06 17:44:03", MAYA, "OK 🙂"),
    ("2025-03-20 21:55:31", ROWAN, "did you get home all right"),
    ("2025-03-20 22:10:47", MAYA, "Yes thanks, good night"),
    ("2025-04-03 22:31:00", ROWAN, "you left your scarf, i have it"),
    ("2025-04-04 08:02:19", MAYA, "Please leave it at the front desk of the studio. Thanks."),
    ("2025-04-16 23:02:44", ROWAN, "still have the scarf. no hurry"),
    ("2025-05-22 22:14:38", ROWAN, "saw your light on"),
    ("2025-05-29 22:51:02", ROWAN, "just checking you got home"),
    ("2025-06-05 22:47:29", ROWAN, "just checking you got home"),
    ("2025-06-10 19:20:51", ROWAN, "did they give you the flowers"),
    ("2025-06-15 22:39:27", ROWAN, "i will not write any more. good night"),
    ("2025-06-17 22:58:13", ROWAN, "good night"),
    ("2025-06-24 23:04:46", ROWAN, "good night 🌙"),
    ("2025-06-30 22:40:35", ROWAN, "new coat. it suits you"),
    ("2025-07-03 23:11:09", ROWAN, "good night 🌙"),
    ("2025-07-07 22:45:50", SECOND_NUMBER, "new telephone, it is only me. a word is enough"),
    ("2025-07-10 22:52:36", SECOND_NUMBER, "just checking you got home"),
    ("2025-07-13 23:00:18", SECOND_NUMBER, "good night 🌙"),
    ("2025-07-19 22:37:42", SECOND_NUMBER, "the 41 was late today was it not"),
    ("2025-07-26 23:09:25", SECOND_NUMBER, "good night 🌙"),
    ("2025-08-02 22:48:03", THIRD_NUMBER, "hello, this is a better number"),
    ("2025-08-08 22:59:59", THIRD_NUMBER, "hope the sea is calm"),
    ("2025-08-16 23:06:31", THIRD_NUMBER, "good night 🌙"),
    ("2025-08-20 22:44:14", THIRD_NUMBER, "did you put them in the kitchen window"),
    ("2025-08-30 22:55:48", THIRD_NUMBER, "just checking you got home"),
    ("2025-09-03 23:01:22", THIRD_NUMBER, "good night 🌙"),
    ("2025-09-25 22:50:57", THIRD_NUMBER, "back again. good night 🌙"),
    ("2025-10-02 22:42:39", THIRD_NUMBER, "i kept your seat"),
    ("2025-10-04 23:03:05", THIRD_NUMBER, "good night 🌙"),
)

_FLOOD = (
    "are you there",
    "i can see you are there",
    "one word",
    "only one word and i will stop",
    "please",
    "you were online a minute ago",
    "i am not angry",
    "i only want to talk",
    "it is ringing",
    "why is it so hard to answer",
    "i will try again in a minute",
    "hello",
    "good night then",
    "still here",
    "you know i mean well 🙏",
    "take care of yourself won't you",
)

_CALLS: tuple[tuple[str, Person | None, int], ...] = (
    ("2025-03-13 18:05:00", ROWAN, 64),
    ("2025-04-12 22:20:41", ROWAN, 0),
    ("2025-05-24 22:31:15", ROWAN, 0),
    ("2025-06-11 22:40:08", ROWAN, 0),
    ("2025-06-14 23:10:52", ROWAN, 0),
    ("2025-06-15 22:59:30", ROWAN, 0),
    ("2025-06-19 23:02:17", ROWAN, 0),
    ("2025-06-25 22:45:39", None, 0),
    ("2025-06-28 23:15:20", None, 6),
    ("2025-07-02 22:51:44", None, 0),
    ("2025-07-07 22:48:01", SECOND_NUMBER, 0),
    ("2025-07-09 23:07:33", None, 0),
    ("2025-07-15 22:38:10", None, 4),
    ("2025-07-18 23:12:56", None, 0),
    ("2025-07-25 22:57:21", None, 0),
    ("2025-08-02 22:50:12", THIRD_NUMBER, 0),
    ("2025-08-10 23:04:29", None, 0),
    ("2025-08-17 22:41:50", None, 0),
    ("2025-08-24 23:08:37", None, 3),
    ("2025-08-31 22:53:14", None, 0),
    ("2025-09-04 23:00:00", None, 0),
    ("2025-09-25 22:54:42", THIRD_NUMBER, 0),
    ("2025-09-30 23:06:08", None, 0),
    ("2025-10-04 23:05:45", None, 0),
)


def course_texts(seed: int) -> list[Text]:
    """The messages of the course with the flood of one evening, in order of time."""
    texts = [Text(clock(at), ROWAN if by is MAYA else by, text, mine=by is MAYA) for at, by, text in _COURSE]
    chance = dice(seed, "flood")
    moment = clock(FLOOD_FROM)
    for number in range(FLOOD_TEXTS):
        texts.append(Text(moment, THIRD_NUMBER, _FLOOD[(number * 5 + chance.randint(0, 3)) % len(_FLOOD)]))
        moment = later(moment, minutes=chance.uniform(0.3, 3.9))
    return sorted(texts, key=lambda text: text.at)


def course_calls(seed: int) -> list[Call]:
    """The calls of the course; on the evening of the flood they came in between, from a withheld number."""
    calls = [Call(clock(at), other, seconds) for at, other, seconds in _CALLS]
    chance = dice(seed, "flood of calls")
    moment = clock(FLOOD_FROM)
    for number in range(11):
        moment = later(moment, minutes=chance.uniform(2, 13))
        calls.append(Call(moment, None, 0, rejected=number % 4 == 3))
    return sorted(calls, key=lambda call: call.at)
