"""The local page: loopback only, one person, no outside request."""
