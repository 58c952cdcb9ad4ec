"""What was said in the chat with the other person, up to the block in June."""

from datetime import datetime

import msgspec

from holdfast.demonstration.letters import STOP_TEXT
from holdfast.demonstration.pieces import at, clock, days, dice

BLOCKED = "2025-06-20 09:12:40"
PHOTO = "00000052-PHOTO-2025-05-23-22-10-33.jpg"


class Said(msgspec.Struct, frozen=True):
    """One message of a chat. `mark` is what the service says instead of, or after, the words."""

    at: datetime
    by: str
    text: str
    mark: str = ""


_TALK: tuple[tuple[str, str, str], ...] = (
    (
        "2025-03-01 18:22:05",
        "R",
        "hello maya, rowan from the pottery class. tilda gave me your number for the list",
    ),
    ("2025-03-01 18:40:51", "M", "Hi Rowan! Yes, add me to the list please 😊"),
    ("2025-03-01 18:41:30", "R", "done. what are you making next"),
    ("2025-03-01 18:55:02", "M", "A bowl, if it survives. Blue rim."),
    ("2025-03-03 20:11:44", "R", "blue is right for you"),
    ("2025-03-06 22:02:09", "R", "home safe? the wind is something"),
    ("2025-03-06 22:15:37", "M", "Yes, all fine. Good night!"),
    ("2025-03-11 19:30:15", "R", "the kiln is on tomorrow, i put yours on the top shelf where it is even"),
    ("2025-03-11 19:48:20", "M", "Thank you 🙏 that is nice of you."),
    ("2025-03-13 21:59:58", "R", "you are the only one there who listens"),
    ("2025-03-14 08:10:42", "M", "Ha, I am only slow with my hands.\nSee you next week."),
    ("2025-03-17 23:20:13", "R", "not asleep? i see you are online"),
    ("2025-03-18 07:45:31", "M", "Was only setting my alarm :)"),
    ("2025-03-22 10:05:26", "R", "market today? the one with the cheese"),
    ("2025-03-22 11:30:00", "M", "Family day today. Have a good weekend!"),
    ("2025-03-29 22:47:19", "R", "you did not say if you liked the thing i sent"),
    ("2025-03-30 09:12:33", "M", "Sorry, busy week. It was interesting, thank you."),
    ("2025-04-05 12:01:08", "R", "sunday three o'clock, the place by the station. my treat"),
    (
        "2025-04-05 12:40:54",
        "M",
        "I can't on Sunday, and I would like to keep this to class. Hope that is OK.",
    ),
    ("2025-04-05 12:41:39", "R", "of course it is"),
    ("2025-04-06 15:20:47", "R", "here anyway in case. by the window"),
    ("2025-04-06 17:02:22", "R", "they close at five. another time then"),
    ("2025-04-10 22:33:55", "R", "reading room light is still on. working late"),
    ("2025-04-15 23:01:17", "R", "not asleep either"),
    (
        "2025-04-19 09:00:03",
        "R",
        "happy easter 🐣 i left something small with the caretaker of your house, nice man",
    ),
    ("2025-04-19 13:27:41", "M", "Please don't leave things at my house. I did not give you my address."),
    ("2025-04-19 13:29:10", "R", "it was only an egg. everybody knows where everybody lives here"),
    ("2025-04-27 21:44:36", "R", "twelve chairs in the summer class and not one of them yours"),
    ("2025-05-01 21:20:28", "R", "i will be quiet now, as you wish"),
    ("2025-05-22 22:16:11", "R", "saw your light on"),
    ("2025-05-23 22:10:33", "R", "PHOTO"),
    ("2025-05-23 22:11:02", "R", "the bowl in the evening. it misses its owner"),
    ("2025-05-24 08:33:49", "M", "Rowan, please stop writing to me so late."),
    ("2025-05-24 08:35:15", "R", "earlier then, good. thank you for telling me"),
    ("2025-05-27 07:02:40", "R", "good morning. early enough?"),
    ("2025-05-28 07:01:12", "R", "good morning. early shift today, yes"),
    ("2025-05-29 07:00:58", "R", "good morning"),
    ("2025-05-30 07:03:21", "R", "good morning. bring the umbrella"),
    ("2025-06-02 22:58:09", "R", "green door suits the house. new paint?"),
    ("2025-06-06 23:14:27", "R", "DELETED"),
    ("2025-06-06 23:15:40", "R", "wrong person, sorry. how are you"),
    (
        "2025-06-10 19:02:18",
        "R",
        "market flowers. i asked for the ones without lilies because of tilda's cat",
    ),
    ("2025-06-12 18:48:36", "R", "you left by the side door"),
    ("2025-06-14 18:33:12", "M", "STOP"),
    ("2025-06-14 18:34:01", "R", "maya"),
    ("2025-06-14 18:34:20", "R", "this is not you"),
    ("2025-06-14 18:36:45", "R", "who told you to write that"),
    ("2025-06-14 18:52:33", "R", "CALL"),
    ("2025-06-14 22:30:51", "R", "all right. good night"),
    ("2025-06-15 07:00:40", "R", "good morning. a new day"),
    ("2025-06-16 07:01:35", "R", "good morning"),
    ("2025-06-17 07:00:22", "R", "good morning. i do not need an answer"),
    ("2025-06-18 07:02:07", "R", "good morning"),
    ("2025-06-18 22:49:14", "R", "a word is enough"),
    ("2025-06-19 07:00:49", "R", "good morning"),
    ("2025-06-19 22:55:56", "R", "EDITED i only want to know that you are well"),
)

_SMALL = (
    "the clay came today",
    "rain again",
    "the heron is back at the canal",
    "made too much soup, as ever",
    "you would like this song",
    "the late bus was full tonight",
    "closed early at the studio",
    "the moon is very large",
    "i saw somebody with your scarf, it was not you",
    "the glaze came out green this time",
    "did you see the sky just now",
    "there is a concert in the church on friday",
    "the cat from the corner says hello",
    "your shelf is still empty",
    "long queue at the library today. you looked busy",
    "quiet street tonight",
    "they cut the hedge in front of your house",
    "the baker asked after you",
)


def course_talk(seed: int) -> list[Said]:
    """The whole chat in order of time: early small talk thins out, one side goes on."""
    names = {"R": "Rowan", "M": "Maya"}
    talk = []
    for written, by, text in _TALK:
        if text == "STOP":
            talk.append(Said(clock(written), names[by], STOP_TEXT))
        elif text in ("PHOTO", "DELETED", "CALL"):
            talk.append(Said(clock(written), names[by], "", mark=text))
        elif text.startswith("EDITED "):
            talk.append(Said(clock(written), names[by], text.removeprefix("EDITED "), mark="EDITED"))
        else:
            talk.append(Said(clock(written), names[by], text))
    chance = dice(seed, "talk")
    number = 0
    for day in days(clock("2025-03-02 00:00"), clock("2025-06-13 00:00")):
        silent = clock("2025-05-02 00:00") <= day < clock("2025-05-21 00:00")
        if silent or chance.random() < 0.3:
            continue
        moment = at(day, chance.randint(20, 23), chance.randint(0, 59), chance.randint(0, 59))
        talk.append(Said(moment, "Rowan", _SMALL[number % len(_SMALL)]))
        number += 1
    return sorted(talk, key=lambda said: said.at)
