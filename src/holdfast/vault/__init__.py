"""Originals, log, keys and lock at rest. Knows bytes, no events."""
