"""Checks what was brought in from another copy: all its entries are there, as that copy signed them."""

from typing import Any

import msgspec

from holdfast.model.errors import DamageError
from holdfast.vault import checkpoint, merkle
from holdfast.vault.log import Log


class MergeCheck:
    """Works the other tree out again from what was carried; is shown every entry in order."""

    def __init__(self, log: Log, origin: str, public: bytes) -> None:
        self._origin, self._public = origin, public
        begins = [_state(entry.body.get("begins")) for entry in log.entries({"merge"})]
        self._wanted = {size for size, _ in begins}
        self._known: dict[tuple[int, str], list[bytes]] = {}
        self._tree: merkle.Frontier | None = None
        self._ends = self._signed = (-1, "")

    def passed(self, frontier: merkle.Frontier) -> None:
        """The tree of this log as it is before the next entry."""
        if frontier.size in self._wanted:
            self._known[frontier.size, frontier.root().hex()] = list(frontier.nodes)

    def fits(self, action: str, body: dict[str, Any]) -> bool:
        """Whether an entry fits what was said about the other log when it was brought in."""
        carried = body.get("merged")
        if isinstance(carried, dict):
            return self._carried(carried) and (action != "import" or _same_file(body, carried))
        if self._tree is not None:
            return False  # something is missing of the other log
        return self._begins(body) if action == "merge" else True

    def ended(self) -> bool:
        """Whether nothing is missing at the end."""
        return self._tree is None

    def _begins(self, body: dict[str, Any]) -> bool:
        begins, self._ends = _state(body.get("begins")), _state(body.get("ends"))
        self._signed = (-1, "")
        nodes = self._known.get(begins)
        if nodes is None or self._ends[0] <= begins[0]:
            return False
        try:
            if body.get("checkpoint"):
                point = checkpoint.check(str(body["checkpoint"]), self._origin, self._public)
                self._signed = (point.size, point.root.hex())
        except DamageError:
            return False
        self._tree = merkle.Frontier(begins[0], nodes)
        return True

    def _carried(self, carried: dict[str, Any]) -> bool:
        tree = self._tree
        if tree is None or carried.get("number") != tree.size:
            return False
        tree.extend([merkle.leaf_hash(str(carried.get("entry")).encode())])
        state = (tree.size, tree.root().hex())
        fits = self._signed[0] != tree.size or self._signed == state
        if tree.size == self._ends[0]:
            self._tree = None
            self._known[state] = list(tree.nodes)
            fits = fits and state == self._ends
        return fits


def _same_file(body: dict[str, Any], carried: dict[str, Any]) -> bool:
    try:
        there = msgspec.json.decode(str(carried.get("entry")), type=dict[str, Any])
    except ValueError:
        return False
    return all(body.get(key) == there.get(key) for key in ("sha256", "name", "size", "at"))


def _state(told: Any) -> tuple[int, str]:
    match told:
        case {"size": int(size), "root": str(root)}:
            return size, root
    return -1, ""
