"""The services that events come from, by the names people use. An importer writes the short word."""

NAMES = {
    "android": "Android messages",
    "bluesky": "Bluesky",
    "calendar": "Calendar",
    "device": "Device",
    "discord": "Discord",
    "disqus": "Disqus",
    "facebook": "Facebook",
    "google-chat": "Google Chat",
    "google-voice": "Google Voice",
    "hangouts": "Hangouts",
    "imessage": "iMessage",
    "incident log": "Written down",
    "instagram": "Instagram",
    "irc": "IRC",
    "linkedin": "LinkedIn",
    "mail": "Mail",
    "mastodon": "Mastodon",
    "messenger": "Messenger",
    "mms": "MMS",
    "phone": "Calls",
    "photo": "Photos",
    "rcs": "RCS",
    "recording": "Sound and film",
    "reddit": "Reddit",
    "signal": "Signal",
    "skype": "Skype",
    "slack": "Slack",
    "sms": "Text messages",
    "snapchat": "Snapchat",
    "teams": "Microsoft Teams",
    "telegram": "Telegram",
    "tiktok": "TikTok",
    "voicemail": "Voicemail",
    "web": "Website",
    "whatsapp": "WhatsApp",
    "wordpress": "WordPress",
    "x": "X (Twitter)",
    "youtube": "YouTube",
}


def name_of(service: str) -> str:
    """The name of a service as people say it; an unknown one by its own word."""
    return NAMES.get(service) or service.replace("_", " ").replace("-", " ").capitalize()[:40]
