"""The mails between Maya and the other person: each one looks harmless alone."""

# ruff: noqa: E501 - a mail to a line reads like the bundle of letters it is.

import msgspec

from holdfast.demonstration.people import CERAMICS, EVENINGS, MAYA, ROWAN, WELLWISHER, Person


class Letter(msgspec.Struct, frozen=True):
    """One mail of the course. `at` is on the wall of the town; `to` is who it went to."""

    at: str
    by: Person
    to: Person
    subject: str
    text: str


def _them(at: str, subject: str, text: str) -> Letter:
    return Letter(at, ROWAN, MAYA, subject, text)


def _new(by: Person, at: str, subject: str, text: str) -> Letter:
    return Letter(at, by, MAYA, subject, text)


def _maya(at: str, subject: str, text: str, to: Person = ROWAN) -> Letter:
    return Letter(at, MAYA, to, subject, text)


BEFORE = (
    _them("2025-03-02 20:14:31", "The glaze recipe", "hi maya, here is the glaze recipe from class. it was good to meet you. as ever, rowan"),
    _maya("2025-03-03 08:51:12", "Re: The glaze recipe", "Thank you, that is kind! See you on Thursday.\n\nMaya"),
    _them("2025-03-07 22:40:09", "Thursday", "you were quiet on thursday. i hope the day was not too long. there is a spare place in my car, as ever"),
    _maya("2025-03-08 10:02:55", "Re: Thursday", "Just tired! The bus is fine, thanks for offering.\n\nMaya"),
    _them("2025-03-15 21:03:44", "The bowl with the blue rim", "i kept your bowl back from the kiln so it would not be knocked. come and fetch it whenever you like"),
    _them("2025-03-21 23:12:18", "A thing i read", "i read this and thought of you at once. nobody else in class would see it the way you do, as ever"),
    _maya("2025-03-23 09:30:41", "Re: A thing i read", "Thanks for sending it. I am a bit busy this month, so I may be slow to answer.\n\nMaya"),
    _them("2025-03-24 06:58:20", "Slow is fine", "slow is fine. i only like to know that you got my note. just a word is enough"),
    _them("2025-04-02 21:47:02", "Your library", "i did not know you worked in that library. i go past it most days now. small town, as ever"),
    _them("2025-04-06 20:20:20", "Coffee", "i waited in the place by the station on sunday in case you came by. the cake was good, next time"),
    _maya("2025-04-07 12:15:09", "Re: Coffee", "Hello Rowan, I did not say I would come. I would like to keep this to class, please. I hope you understand.\n\nMaya"),
    _them("2025-04-07 12:31:48", "Re: Coffee", "of course. nobody could be more understanding than me. take care of yourself won't you"),
    _them("2025-04-11 22:22:51", "No answer needed", "no answer needed. i saw the light in the reading room and hoped that somebody walks you to the stop"),
    _them("2025-04-18 19:05:36", "Easter", "a small card is on its way to the library because i do not have your house number, as ever"),
    _them("2025-04-26 23:48:15", "Class list", "you are not on the summer list. did i do something. a word is enough"),
    _maya("2025-04-28 18:07:27", "Re: Class list", "I am taking a break from the class. Please do not send anything to my work.\n\nMaya"),
    _them("2025-05-01 21:16:40", "Re: Class list", "understood. i will wait until you are ready. take care of yourself won't you"),
    _them("2025-05-21 22:09:58", "Twenty days", "twenty days and i did not write, you see i can. how is the new timetable"),
    _them("2025-05-25 21:33:12", "The bowl again", "the bowl is still on my shelf. i look after it. it is yours whenever you say, as ever"),
    _them("2025-05-30 23:01:07", "Your evening", "just checking you got home. the streets were wet"),
    _them("2025-06-04 22:44:29", "A question", "which do you like better, the early shift or the late one. the late one suits you"),
    _them("2025-06-09 23:19:54", "Flowers", "the flowers at the desk are from the market, i hope they gave them to you. no card, you would know"),
    _them("2025-06-12 22:57:03", "Re: Flowers", "your colleague with the red glasses was friendly. she said you had gone early"),
)  # fmt: skip

