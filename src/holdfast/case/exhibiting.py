"""A case as a place where exhibits are arranged: findings among them, their captions, their order."""

from collections.abc import Sequence

import msgspec

from holdfast.case.decided import Decided
from holdfast.case.kept import now
from holdfast.model.errors import RequestError
from holdfast.model.exhibit import Exhibit
from holdfast.model.finding import Finding, digest, seen


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
