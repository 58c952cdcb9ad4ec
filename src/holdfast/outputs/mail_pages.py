"""How a mail came, for the pages of an exhibit: what its provider wrote, and what is only claimed."""

from typing import Any

from holdfast.formats import mail_route
from holdfast.formats.dkim import Signature
from holdfast.formats.mail_checks import Seal
from holdfast.formats.mail_route import UNCHECKED, Route
from holdfast.outputs.lettering import Flow, Line, shorten

_MOST = 100  # lines of one kind that are printed
_PROVEN = "the receiving provider"
_CLAIMED = "only claimed"
_SAYS = {
    mail_route.NO_PROVIDER: "The receiving provider is not named: no line of this mail is relied on.",
    mail_route.NO_LINES: "This mail has no line that says which servers it passed.",
    mail_route.NOT_YOURS: "The topmost line is not from the receiving provider: no address is relied on.",
    mail_route.INSIDE: "Only the receiving provider's own servers are seen, not who handed it to them.",
    mail_route.UNSURE: "A server that calls itself the receiving provider's handed it on. Whether it was is"
    " not shown.",
    mail_route.SAME: "A server that the receiving provider sends mail with handed it on: the sender, or"
    " whoever passed it on, uses the same provider.",
    mail_route.SIGNED_IN: "Somebody who had signed in at the receiving provider sent it from this address:",
    mail_route.DAMAGED: "The original of this mail could not be read when this was printed.",
    mail_route.SEEN: "The receiving provider took it from this address, mostly a server and not a device:",
}
_BODIES = {
    "same": "The text is the one that the signature names.",
    "changed": "The text is not the one that the signature names; mailing lists and programs change it too.",
    "unknown": "Whether the text is the signed one was not checked.",
}


def route(came: Route) -> dict[str, Any]:
    """The values of this part of the page."""
    providers = ", ".join(came.providers)
    learned = ", as the mails tell" if came.is_learned else ", as the person who received it says"
    facts = [["In short", Flow(f"{_SAYS.get(came.says, came.says)} {came.ip}".strip())]]
    if providers:
        facts.append(["Receiving provider", Line(providers + learned)])
    if ask := came.ask:
        facts += [
            [
                "Who may know more",
                Flow(f"{ask.service}, if the mail came from {ask.account}. {ask.hides}".strip()),
            ],
            [
                "To be named to them",
                Flow(f"Message-ID {ask.message_id or 'none'}; {ask.at or 'no time'}; {ask.account}"),
            ],
        ]
    return {
        "facts": facts,
        "hops": [
            [
                str(hop.number),
                Line(hop.by or "not named"),
                Line(
                    " ".join(filter(None, (hop.from_name, hop.ip, f"({hop.nobody})" if hop.nobody else "")))
                ),
                _PROVEN if hop.is_proven else _CLAIMED,
            ]
            for hop in came.hops[:_MOST]
        ],
        "checks": [
            [
                Line(check.by or "not named"),
                Flow(shorten(check.says, 1_000, "at source")),
                _PROVEN if check.is_trusted else _CLAIMED,
            ]
            for check in came.checks[:_MOST]
        ],
        "notes": [
            *(Flow(_seal(seal)) for seal in came.seals[:_MOST]),
            *(Flow(_signature(signed)) for signed in came.signatures),
        ],
    }


def _seal(seal: Seal) -> str:
    said = f"Seal {seal.number} by {seal.domain}; of the seals before it, it says: {seal.chain or 'nothing'}."
    return f"{said} Whether it is right cannot be checked from the mail alone."


def _signature(signed: Signature) -> str:
    of_whom = "" if signed.is_aligned else ", not the domain of the sender"
    covered = f" Only the first {signed.length} bytes are covered." if signed.length is not None else ""
    return f"Signed by {signed.domain}{of_whom}. {UNCHECKED} {_BODIES[signed.body]}{covered}"
