"""A case as a place where a person says which accounts belong together. Nothing is ever joined by itself."""

import msgspec

from holdfast.case.decided import Decided
from holdfast.case.kept import now
from holdfast.model.errors import RequestError
from holdfast.model.link import Link, Party, parties


class Linking(Decided):
    """Links between accounts: claims of the person, each with a reason, each of which can be taken back."""

    def link(self, one: str, other: str, why: str, *, is_one: bool = True) -> Link:
        """Says that one party is behind two accounts, or with `is_one` False that it is not so.

        Saying it again replaces what was said of the two; the log keeps all of it.
        """
        accounts = _pair(one, other)
        if not why.strip():
            raise RequestError("A reason is missing.", "Say in a few words why.")
        with self._turn, self.vault.writing():
            self.check_accounts(accounts)
            link = Link(accounts=accounts, is_one=is_one, why=why.strip(), at=now())
            self._log("decide", what="link", link=msgspec.to_builtins(link))
            return link

    def unlink(self, one: str, other: str, why: str) -> None:
        """Takes back what was said of two accounts. The log keeps both, and the reason."""
        accounts = _pair(one, other)
        if not why.strip():
            raise RequestError("A reason is missing.", "Say in a few words why.")
        with self._turn, self.vault.writing():
            if accounts not in self._decisions().links:
                raise RequestError(
                    "Nothing was said of these two accounts.", "`holdfast links` lists what was said."
                )
            self._log("decide", what="unlink", accounts=accounts, why=why.strip())

    def links(self) -> tuple[Link, ...]:
        """What was said of pairs of accounts, for and against, in the order in which it was said first."""
        return tuple(self._decisions().links.values())

    def parties(self) -> tuple[Party, ...]:
        """The accounts that the person says belong together, as groups."""
        return parties(self.links())


def _pair(one: str, other: str) -> tuple[str, str]:
    first, second = sorted((one.strip(), other.strip()))
    if first == second:
        raise RequestError("These are one and the same account.", "Name two accounts.")
    return first, second
