"""How the entries of another copy stand in this case once the two are brought together.

What was added, marked, noted and chosen in either stays. Where both decided the same thing differently the
decision of this case stays, that of the other copy lies by in the log, and the person is told.
"""

from typing import Any

import msgspec

from holdfast.case.decisions import Answer, Decisions, fold
from holdfast.case.preparations import WHATS
from holdfast.model.link import Link
from holdfast.vault.log import Log
from holdfast.vault.merging import Carried, Joined
from holdfast.vault.merkle import leaf_hash

_SAYS = {"zone": "the time zone", "date_order": "the order of date", "country": "the country of numbers"}


class Joining:
    """For one merge into one case."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._conflicts: list[str] = []

    def join(self, fork: int, tail: list[Carried]) -> tuple[list[Joined], list[str]]:
        """As `merging.Join`."""
        logged = list(self._log.entries())
        decided = [(e.number, e.action, e.body) for e in logged if e.action in ("answer", "decide")]
        there = [(one.action, _body(one)) for one in tail]
        self._before = fold((action, body) for number, action, body in decided if number < fork)
        self._ours = fold((action, body) for _, action, body in decided)
        self._theirs = fold(
            [
                *((action, body) for number, action, body in decided if number < fork),
                *((action, body) for action, body in there if action in ("answer", "decide")),
            ]
        )
        self._known = {entry.leaf for entry in logged} | {_leaf(e.body) for e in logged if "merged" in e.body}
        self._kept = set(self._log.placements())
        self._taken_out = {
            entry.body["sha256"] for entry in logged if entry.action == "withdraw" and entry.number >= fork
        }
        self._arrived: set[str] = set()
        self._shift = self._log.next_batch() - 1
        self._batches = {body["batch"] for action, body in there if action == "import"}
        self._label = self._ours.labels_used
        self._labels: dict[str, str] = {}
        self._chosen = {one.event or one.digest: one.label for one in self._ours.exhibits.values()}
        joined = [self._stands(action, body) for action, body in there]
        return joined, list(dict.fromkeys(self._conflicts))

    def _stands(self, action: str, body: dict[str, Any]) -> Joined:
        if "merged" in body and _leaf(body) in self._known:
            return _aside("it came from here")
        match action:
            case "import":
                return self._import(body)
            case "withdraw":
                return self._withdrawal(body)
            case "answer":
                return self._answer(body)
            case "decide":
                return self._decision(body)
            case "take in":
                return Joined(action=action, body=body)
            case "key":
                self._conflicts.append(
                    "What opens the case was changed in the other copy. Here it stays as it was: change it "
                    "here too, if you want that."
                )
        return _aside("it is about the other copy itself")

    def _import(self, body: dict[str, Any]) -> Joined:
        sha256 = body["sha256"]
        already = sha256 in self._kept
        if not already:
            self._kept.add(sha256)
            self._arrived.add(sha256)
            if sha256 in self._taken_out:
                self._conflicts.append(
                    f"{body['name']} was withdrawn here and added again in the other copy. It is here "
                    "again: withdraw it again, if you want that."
                )
        return Joined(
            action="import", body={**body, "already": already, "batch": body["batch"] + self._shift}
        )

    def _withdrawal(self, body: dict[str, Any]) -> Joined:
        sha256 = body["sha256"]
        if sha256 in self._arrived:  # added and withdrawn there: there are no bytes to bring
            self._kept.remove(sha256)
            self._arrived.remove(sha256)
            return Joined(action="withdraw", body={**body, "left": [], "moved": []})
        if sha256 in self._kept:
            self._conflicts.append(
                f"{body['name']} was withdrawn in the other copy ({body['why']}). Here it is still kept: "
                "withdraw it here too, if you want that."
            )
        return _aside("nothing is deleted by bringing copies together")

    def _answer(self, body: dict[str, Any]) -> Joined:
        answer = msgspec.convert(body["answer"], Answer)
        if answer.batch in self._batches:
            moved = msgspec.structs.replace(answer, batch=answer.batch + self._shift)
            return Joined(action="answer", body={**body, "answer": msgspec.to_builtins(moved)})
        if answer.about not in _SAYS:
            return Joined(action="answer", body=body)
        before, ours, theirs = (_told(found, answer) for found in (self._before, self._ours, self._theirs))
        if ours in (before, theirs):
            return Joined(action="answer", body=body)
        here, there = ours or "taken back", theirs or "taken back"
        self._conflicts.append(
            f"Both copies were told {_SAYS[answer.about]} anew, {_whose(answer)}: here {here}, there "
            f"{there}. What was told here stays. Answer again to change it."
        )
        return _aside("this case was told something else")

    def _decision(self, body: dict[str, Any]) -> Joined:
        match body["what"]:
            case "choose":
                return self._choice(body)
            case "unchoose":
                label = self._labels.get(body["label"], body["label"])
                if label not in {*self._ours.exhibits, *self._labels.values()}:
                    return _aside("that exhibit is not here any more")
                return Joined(action="decide", body={**body, "label": label})
            case "caption":
                return self._caption(body)
            case "arrange":
                labels = [self._labels.get(label, label) for label in body["labels"]]
                before = self._labels.get(body["before"], body["before"])
                return Joined(action="decide", body={**body, "labels": labels, "before": before})
            case (
                "mark" | "unmark" | "note" | "apart" | "together" | "tell" | "untell" | "unrelate" | "unlink"
                | "not so" | "so after all" | "object" | "agree"
            ):  # fmt: skip
                return Joined(action="decide", body=body)
            case what if what in WHATS:
                return Joined(action="decide", body=body)
            case "relate":
                return self._relation(body)
            case "link":
                return self._link(body)
        self._conflicts.append(
            f"Something was decided in the other copy that has to be done again here: {body['what']}."
        )
        return _aside("it cannot be taken over by itself")

    def _relation(self, body: dict[str, Any]) -> Joined:
        account, kind = body["relation"]["account"], body["relation"]["kind"]
        before, ours = self._before.relations.get(account), self._ours.relations.get(account)
        if ours is None or ours == before or ours.kind == kind:
            return Joined(action="decide", body=body)
        self._conflicts.append(
            f"Both copies say who {account} is to you: here {ours.kind}, there {kind}. What was told here "
            "stays."
        )
        return _aside("this case was told something else")

    def _link(self, body: dict[str, Any]) -> Joined:
        link = msgspec.convert(body["link"], Link)
        before, ours = (found.links.get(link.accounts) for found in (self._before, self._ours))
        if ours is None or ours == before or ours.is_one == link.is_one:
            return Joined(action="decide", body=body)
        here, there = (f"they do{'' if one.is_one else ' not'} belong together" for one in (ours, link))
        self._conflicts.append(
            f"Both copies say something of {' and '.join(link.accounts)}: here that {here}, there that "
            f"{there}. What was said here stays."
        )
        return _aside("this case was told something else")

    def _caption(self, body: dict[str, Any]) -> Joined:
        exhibit = body["exhibit"]
        here = self._labels.get(exhibit["label"], exhibit["label"])
        before, ours = (found.exhibits.get(here) for found in (self._before, self._ours))
        if ours and before and ours.caption not in (before.caption, exhibit["caption"]):
            self._conflicts.append(
                f"Both copies gave exhibit {here} another caption. The one given here stays."
            )
            return _aside("this case has another caption")
        return Joined(action="decide", body={**body, "exhibit": {**exhibit, "label": here}})

    def _choice(self, body: dict[str, Any]) -> Joined:
        exhibit = body["exhibit"]
        there, event = exhibit["label"], exhibit["event"] or exhibit["digest"]
        if event in self._chosen:
            here = self._labels[there] = self._chosen[event]
            if here != there:
                self._conflicts.append(f"Exhibit {there} of the other copy is exhibit {here} here already.")
            return _aside("it is an exhibit here already")
        self._label += 1
        here = self._labels[there] = self._chosen[event] = f"A-{self._label}"
        if here != there:
            self._conflicts.append(
                f"Exhibit {there} of the other copy is exhibit {here} here: {there} was given already. "
                "Look at papers that were made from the other copy."
            )
        return Joined(action="decide", body={**body, "exhibit": {**exhibit, "label": here}})


def _aside(why: str) -> Joined:
    return Joined(action="merge", body={"what": "lies by", "why": why})


def _leaf(body: dict[str, Any]) -> bytes:
    """The leaf of the entry that this one carries."""
    return leaf_hash(body["merged"]["entry"].encode())


def _body(one: Carried) -> dict[str, Any]:
    body = msgspec.json.decode(one.data, type=dict[str, Any])
    return {key: value for key, value in body.items() if key not in ("action", "at", "nonce")}


def _told(decisions: Decisions, about: Answer) -> str:
    """What is told in the very scope of this answer, "" for nothing."""
    same = (
        a.value for a in decisions.answers()
        if (a.about, a.source, a.batch) == (about.about, about.source, about.batch)
    )  # fmt: skip
    return next(same, "")


def _whose(answer: Answer) -> str:
    if answer.source:
        return f"for the file with the SHA-256 {answer.source[:12]}…"
    return "for files that were added together" if answer.batch else "for the whole case"
