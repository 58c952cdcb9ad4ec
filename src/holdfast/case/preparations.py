"""What the person prepared for papers, as the log tells it: tags, statements, redactions."""

from typing import Any

import msgspec

from holdfast.model.redaction import Redaction
from holdfast.model.statement import Statement
from holdfast.model.tag import Tag

WHATS = (*("tag", "untag", "state", "unstate", "redact", "unredact", "hide", "unhide"),)
"""What an entry of the log is called that belongs here."""


class Preparations(msgspec.Struct, kw_only=True):
    """The state that all entries so far add up to."""

    tags: dict[tuple[str, str], Tag] = {}
    statements: dict[str, Statement] = {}
    redactions: dict[str, Redaction] = {}
    hidden: dict[str, None] = {}

    def take(self, body: dict[str, Any]) -> None:
        """Adds one decision."""
        match body["what"]:
            case "tag":
                tag = msgspec.convert(body["tag"], Tag)
                self.tags[tag.event, tag.behaviour] = tag
            case "untag":
                self.tags.pop((body["event"], body["behaviour"]), None)
            case "state":
                statement = msgspec.convert(body["statement"], Statement)
                self.statements[statement.id] = statement
            case "unstate":
                self.statements.pop(body["id"], None)
            case "redact":
                redaction = msgspec.convert(body["redaction"], Redaction)
                self.redactions[redaction.id] = redaction
            case "unredact":
                self.redactions.pop(body["id"], None)
            case "hide":
                self.hidden[body["indicator"]] = None
            case "unhide":
                self.hidden.pop(body["indicator"], None)
