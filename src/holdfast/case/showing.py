"""A case as a place that shows gently: how, and what somebody else reads instead."""

import msgspec

from holdfast.case.decided import Decided
from holdfast.model.ways import Ways


class Showing(Decided):
    """Keeps how the person wants to be shown things. Nothing that is kept, found or handed over changes."""

    def ways(self) -> Ways:
        """How it is wanted now."""
        return self._decisions().ways

    def show_as(self, ways: Ways) -> None:
        """Shows things so from now on."""
        with self._turn, self.vault.writing():
            self._log("decide", what="ways", ways=msgspec.to_builtins(ways))

    def leave(self, event: str) -> None:
        """Somebody whom the person trusts reads this event instead."""
        with self._turn, self.vault.writing():
            self._log("decide", what="leave", event=self._event(event).id)

    def take_up(self, event: str) -> None:
        """The person reads it themselves after all."""
        with self._turn, self.vault.writing():
            self._log("decide", what="take up", event=self._event(event).id)

    def left(self) -> frozenset[str]:
        """The ids of the events that somebody else reads."""
        return frozenset(self._decisions().left)
