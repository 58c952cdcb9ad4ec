"""Counting that several findings share: tallies, routes, spans, chance. Pure functions over columns."""