STOP_SUBJECT = "Please stop contacting me"
STOP_TEXT = (
    "Rowan,\n\nPlease stop contacting me. I do not want any more messages, calls, visits or gifts, from any account "
    "or number, at home or at work, and please do not ask other people about me. I will not reply again.\n\n"
    "Maya Lindqvist-Okoro\n14 June 2025"
)
STOP = _maya("2025-06-14 18:31:00", STOP_SUBJECT, STOP_TEXT)

AFTER = (
    _them("2025-06-14 23:02:11", "Re: Please stop contacting me", "i read your note. i think somebody helped you to write it. that is not how you sound"),
    _them("2025-06-16 22:41:38", "One last thing", "one last thing and then i will be quiet. the bowl. shall i leave it at the desk"),
    _them("2025-06-18 23:27:45", "Quiet", "i am being quiet now. i only want to know that you are well, a word is enough"),
    _new(CERAMICS, "2025-06-22 21:50:06", "Summer open studio", "dear maya, the studio opens in july and your bowl will stand in the window. come by, as ever"),
    _new(CERAMICS, "2025-06-27 22:36:52", "The window", "the bowl stands in the window now. people ask who made it. i do not say"),
    _them("2025-07-01 22:18:33", "You changed your bus", "you changed your bus. the 41 is slower, but it has the nice view over the water"),
    _new(CERAMICS, "2025-07-08 23:05:17", "Opening evening", "you did not come to the opening. i kept a chair free until eleven, as ever"),
    _them("2025-07-12 22:59:41", "Saw your light on", "saw your light on. glad you are home. take care of yourself won't you"),
    _new(WELLWISHER, "2025-07-16 21:28:14", "From a friend", "you do not know me. i know that somebody misses you and means well. you could be kinder, a word is enough"),
    _new(WELLWISHER, "2025-07-20 22:47:30", "From a friend (2)", "people at the library say you look tired. perhaps you should talk to the one who worries about you"),
    _maya("2025-07-21 07:12:44", "Re: From a friend (2)", "WHO ARE YOU? Leave me alone. I asked for this to stop and I meant it. Do not write to me again!!", WELLWISHER),
    _new(WELLWISHER, "2025-07-21 07:31:05", "Re: From a friend (2)", "there, that was not so hard. thank you for writing back"),
    _new(CERAMICS, "2025-07-24 22:15:26", "The second bowl", "i made a second bowl to go with yours. they belong together, as ever"),
    _them("2025-07-28 23:38:50", "Your holiday", "i see the library has you down as away in august. somewhere by the sea i think"),
    _new(WELLWISHER, "2025-08-03 21:12:09", "Tonight", "somebody is trying to reach you tonight. it would be simple to answer once"),
    _them("2025-08-05 22:52:37", "Re: Tonight", "i was worried, that is all. take care of yourself won't you"),
    _new(CERAMICS, "2025-08-11 22:30:44", "By the sea", "was the sea warm. the picture of the pier was very like you"),
    _new(WELLWISHER, "2025-08-14 23:10:18", "A thought", "your sister has such a friendly shop. i bought a scarf there"),
    _them("2025-08-19 22:03:59", "Welcome back", "welcome back. the flowers on your step are for the kitchen window"),
    _new(CERAMICS, "2025-08-27 23:21:35", "Autumn list", "your name is on the autumn list, i put it there so that your place is safe, as ever"),
    _them("2025-09-01 22:26:13", "The late shift", "the late shift on monday and wednesday then. i hope that somebody walks you to the stop"),
    _new(WELLWISHER, "2025-09-04 22:49:28", "Quiet for a while", "i shall be quiet for a while. you will notice how quiet it is"),
    _new(EVENINGS, "2025-09-24 21:17:51", "Your place on the course", "your place on the course is confirmed. we look forward to having you, as ever"),
    _new(EVENINGS, "2025-09-28 22:08:40", "Reminder: first evening", "reminder, the first evening is thursday. your usual seat by the window is kept free"),
    _them("2025-10-01 23:14:22", "Autumn", "the leaves in front of your house are lovely now. take care of yourself won't you"),
    _new(EVENINGS, "2025-10-03 22:31:07", "You missed the first evening", "you missed the first evening. just checking you got home"),
    _them("2025-10-05 21:40:16", "Seven months", "seven months since the glaze recipe. i keep every one of your letters, as ever"),
)  # fmt: skip

COURSE: tuple[Letter, ...] = (*BEFORE, STOP, *AFTER)
