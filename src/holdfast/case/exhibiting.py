"""A case as a place where exhibits are arranged and findings answered: their captions, their order."""

from collections.abc import Sequence

import msgspec

from holdfast.case.decided import Decided, reasoned
from holdfast.case.kept import now
from holdfast.model.errors import RequestError
from holdfast.model.exhibit import Exhibit
from holdfast.model.finding import Finding, digest, key, seen
from holdfast.model.objection import Objection


class Exhibiting(Decided):
    """Arranges what was chosen."""

    def choose_finding(self, finding: Finding, caption: str = "") -> Exhibit:
        """Makes a finding an exhibit as it is now, under the next free label."""
        with self._turn, self.vault.writing():
            pinned = digest(finding)
            for exhibit in self.exhibits():
                if exhibit.digest == pinned:
                    raise RequestError("This finding is an exhibit already.", f"It is {exhibit.label}.")
            exhibit = Exhibit(
                label=self._next_label(),
                event="",
                caption=caption,
                digest=pinned,
                chosen=now(),
                finding=seen(finding),
            )
            self._log("decide", what="choose", exhibit=msgspec.to_builtins(exhibit))
            return exhibit

    def object_to(self, finding: Finding, why: str) -> None:
        """Keeps that a finding is not so, as the person says. It stays, with their words beside it."""
        with self._turn, self.vault.writing():
            said = Objection(finding=key(finding), digest=digest(finding), why=reasoned(why), at=now())
            self._log("decide", what="object", objection=msgspec.to_builtins(said))

    def agree_to(self, finding: Finding, why: str) -> None:
        """Takes that back. Raises RequestError where it was not said."""
        with self._turn, self.vault.writing():
            if key(finding) not in self._decisions().objections:
                raise RequestError("That was not said of this finding.", "`holdfast not-so` says it.")
            self._log("decide", what="agree", finding=key(finding), why=reasoned(why))

    def caption(self, label: str, words: str) -> Exhibit:
        """Gives an exhibit another caption; the log keeps both."""
        with self._turn, self.vault.writing():
            exhibit = msgspec.structs.replace(self._exhibit(label), caption=words.strip())
            self._log("decide", what="caption", exhibit=msgspec.to_builtins(exhibit))
            return exhibit

    def arrange(self, labels: Sequence[str], before: str = "") -> None:
        """Puts exhibits, in this order, before another one, or at the end. Their labels stay.

        A label that was given in one paper must be the same exhibit in the next.
        """
        with self._turn, self.vault.writing():
            for label in (*labels, *([before] if before else [])):
                self._exhibit(label)
            if before in labels or len(set(labels)) < len(labels) or not labels:
                raise RequestError("No exhibit can stand before itself.", "Name each of them once.")
            self._log("decide", what="arrange", labels=list(labels), before=before)

    def _exhibit(self, label: str) -> Exhibit:
        found = next((one for one in self.exhibits() if one.label == label), None)
        if found is None:
            raise RequestError("There is no exhibit of this label.", "`holdfast exhibits` lists them.")
        return found
