"""Writes the databases among the fixtures anew: `python -m tests.importers.made`. All in them is invented."""
