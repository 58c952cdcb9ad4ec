"""The last pages of the packet: accounts, what could not be read, every file's hash, and how to check."""

from typing import Any

from holdfast.outputs import wording
from holdfast.outputs.given import PacketInput
from holdfast.outputs.lettering import Flow, Line


def annex(given: PacketInput) -> dict[str, Any]:
    """The parts "accounts", "links", "losses", "problems", "taken_out", "sources" and "check"."""
    names = {account.key: f"{account.shown} ({account.key})" for account in given.accounts}
    return {
        "accounts": [
            [
                Line(account.shown),
                Line(account.key),
                f"{account.count_in:,}",
                f"{account.count_out:,}",
                "yes" if account.is_mine else "no",
            ]
            for account in given.accounts
        ],
        "links": [
            [
                Line(names.get(link.accounts[0], link.accounts[0])),
                Line(names.get(link.accounts[1], link.accounts[1])),
                "for: one party is behind both" if link.is_one else "against: it is not so",
                Flow(link.why),
                wording.dated(link.at, given.zone, "day"),
            ]
            for link in given.links
        ],
        "losses": [
            {"title": title, "sentences": [Flow(sentence) for sentence in sentences]}
            for title, sentences in given.loss_statements.items()
        ],
        "problems": [[Line(name), f"{count:,}"] for name, count in given.problems.items()],
        "taken_out": [[one.label, Flow(one.why), f"{one.places:,}"] for one in given.taken_out],
        "unread": f"{sum(given.problems.values()):,}",
        "sources": [
            {
                "name": Line(source.name),
                "size": f"{source.size:,}",
                "sha256": source.sha256,
                "received": wording.dated(source.received, given.zone),
                "obtained": Line(source.obtained),
                "short": source.sha256[:8],
                "read": [Line(sentence) for sentence in given.read.get(source.sha256, ())],
            }
            for source in given.sources
        ],
        "check": {
            "root": given.log_root,
            "entries": f"{given.log_size:,}",
            "vault": Line(given.vault_id),
            "checkpoint": Flow(given.checkpoint.rstrip("\n")),
        },
    }
