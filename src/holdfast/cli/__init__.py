"""The command line: one of the places that may print."""
