"""How things are shown: how long, without which words, in grey, with breaks; what somebody else reads."""

from starlette.requests import Request
from starlette.responses import Response

from holdfast.model.errors import RequestError
from holdfast.model.ways import Ways
from holdfast.web.back import back
from holdfast.web.body import Form
from holdfast.web.leaving import words_of
from holdfast.web.page import desk_of, go, number, show

MINUTES = (5, 15, 30, 60, 0)
BREAKS = (0, 10, 20, 40, 80)
_MOST_WORDS = 100


def gently(request: Request) -> Response:
    """How it is now, and what somebody else reads."""
    desk = desk_of(request)
    lines = [line for event in sorted(desk.left) if (line := desk.case.query.line(event)) is not None]
    return show(
        request,
        "gently.html",
        ways=desk.ways,
        minutes=MINUTES,
        breaks=BREAKS,
        left=[line.row for line in sorted(lines, key=lambda line: (line.cursor.sort, line.cursor.id))],
    )


def keep(request: Request, form: Form) -> Response:
    """Shows things so from now on."""
    desk = desk_of(request)
    lines = (line.strip() for line in words_of(form, "words").splitlines())
    words = tuple(dict.fromkeys(filter(None, lines)))
    minutes, pause = number(form.get("minutes", ""), 30), number(form.get("pause", ""), 0)
    if len(words) > _MOST_WORDS or minutes not in MINUTES or pause not in BREAKS:
        raise RequestError("That is more than can be kept.", "Choose from the lists, and up to 100 words.")
    ways = Ways(minutes=minutes, words=words, is_grey=form.get("grey") == "yes", pause_after=pause)
    desk.case.show_as(ways)
    desk.show_texts(is_on=False)
    return go("/gently")


def go_on(request: Request, form: Form) -> Response:
    """No break now; it is offered again after as many more."""
    desk_of(request).seen = 0
    return go(back(form.get("back", "")))
