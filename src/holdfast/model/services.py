"""The services that events come from, by the names people use. An importer writes the short word."""

from holdfast.model.sentence import said

NAMES = {
    "android": said("Android messages"),
    "bluesky": "Bluesky",
    "calendar": said("Calendar"),
    "device": said("Device"),
    "discord": "Discord",
    "disqus": "Disqus",
    "facebook": "Facebook",
    "google-chat": "Google Chat",
    "google-voice": "Google Voice",
    "hangouts": "Hangouts",
    "imessage": "iMessage",
    "incident log": said("Written down"),
    "instagram": "Instagram",
    "irc": "IRC",
    "linkedin": "LinkedIn",
    "mail": said("Mail"),
    "mastodon": "Mastodon",
    "messenger": "Messenger",
    "mms": "MMS",
    "phone": said("Calls"),
    "photo": said("Photos"),
    "rcs": "RCS",
    "recording": said("Sound and film"),
    "reddit": "Reddit",
    "signal": "Signal",
    "skype": "Skype",
    "slack": "Slack",
    "sms": said("Text messages"),
    "snapchat": "Snapchat",
    "teams": "Microsoft Teams",
    "telegram": "Telegram",
    "tiktok": "TikTok",
    "voicemail": said("Voicemail"),
    "web": said("Website"),
    "whatsapp": "WhatsApp",
    "wordpress": "WordPress",
    "x": "X (Twitter)",
    "youtube": "YouTube",
}


def name_of(service: str) -> str:
    """The name of a service as people say it; an unknown one by its own word."""
    return NAMES.get(service) or service.replace("_", " ").replace("-", " ").capitalize()[:40]
