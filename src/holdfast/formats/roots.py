"""The folder in which an export begins, found from any file inside it."""

from collections.abc import Callable
from weakref import WeakKeyDictionary

from holdfast.formats.tree import Member, Tree


class Roots:
    """`is_root` says of a folder of a tree ("" or a path that ends in "/") whether an export begins there.

    Each folder is looked at once.
    """

    def __init__(self, is_root: Callable[[Tree, str], bool]) -> None:
        self._is_root = is_root
        self._known: WeakKeyDictionary[Tree, dict[str, str | None]] = WeakKeyDictionary()

    def of(self, member: Member, tree: Tree) -> str | None:
        """The nearest folder above this file in which an export begins, None where there is none."""
        known = self._known.setdefault(tree, {})
        above: list[str] = []
        folder = member.folder
        while folder not in known:
            above.append(folder)
            if self._is_root(tree, folder):
                known[folder] = folder
            elif not folder:
                known[folder] = None
            else:
                folder = folder.rstrip("/").rpartition("/")[0]
                folder = f"{folder}/" if folder else ""
        for one in above:
            known[one] = known[folder]
        return known[folder]
