"""What only the person can know: asked once, never guessed."""

from typing import Literal

import msgspec

About = Literal["me", "zone", "date_order", "provider", "country"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """About one source. `examples` are the person's own data, to be shown only to them.

    about "me": `choices` are the accounts seen, as `Account.key`.
    about "zone": `examples` are times as written; the answer is an IANA zone name.
    about "date_order": `examples` are dates as written; the answer is one of `choices`
    ("day_first", "month_first", "year_first").
    about "provider": never asked; the person may name the domains of their own mail provider.
    """

    about: About
    source: str
    importer: str = ""
    examples: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
