"""Drives the importers in a worker process and loads what they find into the timeline."""
