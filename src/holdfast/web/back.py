"""Back to the page where something was done, as its form names it: never to another computer."""

import re


def back(path: str, otherwise: str = "/") -> str:
    """The path, where it is one of ours, else `otherwise`."""
    return path if re.match(r"/(?![/\\])", path) else otherwise
