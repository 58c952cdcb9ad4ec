"""What the numbers in WhatsApp's database for Android mean, as far as it is known."""

TYPES = {
    1: "image",
    2: "voice or sound",
    3: "video",
    4: "contact",
    5: "place",
    8: "call",
    9: "document",
    10: "missed call",
    13: "animated image",
    14: "several contacts",
    15: "deleted for everyone",
    16: "live place",
    20: "sticker",
    42: "image to be seen once",
    43: "video to be seen once",
    64: "deleted by an admin",
    66: "poll",
    82: "voice to be heard once",
}
"""Sorts of messages; 0 is text."""

ACTIONS = {
    1: "the group was renamed",
    4: "somebody was added",
    5: "somebody left",
    6: "the group's picture changed",
    7: "somebody was removed",
    10: "somebody changed their number",
    11: "the group was made",
    12: "somebody was added",
    13: "somebody left",
    14: "somebody was removed",
    15: "somebody became an admin",
    18: "the safety number changed",
    19: "messages are end-to-end encrypted",
    20: "somebody joined by a link",
    27: "the group's description changed",
    58: "somebody was blocked or unblocked",
}
"""Lines of the service."""

RESULTS = {2: "missed", 3: "turned away", 4: "not available", 5: "answered"}
"""How a call ended."""
