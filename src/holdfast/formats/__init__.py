"""Containers and encodings that many exports share. Knows bytes and text, no service and no case."""
